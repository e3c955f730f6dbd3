import { expect, test } from "vitest";
import { createWakeUp } from "../../sync/core/wake-up.ts";
import { createTestClock } from "../support/clock.ts";

const never = new AbortController().signal;

/** Whether a promise has settled by now. */
const watch = (work: Promise<void>) => {
  const seen = { done: false };
  void work.then(() => {
    seen.done = true;
  });
  return seen;
};

test("who waits sleeps its time when nobody calls", async () => {
  const clock = createTestClock();
  const waiting = watch(createWakeUp(clock).wait(1_000, never));
  await clock.pass(999);
  expect(waiting.done).toBe(false);
  await clock.pass(1);
  expect(waiting.done).toBe(true);
});

test("a call wakes everybody who waits, and only them", async () => {
  const clock = createTestClock();
  const wakeUp = createWakeUp(clock);
  const [one, two] = [watch(wakeUp.wait(1_000, never)), watch(wakeUp.wait(1_000, never))];
  await clock.pass(1);
  wakeUp.now();
  await clock.pass(0);
  expect([one.done, two.done]).toEqual([true, true]);
  const later = watch(wakeUp.wait(1_000, never));
  await clock.pass(1);
  expect(later.done).toBe(false);
  await clock.pass(1_000);
});

test("a call while nobody waits is not lost, but counts once", async () => {
  const clock = createTestClock();
  const wakeUp = createWakeUp(clock);
  wakeUp.now();
  wakeUp.now();
  const first = watch(wakeUp.wait(1_000, never));
  await clock.pass(0);
  expect(first.done).toBe(true);
  const second = watch(wakeUp.wait(1_000, never));
  await clock.pass(0);
  expect(second.done).toBe(false);
  await clock.pass(1_000);
});

test("stopping ends the wait at once, also one that begins later", async () => {
  const clock = createTestClock();
  const wakeUp = createWakeUp(clock);
  const stop = new AbortController();
  const waiting = watch(wakeUp.wait(1_000, stop.signal));
  await clock.pass(0);
  stop.abort();
  await clock.pass(0);
  expect(waiting.done).toBe(true);
  await wakeUp.wait(1_000, stop.signal);
  expect(clock.sleeping()).toEqual([]);
});
