import { existsSync, type FSWatcher, watch } from "node:fs";
import type { Clock } from "../../sync/core/clock.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Log } from "../../sync/core/log.ts";
import type { Service } from "../../sync/core/service.ts";
import { createWakeUp } from "../../sync/core/wake-up.ts";
import type { Ingest } from "./ingest.ts";
import { makeSpool } from "./spool.ts";

/** The safety net: file-system events may be lost or not exist at all (network file systems). */
const SWEEP_MS = 1_000;

/** Takes events in as hooks write them. */
export const ingestService = (
  ingest: Ingest,
  { home, clock, log }: { home: Home; clock: Clock; log: Log },
): Service => ({
  name: "ingest",
  run: async (stop) => {
    makeSpool(home);
    const wakeUp = createWakeUp(clock);
    const watcher = watchFolder(home.spool, wakeUp.now, log);
    try {
      while (!stop.aborted) {
        // Not the home itself: one that was deleted must stay deleted.
        if (existsSync(home.dir)) makeSpool(home);
        await ingest.drain(stop);
        await wakeUp.wait(SWEEP_MS, stop);
      }
    } finally {
      watcher?.close();
    }
  },
});

const watchFolder = (folder: string, onChange: () => void, log: Log): FSWatcher | null => {
  try {
    const watcher = watch(folder, onChange);
    watcher.on("error", (error) => log.warn("spool is watched by sweeps only", { error: error.message }));
    return watcher;
  } catch (error) {
    log.warn("spool is watched by sweeps only", { error: String(error) });
    return null;
  }
};
