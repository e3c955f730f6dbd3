import type { Clock } from "./clock.ts";

/** Lets loops sleep until there is something to do. A call of `now` while nobody waits makes the next wait return at once. */
export interface WakeUp {
  readonly now: () => void;
  /** Resolves when woken, after `ms`, or when `stop` is aborted. */
  readonly wait: (ms: number, stop: AbortSignal) => Promise<void>;
}

export const createWakeUp = (clock: Clock): WakeUp => {
  let missed = false;
  const waiting = new Set<AbortController>();
  return {
    now: () => {
      missed = waiting.size === 0;
      for (const waiter of waiting) waiter.abort();
    },
    wait: async (ms, stop) => {
      if (missed || stop.aborted) {
        missed = false;
        return;
      }
      const waiter = new AbortController();
      const end = () => waiter.abort();
      waiting.add(waiter);
      stop.addEventListener("abort", end, { once: true });
      await clock.sleep(ms, waiter.signal);
      stop.removeEventListener("abort", end);
      waiting.delete(waiter);
    },
  };
};
