import type { Clock } from "../../sync/core/clock.ts";
import { AppError } from "../../sync/core/errors.ts";
import { readIfThere } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";
import { exec, isAlive, signalProcess } from "../process/exec.ts";
import { ping } from "./call.ts";
import { type Heartbeat, readHeartbeat } from "./heartbeat.ts";

const STOP_WITHIN_MS = 10_000;
/** With --force, a worker that answers still gets this long to put its work down. */
const POLITE_MS = 3_000;
/** A worker that is just starting says who it is only after it has looked at its database. */
const INTRODUCE_MS = 5_000;
const LOOK_EVERY_MS = 50;

interface StopDeps {
  readonly home: Home;
  readonly clock: Clock;
  /** Whether a worker holds the home's lock. */
  readonly isHeld: () => boolean;
}

export type Stopped = "stopped" | "killed" | "not-running";

/**
 * Stops the worker of a home and waits until it has let go of the lock. With `force`, one that does not end is killed; what it was at is
 * done again by the next one. Throws `AppError`: `frozen`, `stop` (it did not end), `locked` (whoever holds the lock is not to be found).
 */
export const stopWorker = async (deps: StopDeps, { force }: { readonly force: boolean }): Promise<Stopped> => {
  const { home, clock, isHeld } = deps;
  if (!isHeld()) return "not-running";
  const pid = await workerPid(deps);
  if (pid === null) return "not-running";
  if ((await ping(home, clock)) === "silent") {
    if (!force) {
      throw new AppError("frozen", `The worker (process ${pid}) does not answer.`, {
        hint: "`cairn stop --force` or `cairn restart --force` ends it; nothing is lost.",
      });
    }
  } else {
    signalProcess(pid, "SIGTERM");
    if (await isGone(deps, pid, force ? POLITE_MS : STOP_WITHIN_MS)) return "stopped";
    if (!force) {
      throw new AppError("stop", `The worker (process ${pid}) has not ended within ${STOP_WITHIN_MS / 1_000} s.`, {
        hint: "It may finish by itself in a moment. `cairn stop --force` ends it now; nothing is lost.",
      });
    }
  }
  signalProcess(pid, "SIGKILL");
  if (await isGone(deps, pid, STOP_WITHIN_MS)) return "killed";
  throw new AppError("stop", `The worker (process ${pid}) cannot be ended.`, {
    hint: `Look at it with \`ps -p ${pid}\`: it may hang in the kernel, for instance on a network drive.`,
  });
};

/**
 * The process that holds the lock, or null when nobody does any more. The heartbeat may be from a worker long dead, whose number another
 * program has now: so the process has to look like a worker too. A worker that is just starting gets time to say who it is.
 */
const workerPid = async ({ home, clock, isHeld }: StopDeps): Promise<number | null> => {
  const giveUpMs = clock.monotonicMs() + INTRODUCE_MS;
  for (;;) {
    const beat = readHeartbeat(home);
    if (beat && (await isWorker(beat))) return beat.pid;
    if (!isHeld()) return null;
    if (clock.monotonicMs() > giveUpMs) {
      throw new AppError("locked", `Something holds ${home.lock}, but it is not a worker that can be recognised.`, {
        hint: `\`fuser ${home.lock}\` or \`lsof ${home.lock}\` names the process.`,
        retry: true,
      });
    }
    await clock.sleep(LOOK_EVERY_MS);
  }
};

const isWorker = async ({ pid, state }: Heartbeat): Promise<boolean> =>
  state === "running" && isAlive(pid) && /(\bcli\.[jt]s|\bcairn)\b.*\bworker\b/.test(await commandLineOf(pid));

const commandLineOf = async (pid: number): Promise<string> => {
  const fromKernel = readIfThere(`/proc/${pid}/cmdline`);
  if (fromKernel !== null) return fromKernel.replaceAll("\0", " ");
  return (await exec(["ps", "-o", "args=", "-p", String(pid)])).stdout;
};

/**
 * Waits until the process is gone, so that nothing of it is written after this. Of a process that is being torn down the last threads may
 * still hold the lock, which therefore has the last word.
 */
const isGone = async ({ clock, isHeld }: StopDeps, pid: number, withinMs: number): Promise<boolean> => {
  const giveUpMs = clock.monotonicMs() + withinMs;
  while (clock.monotonicMs() < giveUpMs) {
    if ((!isAlive(pid) || isZombie(pid)) && !isHeld()) return true;
    await clock.sleep(LOOK_EVERY_MS);
  }
  return !isHeld();
};

/** Dead, but nobody has asked for its exit code yet: so it goes in containers whose first process does not care. */
const isZombie = (pid: number): boolean => /^\d+ \(.*\) Z/s.test(readIfThere(`/proc/${pid}/stat`) ?? "");
