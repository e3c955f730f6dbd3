import type { Clock } from "../../sync/core/clock.ts";
import { AppError, isMachineTrouble, messageOf } from "../../sync/core/errors.ts";
import { Later, step } from "../../sync/core/job.ts";
import type { Log } from "../../sync/core/log.ts";
import type { Random } from "../../sync/core/random.ts";
import type { Service } from "../../sync/core/service.ts";
import { createWakeUp, type WakeUp } from "../../sync/core/wake-up.ts";
import type { Job, KindFilter } from "../../sync/store/jobs.ts";
import { isCorruption, type Store } from "../../sync/store/open.ts";
import { createJobDesk } from "./job-desk.ts";

/** Writes what a job found out; runs in the very transaction that ends the job, so that both happen or neither. */
export type Commit = () => void;

/** Does the slow part of a job and returns its writes. Must give up when `signal` is aborted. */
export type Handler = (job: Job, signal: AbortSignal) => Commit | Promise<Commit>;

export type Handlers = Readonly<Record<string, Handler>>;

interface QueueDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly handlers: Handlers;
  readonly settings: () => { readonly concurrency: number; readonly jobTimeoutS: number; readonly attemptsMax: number };
  /** Kinds that wait for somebody outside. They have a time limit and one runner of their own, so that no other job waits behind them. */
  readonly slow?: { readonly kinds: readonly string[]; readonly timeoutS: () => number };
}

/** Longest sleep of a runner when nothing is due; whoever adds a job wakes it. */
const REST_MS = 60_000;
/** What wakes the queue is mostly a prompt, whose hook waits for its answer; jobs let it go first. */
const COURTESY_MS = 150;
/** A job that met a full disk is tried again after this. */
const TROUBLE_MS = 30_000;

export type Queue = ReturnType<typeof createQueue>;

