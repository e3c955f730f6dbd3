import { messageOf } from "../../sync/core/errors.ts";
import type { Log } from "../../sync/core/log.ts";
import { createApp } from "../../web/app.ts";
import type { EventLog } from "../ingest/event-log.ts";
import { createIngest } from "../ingest/ingest.ts";
import { MODEL_JOBS } from "../learn/refine/jobs.ts";
import { type Embeddings, noEmbeddings } from "../model/guarded-embeddings.ts";
import { type Model, noModel } from "../model/model.ts";
import { createQueue, type Handlers } from "../queue/queue.ts";
import { clearOffers } from "../recall/offers.ts";
import { followShifts } from "../recall/shift.ts";
import type { Base } from "./base.ts";
import { wireApp } from "./wire-app.ts";
import { wireJobs } from "./wire-jobs.ts";

const nothing = () => undefined;
/** What a job that asks a model may take beside the question itself. */
const AROUND_A_QUESTION_S = 30;

/** What only a running worker has; elsewhere nothing listens. */
interface Listeners {
  readonly eventLog: EventLog;
  readonly onPluginSeen: (pluginRoot: string) => void;
  /** Something is about to be done. */
  readonly onWork?: () => void;
  /** What jobs may ask; elsewhere no jobs run. */
  readonly model?: Model;
  /** What finds memories by meaning; elsewhere words have to do. */
  readonly embeddings?: Embeddings;
}

/** Puts the capabilities together on one store. Nothing runs yet: the worker runs the services, a simulation calls the parts. */
export const assemble = (
  base: Base,
  log: Log,
  { eventLog, onPluginSeen, onWork = nothing, model = noModel, embeddings = noEmbeddings }: Listeners,
) => {
  const handlers = announced(wireJobs(base, model, embeddings), onWork);
  const slow = { kinds: MODEL_JOBS, timeoutS: () => base.config().learning.modelTimeoutS + AROUND_A_QUESTION_S };
  const queue = createQueue({ ...base, log, handlers, settings: () => base.config().queue, slow });
  const shift = followShifts(base);
  const ingest = createIngest({
    ...base,
    log,
    onWaiting: onWork,
    onTaken: (events) => {
      eventLog(events);
      for (const { name, sessionId } of events) if (name === "SessionEnd") clearOffers(base.home, sessionId);
      // After the hook that may be waiting for its answer; and what is only an offer never fails what brought it.
      void base.clock
        .breathe()
        .then(() => shift(events))
        .catch((error: unknown) => log.warn("no offers could be made", { error: messageOf(error) }));
      queue.wake();
    },
  });
  const deps = wireApp(base, {
    takeUpTo: ingest.takeUpTo,
    retryJob: queue.retry,
    discardJob: queue.discard,
    vectorOf: embeddings.soon,
    onPluginSeen,
    onProjectChanged: ingest.forgetProjects,
  });
  return { queue, ingest, app: createApp(deps, log) };
};

/** The same handlers, each of which says first that there is work. */
const announced = (handlers: Handlers, onWork: () => void): Handlers =>
  Object.fromEntries(
    Object.entries(handlers).map(([kind, handle]): [string, Handlers[string]] => [
      kind,
      (job, signal) => {
        onWork();
        return handle(job, signal);
      },
    ]),
  );
