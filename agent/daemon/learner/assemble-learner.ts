import type { Log } from "../../../sync/core/log.ts";
import { MODEL_JOBS } from "../../learn/refine/jobs.ts";
import { type Embeddings, noEmbeddings } from "../../model/guarded-embeddings.ts";
import { type Model, noModel } from "../../model/model.ts";
import { createQueue } from "../../queue/queue.ts";
import type { Base } from "../base.ts";
import { wireJobs } from "../wire-jobs.ts";
import { wireLearning } from "../wire-learning.ts";

/** What a job that asks a model may take beside the question itself. */
const AROUND_A_QUESTION_S = 30;

interface Foreign {
  /** What jobs may ask. */
  readonly model?: Model;
  /** What finds memories by meaning; elsewhere words have to do. */
  readonly embeddings?: Embeddings;
}

/** Everything that learns, on one store. Nothing runs yet. */
export const assembleLearner = (base: Base, log: Log, { model = noModel, embeddings = noEmbeddings }: Foreign = {}) => {
  const slow = { kinds: MODEL_JOBS, timeoutS: () => base.config().learning.modelTimeoutS + AROUND_A_QUESTION_S };
  const handlers = wireJobs(base, model, embeddings);
  const queue = createQueue({ ...base, log, handlers, settings: () => base.config().queue, slow });
  return { queue, learning: wireLearning(base) };
};
