import type { Config } from "../../../sync/core/config.ts";

/** So many beats without work, and there is nothing more to learn for now; the next prompt is seldom sooner. */
const QUIET_BEATS = 20;
/** After so many questions to a model a learner begins anew, so that whatever foreign code has piled up is gone. */
const MODEL_JOBS_MAX = 100;

interface Beat {
  /** A job or a call is being carried out. */
  readonly isBusy: boolean;
  /** A job could be. */
  readonly isDue: boolean;
  /** How many jobs have asked a model so far. */
  readonly modelJobs: number;
  readonly rssBytes: number;
}

/** Tells at each beat whether a learner has done enough: nothing is left, or it is better to begin anew. Never in the middle of a job. */
export const createEnough = (config: () => Config) => {
  let quiet = 0;
  return ({ isBusy, isDue, modelJobs, rssBytes }: Beat): boolean => {
    quiet = isBusy || isDue ? 0 : quiet + 1;
    if (isBusy) return false;
    const isLarge = rssBytes > config().worker.memoryLimitMb * 1_048_576;
    return quiet >= QUIET_BEATS || modelJobs >= MODEL_JOBS_MAX || isLarge;
  };
};
