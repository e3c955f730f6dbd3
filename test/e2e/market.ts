import { execFile, execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { claudeCode } from "./claude-code.ts";
import { type MessagesStub, messagesStub } from "./messages-stub.ts";
import type { Network } from "./network.ts";
import { openSession, type Session } from "./session.ts";
import { until } from "./wait.ts";
import { says } from "./world.ts";

export const REPO = fileURLToPath(new URL("../..", import.meta.url));

/** An installation needs the npm registry, so these tests run in the machine's own network. */
const machineNetwork: Network = {
  isolated: false,
  wrap: ([program = "", ...rest]) => [program, ...rest],
  listen: () =>
    new Promise<Server>((resolve, reject) => {
      const server = createServer();
      server.once("error", reject).listen(0, "127.0.0.1", () => resolve(server));
    }),
  close: () => undefined,
};

/** Compiling the native module takes a minute on an idle machine, and several on a busy one. */
export const LONG_MS = 600_000;

const npmConfig = (name: string): string =>
  spawnSync("npm", ["config", "get", name], { encoding: "utf8" }).stdout.trim();

export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** Somebody's machine on which Cairn is to be installed: an empty home whose path has a space. */
export interface Machine {
  readonly root: string;
  readonly home: string;
  readonly cairn: string;
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
  /** A clean clone of this repository: what is committed, and nothing else. */
  readonly clone: (name: string) => string;
  /**
   * Lays the native module of this checkout where an earlier installation would have left one, so that it isn't compiled again (a
   * minute). Its compiling is tried by the tests that do not call this.
   */
  readonly haveNative: () => void;
  readonly bootstrap: (plugin: string, env?: Readonly<Record<string, string>>) => Ran;
  readonly claude: (...args: string[]) => Promise<string>;
  /** Says these prompts in one session, and gives what the model was sent. */
  readonly session: (prompts: readonly string[], env?: Readonly<Record<string, string>>) => Promise<MessagesStub>;
  /** What the heartbeat of the running worker says of its version; waits for one other than `not`, and for the end of the installation. */
  readonly workerVersion: (not?: string) => Promise<string>;
  readonly read: (name: string) => string;
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

export const openMachine = (): Machine => {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "cairn-e2e-"));
  const home = join(root, "user home");
  const cairn = join(home, ".cairn");
  const project = join(root, "project");
  mkdirSync(home);
  execFileSync("git", ["init", "-q", project]);
  const read = (name: string): string => (existsSync(join(cairn, name)) ? readFileSync(join(cairn, name), "utf8") : "");
  const worker = (): { pid?: number; version?: string } => JSON.parse(read("worker.json") || "{}");
  // The developer's registry and npm cache, nothing else of the developer's own.
  const npm = { npm_config_registry: npmConfig("registry"), npm_config_cache: npmConfig("cache") };
  const env = { PATH: process.env.PATH ?? "", LANG: "C.UTF-8", HOME: home, ...npm };
  const endings: (() => void | Promise<void>)[] = [];
  onTestFinished(async () => {
    for (const end of endings.toReversed()) await end();
    // A hook may just be starting something more, so this goes on until nothing writes there any longer.
    await until("an end to it", () => {
      for (const pid of [Number(read("bootstrap.lock/pid")), worker().pid ?? 0]) {
        if (pid > 0 && pid !== process.pid && alive(pid)) process.kill(pid, "SIGTERM");
      }
      try {
        rmSync(root, { recursive: true, force: true });
        return true;
      } catch {
        return false;
      }
    });
  });

  const open = async (stub: MessagesStub, more: Readonly<Record<string, string>>): Promise<Session> => {
    const fixed = { claude: await claudeCode(), network: machineNetwork, home, project };
    return openSession({ ...fixed, url: stub.url, env: { ...npm, ...more } });
  };

  return {
    root,
    home,
    cairn,
    project,
    env,
    clone: (name) => {
      execFileSync("git", ["clone", "-q", REPO, join(root, name)]);
      return join(root, name);
    },
    haveNative: () => {
      const earlier = join(cairn, "runtime/0.0.1-any-any-1");
      mkdirSync(earlier, { recursive: true });
      symlinkSync(join(REPO, "node_modules"), join(earlier, "node_modules"));
    },
    bootstrap: (plugin, more = {}) => {
      const { status, stdout, stderr } = spawnSync("sh", [join(plugin, "bootstrap.sh"), "--verbose"], {
        env: { ...env, ...more },
        cwd: project,
        encoding: "utf8",
      });
      return { status, output: stdout + stderr };
    },
    claude: async (...args) => {
      const { bin } = await claudeCode();
      const quiet = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1", DISABLE_AUTOUPDATER: "1", DISABLE_TELEMETRY: "1" };
      const options = { env: { ...env, ...quiet }, cwd: project, encoding: "utf8" } as const;
      // Not in the foreground: the git server that it may clone from is in this process.
      const { stdout } = await promisify(execFile)(bin, args, options);
      return stdout;
    },
    session: async (prompts, more = {}) => {
      const stub = messagesStub(await machineNetwork.listen(), says());
      endings.push(stub.close);
      const session = await open(stub, more);
      endings.push(session.kill);
      for (const prompt of prompts) await session.say(prompt);
      await session.end();
      return stub;
    },
    workerVersion: (not = "") => {
      const running = () => {
        const { pid = 0, version = "" } = worker();
        const isUp = pid > 0 && alive(pid) && existsSync(join(cairn, "worker.sock"));
        return isUp && !existsSync(join(cairn, "bootstrap.lock")) && version !== not && version;
      };
      return until("a running worker", running, 500_000).catch((cause: unknown) => {
        throw new Error(`No worker runs. The log of the installation:\n${read("bootstrap.log")}`, { cause });
      });
    },
    read,
  };
};

/** Megabytes on disk of everything below that folder, blocks counted. */
export const megabytesOf = (folder: string): number => {
  const blocks = (path: string): number => {
    const found = lstatSync(path);
    const below = found.isDirectory() ? readdirSync(path).map((name) => blocks(join(path, name))) : [];
    return below.reduce((sum, each) => sum + each, found.blocks);
  };
  return (blocks(folder) * 512) / 1e6;
};
