/**
 * Keeps from calling a service that does not work: after some failures it rests, then tries with a single call, and goes on when that
 * one succeeds. Pure; whoever calls keeps the value, so that it survives a restart.
 */
export interface Breaker {
  readonly state: "closed" | "open" | "half-open";
  /** Failures since the last success. */
  readonly inARow: number;
  /** How the last calls ended, oldest first: `+` well, `-` badly. */
  readonly recent: string;
  /** open: no call before; half-open: the trial counts as lost from then on. 0 while closed. */
  readonly untilMs: number;
  /** How often it has ever opened. */
  readonly opened: number;
  /** What the last failure was; null once a call has succeeded. */
  readonly reason: string | null;
}

export interface BreakerLimits {
  /** So many failures in a row open it … */
  readonly inARow: number;
  /** … and so does this share of the last calls, once there are as many as `of`. */
  readonly share: number;
  readonly of: number;
  readonly pauseMs: number;
  /** A trial that has not ended by then died with its process. */
  readonly trialMs: number;
}

export type BreakerEvent =
  /** May a call be made now? */
  | { readonly type: "ask"; readonly nowMs: number }
  | { readonly type: "succeeded" }
  /** `notBeforeMs`: the service itself said when to come again. */
  | { readonly type: "failed"; readonly nowMs: number; readonly reason: string; readonly notBeforeMs?: number }
  /** The call was given up by us, which says nothing about the service. */
  | { readonly type: "given-up"; readonly nowMs: number }
  /** A person says that it works again. */
  | { readonly type: "reset" };

export const closedBreaker: Breaker = {
  state: "closed",
  inARow: 0,
  recent: "",
  untilMs: 0,
  opened: 0,
  reason: null,
};

/** The breaker after the event; null where a call is asked for that must not be made. */
export const stepBreaker = (breaker: Breaker, event: BreakerEvent, limits: BreakerLimits): Breaker | null => {
  switch (event.type) {
    case "ask":
      if (breaker.state === "closed") return breaker;
      if (event.nowMs < breaker.untilMs) return null;
      return { ...breaker, state: "half-open", untilMs: event.nowMs + limits.trialMs };
    case "succeeded":
      // Calls that were under way when it opened prove nothing about now: only the trial closes it.
      if (breaker.state === "open") return breaker;
      if (breaker.state === "half-open") return { ...closedBreaker, opened: breaker.opened };
      return { ...breaker, inARow: 0, recent: `${breaker.recent}+`.slice(-limits.of), reason: null };
    case "failed":
      return failed(breaker, event, limits);
    case "given-up":
      return breaker.state === "half-open" ? { ...breaker, state: "open", untilMs: event.nowMs } : breaker;
    case "reset":
      return { ...closedBreaker, opened: breaker.opened };
  }
};

const failed = (
  breaker: Breaker,
  { nowMs, reason, notBeforeMs = 0 }: BreakerEvent & { type: "failed" },
  limits: BreakerLimits,
): Breaker => {
  const inARow = breaker.inARow + 1;
  const recent = `${breaker.recent}-`.slice(-limits.of);
  const untilMs = Math.max(nowMs + limits.pauseMs, notBeforeMs);
  const next = { ...breaker, inARow, recent, reason };
  if (breaker.state === "open") return { ...next, untilMs: Math.max(breaker.untilMs, notBeforeMs) };
  const failures = [...recent].filter((end) => end === "-").length;
  const isTooMany = inARow >= limits.inARow || (recent.length >= limits.of && failures >= limits.share * limits.of);
  if (breaker.state === "closed" && !isTooMany && notBeforeMs <= nowMs) return next;
  return { ...next, state: "open", untilMs, opened: breaker.opened + (breaker.state === "closed" ? 1 : 0) };
};
