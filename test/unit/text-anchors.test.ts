import fc from "fast-check";
import { expect, test } from "vitest";
import { anchorFinder } from "../../agent/text/anchors.ts";

const found = (lists: readonly (readonly string[])[], text: string): string[] => {
  const hits: string[] = [];
  anchorFinder(lists)(text, (list, start, end) => hits.push(`${list}:${start}-${end}`));
  return hits.toSorted();
};

const foundBySearching = (lists: readonly (readonly string[])[], text: string): string[] =>
  lists
    .flatMap((anchors, list) =>
      anchors.flatMap((anchor) =>
        [...text].flatMap((_, start) =>
          text.slice(start, start + anchor.length).toLowerCase() === anchor
            ? [`${list}:${start}-${start + anchor.length}`]
            : [],
        ),
      ),
    )
    .toSorted();

test("finds anchors in either case, also one that ends within another", () => {
  expect(found([["secret_key"], ["key"], ["cret"]], "my SECRET_key")).toEqual(["0:3-13", "1:10-13", "2:5-9"]);
});

test("finds exactly what a plain search finds", () => {
  const word = fc.string({ unit: fc.constantFrom(..."abc_"), minLength: 1, maxLength: 4 });
  const text = fc.string({ unit: fc.constantFrom(..."abcABC_é "), maxLength: 40 });
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(word, { maxLength: 4 }), { maxLength: 4 }), text, (lists, inText) => {
      expect(found(lists, inText)).toEqual(foundBySearching(lists, inText));
    }),
    { numRuns: 1000 },
  );
});
