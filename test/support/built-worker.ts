import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { homeAt, socketToCall } from "../../sync/core/home.ts";

const CLI = join(import.meta.dirname, "../../dist/agent/cli.js");

/** The worker as it is built, in a process of its own. */
export interface BuiltWorker {
  readonly pid: number;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** How it ended, once it has. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Asks it to end and waits until it has; one that does not is killed. */
  readonly stop: () => Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const END_WITHIN_MS = 10_000;

/** Starts a worker on a home and waits until it answers. Throws with what it wrote when it ends before. */
export const startBuiltWorker = async (
  env: NodeJS.ProcessEnv & { readonly CAIRN_HOME: string },
): Promise<BuiltWorker> => {
  const child = spawn(process.execPath, [CLI, "worker"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4_000);
    });
  }
  const ended: BuiltWorker["ended"] = new Promise((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal })),
  );
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  for (let waitedMs = 0; !(await isReady(env.CAIRN_HOME, child.pid ?? 0)); waitedMs += 50) {
    if (hasEnded()) throw new Error(`the worker ended with ${child.exitCode ?? child.signalCode}: ${said}`);
    if (waitedMs > READY_WITHIN_MS) {
      child.kill("SIGKILL");
      throw new Error(`the worker is not ready after ${READY_WITHIN_MS} ms: ${said}`);
    }
    await sleep(50);
  }
  return {
    pid: child.pid ?? 0,
    signal: (signal) => void child.kill(signal),
    ended,
    stop: async () => {
      if (hasEnded()) return;
      child.kill("SIGCONT");
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), END_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
};

/** It listens last of all, so with that everything else is there too. The socket's file alone may be that of a worker that was killed. */
const isReady = async (home: string, pid: number): Promise<boolean> => {
  try {
    if ((JSON.parse(readFileSync(join(home, "worker.json"), "utf8")) as { pid?: number }).pid !== pid) return false;
    return await listens(socketToCall(homeAt(home)));
  } catch {
    return false;
  }
};

const listens = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const call = connect(path);
    call.once("error", () => resolve(false));
    call.once("connect", () => {
      call.destroy();
      resolve(true);
    });
  });
