import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backoffMs, JOB_MOVES, JOB_STATES, type JobEvent, type JobLife, step } from "../../sync/core/job.ts";

const NOW_MS = 1_000_000;
const ATTEMPTS_MAX = 3;
const BORN = { state: "ready" as const, attempts: 0, runAtMs: NOW_MS, reason: null } satisfies JobLife;

/** Mostly a good while after the event before, sometimes with a clock that was set back. */
const someTime = fc.integer({ min: -600_000, max: 3_600_000 });
/** The attempt that runs, or that of a zombie. */
const CURRENT = -1;
const someAttempt = fc.oneof(
  { arbitrary: fc.constant(CURRENT), weight: 3 },
  { arbitrary: fc.integer({ min: 0, max: ATTEMPTS_MAX + 1 }), weight: 1 },
);
const someEvent: fc.Arbitrary<JobEvent> = fc.oneof(
  fc.record({ type: fc.constant("claim" as const), nowMs: someTime, leaseMs: fc.integer({ min: 1, max: 120_000 }) }),
  fc.record({ type: fc.constant("finish" as const), attempt: someAttempt }),
  fc.record({
    type: fc.constant("fail" as const),
    attempt: someAttempt,
    nowMs: someTime,
    reason: fc.string(),
    attemptsMax: fc.constant(ATTEMPTS_MAX),
    jitter: fc.double({ min: 0, max: 0.999, noNaN: true }),
  }),
  fc.record({
    type: fc.constant("release" as const),
    nowMs: someTime,
    attemptsMax: fc.constant(ATTEMPTS_MAX),
    counts: fc.boolean(),
  }),
  fc.record({ type: fc.constant("discard" as const) }),
  fc.record({ type: fc.constant("retry" as const), nowMs: someTime }),
);

/** Every pair of neighbouring lives that the events lead through, from a job's birth on. */
const walk = (events: readonly JobEvent[], see: (before: JobLife, event: JobEvent, after: JobLife | null) => void) => {
  let life: JobLife = BORN;
  for (const [i, drawn] of events.entries()) {
    const timed = "nowMs" in drawn ? { ...drawn, nowMs: NOW_MS + i * 1_200_000 + drawn.nowMs } : drawn;
    const event = "attempt" in timed && timed.attempt === CURRENT ? { ...timed, attempt: life.attempts } : timed;
    const after = step(life, event);
    see(life, event, after);
    life = after ?? life;
  }
};

const wherever = (see: (before: JobLife, event: JobEvent, after: JobLife | null) => void): void =>
  fc.assert(
    fc.property(fc.array(someEvent, { maxLength: 40, size: "max" }), (events) => walk(events, see)),
    { numRuns: 200 },
  );

const move = (before: JobLife, after: JobLife): string => `${before.state} -> ${after.state}`;

describe("whatever happens to a job", () => {
  test("it moves only along the table", () => {
    const allowed = JOB_MOVES.map(([from, to]) => `${from} -> ${to}`);
    wherever((before, _event, after) => {
      if (after && after.state !== before.state) expect(allowed).toContain(move(before, after));
    });
  });

  test("every move of the table can happen", () => {
    const later = { nowMs: NOW_MS + 86_400_000 };
    const events = (life: JobLife): JobEvent[] => [
      { type: "claim", ...later, leaseMs: 1 },
      { type: "finish", attempt: life.attempts },
      { type: "fail", attempt: life.attempts, nowMs: NOW_MS, reason: "", attemptsMax: ATTEMPTS_MAX, jitter: 0 },
      { type: "discard" },
      { type: "retry", ...later },
    ];
    const seen = new Set<string>();
    // All lives that so many events can lead to, one generation after the other.
    let lives: JobLife[] = [BORN];
    for (let generation = 0; generation < 2 * ATTEMPTS_MAX + 1; generation++) {
      lives = lives.flatMap((life) =>
        events(life).flatMap((event) => {
          const after = step(life, event);
          if (after) seen.add(move(life, after));
          return after ?? [];
        }),
      );
    }
    for (const [from, to] of JOB_MOVES) expect([...seen]).toContain(`${from} -> ${to}`);
  });

  test("once ended it stays ended, but for a dead one that a person retries", () => {
    wherever((before, event, after) => {
      if (before.state === "done") expect(after).toBeNull();
      if (before.state === "dead" && event.type !== "retry") expect(after).toBeNull();
    });
  });

  test("its attempts stay between none and the maximum, and only a claim adds one", () => {
    wherever((before, event, after) => {
      if (!after) return;
      expect(after.attempts).toBeGreaterThanOrEqual(0);
      expect(after.attempts).toBeLessThanOrEqual(ATTEMPTS_MAX);
      expect(after.attempts - before.attempts).toBeLessThanOrEqual(event.type === "claim" ? 1 : 0);
    });
  });

  test("a zombie of an earlier attempt neither finishes nor fails it", () => {
    wherever((before, event, after) => {
      if (event.type !== "finish" && event.type !== "fail") return;
      if (before.state !== "running" || event.attempt !== before.attempts) expect(after).toBeNull();
    });
  });

  test("it is never handed out before its time", () => {
    wherever((before, event, after) => {
      if (event.type !== "claim" || before.state !== "ready") return;
      expect(after === null).toBe(event.nowMs < before.runAtMs);
    });
  });
});

