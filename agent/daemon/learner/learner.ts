import { AppError } from "../../../sync/core/errors.ts";
import type { Log } from "../../../sync/core/log.ts";
import type { Service } from "../../../sync/core/service.ts";
import { createWakeUp } from "../../../sync/core/wake-up.ts";
import type { Check } from "../../health/health.ts";
import { DAMAGED } from "../../maintain/in-child.ts";
import { type Forked, forkProgram } from "../../process/fork.ts";
import { programFile } from "../../process/program.ts";
import { createJobDesk, type JobDesk } from "../../queue/job-desk.ts";
import type { Base } from "../base.ts";
import type { Learning } from "../wire-learning.ts";
import { createCalls } from "./calls.ts";
import { type FromLearner, REPLACED, type ToLearner } from "./messages.ts";

interface LearnerDeps extends Base {
  readonly log: Log;
  /** Where a model's key may stand. */
  readonly env: NodeJS.ProcessEnv;
  /** The program on the disk is not the one that runs here: this worker should give way to it. */
  readonly onReplaced: () => void;
}

/** Work for the queue and for the person who looks after it; carrying it out is the learner's. */
export interface Jobs extends Pick<JobDesk, "add" | "retry" | "discard"> {
  /** Call after rows were written that may have brought jobs. */
  readonly wake: () => void;
  /** While held no job is begun: something more urgent needs the machine. */
  readonly hold: (held: boolean) => void;
}

/** Longest sleep while nothing is due; whoever brings a job wakes it. */
const REST_MS = 60_000;
/** What brings work is mostly a prompt, whose hook waits for its answer; starting a process lets it go first. */
const COURTESY_MS = 150;
/** A learner that is to end has so long to put its work down. Shorter than what a worker itself is given. */
const END_WITHIN_MS = 1_500;
/** 24 wakes of 5 s without a beat: two minutes of our own running time, so that a machine's sleep does not count. */
const LOOK_EVERY_MS = 5_000;
const SILENT_LOOKS_MAX = 24;
const ANSWER_MS = 200;
const PAUSE_FIRST_MS = 1_000;
const PAUSE_MAX_MS = 60_000;

/**
 * The worker's side of its learner: a process that is started when a job is due or a person asks for what only it can do, and ends when
 * there is nothing more. So what learning takes of memory and time is there only while something is learned, and whatever goes wrong
 * in it (a crash, a job without end) leaves the worker at its work. Jobs stay rows: a learner that dies loses none.
 */
