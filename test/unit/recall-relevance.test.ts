import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Query } from "../../agent/recall/query.ts";
import { type Fields, relevanceOf } from "../../agent/recall/relevance.ts";

const query = (words: string, unknown = 0): Query => ({
  unknown,
  concepts: words.split(" ").map((term) => ({ telling: term !== "write", wordings: [{ term, weight: 1 }] })),
});
const memory = (terms: string, context = ""): Fields => ({
  terms: terms.split(" "),
  context: context.split(" ").filter((term) => term !== ""),
});
/** Every word in one memory of a hundred, unless said otherwise. */
const judge = (asked: Query, memories: readonly Fields[], documents: Readonly<Record<string, number>> = {}) =>
  relevanceOf(asked, memories, {
    memories: 100,
    documentsWith: ({ wordings: [first] }) => documents[first?.term ?? ""] ?? 1,
  });
const scores = (...args: Parameters<typeof judge>) => judge(...args).map(({ score }) => score);
const expectOrder = (better: number | undefined, worse: number | undefined) =>
  expect(better ?? 0).toBeGreaterThan(worse ?? 0);

describe("a memory is more relevant", () => {
  test("for a word that is rare in the place than for one that is everywhere", () => {
    const [rare, common] = scores(query("a b"), [memory("x a y"), memory("x b y")], { a: 2, b: 80 });
    expectOrder(rare, common);
  });

  test("for its own words than for what it was learned from, for that than for nothing", () => {
    const [own, around, none] = scores(query("a"), [memory("x a", "p q"), memory("x y", "a p"), memory("x y", "p q")]);
    expectOrder(own, around);
    expectOrder(around, none);
    expect(none).toBe(0);
  });

  test("when words stand together as they were said", () => {
    const [near, far] = scores(query("a b"), [memory("x a b y z w v u"), memory("x a y z w v u b")]);
    expectOrder(near, far);
  });

  test("when it begins with what is asked for, even where that is in all memories", () => {
    const [first, later] = scores(query("a b"), [memory("a x b"), memory("x a b")], { a: 100 });
    expectOrder(first, later);
  });

  test("when it is short", () => {
    const [short, long] = scores(query("a"), [memory("x a"), memory("x a y z w v u t s r")]);
    expectOrder(short, long);
  });

  test("for the very word than for another wording", () => {
    const either: Query = {
      unknown: 0,
      concepts: [
        {
          telling: true,
          wordings: [
            { term: "a", weight: 1 },
            { term: "b", weight: 0.5 },
          ],
        },
      ],
    };
    const [very, other] = scores(either, [memory("x a"), memory("x b")]);
    expectOrder(very, other);
    expectOrder(other, 0);
  });
});

describe("a memory covers", () => {
  const covered = (asked: Query, terms: string) => judge(asked, [memory(terms)])[0]?.coverage;

  test("all when it speaks of all, half when of half, nothing when of nothing", () => {
    expect(covered(query("a b"), "a b")).toBe(1);
    expect(covered(query("a b"), "a x")).toBeCloseTo(0.5);
    expect(covered(query("a b"), "x")).toBe(0);
  });

  test("less when the text speaks of what no memory knows", () => {
    expect(covered(query("a", 3), "a")).toBeLessThan(0.3);
  });

  test("nothing by words that any request is made with", () => {
    expect(covered(query("write a"), "write x")).toBe(0);
    expect(covered(query("write"), "write x")).toBe(0);
  });

  test("enough of a long text with five of its words", () => {
    expect(covered(query("a b c d e f g h i j"), "a b c d e")).toBe(1);
  });
});

test("a memory that repeats two words without end is judged at once", () => {
  const endless = memory(`${"a ".repeat(50_000)}${"x ".repeat(9)}${"b ".repeat(50_000)}`.trim());
  expect(
    judge(
      query("a b"),
      Array.from({ length: 20 }, () => endless),
    )[0]?.coverage,
  ).toBe(1);
});

test("whatever is asked, the numbers are finite, and do not depend on the order of the memories", () => {
  const letters = fc.array(fc.constantFrom(..."abcdefgh"), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(letters, fc.array(fc.tuple(letters, letters), { maxLength: 8 }), fc.nat(9), (asked, texts, unknown) => {
      const memories = texts.map(([terms, context]) => ({ terms, context }));
      const found = judge(query(asked.join(" "), unknown), memories);
      expect(
        judge(query(asked.join(" "), unknown), memories.toReversed())
          .toReversed()
          .map(({ coverage }) => coverage),
      ).toEqual(found.map(({ coverage }) => coverage));
      for (const { score, coverage } of found) {
        expect(Number.isFinite(score) && score >= 0).toBe(true);
        expect(coverage >= 0 && coverage <= 1).toBe(true);
      }
    }),
  );
});
