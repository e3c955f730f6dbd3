import type { Clock } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";

/** So many beats above the limit in a row, so that one large import does not end the worker. */
const BEATS_OVER_LIMIT = 30;
const DAY_MS = 86_400_000;
const LOOK_EVERY_BEATS = 600;

interface ReasonsDeps {
  readonly clock: Clock;
  readonly config: () => Config;
  readonly latestEventAtMs: () => number | null;
  /** Whether the home is still the one whose lock this worker holds. */
  readonly holdsHome: () => boolean;
}

/**
 * Why a healthy worker ends by itself: it has grown too large or was replaced by another build (start it again), nobody has worked here for days, or its home is gone.
 */
export type Reason = "restart" | "replaced" | "idle" | "gone";

/** Watches for the reasons to end by itself. */
export const createReasons = ({ clock, config, latestEventAtMs, holdsHome }: ReasonsDeps) => {
  const ended = new AbortController();
  const startedAtMs = clock.now();
  let reason: Reason = "idle";
  let beats = 0;
  let over = 0;

  const endFor = (why: Reason): void => {
    if (ended.signal.aborted) return;
    reason = why;
    ended.abort();
  };

  return {
    signal: ended.signal,
    end: () => reason,
    /** Call when the program on the disk is another one than this. */
    replaced: (): void => endFor("replaced"),
    /** Call at each heartbeat. A worker in the middle of a job is left to finish it. */
    consider: (rssBytes: number, isBusy: boolean): void => {
      beats++;
      if (!holdsHome()) endFor("gone");
      over = rssBytes > config().worker.memoryLimitMb * 1_048_576 ? over + 1 : 0;
      if (over >= BEATS_OVER_LIMIT && !isBusy) endFor("restart");
      if (beats % LOOK_EVERY_BEATS !== 0) return;
      const quietSinceMs = Math.max(startedAtMs, latestEventAtMs() ?? 0);
      if (clock.now() - quietSinceMs > config().worker.idleDays * DAY_MS) endFor("idle");
    },
  };
};