export const createLearner = ({ log, env, onReplaced, ...base }: LearnerDeps) => {
  const { home, store, clock, config, version } = base;
  const wakeUp = createWakeUp(clock);
  let process: Forked<ToLearner> | null = null;
  let isHeld = false;
  let isSilent = false;
  /** How the last learner died; null since one has ended well. */
  let death: AppError | null = null;

  /** What it says when it begins takes the place of what was not told while there was none. */
  const tell = (message: ToLearner): void => {
    if (process === null) wakeUp.now();
    else process.send(message);
  };
  const calls = createCalls(tell);
  const wake = (): void => tell({ type: "wake" });
  const desk = createJobDesk({ ...base, settings: () => config().queue, onReady: wake });

  const hear = (message: FromLearner): void => {
    isSilent = false;
    if (message.type === "log") log[message.level](message.message, message.fields);
    else if (message.type !== "beat") calls.answered(message);
  };

  const dueInMs = (): number => {
    if (calls.waiting().length > 0) return 0;
    const nextAtMs = isHeld ? null : store.jobs.nextAtMs();
    return nextAtMs === null ? REST_MS : Math.min(REST_MS, Math.max(0, nextAtMs - clock.now()));
  };

  /** Ends a learner from which nothing is heard any more, until `over`. */
  const watch = async (own: Forked<ToLearner>, over: AbortSignal): Promise<void> => {
    for (let looks = 0; !over.aborted; looks = isSilent ? looks + 1 : 0) {
      if (looks >= SILENT_LOOKS_MAX) {
        log.error("learner hangs", { process: own.pid });
        own.kill();
        return;
      }
      isSilent = true;
      await clock.sleep(LOOK_EVERY_MS, over);
    }
  };

  /** One learner from its start to its end. Returns whether it ended well. */
  const live = async (stop: AbortSignal): Promise<boolean> => {
    const over = new AbortController();
    const endSoon = (): void => {
      void clock.sleep(END_WITHIN_MS, over.signal).then(() => {
        if (!over.signal.aborted) own.kill();
      });
    };
    const own = forkProgram<ToLearner, FromLearner>(programFile("agent/daemon/learner/main"), [home.dir, version], {
      env,
      memoryLimitMb: config().worker.memoryLimitMb,
      onMessage: hear,
      onHangUp: endSoon,
    });
    process = own;
    log.debug("learner starts", { process: own.pid });
    own.send({ type: "settings", config: config() });
    own.send({ type: "hold", held: isHeld });
    for (const call of calls.waiting()) own.send(call);
    const onStop = (): void => {
      own.send({ type: "stop" });
      endSoon();
    };
    stop.addEventListener("abort", onStop, { once: true });
    void watch(own, over.signal);
    const code = await own.ended;
    stop.removeEventListener("abort", onStop);
    over.abort();
    process = null;
    if (code === DAMAGED) throw new AppError("store-corrupt", "The learner has found the database damaged.");
    // Of one that died the jobs it was at may have been the cause; one that could not finish them has ended well all the same.
    const endedWell = code === 0 || code === REPLACED;
    const released = desk.releaseAll(!endedWell && !stop.aborted);
    if (code === REPLACED) {
      const message = "Cairn was replaced by another build; the worker gives way to it";
      log.warn(message);
      calls.refuseAll(new AppError("replaced", `${message}.`, { hint: "Try again in a moment.", retry: true }));
      // Whoever asked is to read that before the worker hangs up.
      await clock.sleep(ANSWER_MS, stop);
      onReplaced();
    }
    if (endedWell) return true;
    const words = own.lastWords();
    log.error("learner died", { process: own.pid, code, released, words });
    const last = words.split("\n").findLast((line) => /\S/.test(line)) ?? "";
    death = new AppError("learner-died", `The process that learns has died${last === "" ? "." : `: ${last.trim()}`}`, {
      hint: "`cairn logs` tells more; try again.",
    });
    calls.refuseAll(death);
    return false;
  };

  const service: Service = {
    name: "learner",
    run: async (stop) => {
      // What trouble with the disk left behind: no learner of this process is at it any more.
      desk.releaseAll(false);
      let pauseMs = PAUSE_FIRST_MS;
      try {
        while (!stop.aborted) {
          const restMs = dueInMs();
          if (restMs > 0) {
            await wakeUp.wait(restMs, stop);
            if (calls.waiting().length === 0) await clock.sleep(COURTESY_MS, stop);
          } else if (await live(stop)) {
            death = null;
            pauseMs = PAUSE_FIRST_MS;
          } else {
            await pause(pauseMs, stop);
            pauseMs = Math.min(2 * pauseMs, PAUSE_MAX_MS);
          }
        }
      } finally {
        calls.refuseAll(new AppError("busy", "The worker stops.", { retry: true }));
      }
    },
  };

  /** Lets time pass after a death; only a person who asks is not kept waiting. */
  const pause = async (ms: number, stop: AbortSignal): Promise<void> => {
    const endsMs = clock.monotonicMs() + ms;
    while (!stop.aborted && calls.waiting().length === 0 && clock.monotonicMs() < endsMs)
      await wakeUp.wait(endsMs - clock.monotonicMs(), stop);
  };

  const check: Check = {
    component: "learner",
    run: () => {
      if (process !== null) return "at work";
      if (death !== null) throw death;
      return "nothing to learn";
    },
  };

  const jobs: Jobs = {
    add: desk.add,
    retry: desk.retry,
    discard: desk.discard,
    wake,
    hold: (held) => {
      isHeld = held;
      tell({ type: "hold", held });
    },
  };
  return {
    service,
    check,
    jobs,
    learning: {
      learn: (lesson) => calls.ask("learn", lesson),
      tune: (options) => calls.ask("tune", options),
      cleanUp: (options) => calls.ask("cleanUp", options),
      mirror: (checkout) => calls.ask("mirror", checkout),
    } satisfies Learning,
    /** Call when the settings have been read anew. */
    settingsChanged: (): void => process?.send({ type: "settings", config: config() }),
    /** Whether a person waits for it. */
    isAsked: (): boolean => calls.waiting().length > 0,
    /** Kinds of the jobs that run right now. */
    current: (): string[] => (process === null ? [] : store.jobs.list("running", 10).map(({ kind }) => kind)),
    /** Gives back what the learner of a worker that died left running. */
    releaseAll: desk.releaseAll,
  };
};
