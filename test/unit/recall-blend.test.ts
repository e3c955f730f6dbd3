import { describe, expect, test } from "vitest";
import { blend, closenessOf } from "../../agent/recall/blend.ts";
import { cosineOf, nearnessOf } from "../../agent/recall/nearest.ts";

const words = (id: string, score: number, coverage = 0.5) => ({ id, score, coverage });
const near = (cosines: Record<string, number>, usual = 0.4) => ({
  nearest: Object.entries(cosines).map(([id, cosine]) => ({ id, cosine })),
  usual,
});
const order = (judged: readonly { id: string; score: number }[]): string[] =>
  [...judged].sort((a, b) => b.score - a.score).map(({ id }) => id);

describe("words and meaning together", () => {
  test("are words alone where nothing is known of meaning, or nothing is near", () => {
    const byWords = [words("a", 3), words("b", 1)];
    expect(blend(byWords, null)).toEqual(byWords);
    expect(blend(byWords, near({}))).toEqual(byWords);
    expect(blend(byWords, near({ a: 0.5, c: 0.45 }))).toEqual(byWords);
  });

  test("bring what shares no word, and it counts as speaking of the text as much as it is near", () => {
    const [found, ...others] = blend([], near({ c: 0.7 }));
    expect(found).toEqual({ id: "c", score: expect.closeTo(0.5), coverage: expect.closeTo(0.5) });
    expect(others).toEqual([]);
  });

  test("put first what both speak for, and let either make up for the other", () => {
    const judged = blend([words("both", 5), words("worded", 6), words("weak", 1)], near({ both: 0.8, meant: 0.95 }));
    expect(order(judged)).toEqual(["both", "worded", "meant", "weak"]);
  });

  test("never take away from what words found", () => {
    const [found] = blend([words("a", 4, 0.9)], near({ a: 0.65 }));
    expect(found?.score).toBeGreaterThan(4);
    expect(found?.coverage).toBe(0.9);
  });
});

describe("how near two meanings are", () => {
  test("is told from what is usual in the place, since models differ", () => {
    expect(closenessOf(0.7, 0.6)).toBe(0);
    expect(closenessOf(0.7, 0.1)).toBeCloseTo(2 / 3);
    expect(closenessOf(1, 0.6)).toBe(1);
    expect(closenessOf(1, 1)).toBe(0);
  });

  test("is usual as for half of the memories; of few memories little is known", () => {
    const many = Array.from({ length: 101 }, (_, n) => ({ id: `m${n}`, cosine: 0.7 + n / 1_000 }));
    expect(nearnessOf(many).usual).toBeCloseTo(0.748, 2);
    expect(nearnessOf([{ id: "only", cosine: 0.9 }]).usual).toBe(0.4);
    expect(nearnessOf([]).nearest).toEqual([]);
    expect(nearnessOf(many).nearest[0]?.id).toBe("m100");
    expect(nearnessOf(many).nearest).toHaveLength(20);
  });

  test("cannot be told of vectors of two models", () => {
    expect(cosineOf(Float32Array.of(1, 0), Float32Array.of(0.6, 0.8))).toBeCloseTo(0.6);
    expect(cosineOf(Float32Array.of(1, 0), Float32Array.of(1, 0, 0))).toBeNull();
  });
});
