import { messageOf } from "../../sync/core/errors.ts";
import type { Log } from "../../sync/core/log.ts";
import { createApp } from "../../web/app.ts";
import type { Check } from "../health/health.ts";
import type { EventLog } from "../ingest/event-log.ts";
import { createIngest } from "../ingest/ingest.ts";
import { type Embeddings, noEmbeddings } from "../model/guarded-embeddings.ts";
import { createAhead } from "../recall/ahead.ts";
import { clearOffers } from "../recall/offers.ts";
import { followShifts } from "../recall/shift.ts";
import type { Base } from "./base.ts";
import type { Jobs } from "./learner/learner.ts";
import { wireApp } from "./wire-app.ts";
import type { Learning } from "./wire-learning.ts";

const nothing = () => undefined;

interface Parts {
  /** Who carries out jobs and what a person wants learned: another process, or this one. */
  readonly jobs: Jobs;
  readonly learning: Learning;
  /** What belongs to health beside what store and disk tell. */
  readonly checks?: readonly Check[];
  readonly eventLog?: EventLog;
  readonly onPluginSeen?: (pluginRoot: string) => void;
  /** Something is about to be done. */
  readonly onWork?: () => void;
  /** What finds memories by meaning; elsewhere words have to do. */
  readonly embeddings?: Embeddings;
}

/** Puts the capabilities together on one store. Nothing runs yet: the worker runs the services, a simulation calls the parts. */
export const assemble = (
  base: Base,
  log: Log,
  {
    jobs,
    learning,
    checks = [],
    eventLog = nothing,
    onPluginSeen = nothing,
    onWork = nothing,
    embeddings = noEmbeddings,
  }: Parts,
) => {
  const shift = followShifts(base);
  const ahead = createAhead(base);
  const ingest = createIngest({
    ...base,
    log,
    onWaiting: onWork,
    onBehind: jobs.hold,
    onTaken: (events) => {
      // First, since a hook is on its way to ask; what is only done ahead never fails what brought it.
      try {
        ahead.look(events);
      } catch (error) {
        log.warn("nothing could be looked for ahead", { error: messageOf(error) });
      }
      eventLog(events);
      for (const { name, sessionId } of events) if (name === "SessionEnd") clearOffers(base.home, sessionId);
      // After the hook that may be waiting for its answer; and what is only an offer never fails what brought it.
      void base.clock
        .breathe()
        .then(() => shift(events))
        .catch((error: unknown) => log.warn("no offers could be made", { error: messageOf(error) }));
      jobs.wake();
    },
  });
  const deps = wireApp(base, {
    takeUpTo: ingest.takeUpTo,
    jobs,
    learning,
    checks,
    ahead,
    vectorOf: embeddings.soon,
    onPluginSeen,
    onProjectChanged: ingest.forgetProjects,
  });
  return { ingest, app: createApp(deps, log) };
};
