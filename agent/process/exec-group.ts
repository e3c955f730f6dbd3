import { spawn } from "node:child_process";
import type { Clock } from "../../sync/core/clock.ts";
import { signalProcess } from "./exec.ts";

/** How it ended: by itself, because it took too long or said too much, because nobody waits any more, or it could not be started. */
export type GroupEnd =
  | { readonly how: "exited"; readonly code: number | null; readonly stdout: string }
  | { readonly how: "timeout" | "too-much" | "aborted" }
  | { readonly how: "not-started"; readonly code: string | undefined };

interface GroupOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly outputBytesMax: number;
  readonly signal: AbortSignal;
}

/**
 * Runs a command without a shell in a process group of its own and waits for it. Where it takes too long, says too much, or `signal` is
 * aborted, the whole group is killed, so that nothing it started goes on. Never throws for what the command does.
 */
export const execGroup = (
  argv: readonly [string, ...string[]],
  { cwd, env, stdin, clock, timeoutMs, outputBytesMax, signal }: GroupOptions,
): Promise<GroupEnd> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve({ how: "aborted" });
    const [file, ...args] = argv;
    const child = spawn(file, args, { cwd, env, detached: true, stdio: ["pipe", "pipe", "ignore"], windowsHide: true });
    const done = new AbortController();
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (how: GroupEnd): void => {
      if (done.signal.aborted) return;
      done.abort();
      // Also after it has exited: what it left behind is in its group.
      if (child.pid !== undefined) signalProcess(-child.pid, "SIGKILL");
      child.stdout.destroy();
      resolve(how);
    };
    void clock.sleep(timeoutMs, done.signal).then(() => end({ how: "timeout" }));
    signal.addEventListener("abort", () => end({ how: "aborted" }), { once: true, signal: done.signal });
    child.on("error", (error: NodeJS.ErrnoException) => end({ how: "not-started", code: error.code }));
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > outputBytesMax) return end({ how: "too-much" });
      chunks.push(chunk);
    });
    child.on("close", (code) => end({ how: "exited", code, stdout: Buffer.concat(chunks).toString("utf8") }));
    // One that ends without reading what it is given is told of by its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
  });
