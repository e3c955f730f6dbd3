import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Evidence } from "../../agent/learn/upkeep/evidence.ts";
import { doubleOf, forgettingOf } from "../../agent/learn/upkeep/tidying.ts";
import { tuningOf } from "../../agent/learn/upkeep/tuning.ts";
import type { CountedMemory } from "../../sync/core/words.ts";
import { START_MS } from "../support/clock.ts";
import { someMemory } from "../support/memory.ts";

const DAY_MS = 86_400_000;
const later = (days: number): number => START_MS + days * DAY_MS;

const evidence = (changes: Partial<Evidence> = {}, memory: Partial<CountedMemory> = {}): Evidence => ({
  memory: someMemory(memory),
  saidAtMs: START_MS,
  sayings: 1,
  tunedAtMs: null,
  provedAtMs: null,
  violatedSinceTuned: 0,
  isProved: false,
  isCheckable: true,
  ...changes,
});
const given = { lastInjectedAtMs: later(1), injected: 5 };

describe("a memory of which nothing comes", () => {
  test("rests at first, then fades, more with time, and never below the floor", () => {
    expect(tuningOf(evidence({}, given), later(45))).toBeNull();
    const after = [60, 120, 365, 3_650].map((days) => tuningOf(evidence({}, given), later(days)));
    expect(after.map((tuning) => tuning?.change)).toEqual(["fade", "fade", "fade", "fade"]);
    const confidences = after.map((tuning) => tuning?.confidence ?? 0);
    expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
    expect(confidences.every((confidence) => confidence >= 0.3 && confidence < 0.9)).toBe(true);
  });

  test("fades slower when nobody was given it, or when nothing can show whether it is kept to", () => {
    const fadedBy = (of: Evidence) => 0.9 - (tuningOf(of, later(300))?.confidence ?? 0.9);
    const [known, unknown, unprovable] = [
      fadedBy(evidence({}, given)),
      fadedBy(evidence()),
      fadedBy(evidence({ isCheckable: false }, given)),
    ];
    expect(unknown).toBeGreaterThan(0);
    expect(known).toBeGreaterThan(1.5 * unknown);
    expect(unprovable).toBeCloseTo(unknown);
  });

  test("stays recalled where a person told it", () => {
    expect(tuningOf(evidence({}, { ...given, origin: "told" }), later(36_500))?.confidence).toBeGreaterThanOrEqual(0.5);
  });

  test("begins to rest anew when it is said or kept to", () => {
    expect(tuningOf(evidence({ saidAtMs: later(100) }, given), later(140))).toBeNull();
    expect(tuningOf(evidence({ provedAtMs: later(100) }, given), later(140))).toBeNull();
    expect(tuningOf(evidence({}, given), later(140))).not.toBeNull();
  });

  test("has faded as far in many steps as in one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 10, max: 200 }), { minLength: 1, maxLength: 12 }), (steps) => {
        let [confidence, day] = [0.9, 45];
        let tunedAtMs: number | null = null;
        for (const step of steps) {
          day += step;
          const tuning = tuningOf(evidence({ tunedAtMs }, { ...given, confidence }), later(day));
          if (tuning === null) continue;
          confidence = tuning.confidence;
          tunedAtMs = later(day);
        }
        const atOnce = tuningOf(evidence({}, given), later(day))?.confidence ?? 0.9;
        // A step that is too small to be written is made up for by the next.
        expect(Math.abs(confidence - atOnce)).toBeLessThan(0.021);
      }),
    );
  });

  test("is not touched by a clock that was set back", () => {
    expect(tuningOf(evidence({}, given), later(-900))).toBeNull();
  });
});

test("a memory that is violated rises, the more often the more, and is never certain", () => {
  const [once, often, always] = [1, 3, 500].map((violatedSinceTuned) =>
    tuningOf(evidence({ violatedSinceTuned }, { confidence: 0.6 }), later(1)),
  );
  expect(once).toMatchObject({ change: "rise", reason: "it was violated once although it was known" });
  expect(once?.confidence).toBeCloseTo(0.68);
  expect(often?.confidence).toBeGreaterThan(once?.confidence ?? 1);
  expect(always?.confidence).toBe(0.99);
  expect(tuningOf(evidence({ violatedSinceTuned: 2 }, { confidence: 0.6 }), later(900))?.change).toBe("rise");
});

