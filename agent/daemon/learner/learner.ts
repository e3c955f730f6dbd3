import { AppError } from "../../../sync/core/errors.ts";
import type { Log } from "../../../sync/core/log.ts";
import type { Service } from "../../../sync/core/service.ts";
import { createWakeUp } from "../../../sync/core/wake-up.ts";
import { DAMAGED } from "../../maintain/in-child.ts";
import { type Forked, forkProgram } from "../../process/fork.ts";
import { programFile } from "../../process/program.ts";
import { createJobDesk, type JobDesk } from "../../queue/job-desk.ts";
import type { Base } from "../base.ts";
import type { Learning } from "../wire-learning.ts";
import { type Call, errorOf, type FromLearner, type ToLearner } from "./messages.ts";

interface LearnerDeps extends Base {
  readonly log: Log;
  /** Where a model's key may stand. */
  readonly env: NodeJS.ProcessEnv;
}

interface Waiting {
  readonly call: Call;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
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
/** A learner that is asked to end has so long to put its work down. */
const END_WITHIN_MS = 5_000;
const PAUSE_FIRST_MS = 1_000;
const PAUSE_MAX_MS = 60_000;

/**
 * The worker's side of its learner: a process that is started when a job is due or a person asks for what only it can do, and ends when
 * there is nothing more. So what learning takes of memory and time is there only while something is learned, and whatever goes wrong
 * in it (a crash, a job without end) leaves the worker at its work. Jobs stay rows: a learner that dies loses none.
 */
export const createLearner = ({ log, env, ...base }: LearnerDeps) => {
  const { home, store, clock, config, version } = base;
  const wakeUp = createWakeUp(clock);
  const waiting = new Map<number, Waiting>();
  let process: Forked<ToLearner> | null = null;
  let calls = 0;
  let isHeld = false;

  const wake = (): void => {
    if (process === null) wakeUp.now();
    else process.send({ type: "wake" });
  };
  const hold = (held: boolean): void => {
    isHeld = held;
    process?.send({ type: "hold", held });
    if (!held) wake();
  };
  const desk = createJobDesk({ ...base, settings: () => config().queue, onReady: wake });

  const ask = <Name extends keyof Learning>(
    name: Name,
    argument: Parameters<Learning[Name]>[0],
  ): ReturnType<Learning[Name]> => {
    const answered = new Promise<unknown>((resolve, reject) => {
      const call: Call = { type: "call", id: ++calls, name, argument };
      waiting.set(call.id, { call, resolve, reject });
      if (process === null) wakeUp.now();
      else process.send(call);
    });
    // What comes back is what the same function gave in the other process.
    return answered as ReturnType<Learning[Name]>;
  };

  const hear = (message: FromLearner): void => {
    if (message.type === "log") {
      log[message.level](message.message, message.fields);
      return;
    }
    const caller = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === "answer") caller?.resolve(message.value);
    else caller?.reject(errorOf(message.error));
  };

  const refuseAll = (error: AppError): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  const dueInMs = (): number => {
    if (waiting.size > 0) return 0;
    const nextAtMs = isHeld ? null : store.jobs.nextAtMs();
    return nextAtMs === null ? REST_MS : Math.min(REST_MS, Math.max(0, nextAtMs - clock.now()));
  };

  /** One learner from its start to its end. Returns whether it ended well. */
  const live = async (stop: AbortSignal): Promise<boolean> => {
    const own = forkProgram<ToLearner, FromLearner>(programFile("agent/daemon/learner/main"), [home.dir, version], {
      env,
      memoryLimitMb: config().worker.memoryLimitMb,
      onMessage: hear,
    });
    process = own;
    log.debug("learner starts", { process: own.pid });
    own.send({ type: "settings", config: config() });
    own.send({ type: "hold", held: isHeld });
    for (const { call } of waiting.values()) own.send(call);
    const over = new AbortController();
    const end = async (): Promise<void> => {
      own.letGo();
      await clock.sleep(END_WITHIN_MS, over.signal);
      if (!over.signal.aborted) own.kill();
    };
    const onStop = () => void end();
    stop.addEventListener("abort", onStop, { once: true });
    const code = await own.ended;
    stop.removeEventListener("abort", onStop);
    over.abort();
    process = null;
    if (code === DAMAGED) throw new AppError("store-corrupt", "The learner has found the database damaged.");
    if (code === 0) return true;
    // The jobs it was at may have been what ended it.
    const released = desk.releaseAll(!stop.aborted);
    log.error("learner died", { process: own.pid, code, released });
    refuseAll(
      new AppError("learner-died", "The process that learns has died at it.", {
        hint: "`cairn logs` tells more; try again.",
      }),
    );
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
            await clock.sleep(waiting.size > 0 ? 0 : COURTESY_MS, stop);
            continue;
          }
          if (await live(stop)) pauseMs = PAUSE_FIRST_MS;
          else {
            await clock.sleep(pauseMs, stop);
            pauseMs = Math.min(2 * pauseMs, PAUSE_MAX_MS);
          }
        }
      } finally {
        refuseAll(new AppError("busy", "The worker stops.", { retry: true }));
      }
    },
  };

  const jobs: Jobs = { add: desk.add, retry: desk.retry, discard: desk.discard, wake, hold };
  return {
    service,
    jobs,
    learning: {
      learn: (lesson) => ask("learn", lesson),
      tune: (options) => ask("tune", options),
      cleanUp: (options) => ask("cleanUp", options),
      mirror: (checkout) => ask("mirror", checkout),
    } satisfies Learning,
    /** Call when the settings have been read anew. */
    settingsChanged: (): void => process?.send({ type: "settings", config: config() }),
    isAtWork: (): boolean => process !== null,
    /** Kinds of the jobs that run right now. */
    current: (): string[] => (process === null ? [] : store.jobs.list("running", 10).map(({ kind }) => kind)),
    /** Gives back what the learner of a worker that died left running. */
    releaseAll: desk.releaseAll,
  };
};
