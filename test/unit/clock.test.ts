import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { systemClock } from "../../sync/core/clock.ts";

test("of many who breathe at the same time one goes on at each turn of the event loop, in their order", async () => {
  const wentOn: number[] = [];
  for (let n = 0; n < 3; n++) void systemClock.breathe().then(() => wentOn.push(n));
  const seen: string[] = [];
  for (let n = 0; n < 4; n++) {
    await turn();
    seen.push(wentOn.join(""));
  }
  expect(wentOn).toEqual([0, 1, 2]);
  // Never two between two looks.
  expect(seen.every((now, n) => now.length - (seen[n - 1] ?? "").length <= 1)).toBe(true);
});

test("who breathes again comes after those who wait", async () => {
  const order: string[] = [];
  const greedy = async () => {
    for (const step of ["a1", "a2"]) {
      await systemClock.breathe();
      order.push(step);
    }
  };
  const other = async () => {
    await systemClock.breathe();
    order.push("b");
  };
  await Promise.all([greedy(), other()]);
  expect(order).toEqual(["a1", "b", "a2"]);
});
