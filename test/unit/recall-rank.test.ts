import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pickTerms } from "../../agent/recall/pick-terms.ts";
import { isRecallable, orderForBrief, rank } from "../../agent/recall/rank.ts";
import { MEMORY_STATES } from "../../sync/core/words.ts";
import { START_MS } from "../support/clock.ts";
import { someMemory } from "../support/memory.ts";

const THRESHOLD = { minConfidence: 0.5, minHelpful: 2 };
const DAY_MS = 86_400_000;
const ids = (ranked: readonly { memory: { id: string } }[]) => ranked.map(({ memory }) => memory.id);

const aMemory = fc
  .record({
    n: fc.nat({ max: 1e6 }),
    projectId: fc.constantFrom(null, "p1"),
    state: fc.constantFrom(...MEMORY_STATES),
    confidence: fc.constantFrom(0.1, 0.5, 0.9, 1),
    helpful: fc.nat({ max: 5 }),
    harmful: fc.nat({ max: 5 }),
    updatedAtMs: fc.constantFrom(START_MS - 400 * DAY_MS, START_MS, START_MS + DAY_MS),
  })
  .map(({ n, ...rest }) => someMemory({ ...rest, id: `ctx-${n.toString(36).padStart(6, "0")}` }));
const someFound = fc.uniqueArray(fc.record({ memory: aMemory, score: fc.constantFrom(0.1, 1, 7) }), {
  selector: ({ memory }) => memory.id,
  maxLength: 30,
});

