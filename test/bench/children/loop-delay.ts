import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type * as AssembleModule from "../../../agent/daemon/assemble.ts";
import type * as LearnerModule from "../../../agent/daemon/learner/learner.ts";
import type * as WatchModule from "../../../agent/ingest/watch.ts";
import type * as ClockModule from "../../../sync/core/clock.ts";
import type * as ConfigModule from "../../../sync/core/config.ts";
import type * as HomeModule from "../../../sync/core/home.ts";
import type * as LogModule from "../../../sync/core/log.ts";
import type * as RandomModule from "../../../sync/core/random.ts";
import type * as StoreModule from "../../../sync/store/open.ts";
import { built } from "../built.ts";
import type { Measured } from "../row.ts";
import { withFolder } from "../shell.ts";
import { fillSpool } from "./spool.ts";

// How long the event loop is held at most while a worker catches up with what was spooled in its absence, jobs and all.

const { assemble } = await built<typeof AssembleModule>("agent/daemon/assemble.js");
const { createLearner } = await built<typeof LearnerModule>("agent/daemon/learner/learner.js");
const { ingestService } = await built<typeof WatchModule>("agent/ingest/watch.js");
const { openStore } = await built<typeof StoreModule>("sync/store/open.js");
const { homeAt } = await built<typeof HomeModule>("sync/core/home.js");
const { defaultConfig } = await built<typeof ConfigModule>("sync/core/config.js");
const { systemClock: clock } = await built<typeof ClockModule>("sync/core/clock.js");
const { systemRandom: random } = await built<typeof RandomModule>("sync/core/random.js");
const { silentLog: log } = await built<typeof LogModule>("sync/core/log.js");

const { count } = JSON.parse(process.argv[2] ?? "{}") as { count: number };
const LOOK_MS = 200;

const measured = await withFolder(async (dir): Promise<Measured> => {
  const home = homeAt(join(dir, "home"));
  fillSpool(dir, home.spool, count);
  const store = openStore(home.database);
  const base = { home, store, clock, random, config: () => defaultConfig, version: "0.0.0" };
  const learner = createLearner({ ...base, log, env: {}, onReplaced: () => undefined });
  const { ingest } = assemble(base, log, learner);
  const stop = new AbortController();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  await clock.sleep(LOOK_MS);
  delay.enable();
  const running = [learner.service, ingestService(ingest, { home, clock, log })].map(({ run }) => run(stop.signal));
  while (store.events.count() < count) await clock.sleep(LOOK_MS);
  delay.disable();
  stop.abort();
  await Promise.all(running);
  store.close();
  return { value: delay.max / 1e6, unit: "ms", baseline: null, ratio: null };
});
process.stdout.write(JSON.stringify(measured));
