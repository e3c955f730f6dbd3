import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type Clock, startOfLocalDay } from "../../sync/core/clock.ts";
import { readIfThere } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Health, Status } from "../../web/deps.ts";
import { FROZEN_AFTER_MS, type Heartbeat, readHeartbeat } from "../control/heartbeat.ts";
import { CRASHES_MAX, readRestartState } from "../control/restart-policy.ts";
import { spoolNames } from "../ingest/spool.ts";
import { isAlive } from "../process/exec.ts";

interface StatusDeps {
  readonly home: Home;
  readonly clock: Clock;
  /** Null where nothing has been stored yet. */
  readonly store: Store | null;
  readonly machine: { readonly id: string; readonly name: string } | null;
  readonly tokensPerDay: number;
}

/** How the worker is, judged by what it left on the disk, so that it can be told when it does not answer. */
const workerState = (beat: Heartbeat | null, nowMs: number, home: Home): Status["worker"]["state"] => {
  if (beat?.state === "running" && isAlive(beat.pid)) return nowMs - beat.atMs > FROZEN_AFTER_MS ? "frozen" : "running";
  return (readRestartState(home)?.crashes ?? 0) >= CRASHES_MAX ? "gave-up" : "stopped";
};

const pausedUntil = (home: Home, nowMs: number): Status["paused"] => {
  const text = readIfThere(join(home.dir, "paused"));
  if (text === null) return null;
  const untilS = Number.parseInt(text, 10) || 0;
  if (untilS === 0) return { until: null };
  return untilS * 1_000 > nowMs ? { until: untilS * 1_000 } : null;
};

/** Everything `cairn status` shows of this machine; reads rows and files only. */
export const readStatus = (
  { home, clock, store, machine, tokensPerDay }: StatusDeps,
  health: readonly Health[],
  project: Status["project"],
): Status => {
  const nowMs = clock.now();
  const beat = readHeartbeat(home);
  const state = workerState(beat, nowMs, home);
  const up = state === "running" || state === "frozen" ? beat : null;
  const memories = store?.memories.counts() ?? {};
  const { trusted = 0, proposed = 0 } = memories;
  return {
    machine: { id: machine?.id ?? null, name: machine?.name ?? hostname() },
    worker: {
      state,
      pid: up?.pid ?? null,
      version: beat?.version ?? null,
      heartbeatAgeMs: beat === null ? null : Math.max(0, nowMs - beat.atMs),
      rssBytes: up?.rssBytes ?? null,
      uptimeS: up === null ? null : Math.round((nowMs - up.startedAtMs) / 1_000),
      currentJob: up?.currentJob ?? null,
    },
    queue: {
      ...(store?.jobs.counts() ?? { ready: 0, running: 0, retrying: 0, dead: 0 }),
      processed: store?.meta.count("jobs.processed") ?? 0,
    },
    events: {
      spooled: existsSync(home.spool) ? spoolNames(home).length : 0,
      stored: store?.events.count() ?? 0,
      today: store?.events.countSince(startOfLocalDay(nowMs)) ?? 0,
      bad: store?.meta.count("events.bad") ?? 0,
      notCaptured: store?.meta.count("events.notCaptured") ?? 0,
    },
    memories: { total: trusted + proposed, trusted, proposed },
    budget: { tokensToday: 0, limit: tokensPerDay },
    paused: pausedUntil(home, nowMs),
    project,
    health,
    alerts: store?.alerts.open() ?? [],
  };
};
