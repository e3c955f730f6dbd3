import type { Clock } from "../../../sync/core/clock.ts";
import { asksModel, type Config } from "../../../sync/core/config.ts";
import { newId } from "../../../sync/core/ids.ts";
import { Later } from "../../../sync/core/job.ts";
import type { Random } from "../../../sync/core/random.ts";
import type { Job } from "../../../sync/store/jobs.ts";
import type { Store } from "../../../sync/store/open.ts";
import { type Model, ModelError, NotNow, type Question } from "../../model/model.ts";
import { redact } from "../../text/redact.ts";

/** Kinds of jobs that ask a model. */
export const MODEL_JOBS = ["refine.turn", "refine.trajectory", "refine.pair"] as const;

/** What the jobs that ask a model are built on. */
export interface RefineDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly config: () => Config;
  readonly model: Model;
}

interface Place {
  readonly id: string;
  readonly private: boolean;
}

/**
 * Adds a job that asks a model, once for each subject, where a model is to be asked at all: what is taught in a private project is told
 * to nobody. Call inside the transaction of what brought it about.
 */
export const addModelJob = (
  { store, clock, random, config }: Pick<RefineDeps, "store" | "clock" | "random" | "config">,
  kind: (typeof MODEL_JOBS)[number],
  subject: string,
  project: Place,
): void => {
  if (!asksModel(config().learning) || project.private) return;
  const nowMs = clock.now();
  const id = newId(nowMs, random);
  store.jobs.add({
    id,
    kind,
    subject,
    projectId: project.id,
    dedupeKey: `${kind}:${subject}`,
    priority: 0,
    runAtMs: nowMs,
    nowMs,
  });
};

const LATER_MIN_MS = 60_000;
/** What has not come about by then is not worth a question any more; the rules' result stands. */
const GIVE_UP_MS = 24 * 3_600_000;

/** Whether the model has spoken, so that it would only say the same again. */
const hasSpoken = (error: ModelError | NotNow): boolean =>
  error instanceof ModelError &&
  (error.kind === "refused" || error.kind === "malformed" || (error.kind === "cut-off" && error.usage !== null));

/**
 * The model's answer, or null where the rules' result is to stand. Where it may be had later, throws `Later`: after as long as the job
 * has waited already, for a day. What is sent is redacted once more.
 */
export const askOrLater = async <T>(
  { model, clock }: Pick<RefineDeps, "model" | "clock">,
  job: Job,
  question: Question<T>,
): Promise<T | null> => {
  try {
    return (await model.ask({ ...question, prompt: redact(question.prompt) })).value;
  } catch (error) {
    if (!(error instanceof ModelError || error instanceof NotNow)) throw error;
    const nowMs = clock.now();
    const waitedMs = nowMs - job.createdAtMs;
    const againAtMs = error instanceof NotNow ? error.againAtMs : (error.notBeforeMs ?? 0);
    if (againAtMs === null || waitedMs > GIVE_UP_MS || hasSpoken(error)) return null;
    throw new Later(Math.max(nowMs + Math.max(waitedMs, LATER_MIN_MS), againAtMs), error.message);
  }
};