describe("one step", () => {
  const running: JobLife = { state: "running", attempts: 2, leaseEndsMs: NOW_MS };
  const fail = { type: "fail", nowMs: NOW_MS, reason: "no", jitter: 0 } as const;

  test("a claim counts the attempt and sets the lease", () => {
    expect(step(BORN, { type: "claim", nowMs: NOW_MS, leaseMs: 500 })).toEqual({
      state: "running",
      attempts: 1,
      leaseEndsMs: NOW_MS + 500,
    });
  });

  test("a failure waits the longer the more attempts there were, the last one kills", () => {
    expect(step(running, { ...fail, attempt: 2, attemptsMax: 3 })).toEqual({
      state: "ready",
      attempts: 2,
      runAtMs: NOW_MS + backoffMs(2, 0),
      reason: "no",
    });
    expect(step(running, { ...fail, attempt: 2, attemptsMax: 2 })).toEqual({
      state: "dead",
      attempts: 2,
      reason: "no",
    });
  });

  test("giving back at a stop costs no attempt, dying while it ran does", () => {
    const release = { type: "release", nowMs: NOW_MS, attemptsMax: 2 } as const;
    expect(step(running, { ...release, counts: false })).toEqual({
      state: "ready",
      attempts: 1,
      runAtMs: NOW_MS,
      reason: null,
    });
    // A job that ends every worker that takes it must not do so for ever.
    expect(step(running, { ...release, counts: true })).toMatchObject({ state: "dead", attempts: 2 });
    // With attempts left it waits its turn, so that worker deaths in a row do not all hit the same job.
    expect(step({ ...running, attempts: 1 }, { ...release, counts: true })).toMatchObject({ runAtMs: NOW_MS + 1_000 });
  });

  test("a retry gives a dead one all its attempts again and hurries a waiting one", () => {
    const retry = { type: "retry", nowMs: NOW_MS } as const;
    expect(step({ state: "dead", attempts: 5, reason: "no" }, retry)).toEqual(BORN);
    expect(step({ ...BORN, attempts: 1, runAtMs: NOW_MS + 9, reason: "no" }, retry)).toEqual({
      ...BORN,
      attempts: 1,
      reason: "no",
    });
  });
});

describe("the pause before the next attempt", () => {
  test("doubles from a second to a quarter of an hour", () => {
    const longest = [1, 2, 3, 4, 11, 50, 2000].map((attempts) => backoffMs(attempts, 1));
    expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 900_000, 900_000, 900_000]);
  });

  test("leaves half of itself to chance and never more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, jitter) => {
        const full = backoffMs(attempts, 1);
        expect(backoffMs(attempts, jitter)).toBeGreaterThanOrEqual(full / 2);
        expect(backoffMs(attempts, jitter)).toBeLessThanOrEqual(full);
      }),
    );
    expect(backoffMs(1, 0)).toBe(500);
  });
});

test("the table of moves in the database is the one of the code", () => {
  const sql = readFileSync(join(import.meta.dirname, "../../sync/store/migrations/0001_first_circle.sql"), "utf8");
  const rows = /insert into job_move values\s*([^;]+);/.exec(sql)?.[1] ?? "";
  const moves = [...rows.matchAll(/\('(\w+)', '(\w+)'\)/g)].map(([, from, to]) => [from, to]);
  expect(moves.sort()).toEqual(JOB_MOVES.map((pair) => [...pair]).sort());
  expect(/state in \(([^)]+)\)\),\s*attempts/s.exec(sql)?.[1]).toBe(JOB_STATES.map((state) => `'${state}'`).join(", "));
});
