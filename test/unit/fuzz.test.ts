import { expect, test } from "vitest";
import { fuzz } from "../fuzz/run.ts";
import { TARGETS } from "../fuzz/targets.ts";

// `npm run fuzz` does the same a million times, with a clock and an eye on memory.

test.each(TARGETS.map((target) => [target.name, target] as const))(
  "%s takes anything without a crash",
  (_name, target) => {
    expect(fuzz({ count: 20_000 / TARGETS.length, seed: 7, targets: [target], slowMs: null })).toEqual([]);
  },
  60_000,
);

test("a target that crashes is reported with its input", () => {
  const bad = { name: "bad", read: () => expect.fail("broken") };
  const [failure] = fuzz({ count: 1, seed: 1, targets: [bad], slowMs: null });
  expect(failure).toMatchObject({ target: "bad", what: expect.stringContaining("broken") });
});
