import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { onTestFinished } from "vitest";

/** The hooks of this repository. */
export const HOOKS = join(import.meta.dirname, "../../hooks");

/** A session id as Claude Code makes them. */
export const SESSION = "f01da24e-5277-4540-bbae-00b89d546c7e";

/** What ends a complete file of the spool. */
export const END = "\x1e";

/** A shell to run a hook with: the words before the script's path, none for the script's own first line. */
export interface Shell {
  readonly title: string;
  readonly words: readonly string[];
  /** Only the programs that BusyBox brings, and curl. */
  readonly applets?: true;
}

/** Every shell the hooks promise to run under; -u makes a variable that was never set an error. */
export const SHELLS: readonly Shell[] = [
  { title: "sh", words: [] },
  { title: "dash", words: ["dash", "-u"] },
  { title: "bash", words: ["bash", "--posix", "-u"] },
  { title: "busybox", words: ["busybox", "sh", "-u"], applets: true },
];

/** Where a program lies on the PATH, or undefined. */
export const which = (program: string): string | undefined =>
  (process.env.PATH ?? "")
    .split(":")
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));

/** The shells that are installed here; that none is missing is checked in test/e2e/hooks-shells.test.ts. */
export const SHELLS_HERE = SHELLS.filter(({ words }) => words[0] === undefined || which(words[0]) !== undefined);

/** Whether the tests that ask a worker can run; test/e2e/hooks-shells.test.ts fails where they cannot. */
export const HAS_CURL = which("curl") !== undefined;

export type Hook = "record" | "context" | "pre-tool";

export interface RunOptions {
  readonly shell?: Shell;
  /** The payload; null closes stdin before the hook starts. */
  readonly stdin?: string | Buffer | null;
  /** Added to the environment; undefined takes a variable out of it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Words before the whole command, such as a program that sets a limit. */
  readonly wrap?: readonly string[];
  /** Run as this user; only root can. */
  readonly uid?: number;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly pid: number;
  /** Resolves when everything that the hook started has ended too. */
  readonly over: Promise<void>;
}

export interface Scene {
  /** A folder of this test alone, with a space in its path. */
  readonly root: string;
  /** CAIRN_HOME, not made yet. */
  readonly home: string;
  /** XDG_RUNTIME_DIR. */
  readonly runtime: string;
  readonly project: string;
  /** Runs a copy of the hook and resolves when it has ended and its stdout and stderr are closed by everyone. */
  readonly run: (hook: Hook, options?: RunOptions) => Promise<Ran>;
  /** The files of the spool by name. */
  readonly spool: () => Map<string, string>;
  /** Writes a file of the home. */
  readonly put: (path: string, text: string) => void;
  /** The path of a file of the home. */
  readonly at: (path: string) => string;
}

/** The command with its program's whole path, so that the PATH which the hook is given does not matter to it. */
const found = ([program, ...words]: readonly string[]): readonly string[] =>
  program === undefined ? [] : [program.startsWith("/") ? program : (which(program) ?? program), ...words];

/** A folder with BusyBox under the name of each of its programs. */
const applets = (root: string): string => {
  const folder = join(root, "applets");
  if (existsSync(folder)) return folder;
  mkdirSync(folder);
  spawnSync("busybox", ["--install", "-s", folder]);
  const curl = which("curl");
  if (curl !== undefined) symlinkSync(curl, join(folder, "curl"));
  return folder;
};

/** A home, a project and a copy of the plugin's hooks for one test, gone when it ends. */
export const openScene = (): Scene => {
  const top = mkdtempSync(join(tmpdir(), "cairn-hooks-"));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const root = join(top, "with space");
  const plugin = join(root, "plugin");
  const runtime = join(root, "run");
  const project = join(root, "project");
  for (const folder of [plugin, runtime, project]) mkdirSync(folder, { recursive: true });
  cpSync(HOOKS, join(plugin, "hooks"), { recursive: true });
  const home = join(root, "home", ".cairn");
  const at = (path: string) => join(home, path);

  const run: Scene["run"] = (hook, options = {}) => {
    const { shell = { title: "sh", words: [] }, stdin = "{}", wrap = [], uid } = options;
    const closed = stdin === null ? ["/bin/sh", "-c", 'exec "$@" <&-', "sh"] : [];
    const words = [...found(wrap), ...closed, ...found(shell.words), join(plugin, "hooks", `${hook}.sh`)];
    const env: NodeJS.ProcessEnv = {
      PATH: shell.applets ? applets(root) : process.env.PATH,
      HOME: join(root, "home"),
      XDG_RUNTIME_DIR: runtime,
      CLAUDE_CODE_SESSION_ID: SESSION,
      CLAUDE_PROJECT_DIR: project,
      CLAUDE_PLUGIN_ROOT: plugin,
      ...options.env,
    };
    return new Promise((resolve, reject) => {
      const child = spawn(words[0] ?? "", words.slice(1), {
        env,
        cwd: options.cwd ?? project,
        detached: true, // a process group of its own, which a test can kill
        stdio: ["pipe", "pipe", "pipe", "pipe"],
        ...(uid === undefined ? {} : { uid, gid: uid }),
      });
      // The hook's children inherit a fourth stream, so its end tells that the last of them is gone.
      const [input, output, errors] = child.stdio;
      const family = child.stdio[3] as Readable;
      const text = { stdout: "", stderr: "" };
      output.setEncoding("utf8").on("data", (part: string) => {
        text.stdout += part;
      });
      errors.setEncoding("utf8").on("data", (part: string) => {
        text.stderr += part;
      });
      family.resume();
      const over = once(family, "close").then(() => undefined);
      input.on("error", () => undefined); // a hook need not read all of it
      input.end(stdin ?? "");
      child.on("error", reject);
      onTestFinished(() => {
        if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL"); // one that hangs fails its test, and goes
      });
      Promise.all([once(child, "exit"), once(output, "end"), once(errors, "end")]).then(
        ([[code]]) => resolve({ code, ...text, pid: child.pid ?? 0, over }),
        reject,
      );
    });
  };

  const spool = (): Map<string, string> => {
    if (!existsSync(at("spool"))) return new Map();
    return new Map(readdirSync(at("spool")).map((name) => [name, readFileSync(join(at("spool"), name), "latin1")]));
  };

  const put = (path: string, text: string): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };

  return { root, home, runtime, project, run, spool, put, at };
};

/** What a hook that had nothing to say leaves: no word, and an exit that blocks nothing. */
export const SILENT = { code: 0, stdout: "", stderr: "" };
