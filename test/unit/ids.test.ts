import fc from "fast-check";
import { expect, test } from "vitest";
import { isMemoryId, newId, newMemoryId } from "../../sync/core/ids.ts";
import { seededRandom, systemRandom } from "../../sync/core/random.ts";

const someTime = fc.integer({ min: 0, max: Date.UTC(2200, 0) });

test("an id sorts by its time, to the millisecond, whatever chance adds", () => {
  fc.assert(
    fc.property(someTime, fc.integer({ min: 1, max: 1e11 }), fc.nat(), (ms, laterMs, seed) => {
      const random = seededRandom(seed);
      expect(newId(ms, random) < newId(ms + laterMs, random)).toBe(true);
    }),
  );
});

test("ids are lower-case letters and digits of one length", () => {
  fc.assert(
    fc.property(someTime, fc.nat(), (ms, seed) => {
      expect(newId(ms, seededRandom(seed))).toMatch(/^[0-9a-z]{20}$/);
      expect(newMemoryId(seededRandom(seed))).toMatch(/^ctx-[0-9a-z]{16}$/);
    }),
  );
});

test("all letters are equally likely", () => {
  const counts = new Map<string, number>();
  const random = seededRandom(7);
  for (let i = 0; i < 4_000; i++) {
    for (const letter of newMemoryId(random).slice(4)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  expect(counts.size).toBe(36);
  // 64,000 letters, 1,778 of each: five standard deviations are 210. Bytes taken modulo 36 would give four letters 2,000.
  for (const n of counts.values()) expect(Math.abs(n - 64_000 / 36)).toBeLessThan(210);
});

test("no two ids of one millisecond are the same", () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => newId(1, systemRandom)));
  expect(ids.size).toBe(10_000);
});

test("what a memory id is, is told from what only looks like one", () => {
  fc.assert(fc.property(fc.nat(), (seed) => isMemoryId(newMemoryId(seededRandom(seed)))));
  for (const text of [
    "",
    "ctx-",
    "ctx-abc",
    "ctx-ABCDEFGH",
    "ctx-abcdefgh\n",
    " ctx-abcdefgh",
    "ctx-a/../b",
    `ctx-${"a".repeat(41)}`,
  ])
    expect(isMemoryId(text)).toBe(false);
});

test("a seed gives the same chance again, another seed another one", () => {
  const draw = (seed: number) => Array.from({ length: 20 }, seededRandom(seed).unit);
  expect(draw(3)).toEqual(draw(3));
  expect(draw(3)).not.toEqual(draw(4));
  for (const n of draw(3)) expect(n >= 0 && n < 1).toBe(true);
});