test("a guess is trusted once it was found in three sessions", () => {
  const guess = { state: "proposed", confidence: 0.4 } as const;
  expect(tuningOf(evidence({ sayings: 2 }, guess), later(1))).toBeNull();
  expect(tuningOf(evidence({ sayings: 3 }, guess), later(1))).toMatchObject({
    change: "promote",
    state: "trusted",
    confidence: 0.6,
    reason: "it was found in 3 sessions",
  });
});

test.each(["superseded", "forgotten"] as const)("what is %s stays as it is", (state) => {
  expect(tuningOf(evidence({ sayings: 9, violatedSinceTuned: 9 }, { ...given, state }), later(900))).toBeNull();
});

describe("of two memories of one place", () => {
  const a = (text: string, changes: Partial<CountedMemory> = {}) => someMemory({ id: "ctx-a", text, ...changes });
  const b = (text: string, changes: Partial<CountedMemory> = {}) => someMemory({ id: "ctx-b", text, ...changes });

  test("the one that says less goes into the other, whichever comes first", () => {
    const [less, more] = [a("Use pnpm."), b("Use pnpm, not npm.")];
    const goes = { id: "ctx-a", change: "merge", into: "ctx-b" };
    expect([doubleOf(less, more), doubleOf(more, less)]).toMatchObject([goes, goes]);
  });

  test("of two that say the same, the trusted, the helpful, the surer, the older id stays", () => {
    const stays = (first: Partial<CountedMemory>, second: Partial<CountedMemory>) => {
      const [one, other] = [a("Use strict mode.", first), b("Turn on strict mode.", second)];
      expect(doubleOf(one, other)).toEqual(doubleOf(other, one));
      return doubleOf(one, other)?.into;
    };
    expect(stays({ state: "proposed", helpful: 9 }, {})).toBe("ctx-b");
    expect(stays({ confidence: 0.99 }, { helpful: 1 })).toBe("ctx-b");
    expect(stays({}, { confidence: 0.99 })).toBe("ctx-b");
    expect(stays({}, {})).toBe("ctx-a");
  });

  test("a guess takes the place of nothing that is trusted", () => {
    expect(doubleOf(a("Use pnpm."), b("Use pnpm, not npm.", { state: "proposed" }))).toBeNull();
    expect(doubleOf(a("Use npm."), b("Use pnpm.", { state: "proposed", updatedAtMs: later(1) }))).toBeNull();
  });

  test("the older of two that exclude each other gives way", () => {
    const [older, newer] = [a("Use npm."), b("Use pnpm, not npm.", { updatedAtMs: later(1) })];
    const goes = { id: "ctx-a", change: "supersede", into: "ctx-b" };
    expect([doubleOf(older, newer), doubleOf(newer, older)]).toMatchObject([goes, goes]);
  });

  test("those that go together both stay", () => {
    expect(doubleOf(a("Use tabs."), b("Use tabs in Makefiles."))).toBeNull();
  });
});

describe("is forgotten", () => {
  const faded = { confidence: 0.33 };

  test("what has faded and was never of use", () => {
    expect(forgettingOf(evidence({}, faded), later(200))?.reason).toBe(
      "it has faded to 0.33 and nothing ever came of it in 200 days",
    );
    expect(forgettingOf(evidence({}, faded), later(179))).toBeNull();
    expect(forgettingOf(evidence({}, { confidence: 0.4 }), later(200))).toBeNull();
  });

  test("never what was of use once, or what a person told", () => {
    expect(forgettingOf(evidence({ isProved: true }, faded), later(999))).toBeNull();
    expect(forgettingOf(evidence({}, { ...faded, origin: "told" }), later(999))).toBeNull();
  });

  test("a guess that nobody has confirmed in three months", () => {
    const guess = { state: "proposed", confidence: 0.4 } as const;
    expect(forgettingOf(evidence({}, guess), later(89))).toBeNull();
    expect(forgettingOf(evidence({}, guess), later(90))?.reason).toBe("nobody has confirmed it in 90 days");
    expect(forgettingOf(evidence({ sayings: 2 }, guess), later(90))).toBeNull();
  });
});
