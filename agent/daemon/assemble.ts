import type { Log } from "../../sync/core/log.ts";
import { createApp } from "../../web/app.ts";
import type { EventLog } from "../ingest/event-log.ts";
import { createIngest } from "../ingest/ingest.ts";
import { createQueue, type Handlers } from "../queue/queue.ts";
import { clearOffers } from "../recall/offers.ts";
import { type Base, wireApp } from "./wire-app.ts";
import { wireJobs } from "./wire-jobs.ts";

const nothing = () => undefined;

/** What only a running worker has; elsewhere nothing listens. */
interface Listeners {
  readonly eventLog: EventLog;
  readonly onPluginSeen: (pluginRoot: string) => void;
  /** Something is about to be done. */
  readonly onWork?: () => void;
}

/** Puts the capabilities together on one store. Nothing runs yet: the worker runs the services, a simulation calls the parts. */
export const assemble = (base: Base, log: Log, { eventLog, onPluginSeen, onWork = nothing }: Listeners) => {
  const handlers = announced(wireJobs(base), onWork);
  const queue = createQueue({ ...base, log, handlers, settings: () => base.config().queue });
  const ingest = createIngest({
    ...base,
    log,
    onWaiting: onWork,
    onTaken: (events) => {
      eventLog(events);
      for (const { name, sessionId } of events) if (name === "SessionEnd") clearOffers(base.home, sessionId);
      queue.wake();
    },
  });
  const deps = wireApp(base, {
    takeUpTo: ingest.takeUpTo,
    retryJob: queue.retry,
    discardJob: queue.discard,
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