describe("a memory is given to an agent", () => {
  test("only when trusted, and sure enough or proved", () => {
    const is = (changes: Parameters<typeof someMemory>[0]) => isRecallable(someMemory(changes), THRESHOLD);
    expect(is({ confidence: 0.5 })).toBe(true);
    expect(is({ confidence: 0.49 })).toBe(false);
    expect(is({ confidence: 0.1, helpful: 2 })).toBe(true);
    expect(is({ confidence: 0.1, helpful: 1 })).toBe(false);
    for (const state of MEMORY_STATES) expect(is({ state, helpful: 9 })).toBe(state === "trusted");
  });

  test("in an order that does not depend on how it was found", () => {
    fc.assert(
      fc.property(someFound, fc.nat(), (found, seed) => {
        const shuffled =
          seed % 2 === 0 ? [...found].reverse() : [...found.slice(seed % 7), ...found.slice(0, seed % 7)];
        expect(ids(rank(shuffled, THRESHOLD, START_MS))).toEqual(ids(rank(found, THRESHOLD, START_MS)));
        const memories = shuffled.map(({ memory }) => memory);
        expect(orderForBrief(memories)).toEqual(orderForBrief(found.map(({ memory }) => memory)));
      }),
    );
  });

  test("in one order when two are worth the same", () => {
    const equals = ["ctx-bbbb", "ctx-aaaa", "ctx-cccc"].map((id) => ({ memory: someMemory({ id }), score: 1 }));
    for (const found of [equals, [...equals].reverse()])
      expect(ids(rank(found, THRESHOLD, START_MS))).toEqual(["ctx-aaaa", "ctx-bbbb", "ctx-cccc"]);
  });

  test("only ever the recallable ones, with numbers, the best first", () => {
    fc.assert(
      fc.property(someFound, (found) => {
        const ranked = rank(found, THRESHOLD, START_MS);
        expect(ranked).toHaveLength(found.filter(({ memory }) => isRecallable(memory, THRESHOLD)).length);
        for (const [i, { score }] of ranked.entries()) {
          expect(Number.isFinite(score)).toBe(true);
          expect(score).toBeLessThanOrEqual(ranked[i - 1]?.score ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
    expect(rank([], THRESHOLD, START_MS)).toEqual([]);
  });
});

describe("for a prompt", () => {
  const first = (a: Parameters<typeof someMemory>[0], b: Parameters<typeof someMemory>[0], scores = [1, 1]) => {
    const found = [someMemory({ ...b, id: "ctx-bbbb" }), someMemory({ ...a, id: "ctx-cccc" })];
    return ids(
      rank(
        [
          { memory: found[0] ?? someMemory(), score: scores[1] ?? 1 },
          { memory: found[1] ?? someMemory(), score: scores[0] ?? 1 },
        ],
        THRESHOLD,
        START_MS,
      ),
    )[0];
  };

  test("what fits the words far better wins over what is worth more", () => {
    expect(first({ confidence: 0.6 }, { confidence: 0.99, projectId: "p1" }, [10, 2])).toBe("ctx-cccc");
  });

  test("of equally fitting ones the project's own, the helpful and the fresh come first", () => {
    expect(first({ projectId: "p1" }, {})).toBe("ctx-cccc");
    expect(first({ helpful: 3 }, { harmful: 3 })).toBe("ctx-cccc");
    expect(first({}, { updatedAtMs: START_MS - 300 * DAY_MS })).toBe("ctx-cccc");
  });
});

describe("for a brief", () => {
  test("the order is the same whatever the time: only new lessons change it", () => {
    for (const ageMs of [0, 900 * DAY_MS, START_MS]) {
      const old = someMemory({ id: "ctx-old1", confidence: 0.95, updatedAtMs: START_MS - ageMs });
      expect(orderForBrief([someMemory(), old])[0]).toBe(old);
    }
  });

  test("of two equals the newer leads, then the id decides", () => {
    const [a, b, c] = [
      someMemory({ id: "ctx-1111" }),
      someMemory({ id: "ctx-2222", updatedAtMs: START_MS + 1 }),
      someMemory({ id: "ctx-0000" }),
    ];
    expect(orderForBrief([a, b, c]).map(({ id }) => id)).toEqual(["ctx-2222", "ctx-0000", "ctx-1111"]);
  });
});

describe("the terms to search for", () => {
  const documents = (counts: Record<string, number>) => (term: string) => counts[term] ?? 0;

  test("are those that stand somewhere, the rarest first, each once", () => {
    const picked = pickTerms(["a", "b", "a", "unknown", "c"], documents({ a: 50, b: 2, c: 7 }));
    expect(picked).toEqual(["b", "c", "a"]);
  });

  test("are twelve at most, however long the prompt is", () => {
    const terms = Array.from({ length: 40 }, (_, i) => `t${i + 10}`);
    expect(pickTerms(terms, (term) => 50 - Number(term.slice(1)))).toEqual(terms.slice(-12).reverse());
  });

  test("of very many only the long ones are looked up: long words are rare", () => {
    const asked: string[] = [];
    const short = Array.from({ length: 500 }, (_, i) => `t${i + 100}`);
    const long = Array.from({ length: 20 }, (_, i) => `longer${i + 10}`);
    const picked = pickTerms([...short, ...long], (term) => asked.push(term) && 1);
    expect(asked).toHaveLength(64);
    expect(picked).toEqual(long.slice(0, 12));
  });

  test("are fewer than twelve where the rest would bring too many memories to rank", () => {
    const terms = ["a", "b", "c", "d"];
    expect(pickTerms(terms, documents({ a: 900, b: 900, c: 900, d: 1_500 }))).toEqual(["a", "b"]);
  });

  test("are all of them where there are few memories, however many others there are elsewhere", () => {
    expect(pickTerms(["a", "b"], documents({ a: 1_500, b: 1_500 }), 600)).toEqual(["a", "b"]);
    expect(pickTerms(["a", "b"], documents({ a: 1_500, b: 1_500 }), 6_000)).toEqual(["a"]);
  });

  test("leave out words that stand almost everywhere, unless there is nothing else", () => {
    expect(pickTerms(["rare", "common"], documents({ rare: 3, common: 90_000 }))).toEqual(["rare"]);
    expect(pickTerms(["common"], documents({ common: 90_000 }))).toEqual(["common"]);
    expect(pickTerms([], documents({}))).toEqual([]);
  });
});
