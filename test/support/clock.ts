import { type Clock, systemClock } from "../../sync/core/clock.ts";

/** A Friday in November 2026, 10:00 UTC. */
export const START_MS = Date.UTC(2026, 10, 20, 10);

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** Lets time pass, for both clocks; whoever sleeps wakes when it is due, in order. */
  readonly pass: (ms: number) => Promise<void>;
  /** Sets the wall clock as a person or a time server does; nobody's sleep becomes shorter or longer by it. */
  readonly set: (ms: number) => void;
  /** How long those who sleep right now asked to sleep. */
  readonly sleeping: () => readonly number[];
}

interface Sleeper {
  readonly dueMs: number;
  readonly askedMs: number;
  readonly wake: () => void;
}

/** Enough turns of the event loop for everybody who was woken to fall asleep again. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await systemClock.breathe();
};

export const createTestClock = (startMs = START_MS): TestClock => {
  let wallMs = startMs;
  let monotonicMs = 0;
  const sleepers = new Set<Sleeper>();

  const sleep: Clock["sleep"] = (ms, stop) =>
    new Promise((resolve) => {
      if (stop?.aborted) return resolve();
      const wake = () => {
        sleepers.delete(sleeper);
        stop?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper: Sleeper = { dueMs: monotonicMs + ms, askedMs: ms, wake };
      sleepers.add(sleeper);
      stop?.addEventListener("abort", wake, { once: true });
    });

  const pass = async (ms: number): Promise<void> => {
    await settle();
    const endMs = monotonicMs + ms;
    for (;;) {
      const [next] = [...sleepers].filter(({ dueMs }) => dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs);
      const toMs = next?.dueMs ?? endMs;
      wallMs += toMs - monotonicMs;
      monotonicMs = toMs;
      if (next === undefined) break;
      next.wake();
      await settle();
    }
    await settle();
  };

  return {
    now: () => wallMs,
    monotonicMs: () => monotonicMs,
    sleep,
    breathe: systemClock.breathe,
    pass,
    set: (ms) => {
      wallMs = ms;
    },
    sleeping: () => [...sleepers].map(({ askedMs }) => askedMs),
  };
};
