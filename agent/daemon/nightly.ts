import { type Clock, nextLocalHour, startOfLocalDay } from "../../sync/core/clock.ts";
import { backups } from "../maintain/backup.ts";
import type { JobDesk } from "../queue/job-desk.ts";
import type { Base } from "./base.ts";

const DAY_MS = 86_400_000;
/** A machine that sleeps at night makes up for a missed backup soon after the worker's start. */
const CATCH_UP_MS = 5 * 60_000;

/** Sees to it that the coming night's maintenance is in the queue, once; a missed one is made up for. */
const scheduleNightly = (jobs: Pick<JobDesk, "add">, { home, clock, config }: Base): void => {
  const nowMs = clock.now();
  const latest = backups(home)[0]?.madeAtMs ?? null;
  const missed = latest !== null && nowMs - latest > DAY_MS;
  const runAtMs = missed ? nowMs + CATCH_UP_MS : nextLocalHour(nowMs, config().backups.hour);
  const dedupeKey = `maintain.nightly:${startOfLocalDay(runAtMs)}:${missed ? "missed" : "night"}`;
  jobs.add({ kind: "maintain.nightly", subject: "home", projectId: null, dedupeKey, priority: -10, runAtMs });
};

/** Calls `schedule` at the start and once an hour, so that each night's job is there in time. */
export const nightlyService = (jobs: Pick<JobDesk, "add">, base: Base, clock: Clock) => ({
  name: "nightly",
  run: async (stop: AbortSignal): Promise<void> => {
    while (!stop.aborted) {
      scheduleNightly(jobs, base);
      await clock.sleep(3_600_000, stop);
    }
  },
});
