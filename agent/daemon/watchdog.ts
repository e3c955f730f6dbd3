import { extname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { WatchdogData } from "./watchdog-thread.ts";

/** 24 wakes of 5 s: two minutes of the worker's own running time. */
const WAKE_MS = 5_000;
const WAKES_MAX = 24;

export interface Watchdog {
  /** Progress of the main loop. */
  readonly beat: () => void;
  /** Begins to watch, unless it does already. */
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

/**
 * A thread that ends the process when the main loop makes no progress, with its stack in the log. It takes 5 MB, so it should be
 * there only while something is done that could hang.
 */
export const createWatchdog = (logFile: string, { wakeMs = WAKE_MS, wakesMax = WAKES_MAX } = {}): Watchdog => {
  const beats = new SharedArrayBuffer(4);
  const counter = new Int32Array(beats);
  const workerData: WatchdogData = { beats, wakeMs, wakesMax, logFile };
  let thread: Worker | null = null;
  return {
    beat: () => {
      Atomics.add(counter, 0, 1);
    },
    start: () => {
      if (thread !== null) return;
      thread = new Worker(join(import.meta.dirname, `watchdog-thread${extname(import.meta.filename)}`), {
        workerData,
        // It does next to nothing; the defaults would reserve far more.
        resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, codeRangeSizeMb: 4, stackSizeMb: 1 },
      });
      thread.unref();
      // It has nothing that could fail but memory; without it the worker is better off than without a worker.
      thread.on("error", () => {
        thread = null;
      });
    },
    stop: async () => {
      const ending = thread;
      thread = null;
      await ending?.terminate();
    },
  };
};
