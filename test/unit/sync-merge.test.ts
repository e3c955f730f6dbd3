import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Entity,
  isDeleted,
  merge,
  mergeVotes,
  NOTHING,
  type Stamp,
  type Written,
} from "../../sync/engine/merge.ts";

const stampOf = (n: number, node: string): Stamp => ({ at: n.toString(16).padStart(16, "0"), node });

// Few moments and machines, so that the same ones meet.
const aStamp = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom("m1", "m2", "m3"))
  .map(([n, node]) => stampOf(n, node));
const aValue = fc.oneof(
  fc.constantFrom("a", "b", 1, true, null),
  fc.record({ x: fc.integer({ min: 0, max: 2 }), y: fc.constantFrom("p", "q") }),
  fc.array(fc.constantFrom("t", "u"), { maxLength: 2 }),
);
const aField: fc.Arbitrary<Written> = fc.record({ value: aValue, stamp: aStamp });
const anEntity: fc.Arbitrary<Entity> = fc.record({
  fields: fc.dictionary(fc.constantFrom("text", "kind", "state", "later", "constructor"), aField),
  deletedAt: fc.option(aStamp),
});

describe("a merge", () => {
  test("does not mind order, repetition and grouping", () => {
    fc.assert(
      fc.property(anEntity, anEntity, anEntity, (a, b, c) => {
        expect(merge(a, b)).toEqual(merge(b, a));
        expect(JSON.stringify(merge(a, b))).toBe(JSON.stringify(merge(b, a)));
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
        expect(merge(a, a)).toEqual(merge(a, NOTHING));
        expect(merge(merge(a, b), b)).toEqual(merge(a, b));
      }),
      { numRuns: 2_000 },
    );
  });

  test("keeps for each field the latest write, whatever else was written in the same breath", () => {
    const ours = {
      fields: {
        text: { value: "ours", stamp: stampOf(5, "m1") },
        kind: { value: "rule", stamp: stampOf(1, "m1") },
      },
      deletedAt: null,
    };
    const theirs = {
      fields: {
        text: { value: "theirs", stamp: stampOf(4, "m9") },
        kind: { value: "pitfall", stamp: stampOf(2, "m0") },
        newer: { value: [1], stamp: stampOf(1, "m0") },
      },
      deletedAt: null,
    };
    const values = Object.entries(merge(ours, theirs).fields).map(([name, { value }]) => [name, value]);
    expect(Object.fromEntries(values)).toEqual({ text: "ours", kind: "pitfall", newer: [1] });
  });

  test("lets the greater machine win where both wrote at the same moment", () => {
    const by = (node: string): Entity => ({
      fields: { text: { value: `of ${node}`, stamp: stampOf(3, node) } },
      deletedAt: null,
    });
    expect(merge(by("m2"), by("m1")).fields.text?.value).toBe("of m2");
  });

  test("loses no field that this version does not know", () => {
    fc.assert(
      fc.property(anEntity, anEntity, (a, b) => {
        const names = Object.keys(merge(a, b).fields);
        expect(new Set(names)).toEqual(new Set([...Object.keys(a.fields), ...Object.keys(b.fields)]));
      }),
    );
  });
});

describe("what is deleted", () => {
  const text = (n: number): Entity => ({
    fields: { text: { value: "x", stamp: stampOf(n, "m1") } },
    deletedAt: null,
  });
  const gone = (n: number): Entity => ({ fields: {}, deletedAt: stampOf(n, "m2") });

  test("stays so until it is edited later", () => {
    expect(isDeleted(merge(text(3), gone(4)))).toBe(true);
    expect(isDeleted(merge(merge(text(3), gone(4)), text(5)))).toBe(false);
    expect(isDeleted(merge(merge(text(5), gone(4)), text(2)))).toBe(false);
    expect(isDeleted(text(1))).toBe(false);
    expect(isDeleted(gone(1))).toBe(true);
  });

  test("comes back and goes again in the order of what was done, not of what was heard", () => {
    const all = [text(1), gone(2), text(3), gone(4)];
    expect(isDeleted(all.reduce(merge, NOTHING))).toBe(true);
    expect(isDeleted([...all].reverse().reduce(merge, NOTHING))).toBe(true);
  });
});

test("votes only rise, and each machine's own count once, however often they are heard", () => {
  const some = fc.dictionary(
    fc.constantFrom("m1", "m2", "m3"),
    fc.record({ helpful: fc.nat({ max: 9 }), harmful: fc.nat({ max: 9 }) }),
  );
  fc.assert(
    fc.property(some, some, some, (a, b, c) => {
      expect(mergeVotes(a, b)).toEqual(mergeVotes(b, a));
      expect(mergeVotes(mergeVotes(a, b), c)).toEqual(mergeVotes(a, mergeVotes(b, c)));
      expect(mergeVotes(mergeVotes(a, b), b)).toEqual(mergeVotes(a, b));
      for (const [machine, { helpful, harmful }] of Object.entries(a)) {
        const merged = mergeVotes(a, b)[machine];
        expect((merged?.helpful ?? -1) >= helpful && (merged?.harmful ?? -1) >= harmful).toBe(true);
      }
    }),
  );
});
