import type { Clock } from "../../sync/core/clock.ts";
import { embeddingsIn } from "../../sync/core/config.ts";
import type { Log } from "../../sync/core/log.ts";
import type { Service } from "../../sync/core/service.ts";
import { ollamaEmbeddings } from "../model/embeddings.ts";
import { EMBEDDINGS_SERVICE, type Embeddings, guardedEmbeddings } from "../model/guarded-embeddings.ts";
import { EMBED_JOB, embedWhatIsMissing } from "../recall/embed-memories.ts";
import type { Base } from "./base.ts";
import type { Jobs } from "./learner/learner.ts";

/** How soon a new memory is found by meaning. */
const LOOK_EVERY_MS = 15_000;

/** What a job's own time limit leaves to the endpoint: it is to wait for one that is slow, not to fail by it. */
const SHARE_OF_JOB = 0.9;

/** The endpoint that the settings name; how it does is kept in the store, until `stop`. */
export const wireEmbeddings = ({ store, clock, config }: Base, log: Log, stop: AbortSignal): Embeddings =>
  guardedEmbeddings({
    clock,
    log,
    stop,
    endpoint: () => {
      const settings = embeddingsIn(config().recall);
      if (settings === null) return null;
      const timeoutMs = Math.min(settings.timeoutMs, config().queue.jobTimeoutS * 1_000 * SHARE_OF_JOB);
      return ollamaEmbeddings({ ...settings, timeoutMs }, clock);
    },
    breaker: () => store.breakers.of(EMBEDDINGS_SERVICE),
    saveBreaker: (breaker) => store.breakers.save(EMBEDDINGS_SERVICE, breaker),
    limits: () => {
      const { failures, share, of, pauseS } = config().breaker;
      const { timeoutMs } = config().recall.embeddings;
      return { inARow: failures, share, of, pauseMs: pauseS * 1_000, trialMs: timeoutMs * 2 };
    },
  });

/** Looks now and then whether memories lack a vector, however they came about. */
export const embeddingsService = (jobs: Pick<Jobs, "wake">, base: Base, clock: Clock): Service => ({
  name: "embeddings",
  run: async (stop) => {
    while (!stop.aborted) {
      const isAtIt = base.store.jobs.list("running", 10).some(({ kind }) => kind === EMBED_JOB);
      if (!isAtIt && embedWhatIsMissing(base)) jobs.wake();
      await clock.sleep(LOOK_EVERY_MS, stop);
    }
  },
});
