import { expect, test } from "vitest";
import { createHealth } from "../../agent/health/health.ts";
import { AppError } from "../../sync/core/errors.ts";
import { createTestClock } from "../support/clock.ts";

test("each component says what is fine, or what is not and what to do", async () => {
  const health = createHealth(
    [
      { component: "a", run: () => "fine" },
      { component: "b", run: async () => "fine too" },
      { component: "c", run: () => Promise.reject(new AppError("x", "no disk", { hint: "Buy one." })) },
      {
        component: "d",
        run: () => {
          throw new Error("a bug");
        },
      },
    ],
    createTestClock(),
  );
  expect(await health(false)).toEqual([
    { component: "a", ok: true, message: "fine", hint: null },
    { component: "b", ok: true, message: "fine too", hint: null },
    { component: "c", ok: false, message: "no disk", hint: "Buy one." },
    { component: "d", ok: false, message: "a bug", hint: null },
  ]);
});

test("is asked again after 30 s, or when a fresh answer is wanted, not before", async () => {
  const clock = createTestClock();
  let asked = 0;
  const health = createHealth([{ component: "a", run: () => String(++asked) }], clock);
  const messages = async (fresh: boolean) => (await health(fresh)).map(({ message }) => message);
  expect([await messages(false), await messages(false)]).toEqual([["1"], ["1"]]);
  clock.set(clock.now() + 86_400_000); // the wall clock does not matter
  await clock.pass(29_999);
  expect(await messages(false)).toEqual(["1"]);
  await clock.pass(1);
  expect([await messages(false), await messages(true), await messages(false)]).toEqual([["2"], ["3"], ["3"]]);
});

test("does not wait for a component that hangs", async () => {
  const clock = createTestClock();
  const health = createHealth(
    [
      { component: "hangs", run: () => new Promise<string>(() => undefined) },
      { component: "works", run: () => "fine" },
    ],
    clock,
  );
  const asking = health(false);
  await clock.pass(1_000);
  expect(await asking).toMatchObject([
    { component: "hangs", ok: false, message: "no answer within 1 s" },
    { component: "works", ok: true },
  ]);
  expect(clock.sleeping()).toEqual([]);
});
