import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { likeness, searchTermsOf, termsOf } from "../../sync/core/terms.ts";

describe("a text is found by", () => {
  test("its telling words, stemmed, folded, in order and with repeats", () => {
    expect(termsOf("Always run the Migrations before running tests")).toEqual([
      "alwai",
      "run",
      "migrat",
      "befor",
      "run",
      "test",
    ]);
  });

  test("its negations, because rules are made of them", () => {
    expect(termsOf("never do it, not even once")).toEqual(["never", "not", "even", "onc"]);
  });

  test("identifiers whole and in their parts", () => {
    expect(termsOf("parseHTTPUrl2")).toEqual(["parsehttpurl2", "pars", "http", "url"]);
    expect(termsOf("snake_case kebab-case")).toEqual(["snake", "case", "kebab", "case"]);
  });

  test("the base of irregular forms", () => {
    expect(termsOf("went, bought and children")).toEqual(termsOf("go, buy and child"));
    expect(termsOf("the indices of matrices")).toEqual(termsOf("the index of matrix"));
  });

  test("two words tied together as one as well, however they are tied", () => {
    expect(searchTermsOf("lock-file lock_file lockFile lockfile")).toEqual(
      ["lock", "file", "lockfile", "lock", "file", "lockfile", "lockfile", "lock", "file", "lockfile"].map(
        (word) => termsOf(word)[0],
      ),
    );
    expect(searchTermsOf("a-well-known-thing 2024-05 v-2")).toEqual(termsOf("a-well-known-thing 2024-05 v-2"));
    expect(searchTermsOf("src/core/clock.ts")).toEqual(termsOf("src core clock ts"));
  });

  test("letters without their marks, however they are composed", () => {
    expect(termsOf("Café")).toEqual(termsOf("cafe\u0301"));
    expect(termsOf("Café")).toEqual(termsOf("CAFE"));
  });

  test("pairs of letters where words are not set apart", () => {
    expect(termsOf("設定変更")).toEqual(["設定", "定変", "変更"]);
    expect(termsOf("猫")).toEqual(["猫"]);
  });

  test("nothing where it says nothing", () => {
    for (const text of ["", "the and of it", "🚀 ✨", "--- *** \0", '" OR NEAR( *']) {
      expect(termsOf(text).filter((term) => term !== "near")).toEqual([]);
    }
  });

  test("no blob: words of more than 40 letters are left out", () => {
    expect(termsOf(`key ${"a".repeat(41)} end`)).toEqual(["kei", "end"]);
  });
});

test("whatever the text, a term holds neither spaces, quotes nor signs that a search would take for its own", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200, size: "max" }), (text) => {
      for (const term of searchTermsOf(text)) {
        expect(term).not.toBe("");
        expect(term).not.toMatch(/[\s"'*^:(){}+-]/);
      }
    }),
    { numRuns: 200 },
  );
});

test("a megabyte of anything is read", () => {
  for (const part of ["A", "aB", "設", "a_", "a-", "_", "é", "\ud800", "Ab1"]) {
    expect(Array.isArray(searchTermsOf(part.repeat(400_000)))).toBe(true);
  }
});

describe("likeness", () => {
  const some = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e")).map((terms) => new Set(terms));

  test("is 1 for the same terms, 0 for none in common, the same both ways and between", () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        expect(likeness(a, a)).toBe(1);
        expect(likeness(a, b)).toBe(likeness(b, a));
        const shared = [...a].filter((term) => b.has(term)).length;
        expect(likeness(a, b) === 0).toBe(shared === 0 && a.size + b.size > 0);
        expect(likeness(a, b)).toBeLessThanOrEqual(1);
      }),
    );
    expect(likeness(new Set(["a", "b"]), new Set(["b", "c"]))).toBeCloseTo(1 / 3);
  });
});

test("a contracted not is the same term as a spelled one", () => {
  expect(termsOf("Don't mock it")).toEqual(termsOf("Do not mock it"));
  expect(termsOf("it won’t isn't")).toEqual(["not", "not"]);
});
