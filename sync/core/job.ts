/**
 * The life of a job. A ready job waits for its time; a running one has been handed to the worker until its lease ends;
 * done and dead are ends. A dead job goes on only when a person retries it.
 */
export const JOB_STATES = ["ready", "running", "done", "dead"] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Every move there is; the database refuses all others (trigger on `job`). */
export const JOB_MOVES: readonly (readonly [from: JobState, to: JobState])[] = [
  ["ready", "running"],
  ["ready", "dead"],
  ["running", "done"],
  ["running", "ready"],
  ["running", "dead"],
  ["dead", "ready"],
];

export type JobLife =
  | { readonly state: "ready"; readonly attempts: number; readonly runAtMs: number; readonly reason: string | null }
  | { readonly state: "running"; readonly attempts: number; readonly leaseEndsMs: number }
  | { readonly state: "done"; readonly attempts: number }
  | { readonly state: "dead"; readonly attempts: number; readonly reason: string };

export type JobEvent =
  /** The worker takes it. */
  | { readonly type: "claim"; readonly nowMs: number; readonly leaseMs: number }
  /** Its work is committed. `attempt` is the one that did it: a zombie of an earlier attempt changes nothing. */
  | { readonly type: "finish"; readonly attempt: number }
  | {
      readonly type: "fail";
      readonly attempt: number;
      readonly nowMs: number;
      readonly reason: string;
      readonly attemptsMax: number;
      /** In [0, 1): spreads retries that failed together. */
      readonly jitter: number;
    }
  /** The worker that held it is gone, or stops: the attempt counts only if it may have been the job's fault. */
  | { readonly type: "release"; readonly nowMs: number; readonly attemptsMax: number; readonly counts: boolean }
  /** A person gives up on it. */
  | { readonly type: "discard" }
  /** A person wants it tried again, with all its attempts. */
  | { readonly type: "retry"; readonly nowMs: number };

/** Thrown by a handler whose work has to wait for something outside: the job is ready again at that time and loses no attempt. */
export class Later extends Error {
  readonly atMs: number;

  constructor(atMs: number, reason: string) {
    super(reason);
    this.name = "Later";
    this.atMs = atMs;
  }
}

const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MAX_MS = 15 * 60_000;

/** Pause before the next attempt: doubles from 1 s to 15 min, with half of it left to chance. */
export const backoffMs = (attempts: number, jitter: number): number => {
  const full = Math.min(BACKOFF_FIRST_MS * 2 ** Math.max(0, attempts - 1), BACKOFF_MAX_MS);
  return Math.round(full / 2 + (full / 2) * jitter);
};

/** The life after the event, or null where the event does not apply. */
export const step = (life: JobLife, event: JobEvent): JobLife | null => {
  switch (event.type) {
    case "claim":
      if (life.state !== "ready" || event.nowMs < life.runAtMs) return null;
      return { state: "running", attempts: life.attempts + 1, leaseEndsMs: event.nowMs + event.leaseMs };
    case "finish":
      if (life.state !== "running" || life.attempts !== event.attempt) return null;
      return { state: "done", attempts: life.attempts };
    case "fail":
      if (life.state !== "running" || life.attempts !== event.attempt) return null;
      if (life.attempts >= event.attemptsMax) return { state: "dead", attempts: life.attempts, reason: event.reason };
      return {
        state: "ready",
        attempts: life.attempts,
        runAtMs: event.nowMs + backoffMs(life.attempts, event.jitter),
        reason: event.reason,
      };
    case "release": {
      if (life.state !== "running") return null;
      if (!event.counts) return { state: "ready", attempts: life.attempts - 1, runAtMs: event.nowMs, reason: null };
      const reason = "the worker ended while it ran";
      if (life.attempts >= event.attemptsMax) return { state: "dead", attempts: life.attempts, reason };
      // Not at once: if it was its fault, the others get their turn first; if not, the next death is less likely to hit it again.
      return { state: "ready", attempts: life.attempts, runAtMs: event.nowMs + backoffMs(life.attempts, 1), reason };
    }
    case "discard":
      if (life.state !== "ready") return null;
      return { state: "dead", attempts: life.attempts, reason: "discarded" };
    case "retry":
      if (life.state === "dead") return { state: "ready", attempts: 0, runAtMs: event.nowMs, reason: null };
      if (life.state === "ready") return { ...life, runAtMs: event.nowMs };
      return null;
  }
};
