import { z } from "zod";
import { readJsonIfThere, writeAtomically } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";

/**
 * How the worker has been doing, kept over its deaths. A start is noted before anything can go wrong; a clean stop, or having stayed
 * up for a while, wipes the slate.
 */
const stateSchema = z.object({
  version: z.string(),
  /** Starts in a row that were not followed by a clean stop or a good while of work. */
  crashes: z.number(),
  startedAtMs: z.number(),
  /** That the worker stays down has been said. */
  told: z.boolean(),
});
export type RestartState = z.infer<typeof stateSchema>;

export const CRASHES_MAX = 5;
const STAY_DOWN_MS = 3_600_000;
const FIRST_WAIT_MS = 2_000;
/** Up for this long, the last start counts as good. */
export const GOOD_AFTER_MS = 60_000;

export type StartDecision =
  | { readonly start: true }
  | { readonly start: false; readonly reason: "waits"; readonly waitMs: number }
  | { readonly start: false; readonly reason: "gave-up"; readonly tell: boolean };

/**
 * Whether a hook may start the worker: at once after a clean end, after 2, 4, 8 … s following crashes, and after five in a row not
 * before an hour has passed or a new version is there. A person's `cairn start` does not ask.
 */
export const mayStart = (state: RestartState | null, nowMs: number, version: string): StartDecision => {
  if (state === null || state.crashes === 0 || state.version !== version) return { start: true };
  const sinceMs = nowMs - state.startedAtMs;
  // A clock that was set back must not keep the worker down.
  if (sinceMs < 0) return { start: true };
  if (state.crashes >= CRASHES_MAX) {
    return sinceMs >= STAY_DOWN_MS ? { start: true } : { start: false, reason: "gave-up", tell: !state.told };
  }
  const waitMs = FIRST_WAIT_MS * 2 ** (state.crashes - 1) - sinceMs;
  return waitMs > 0 ? { start: false, reason: "waits", waitMs } : { start: true };
};

/** The state once a start has been made: one more crash until it proves to be none. After giving up, the count begins anew. */
export const afterStart = (state: RestartState | null, nowMs: number, version: string): RestartState => {
  const before = state?.version === version && state.crashes < CRASHES_MAX ? state.crashes : 0;
  return { version, crashes: before + 1, startedAtMs: nowMs, told: false };
};

export const readRestartState = (home: Home): RestartState | null => {
  const parsed = stateSchema.safeParse(readJsonIfThere(home.restart));
  return parsed.success ? parsed.data : null;
};

export const writeRestartState = (home: Home, state: RestartState): void =>
  writeAtomically(home.restart, `${JSON.stringify(state)}\n`);

/** The last start was a good one, or the end a clean one. */
export const wipeSlate = (home: Home): void => {
  const state = readRestartState(home);
  if (state && state.crashes > 0) writeRestartState(home, { ...state, crashes: 0, told: false });
};
