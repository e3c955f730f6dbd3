import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Clock, isoTime } from "../../sync/core/clock.ts";
import { AppError, messageOf } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import { newId } from "../../sync/core/ids.ts";
import type { Log } from "../../sync/core/log.ts";
import type { Random } from "../../sync/core/random.ts";
import { runServices } from "../../sync/core/service.ts";
import { takeLock } from "../../sync/store/lock.ts";
import { isCorruption, openStore, type Store } from "../../sync/store/open.ts";
import { afterStart, readRestartState, wipeSlate, writeRestartState } from "../control/restart-policy.ts";
import { settingsOrDefaults } from "../health/settings.ts";
import { createEventLog } from "../ingest/event-log.ts";
import { ingestService } from "../ingest/watch.ts";
import { isSoundByChild } from "../maintain/in-child.ts";
import { type Restored, restore, wasBrokenOff } from "../maintain/restore.ts";
import { prepareAllBriefs } from "../recall/prepared-briefs.ts";
import { assemble } from "./assemble.ts";
import { noteBrokenSettings, withdrawBrokenSettings } from "./broken-settings.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { heartbeatService } from "./heartbeat-service.ts";
import { createLearner } from "./learner/learner.ts";
import { createLogger, rotatedLines, WORKER_LOG } from "./logger.ts";
import { identify } from "./machine.ts";
import { createNewerPlugin } from "./newer-plugin.ts";
import { nightlyService } from "./nightly.ts";
import { createReasons, type Reason } from "./reasons-to-end.ts";
import { createRest } from "./rest.ts";
import { socketService } from "./socket-server.ts";
import { watchConfig } from "./watch-config.ts";
import { createWatchdog } from "./watchdog.ts";
import { embeddingsService, wireEmbeddings } from "./wire-embeddings.ts";

export interface WorkerOptions {
  readonly home: Home;
  /** Where a socket goes whose path in the home would be too long. */
  readonly runtimeDir: string;
  readonly version: string;
  /** The folder this code runs from. */
  readonly root: string;
  /** Where a model's key may stand, and what the user's own `claude` is started with. */
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly random: Random;
  /** Asks the worker to put its work down and end. */
  readonly stop: AbortSignal;
  /** Starts a program that outlives the worker. */
  readonly launch: (file: string) => void;
  /** Called once the worker answers. */
  readonly onReady: () => void;
}

/** Why the worker ended: it was asked to, or one of its own reasons. */
export type WorkerEnd = "stopped" | Reason;

/**
 * Runs the worker of a home until it is asked to stop. Throws `AppError`: `locked` (another worker runs), `home-shared`,
 * `schema-newer`, `config`; whatever else it throws is a bug.
 */
export const runWorker = async (options: WorkerOptions): Promise<WorkerEnd> => {
  const { home, clock, random, version } = options;
  for (const dir of [home.dir, home.logs, home.offers]) mkdirSync(dir, { recursive: true, mode: 0o700 });
  const lock = takeLock(home.lock);
  if (!lock)
    throw new AppError("locked", `A worker runs already on ${home.dir}.`, { hint: "`cairn status` tells of it." });
  try {
    const settings = await settingsOf(options);
    // Noted before anything else can go wrong, so that a start that dies counts as a crash.
    writeRestartState(home, afterStart(readRestartState(home), clock.now(), version));
    const { machine, wasId } = identify(home, random, clock.now());
    const { log, close } = createLogger(home, settings.config().logs);
    try {
      log.info("worker starts", { version, machine: machine.id });
      if (wasId !== null)
        log.warn("this home was copied or moved here; it is a new machine now", { was: wasId, is: machine.id });
      const store = await openSoundly(options, log);
      try {
        return await serve(options, { store, settings, log });
      } finally {
        store.close();
        log.info("worker has stopped");
      }
    } catch (error) {
      log.error("worker failed", { error: messageOf(error), stack: error instanceof Error ? error.stack : undefined });
      throw error;
    } finally {
      await close();
    }
  } finally {
    lock.release();
  }
};

/** The settings, looked at before the start is noted: a slip in them is no crash, and starting again would not mend it. */
const settingsOf = async ({ home, clock, version }: WorkerOptions): Promise<ReturnType<typeof watchConfig>> => {
  const { config, problem } = settingsOrDefaults(home);
  if (!problem) {
    withdrawBrokenSettings(home);
    return watchConfig(home);
  }
  noteBrokenSettings(home, problem, { version, nowMs: clock.now() });
  const { log, close } = createLogger(home, config.logs);
  log.error("worker does not start: its settings are broken", { error: problem.message });
  await close();
  throw problem;
};

