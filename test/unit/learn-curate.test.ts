import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { curate } from "../../agent/learn/curate/curate.ts";
import type { MemoryState } from "../../sync/core/words.ts";
import { memoryPairs } from "../support/memory-pairs.ts";

type Known = Parameters<typeof curate>[1][number];

/** Plain cases, each of which must be right; how many of the hard ones are is measured by `npm run eval`. */
const PAIRS = memoryPairs("tune").filter(({ hard }) => !hard);
const TEXTS = PAIRS.flatMap(({ known: first, candidate }) => [first, candidate]);

const rule = (text: string, scope: "user" | "project" = "project") => ({ text, kind: "rule" as const, scope });
const known = (
  text: string,
  id = "ctx-1",
  state: MemoryState = "trusted",
  scope: Known["scope"] = "project",
): Known => ({
  id,
  text,
  kind: "rule",
  scope,
  state,
});

describe("of a known and a new memory", () => {
  test.each(PAIRS)("$known + $candidate → $action", ({ known: first, candidate, action }) => {
    expect(curate(rule(candidate), [known(first)]).action).toBe(action);
  });

  test("contradiction is the same both ways round", () => {
    for (const { known: first, candidate, action } of PAIRS)
      if (action === "contradict")
        expect(curate(rule(first), [known(candidate)]).action, `${candidate} + ${first}`).toBe("contradict");
  });

  test("each says the same as itself", () => {
    for (const text of TEXTS)
      expect(curate(rule(text), [known(text)])).toMatchObject({ action: "reinforce", id: "ctx-1" });
  });
});

test("the why names the memory it is about", () => {
  expect(curate(rule("Use npm."), [known("Use pnpm, not npm.")]).why).toBe(
    'one chooses what the other turns down (npm): "Use pnpm, not npm."',
  );
  expect(curate(rule("Use npm."), []).why).toBe("nothing like it is known");
});

test("what would get longer than a memory may be is added instead of merged", () => {
  const more = "Run the tests before pushing and tell others";
  const short = [known("Run the tests before pushing.")];
  expect(curate(rule(`${more}.`), short)).toMatchObject({ action: "merge", text: `${more}.` });
  expect(curate(rule(`${more}${" and so on".repeat(12)}.`), short).action).toBe("add");
});

test("only living memories of the same scope count", () => {
  const npm = rule("Use npm.");
  expect(curate(npm, [known("Use pnpm.", "ctx-1", "superseded"), known("Use npm.", "ctx-2", "forgotten")]).action).toBe(
    "add",
  );
  expect(
    curate(npm, [known("Use pnpm.", "ctx-1", "trusted", "user"), known("Use npm.", "ctx-2", "trusted", "team")]).action,
  ).toBe("add");
  expect(curate(npm, [known("Use pnpm.", "ctx-1", "proposed")]).action).toBe("contradict");
});

test("what is said again wins over what it contradicts, and that over what it extends", () => {
  const all = [known("Use pnpm.", "ctx-1"), known("Use npm.", "ctx-2"), known("Use yarn.", "ctx-3")];
  expect(curate(rule("Use npm."), all)).toMatchObject({ action: "reinforce", id: "ctx-2" });
  expect(curate(rule("Use bun."), all)).toMatchObject({ action: "contradict", id: "ctx-1" });
});

const someText = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc
    .array(
      fc.constantFrom(
        ..."use don't never always pnpm npm tabs spaces tests in for before not , 2 100 the `x` keep put".split(" "),
      ),
      { maxLength: 8 },
    )
    .map((words) => words.join(" ")),
  fc.string({ unit: "binary" }),
);

test("the order of what is known makes no difference, and nothing throws", () => {
  const memories = fc
    .array(
      fc.record({
        text: someText,
        state: fc.constantFrom<MemoryState>("trusted", "proposed", "superseded", "forgotten"),
      }),
      { maxLength: 12 },
    )
    .map((list) => list.map(({ text, state }, i) => known(text, `ctx-${i}`, state)));
  fc.assert(
    fc.property(someText, memories, fc.array(fc.nat()), (text, list, keys) => {
      const shuffled = list
        .map((memory, i) => ({ memory, key: keys[i % Math.max(1, keys.length)] ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ memory }) => memory);
      expect(curate(rule(text), shuffled)).toEqual(curate(rule(text), list));
      expect(curate(rule(text), list.toReversed())).toEqual(curate(rule(text), list));
    }),
    { numRuns: 1500 },
  );
});

test("what it names is known and alive, and a merged text says no less than the one it replaces", () => {
  const memories = fc.array(someText, { maxLength: 12 }).map((list) => list.map((text, i) => known(text, `ctx-${i}`)));
  fc.assert(
    fc.property(someText, memories, (text, list) => {
      const decision = curate(rule(text), list);
      if (decision.action === "add") return;
      const target = list.find(({ id }) => id === decision.id);
      expect(target).toBeDefined();
      if (decision.action === "merge") {
        expect(decision.text.length).toBeLessThanOrEqual(160);
        expect(curate(rule(target?.text ?? ""), [known(decision.text)]).action).not.toBe("contradict");
      }
    }),
    { numRuns: 1000 },
  );
});
