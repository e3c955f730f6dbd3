import type { Clock } from "../../sync/core/clock.ts";
import { type Config, embeddingsIn, isOfThisMachine } from "../../sync/core/config.ts";
import { newId } from "../../sync/core/ids.ts";
import { Later } from "../../sync/core/job.ts";
import type { Random } from "../../sync/core/random.ts";
import type { Job } from "../../sync/store/jobs.ts";
import type { Store } from "../../sync/store/open.ts";

/** The kind of the job that has memories embedded, a batch each. */
export const EMBED_JOB = "embed.memories";

interface EmbedDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly config: () => Config;
  /** One vector for each text, or why there are none. */
  readonly embed: (
    texts: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly Float32Array[] | { readonly message: string }>;
}

const BATCH = 32;
const LATER_MIN_MS = 60_000;
const LATER_MAX_MS = 15 * 60_000;
const nothing = () => undefined;

/** What is missing and may be sent: what is private never leaves this machine. */
const missingIn = ({ store, config }: Pick<EmbedDeps, "store" | "config">, limit: number) => {
  const settings = embeddingsIn(config().recall);
  if (settings === null) return null;
  const { model, url } = settings;
  const { memories, embedded } = store.embeddings.counts(model);
  if (memories === embedded) return null;
  const texts = store.embeddings.missing({ model, withPrivate: isOfThisMachine(url), limit });
  return texts.length === 0 ? null : { model, texts };
};

/**
 * Adds the job if memories lack a vector of the model that is set, and none waits already. They lack one when they are new, when their
 * text has changed, and when the model has. Returns whether it is new.
 */
export const embedWhatIsMissing = (deps: Omit<EmbedDeps, "embed">): boolean => {
  const { store, clock, random } = deps;
  if (store.jobs.nextAtMs({ only: [EMBED_JOB] }) !== null || missingIn(deps, 1) === null) return false;
  const nowMs = clock.now();
  const id = newId(nowMs, random);
  const dedupeKey = `${EMBED_JOB}:${id}`;
  const job = { id, kind: EMBED_JOB, subject: "memories", projectId: null, dedupeKey, priority: -5 };
  return store.jobs.add({ ...job, runAtMs: nowMs, nowMs });
};

/** Has one batch embedded; its writes bring the job for the next. An endpoint that is away is asked again later, for as long as it takes. */
export const embedMemories =
  (deps: EmbedDeps) =>
  async (job: Job, signal: AbortSignal): Promise<() => void> => {
    const { store, clock, embed } = deps;
    const missing = missingIn(deps, BATCH);
    if (missing === null) return nothing;
    const { model, texts } = missing;
    const vectors = await embed(
      texts.map(({ text }) => text),
      signal,
    );
    if ("message" in vectors) {
      const waitedMs = clock.now() - job.createdAtMs;
      throw new Later(clock.now() + Math.min(LATER_MAX_MS, Math.max(LATER_MIN_MS, waitedMs)), vectors.message);
    }
    return () => {
      for (const [n, vector] of vectors.entries()) {
        const memory = texts[n];
        if (memory) store.embeddings.save({ ...memory, model, vector });
      }
      embedWhatIsMissing(deps);
    };
  };