/** Opens the database; a damaged one is replaced by the newest sound backup, and an alert says what was lost. */
const openSoundly = async ({ home, clock, random }: WorkerOptions, log: Log): Promise<Store> => {
  const nowMs = clock.now();
  let restored: Restored | null = null;
  if (wasBrokenOff(home) || (existsSync(home.database) && !(await isSoundByChild(home.database))))
    restored = await restore(home, { nowMs, isSound: isSoundByChild });
  let store: Store;
  try {
    store = openStore(home.database);
  } catch (error) {
    if (!isCorruption(error)) throw error;
    restored = await restore(home, { nowMs, isSound: isSoundByChild });
    store = openStore(home.database);
  }
  if (restored) {
    const since = restored.from
      ? `what was learned after ${isoTime(restored.from.madeAtMs)}`
      : "all memories, because there was no sound backup";
    const message = `The database was damaged and has been restored. Lost: ${since}.`;
    log.error(message, { damaged: restored.damaged, from: restored.from?.path ?? null });
    store.alerts.add({
      id: newId(nowMs, random),
      kind: "restored",
      message,
      hint: `The damaged file is kept: ${restored.damaged}`,
      atMs: nowMs,
    });
  }
  return store;
};

const serve = async (
  options: WorkerOptions,
  { store, settings, log }: { store: Store; settings: ReturnType<typeof watchConfig>; log: Log },
): Promise<WorkerEnd> => {
  const { home, clock, random, version } = options;
  const { config } = settings;
  const base = { home, store, clock, random, config, version };
  const events = rotatedLines(home, "events", { ...config().eventLog, keepFiles: config().logs.keepFiles });
  events.on("error", (error) => log.warn("event log cannot be written", { error: error.message }));
  const watchdog = createWatchdog(join(home.logs, WORKER_LOG));
  const rest = createRest({
    onRise: watchdog.start,
    onRest: () => {
      void watchdog.stop();
      store.shrinkMemory();
      collectGarbage();
    },
  });
  const over = new AbortController();
  const learner = createLearner({ ...base, log, env: options.env, onReplaced: () => reasons.replaced() });
  const { ingest, app } = assemble(base, log, {
    jobs: learner.jobs,
    learning: learner.learning,
    checks: [learner.check],
    eventLog: createEventLog(
      (lines) => events.write(lines),
      () => config().eventLog,
    ),
    onPluginSeen: createNewerPlugin({ version, clock, log, launch: options.launch }),
    onWork: rest.onWork,
    embeddings: wireEmbeddings(base, log, over.signal),
  });
  const released = learner.releaseAll(true);
  if (released > 0) log.warn("jobs of a worker that died were taken back", { released });

  const holdsHome = holdOf(home.lock);
  const reasons = createReasons({ clock, config, latestEventAtMs: () => store.events.latestAtMs(), holdsHome });
  watchdog.start();
  const heartbeat = heartbeatService({
    home,
    clock,
    log,
    holdsHome,
    about: { pid: process.pid, version, root: options.root, startedAtMs: clock.now() },
    currentJob: () => learner.current()[0] ?? null,
    onBeat: (rssBytes) => {
      watchdog.beat();
      // Prepared briefs are given while no worker runs: what they hold must not outlive the settings they were made by.
      if (settings.refresh(log)) {
        prepareAllBriefs(base);
        learner.settingsChanged();
      }
      rest.beat();
      reasons.consider(rssBytes, learner.isAsked());
    },
  });
  const services = [
    heartbeat,
    learner.service,
    nightlyService(learner.jobs, base, clock),
    embeddingsService(learner.jobs, base, clock),
    ingestService(ingest, { home, clock, log }),
    socketService(app, home, {
      runtimeDir: options.runtimeDir,
      holdsHome,
      onReady: options.onReady,
      onRequest: rest.onWork,
    }),
  ];
  try {
    await runServices(services, AbortSignal.any([options.stop, reasons.signal]), { clock, log });
  } finally {
    over.abort();
    await watchdog.stop();
    await new Promise((resolve) => events.end(resolve));
  }
  if (holdsHome()) wipeSlate(home);
  const end = options.stop.aborted ? "stopped" : reasons.end();
  log.info("worker ends", { why: end });
  return end;
};

/** Tells whether a file is still the one it was: a home that was deleted, and perhaps made anew by another worker, is not ours. */
const holdOf = (path: string): (() => boolean) => {
  const inode = statSync(path).ino;
  return () => statSync(path, { throwIfNoEntry: false })?.ino === inode;
};
