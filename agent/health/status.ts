import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { type Clock, localDay, startOfLocalDay } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Health, Status } from "../../web/deps.ts";
import { FROZEN_AFTER_MS, type Heartbeat, readHeartbeat } from "../control/heartbeat.ts";
import { CRASHES_MAX, readRestartState } from "../control/restart-policy.ts";
import { isAlive } from "../process/exec.ts";
import { isLockHeld } from "./lock-held.ts";
import { modelState } from "./model-state.ts";
import { readPauses } from "./pauses.ts";
import { countSpool } from "./spool-files.ts";

interface StatusDeps {
  readonly home: Home;
  readonly clock: Clock;
  /** Null where nothing has been stored yet, or what has been cannot be read. */
  readonly store: Store | null;
  readonly machine: { readonly id: string; readonly name: string } | null;
  readonly learning: Config["learning"];
}

/** How the worker is, judged by what it left on the disk, so that it can be told when it does not answer. */
const workerState = (beat: Heartbeat | null, nowMs: number, home: Home): Status["worker"]["state"] => {
  if (beat?.state === "running" && isAlive(beat.pid) && holdsLock(home))
    return nowMs - beat.atMs > FROZEN_AFTER_MS ? "frozen" : "running";
  return (readRestartState(home)?.crashes ?? 0) >= CRASHES_MAX ? "gave-up" : "stopped";
};

/** The number of a dead worker may be another program's by now, but its lock is nobody's. */
const holdsLock = (home: Home): boolean => {
  try {
    return isLockHeld(home);
  } catch {
    return true; // a lock that we may not even read tells nothing, so the heartbeat counts
  }
};

/** Everything `cairn status` shows of this machine; reads rows and files only. */
export const readStatus = (
  { home, clock, store, machine, learning }: StatusDeps,
  health: readonly Health[],
  project: Status["project"],
): Status => {
  const nowMs = clock.now();
  const beat = readHeartbeat(home);
  const state = workerState(beat, nowMs, home);
  const up = state === "running" || state === "frozen" ? beat : null;
  // Where there is no database, there is nothing in it. Where there is one that cannot be read, 0 would be a lie.
  const unread = existsSync(home.database) ? null : 0;
  const spool = countSpool(home);
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
      ...(store?.jobs.counts() ?? { ready: unread, running: unread, retrying: unread, dead: unread }),
      processed: store?.meta.count("jobs.processed") ?? unread,
    },
    events: {
      spooled: spool.waiting,
      stored: store?.events.count() ?? unread,
      today: store?.events.countSince(startOfLocalDay(nowMs)) ?? unread,
      bad: store?.meta.count("events.bad") ?? unread,
      unreadable: spool.aside,
      notCaptured: store?.meta.count("events.notCaptured") ?? unread,
    },
    memories: store ? memoriesIn(store) : { total: unread, trusted: unread, proposed: unread },
    budget: { tokensToday: store?.modelCalls.tokensOn(localDay(nowMs)) ?? 0, limit: learning.tokensPerDay },
    model: modelState(store, learning, nowMs),
    ...readPauses(home, nowMs),
    project,
    health,
    alerts: store?.alerts.open() ?? [],
  };
};

const memoriesIn = (store: Store): Status["memories"] => {
  const { trusted = 0, proposed = 0 } = store.memories.counts();
  return { total: trusted + proposed, trusted, proposed };
};
