import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../sync/core/clock.ts";
import { AppError } from "../../sync/core/errors.ts";
import { readIfThere } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";
import { detach, isAlive } from "../process/exec.ts";
import { ping } from "./call.ts";
import { leaveNotice } from "./notice.ts";
import { afterStart, mayStart, readRestartState, writeRestartState } from "./restart-policy.ts";
import { stopWorker } from "./stop.ts";
import { isOlder } from "./version.ts";

const READY_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;
/** A worker that died at once may have lost the race for the lock; the winner then answers within this time. */
const WINNER_WITHIN_MS = 1_000;

/** What describes one session of Claude Code, or what is meant for the program in front of the user: none of a worker's business. */
const NOT_FOR_WORKER = [
  "CAIRN_DISABLED",
  "NODE_OPTIONS",
  "CLAUDECODE",
  "CLAUDE_CODE_CHILD_SESSION",
  "CLAUDE_CODE_ENTRYPOINT",
  "CLAUDE_CODE_SESSION_ID",
  "CLAUDE_CODE_SSE_PORT",
  "CLAUDE_PROJECT_DIR",
  "CLAUDE_PLUGIN_ROOT",
  "CLAUDE_PLUGIN_DATA",
  "CLAUDE_ENV_FILE",
  "CLAUDE_EFFORT",
  "AI_AGENT",
];

/** What it takes to start a worker. */
export interface Launch {
  readonly home: Home;
  /** Absolute path of the built cli.js. */
  readonly cli: string;
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Whether a worker holds the home's lock. */
  readonly isHeld: () => boolean;
}

export interface Started {
  /** `running`: one was there already. `replaced`: an older one was, and has been stopped. */
  readonly how: "running" | "started" | "replaced";
  readonly version: string;
}

/** The environment a worker gets. */
export const workerEnv = (env: NodeJS.ProcessEnv, home: Home): NodeJS.ProcessEnv => {
  const kept = Object.entries(env).filter(
    ([name]) => !NOT_FOR_WORKER.includes(name) && !name.startsWith("CLAUDE_PLUGIN_OPTION_"),
  );
  return { ...Object.fromEntries(kept), CAIRN_HOME: home.dir };
};

/** The last words of the worker before it (or instead of it) could write its log. */
export const lastWordsFile = (home: Home): string => join(home.logs, "worker.stderr");

/** Starts a detached worker process and does not wait for it. Returns its process id, or null when it could not start. */
export const spawnWorker = ({ home, cli, env }: Pick<Launch, "home" | "cli" | "env">): number | null => {
  mkdirSync(home.logs, { recursive: true, mode: 0o700 });
  const stderr = openSync(lastWordsFile(home), "w", 0o600);
  try {
    return detach([process.execPath, cli, "worker", "--respawn"], {
      env: workerEnv(env, home),
      stderr,
    });
  } finally {
    closeSync(stderr);
  }
};

/**
 * Sees to it that a worker of at least this version runs: starts one, replaces an older one, leaves any other alone.
 * Throws `AppError`: `frozen` (one is there and hangs), `start` (it ended at once, or did not answer in time).
 */
export const startWorker = async (launch: Launch): Promise<Started> => {
  const { home, clock, version } = launch;
  const found = await ping(home, clock);
  if (found === "silent") {
    throw new AppError("frozen", "A worker runs but does not answer.", {
      hint: "`cairn restart --force` ends it and starts a new one; nothing is lost.",
    });
  }
  if (found === "away") return { how: "started", version: await launchOne(launch) };
  if (!isOlder(found.version, version)) return { how: "running", version: found.version };
  await stopWorker(launch, { force: false });
  return { how: "replaced", version: await launchOne(launch) };
};

/** Starts one and waits until it answers. Returns its version. */
const launchOne = async (launch: Launch): Promise<string> => {
  const { home, clock } = launch;
  const pid = spawnWorker(launch);
  let endsMs = clock.monotonicMs() + READY_WITHIN_MS;
  let died = pid === null;
  if (died) endsMs = clock.monotonicMs() + WINNER_WITHIN_MS;
  while (clock.monotonicMs() < endsMs) {
    const found = await ping(home, clock);
    if (typeof found !== "string") return found.version;
    if (!died && pid !== null && !isAlive(pid)) {
      died = true;
      endsMs = Math.min(endsMs, clock.monotonicMs() + WINNER_WITHIN_MS);
    }
    await clock.sleep(LOOK_EVERY_MS);
  }
  throw failedToStart(home, died);
};

const failedToStart = (home: Home, died: boolean): AppError => {
  const words = (readIfThere(lastWordsFile(home)) ?? "").trim();
  const said = /^cairn: (.+)$/m.exec(words)?.[1] ?? words.split("\n")[0] ?? "";
  const hint = /^Hint: (.+)$/m.exec(words)?.[1] ?? "`cairn logs` and `cairn doctor` tell more.";
  const what = died ? "The worker ended at once" : `The worker has not answered within ${READY_WITHIN_MS / 1_000} s`;
  return new AppError("start", said === "" ? `${what}.` : `${what}: ${said}`, { hint });
};

const GAVE_UP =
  "Cairn's worker has crashed several times in a row and stays down for an hour. What happens is still recorded. /cairn:doctor tries what is wrong, `cairn start` starts it now.";

/**
 * Starts the worker for a hook, as far as the restart policy lets it. A hook that finds none comes at every prompt, so here is decided
 * whether it is time. Throws `AppError` like `startWorker`, except that the worker did not come up: that is noted.
 */
export const startFromHook = async (launch: Launch): Promise<void> => {
  const { home, clock, version } = launch;
  for (let round = 0; round < 2; round++) {
    const found = await ping(home, clock);
    if (found === "silent" || (found !== "away" && !isOlder(found.version, version))) return;
    const state = readRestartState(home);
    const decision = mayStart(state, clock.now(), version);
    if (decision.start) return tryOnce(launch);
    if (decision.reason === "gave-up") {
      if (!decision.tell || !state) return;
      leaveNotice(home, GAVE_UP);
      return writeRestartState(home, { ...state, told: true });
    }
    await clock.sleep(decision.waitMs);
  }
};

const tryOnce = async (launch: Launch): Promise<void> => {
  const { home, clock, version } = launch;
  const before = readRestartState(home);
  try {
    await startWorker(launch);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "start")) throw error;
    const after = readRestartState(home);
    // It died before it could note its own start: noted here, or each prompt would start it once more.
    if (JSON.stringify(after) === JSON.stringify(before))
      writeRestartState(home, afterStart(before, clock.now(), version));
  }
};
