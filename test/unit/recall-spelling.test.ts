import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearestTerms, slipsBetween, slipsForgiven } from "../../agent/recall/spelling.ts";

const word = fc.string({ unit: fc.constantFrom(..."abcde"), minLength: 1, maxLength: 12 });

describe("slips between two words", () => {
  test.each([
    ["vitest", "vitest", 0],
    ["vitset", "vitest", 1],
    ["vitestt", "vitest", 1],
    ["vtest", "vitest", 1],
    ["bitest", "vitest", 1],
    ["palywrihgt", "playwright", 2],
    ["pnpm", "npm", 1],
    ["cat", "horse", 3],
  ])("%s and %s: %i", (a, b, slips) => {
    expect(slipsBetween(a, b, 2)).toBe(slips);
  });

  test("are as many one way as the other, and none only for the same word", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const slips = slipsBetween(a, b, 20);
        expect(slips).toBe(slipsBetween(b, a, 20));
        expect(slips === 0).toBe(a === b);
        expect(slips).toBeLessThanOrEqual(Math.max(a.length, b.length));
        for (const limit of [0, 1, 2, 5]) expect(slipsBetween(a, b, limit)).toBe(Math.min(slips, limit + 1));
      }),
    );
  });
});

describe("the nearest words", () => {
  test("are those with the fewest slips, all of them", () => {
    expect(nearestTerms("vitset", ["vite", "vitest", "visit"])).toEqual(["vitest"]);
    expect(nearestTerms("localizaton", ["localizations", "localization", "local"])).toEqual(["localization"]);
    expect(nearestTerms("frok", ["fork", "from", "frog"])).toEqual(["fork", "from", "frog"]);
  });

  test("are none for a short word, one with digits, or when all are too far", () => {
    expect(nearestTerms("npn", ["npm"])).toEqual([]);
    expect(nearestTerms("node20", ["node22"])).toEqual([]);
    expect(nearestTerms("haiku", ["handl", "harbour"])).toEqual([]);
    expect([..."1234567"].map((_, n) => slipsForgiven("a".repeat(n + 2)))).toEqual([0, 0, 1, 1, 1, 1, 2]);
  });
});
