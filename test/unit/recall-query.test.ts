import { describe, expect, test } from "vitest";
import { queryOf, type Vocabulary } from "../../agent/recall/query.ts";
import { searchTermsOf, termsOf } from "../../sync/core/terms.ts";

/** A vocabulary of these words, each in one memory. */
const knowing = (words: string): Vocabulary & { readonly asked: string[] } => {
  const known = new Set(termsOf(words));
  const asked: string[] = [];
  return {
    asked,
    memories: 1_000,
    documentsWith: (term) => (known.has(term) ? 1 : 0),
    termsLike: (term) => {
      asked.push(term);
      return [...known];
    },
  };
};
const wordings = (text: string, known: string) =>
  queryOf(searchTermsOf(text), knowing(known)).concepts.map((concept) => concept.wordings.map(({ term }) => term));

describe("what is looked for", () => {
  test("are the words that memories know, in the order they were said, each once", () => {
    expect(wordings("pnpm lockfile, pnpm and gradle", "lockfile pnpm vitest")).toEqual([["pnpm"], termsOf("lockfile")]);
  });

  test("is nothing that only holds sentences together, in four languages", () => {
    const said = "hm, over there: und wo ist das? où est elle, pero cómo";
    expect(queryOf(searchTermsOf(said), knowing(said))).toEqual({ concepts: [], unknown: 0 });
  });

  test("tells what a request is about from what any request is made with", () => {
    const { concepts } = queryOf(searchTermsOf("write 3 tests"), knowing("write 3 tests"));
    expect(concepts.map(({ telling }) => telling)).toEqual([false, false, true]);
  });

  test("is also what means the same, for less", () => {
    const [concept] = queryOf(searchTermsOf("settings"), knowing("settings config")).concepts;
    expect(concept?.wordings.map(({ term }) => term)).toEqual(["set", "config"].flatMap(termsOf));
    expect(concept?.wordings[1]?.weight).toBeLessThan(1);
    expect(wordings("settings", "config")).toEqual([termsOf("config")]);
  });

  test("is the nearest known word for one that nobody knows, for less", () => {
    const { concepts, unknown } = queryOf(searchTermsOf("vitset"), knowing("vitest prisma"));
    expect(concepts).toMatchObject([{ wordings: [{ term: "vitest" }] }]);
    expect(concepts[0]?.wordings[0]?.weight).toBeLessThan(1);
    expect(unknown).toBe(0);
  });

  test("is one thing when it is said twice, once with a slip", () => {
    const { concepts } = queryOf(searchTermsOf("vitest vitset"), knowing("vitest"));
    expect(concepts).toEqual([{ telling: true, wordings: [{ term: "vitest", weight: 1 }] }]);
  });

  test("counts the words that are like none", () => {
    expect(queryOf(searchTermsOf("haiku autumn vitest"), knowing("vitest")).unknown).toBe(2);
  });

  test("corrects three words at most, and none in a long text", () => {
    const few = knowing("vitest");
    queryOf(searchTermsOf("alpha bravo charlie delta echo"), few);
    expect(few.asked).toHaveLength(3);
    const many = knowing("vitest");
    queryOf(
      Array.from({ length: 30 }, (_, n) => `strange${"abcdefghij"[n % 10]}${"abc"[Math.floor(n / 10)]}`),
      many,
    );
    expect(many.asked).toEqual([]);
  });
});
