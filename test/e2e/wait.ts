import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks again until the answer is neither null, undefined nor false, and gives that answer.
 * Throws with `what` after `deadlineMs`, so a test says what it waited for.
 */
export const until = async <T>(
  what: string,
  ask: () => T | Promise<T>,
  deadlineMs = 20_000,
): Promise<Exclude<T, null | undefined | false>> => {
  const endMs = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) {
      return answer as Exclude<T, null | undefined | false>;
    }
    if (Date.now() > endMs) throw new Error(`Waited ${deadlineMs} ms in vain: ${what}`);
    await sleep(50);
  }
};
