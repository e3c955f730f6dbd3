import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { onTestFinished } from "vitest";
import { createClient } from "../../agent/client.ts";
import { runCairn } from "../../agent/commands/program.ts";
import { createTerminal } from "../../agent/terminal.ts";
import { type Clock, systemClock } from "../../sync/core/clock.ts";
import { type Home, homeAt } from "../../sync/core/home.ts";

const ROOT = join(import.meta.dirname, "../..");
/** The command line as it is built; `npm test` builds it first. */
export const CLI = join(ROOT, "dist/agent/cli.js");

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Path of the home below the scratch folder. */
  readonly homeName?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A person sits at the terminal. */
  readonly interactive?: boolean;
  readonly clock?: Clock;
  readonly version?: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly stdin?: string;
  /** Ends `logs -f` and `worker`. */
  readonly signal?: AbortSignal;
  /** Called with all of stdout so far, whenever there is more. */
  readonly onOutput?: (stdout: string) => void;
}

/** Cairn's command line on a home of its own, run in this very process. */
export interface Cli {
  readonly home: Home;
  /** A scratch folder outside the home, and HOME of the commands. */
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly run: (argv: readonly string[], options?: RunOptions) => Promise<Ran>;
  /** Runs it, expects it to end well, and gives back what it printed. */
  readonly ok: (...argv: string[]) => Promise<string>;
  /** As `ok`, with `--json` and parsed. */
  readonly json: (...argv: string[]) => Promise<unknown>;
  /** The built program in a process of its own. */
  readonly spawn: (...argv: string[]) => Ran;
  /** A new folder with a git repository in it, as far as Cairn can tell. */
  readonly repository: (name: string) => string;
}

const collected = (stream: PassThrough, onText?: (text: string) => void): (() => string) => {
  let text = "";
  stream.on("data", (part: Buffer) => {
    text += part.toString("utf8");
    onText?.(text);
  });
  return () => text;
};

/** The processes that name this home in their environment's stead: the one its heartbeat tells of. */
const killWorkerOf = (home: Home): void => {
  try {
    process.kill(JSON.parse(readFileSync(home.heartbeat, "utf8")).pid, "SIGKILL");
  } catch {
    // none was started, or it has ended
  }
};

export const cliOn = (options: CliOptions = {}): Cli => {
  const { homeName = ".cairn", interactive = false, clock = systemClock, version = "0.1.0" } = options;
  const dir = mkdtempSync(join(realpathSync(tmpdir()), "cairn-cli-"));
  const home = homeAt(join(dir, homeName));
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: dir, CAIRN_HOME: home.dir, ...options.env };
  onTestFinished(() => {
    killWorkerOf(home);
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  const run: Cli["run"] = async (argv, { cwd = dir, stdin: input = "", signal, onOutput } = {}) => {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const out = collected(stdout, onOutput);
    const err = collected(stderr);
    stdin.end(input);
    Object.assign(stdin, { isTTY: interactive });
    Object.assign(stdout, { isTTY: interactive });
    const streams = { stdin, stdout, stderr } as unknown as Parameters<typeof createTerminal>[0];
    const terminal = createTerminal(streams, env.NO_COLOR);
    const code = await runCairn(argv, {
      env,
      home,
      client: createClient({ home, clock, version, warn: terminal.warn }),
      terminal,
      clock,
      cwd,
      version,
      root: ROOT,
      runtimeDir: tmpdir(),
      untilSignal: () => signal ?? new AbortController().signal,
    });
    return { code, stdout: out(), stderr: err() };
  };
  const ok = async (...argv: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(argv);
    if (code !== 0) throw new Error(`cairn ${argv.join(" ")} ended with ${code}: ${stderr}${stdout}`);
    return stdout;
  };
  return {
    home,
    dir,
    env,
    run,
    ok,
    json: async (...argv) => JSON.parse(await ok(...argv, "--json")),
    spawn: (...argv) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...argv], {
        cwd: dir,
        env,
        encoding: "utf8",
      });
      return { code: status ?? -1, stdout, stderr };
    },
    repository: (name) => {
      const path = join(dir, name);
      mkdirSync(path, { recursive: true });
      spawnSync("git", ["init", "-q", path]);
      return path;
    },
  };
};

/** A process that has nothing to do with Cairn. Ends with the test. */
export const bystander = (): number => {
  const child = spawn("sleep", ["600"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child.pid ?? 0;
};

/** Whether a process lives and is not just waiting to be buried. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch (error) {
    // No /proc on macOS.
    return (error as NodeJS.ErrnoException).code === "ENOENT" && process.platform !== "linux";
  }
};
