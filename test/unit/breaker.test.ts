import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Breaker,
  type BreakerEvent,
  type BreakerLimits,
  closedBreaker,
  stepBreaker,
} from "../../sync/core/breaker.ts";

const LIMITS: BreakerLimits = { inARow: 3, share: 0.5, of: 20, pauseMs: 60_000, trialMs: 90_000 };
const T0 = 1_000_000;

const moved = (breaker: Breaker, ...events: BreakerEvent[]): Breaker =>
  events.reduce((now, event) => stepBreaker(now, event, LIMITS) ?? now, breaker);
const ok: BreakerEvent = { type: "succeeded" };
const bad = (nowMs = T0, notBeforeMs?: number): BreakerEvent => ({
  type: "failed",
  nowMs,
  reason: "no",
  ...(notBeforeMs === undefined ? {} : { notBeforeMs }),
});
const ask = (nowMs: number): BreakerEvent => ({ type: "ask", nowMs });
const mayAsk = (breaker: Breaker, nowMs: number): boolean => stepBreaker(breaker, ask(nowMs), LIMITS) !== null;

describe("a breaker", () => {
  test("opens at the third failure in a row, and not before", () => {
    expect(moved(closedBreaker, bad(), bad()).state).toBe("closed");
    const open = moved(closedBreaker, bad(), bad(), bad());
    expect(open).toMatchObject({ state: "open", untilMs: T0 + 60_000, opened: 1, reason: "no" });
    expect(moved(closedBreaker, bad(), bad(), ok, bad(), bad()).state).toBe("closed");
  });

  test("opens when half of the last twenty have failed, however they are spread", () => {
    const pairs = Array.from({ length: 9 }, () => [ok, bad()]).flat();
    expect(moved(closedBreaker, ...pairs, ok).state).toBe("closed");
    expect(moved(closedBreaker, ...pairs, ok, bad()).state).toBe("open");
    expect(moved(closedBreaker, ...Array.from({ length: 20 }, () => ok), bad(), bad(), ok, bad(), bad()).state).toBe(
      "closed",
    );
  });

  test("lets a single call through when its pause is over, which decides", () => {
    const open = moved(closedBreaker, bad(), bad(), bad());
    expect(mayAsk(open, T0 + 59_999)).toBe(false);
    const trying = moved(open, ask(T0 + 60_000));
    expect(trying.state).toBe("half-open");
    expect(mayAsk(trying, T0 + 60_001)).toBe(false);
    expect(moved(trying, ok)).toEqual({ ...closedBreaker, opened: 1 });
    expect(moved(trying, bad(T0 + 70_000))).toMatchObject({ state: "open", untilMs: T0 + 130_000, opened: 1 });
  });

  test("takes a trial whose process died for lost", () => {
    const trying = moved(closedBreaker, bad(), bad(), bad(), ask(T0 + 60_000));
    expect(mayAsk(trying, T0 + 60_000 + 90_000)).toBe(true);
  });

  test("is not moved by a call that we gave up ourselves, and a trial given up is tried again", () => {
    expect(moved(closedBreaker, bad(), bad(), { type: "given-up", nowMs: T0 })).toEqual(
      moved(closedBreaker, bad(), bad()),
    );
    const trying = moved(closedBreaker, bad(), bad(), bad(), ask(T0 + 60_000));
    expect(mayAsk(moved(trying, { type: "given-up", nowMs: T0 + 60_001 }), T0 + 60_001)).toBe(true);
  });

  test("is not closed by a call that was under way when it opened", () => {
    const open = moved(closedBreaker, bad(), bad(), bad());
    expect(moved(open, ok)).toEqual(open);
  });

  test("does not call before the service said it may", () => {
    const told = moved(closedBreaker, bad(T0, T0 + 600_000));
    expect(mayAsk(told, T0 + 599_999)).toBe(false);
    expect(mayAsk(told, T0 + 600_000)).toBe(true);
  });

  test("is closed by a person at any time, and still knows how often it opened", () => {
    expect(moved(closedBreaker, bad(), bad(), bad(), { type: "reset" })).toEqual({ ...closedBreaker, opened: 1 });
  });

  const event = fc.oneof(
    fc.constant<BreakerEvent>(ok),
    fc.constant<BreakerEvent>({ type: "reset" }),
    fc.nat(500_000).map((ms) => bad(T0 + ms)),
    fc.nat(500_000).map((ms): BreakerEvent => ({ type: "given-up", nowMs: T0 + ms })),
    fc.nat(500_000).map((ms) => ask(T0 + ms)),
  );

  test("whatever happens, never stays shut for longer than a pause or a trial, and remembers no more than it looks at", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        const breaker = moved(closedBreaker, ...events);
        expect(breaker.recent.length).toBeLessThanOrEqual(LIMITS.of);
        expect(breaker.inARow).toBeLessThanOrEqual(events.length);
        expect(mayAsk(breaker, T0 + 500_000 + 90_000)).toBe(true);
        if (breaker.state === "closed") expect(breaker.inARow).toBeLessThan(LIMITS.inARow);
      }),
    );
  });
});