/** The durable job queue: rows are the truth, runners only carry them out. */
export const createQueue = ({ store, clock, random, log, handlers, settings, slow }: QueueDeps) => {
  const wakeUp = createWakeUp(clock);
  const wakeUpSlow = createWakeUp(clock);
  const wake = (): void => {
    wakeUp.now();
    wakeUpSlow.now();
  };
  const desk = createJobDesk({ store, clock, random, settings, onReady: wake });
  const { move, release } = desk;
  const current = new Map<string, string>();
  let slowJobs = 0;
  let isHeld = false;

  const timeoutSOf = ({ kind }: Job): number => (slow?.kinds.includes(kind) ? slow.timeoutS() : settings().jobTimeoutS);

  const claim = (which?: KindFilter): { job: Job; attempt: number } | null =>
    store.atomically(() => {
      const nowMs = clock.now();
      const job = store.jobs.due(nowMs, which);
      const life = job && step(job.life, { type: "claim", nowMs, leaseMs: timeoutSOf(job) * 2_000 });
      if (!job || !life) return null;
      store.jobs.save(job.id, life, nowMs);
      return { job: { ...job, life }, attempt: life.attempts };
    });

  const finish = (job: Job, attempt: number, commit: Commit): void =>
    store.atomically(() => {
      // A run that was given up on in the meantime writes nothing.
      const life = store.jobs.byId(job.id)?.life;
      const next = life && step(life, { type: "finish", attempt });
      if (!next) return;
      commit();
      store.jobs.save(job.id, next, clock.now());
      store.meta.add("jobs.processed", 1);
    });

  const fail = (job: Job, attempt: number, error: unknown): void => {
    const reason = messageOf(error).slice(0, 500);
    const { attemptsMax } = settings();
    move(job.id, { type: "fail", attempt, nowMs: clock.now(), reason, attemptsMax, jitter: random.unit() });
    const dead = attempt >= attemptsMax;
    log[dead ? "error" : "warn"](dead ? "job is dead" : "job failed", { job: job.id, kind: job.kind, attempt, reason });
  };

  /**
   * A full disk is not the job's fault and costs it no attempt. Where the database is on that disk this fails as well, and the job is
   * given back when the service starts anew.
   */
  const giveBack = (job: Job, error: unknown): void => {
    log.warn("job waits for the machine to be well", { job: job.id, kind: job.kind, reason: messageOf(error) });
    move(job.id, { ...release(false), nowMs: clock.now() + TROUBLE_MS });
  };

  /** The handler's result, unless it takes too long or the worker stops. */
  const prepare = async (job: Job, stop: AbortSignal): Promise<Commit> => {
    const handler = handlers[job.kind];
    if (!handler) throw new AppError("job-unknown", `This version does not know jobs of the kind ${job.kind}.`);
    const timeoutS = timeoutSOf(job);
    const giveUp = new AbortController();
    const signal = AbortSignal.any([stop, giveUp.signal]);
    const limit = clock.sleep(timeoutS * 1_000, signal).then((): never => {
      const stopped = signal.aborted;
      giveUp.abort();
      throw new AppError("job-timeout", stopped ? "The worker stops." : `It took longer than ${timeoutS} s.`);
    });
    limit.catch(() => undefined);
    try {
      return await Promise.race([Promise.resolve(handler(job, signal)), limit]);
    } finally {
      giveUp.abort();
    }
  };

  /** Runs one due job to its end, or gives it back when `stop` is aborted. Returns whether there was one. */
  const runOne = async (stop: AbortSignal, which?: KindFilter): Promise<boolean> => {
    const claimed = claim(which);
    if (!claimed) return false;
    const { job, attempt } = claimed;
    current.set(job.id, job.kind);
    if (slow?.kinds.includes(job.kind)) slowJobs++;
    try {
      finish(job, attempt, await prepare(job, stop));
    } catch (error) {
      if (isCorruption(error)) throw error;
      if (stop.aborted) move(job.id, release(false));
      else if (error instanceof Later) move(job.id, { ...release(false), nowMs: error.atMs });
      else if (isMachineTrouble(error)) giveBack(job, error);
      else fail(job, attempt, error);
    } finally {
      current.delete(job.id);
    }
    return true;
  };

  const runner = async (stop: AbortSignal, which: KindFilter, [own, other]: readonly WakeUp[]): Promise<void> => {
    while (!stop.aborted) {
      if (!isHeld && (await runOne(stop, which))) {
        // It may have brought jobs of the other kinds; those of its own kinds it finds itself.
        other?.now();
        await clock.breathe();
        continue;
      }
      const nextAtMs = isHeld ? null : store.jobs.nextAtMs(which);
      const restMs = nextAtMs === null ? REST_MS : Math.min(REST_MS, Math.max(10, nextAtMs - clock.now()));
      await own?.wait(restMs, stop);
      await clock.sleep(COURTESY_MS, stop);
    }
  };

  /** Who runs which kinds, and the sleep from which each is woken. */
  const runnersFor = (signal: AbortSignal): Promise<void>[] => {
    const slowKinds = slow?.kinds ?? [];
    const fast = () => runner(signal, { except: slowKinds }, [wakeUp, wakeUpSlow]);
    const others = slowKinds.length === 0 ? [] : [runner(signal, { only: slowKinds }, [wakeUpSlow, wakeUp])];
    return [...Array.from({ length: settings().concurrency }, fast), ...others];
  };

  return {
    /** Without `which`, of any kind. */
    runOne,
    ...desk,
    /** Call after rows were written that may have brought jobs. */
    wake,
    /** While held nothing new is begun: something more urgent needs the machine. */
    hold: (held: boolean): void => {
      isHeld = held;
      if (!held) wake();
    },
    /** How many jobs of the slow kinds this process has run. */
    slowJobs: (): number => slowJobs,
    /** Kinds of the jobs that run right now. */
    current: (): string[] => [...current.values()],
    service: {
      name: "queue",
      run: async (stop: AbortSignal): Promise<void> => {
        // What trouble with the disk left behind: no runner of this process is at it any more.
        desk.releaseAll(false);
        const failed = new AbortController();
        const signal = AbortSignal.any([stop, failed.signal]);
        const runners = runnersFor(signal).map((running) =>
          running.catch((error: unknown) => {
            failed.abort();
            throw error;
          }),
        );
        const ends = await Promise.allSettled(runners);
        const broken = ends.find((end) => end.status === "rejected");
        if (broken) throw broken.reason;
      },
    } satisfies Service,
  };
};
