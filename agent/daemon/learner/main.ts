import { join } from "node:path";
import { systemClock as clock } from "../../../sync/core/clock.ts";
import { AppError, messageOf } from "../../../sync/core/errors.ts";
import { homeAt } from "../../../sync/core/home.ts";
import { systemRandom as random } from "../../../sync/core/random.ts";
import { runServices, type Service } from "../../../sync/core/service.ts";
import { isCorruption, openStore } from "../../../sync/store/open.ts";
import { DAMAGED } from "../../maintain/in-child.ts";
import { WORKER_LOG } from "../logger.ts";
import { createWatchdog } from "../watchdog.ts";
import { wireEmbeddings } from "../wire-embeddings.ts";
import { wireModel } from "../wire-model.ts";
import { answerCalls } from "./answer-calls.ts";
import { assembleLearner } from "./assemble-learner.ts";
import { createEnough } from "./enough.ts";
import { REPLACED } from "./messages.ts";
import { connectToWorker } from "./worker-line.ts";

// The learner's process: carries out jobs and calls on a connection of its own until there are no more, or its worker is gone.

const BEAT_MS = 1_000;
/** What persons have asked for may be carried out still when the learner is to end. */
const CALLS_WITHIN_MS = 1_000;

const stop = new AbortController();
const line = connectToWorker(process, stop);
const { log } = line;

const learn = async (dir: string, version: string): Promise<void> => {
  const config = await line.settings();
  if (stop.signal.aborted) return;
  const home = homeAt(dir);
  const store = openStore(home.database, { beside: true });
  const watchdog = createWatchdog(join(home.logs, WORKER_LOG));
  try {
    const base = { home, store, clock, random, config, version };
    const { queue, learning } = assembleLearner(base, log, {
      model: wireModel(base, log, process.env),
      embeddings: wireEmbeddings(base, log, stop.signal),
    });
    const calls = answerCalls(learning, line.tell);
    line.listen((message) => {
      if (message.type === "wake") queue.wake();
      else if (message.type === "hold") queue.hold(message.held);
      // What comes too late is asked of the next learner.
      else if (!stop.signal.aborted) calls.answer(message);
    });
    const enough = createEnough(config);
    const beats: Service = {
      name: "beats",
      run: async (stopBeats) => {
        while (!stopBeats.aborted) {
          watchdog.beat();
          line.tell({ type: "beat" });
          const nextAtMs = store.jobs.nextAtMs();
          const beat = {
            isBusy: calls.underWay() > 0 || queue.current().length > 0,
            isDue: nextAtMs !== null && nextAtMs <= clock.now(),
            modelJobs: queue.slowJobs(),
            rssBytes: process.memoryUsage.rss(),
          };
          if (enough(beat)) stop.abort();
          await clock.sleep(BEAT_MS, stopBeats);
        }
      },
    };
    watchdog.start();
    await runServices([beats, queue.service], stop.signal, { clock, log });
    await Promise.race([calls.done(), clock.sleep(CALLS_WITHIN_MS)]);
  } finally {
    await watchdog.stop();
    store.close();
  }
};

process.umask(0o077);
const [dir = "", version = ""] = process.argv.slice(2);
const exitCodeOf = (error: unknown): number => {
  if (isCorruption(error)) return DAMAGED;
  return error instanceof AppError && error.code === "schema-other" ? REPLACED : 1;
};
try {
  await learn(dir, version);
} catch (error) {
  log.error("learning failed", { error: messageOf(error), stack: error instanceof Error ? error.stack : undefined });
  process.exitCode = exitCodeOf(error);
}
await line.said();
// Whatever a job left behind that was given up must not keep the next learner waiting.
process.exit();
