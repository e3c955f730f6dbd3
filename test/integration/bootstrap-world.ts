import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { makeRuntime, type RuntimeWish } from "./bootstrap-fixture.ts";

export const REPO = fileURLToPath(new URL("../..", import.meta.url));

/** One of the installer's own modules, which are plain JavaScript without types. */
export const installerModule = (name: string): Promise<unknown> =>
  import(pathToFileURL(join(REPO, "plugin/install", name)).href);

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Begun {
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<number | null>;
}

export interface BootstrapWorld {
  readonly root: string;
  readonly home: string;
  readonly cairn: string;
  /** The folder around the plugin: its marketplace. */
  readonly market: string;
  readonly plugin: string;
  readonly env: (more?: NodeJS.ProcessEnv) => NodeJS.ProcessEnv;
  readonly setPluginVersion: (version: string) => void;
  /** Makes a folder to install from, and gives its path. */
  readonly makeRuntime: (folder: string, wish?: RuntimeWish) => string;
  /** Runs bootstrap.sh to its end, as a hook would: without a terminal. */
  readonly bootstrap: (env?: NodeJS.ProcessEnv, args?: readonly string[], shell?: readonly string[]) => Outcome;
  /** The same in the background, in a process group of its own. */
  readonly begin: (env?: NodeJS.ProcessEnv) => Begun;
  /** A file of Cairn's home; empty when it is not there. */
  readonly read: (name: string) => string;
  readonly calls: () => string[];
  readonly current: () => string | undefined;
  /** Folders in `runtime`, left-over staging too. */
  readonly runtimes: () => string[];
  /** What the waiting notice tells the user, parsed as the hook would print it. */
  readonly notice: () => string | undefined;
}

/** A user's machine with the plugin in a marketplace folder, and no network: the registry is a closed port. */
export const openBootstrapWorld = (): BootstrapWorld => {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "cairn-boot-"));
  const home = join(root, "user home");
  const cairn = join(home, ".cairn");
  const market = join(root, "market");
  const plugin = join(market, "plugin");
  mkdirSync(home);
  for (const name of ["bootstrap.sh", "cairn.sh", "install", ".claude-plugin"]) {
    cpSync(join(REPO, "plugin", name), join(plugin, name), { recursive: true });
  }
  const setPluginVersion = (version: string) =>
    writeFileSync(join(plugin, ".claude-plugin/plugin.json"), JSON.stringify({ name: "cairn", version }, null, 2));
  setPluginVersion("1.0.0");
  const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    npm_config_registry: "http://127.0.0.1:9/",
    npm_config_fetch_retries: "0",
    ...more,
  });
  const script = join(plugin, "bootstrap.sh");
  const read = (name: string): string => (existsSync(join(cairn, name)) ? readFileSync(join(cairn, name), "utf8") : "");
  const inRuntime = (): string[] => (existsSync(join(cairn, "runtime")) ? readdirSync(join(cairn, "runtime")) : []);

  onTestFinished(() => {
    const worker = Number(read("worker.pid").split("\n")[0]);
    if (worker) spawnSync("kill", ["-KILL", String(worker)]);
    rmSync(root, { recursive: true, force: true, maxRetries: 10 });
  });

  return {
    root,
    home,
    cairn,
    market,
    plugin,
    env,
    setPluginVersion,
    makeRuntime: (folder, wish = {}) => makeRuntime(root, folder, wish),
    bootstrap: (more = {}, args = [], shell = ["sh"]) => {
      const [program = "sh", ...before] = shell;
      const done = spawnSync(program, [...before, script, ...args], { env: env(more), cwd: root, encoding: "utf8" });
      return { code: done.status, stdout: done.stdout, stderr: done.stderr };
    },
    begin: (more = {}) => {
      const child = spawn("sh", [script], { env: env(more), cwd: root, stdio: "ignore", detached: true });
      const ended = new Promise<number | null>((done) => child.once("exit", done));
      const kill = (signal: NodeJS.Signals): void => {
        try {
          process.kill(-(child.pid ?? 0), signal);
        } catch {
          // It has ended by itself.
        }
      };
      return { kill, ended };
    },
    read,
    calls: () => read("calls").split("\n").filter(Boolean),
    current: () => (inRuntime().includes("current") ? readlinkSync(join(cairn, "runtime/current")) : undefined),
    runtimes: () =>
      inRuntime()
        .filter((name) => /^[\d.]/.test(name))
        .sort(),
    notice: () => {
      const fragment = read("notice");
      return fragment ? (JSON.parse(`{${fragment}}`) as { systemMessage: string }).systemMessage : undefined;
    },
  };
};

/** The name of the folder of a runtime of this version, for the Node that runs the tests. */
export const nameOf = (version: string): string =>
  `${version}-${process.platform}-${process.arch}-${process.versions.modules}`;

/** Makes an executable sh script. */
export const putScript = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
};

/** Asks again until the answer is true; throws with `what` after half a minute. */
export const until = async (what: string, ask: () => boolean): Promise<void> => {
  for (const endMs = Date.now() + 30_000; !ask(); await sleep(20)) {
    if (Date.now() > endMs) throw new Error(`Waited in vain: ${what}`);
  }
};
