import { execFile, type StdioOptions, spawn } from "node:child_process";

/** How a command ended. `code` is null when a signal or the time limit ended it, or it could not be started. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command without a shell and waits for it. Never throws for what the command does. */
export const exec = (
  argv: readonly [string, ...string[]],
  options: {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly timeoutMs?: number;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    const [file, ...args] = argv;
    const { timeoutMs = 30_000, ...rest } = options;
    execFile(file, args, { ...rest, timeout: timeoutMs, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({ code, stdout, stderr: stderr === "" && error ? error.message : stderr });
    });
  });

/** Runs a command on this terminal (an editor) and waits for it. Returns its exit code, null when it could not be started. */
export const execHere = (argv: readonly [string, ...string[]]): Promise<number | null> =>
  new Promise((resolve) => {
    const [file, ...args] = argv;
    const child = spawn(file, args, { stdio: "inherit" });
    child.on("error", () => resolve(null));
    child.on("exit", (code) => resolve(code));
  });

/**
 * Starts a command that outlives this process and holds nothing of it, not even its folder. `stderr` is an open file for its last words.
 * Returns its process id, or null when it could not start.
 */
export const detach = (
  argv: readonly [string, ...string[]],
  { env, stderr }: { readonly env: NodeJS.ProcessEnv; readonly stderr?: number },
): number | null => {
  const [file, ...args] = argv;
  const stdio: StdioOptions = ["ignore", "ignore", stderr ?? "ignore"];
  const child = spawn(file, args, { cwd: "/", detached: true, stdio, env, windowsHide: true });
  child.on("error", () => undefined);
  child.unref();
  return child.pid ?? null;
};

/** Whether a process of this id lives (whoever it belongs to). */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** Sends a signal; false when there is no such process. */
export const signalProcess = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
};
