import { type Breaker, type BreakerEvent, type BreakerLimits, stepBreaker } from "../../sync/core/breaker.ts";
import type { Clock } from "../../sync/core/clock.ts";
import { messageOf } from "../../sync/core/errors.ts";
import type { Log } from "../../sync/core/log.ts";
import type { Embed, EmbeddingsProblem } from "./embeddings.ts";

/** Vectors of texts by the endpoint that the settings name, which is left alone for a while after failures. */
export interface Embeddings {
  /** For whoever can wait. */
  readonly embed: Embed;
  /**
   * The vector of what is looked for, or null if it does not come in time. Whoever asks never waits for an endpoint that is not known to
   * be well. The question itself goes on to its end: a model that has to be loaded first is there for the next one.
   */
  readonly soon: (text: string, withinMs: number) => Promise<Float32Array | null> | null;
}

/** The default: nobody is asked. */
export const noEmbeddings: Embeddings = {
  embed: async () => OFF,
  soon: () => null,
};

const OFF: EmbeddingsProblem = { kind: "off", message: "No vectors are asked for.", hint: null };

/** The name under which the breaker of the endpoint is kept. */
export const EMBEDDINGS_SERVICE = "embeddings";

interface GuardedDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** How the endpoint is asked; null for none. */
  readonly endpoint: () => Embed | null;
  readonly breaker: () => Breaker;
  readonly saveBreaker: (breaker: Breaker) => void;
  readonly limits: () => BreakerLimits;
  /** Nobody waits any more, and nothing can be kept. */
  readonly stop: AbortSignal;
}

/** An endpoint behind a breaker; how it does is kept by the functions that are handed in. */
export const guardedEmbeddings = ({ clock, log, endpoint, stop, ...kept }: GuardedDeps): Embeddings => {
  let isAsking = false;

  const move = (event: BreakerEvent): boolean => {
    const before = kept.breaker();
    const after = stepBreaker(before, event, kept.limits());
    if (after === null) return false;
    if (after === before) return true;
    kept.saveBreaker(after);
    if (after.opened > before.opened)
      log.warn("the endpoint for vectors rests after failures", { reason: after.reason });
    if (before.state === "half-open" && after.state === "closed") log.info("the endpoint for vectors answers again");
    return true;
  };

  const embed: Embed = async (texts, as, signal) => {
    const chosen = endpoint();
    if (chosen === null || stop.aborted) return OFF;
    if (!move({ type: "ask", nowMs: clock.now() }))
      return { kind: "resting", message: "The endpoint for vectors rests after failures.", hint: null };
    const found = await chosen(texts, as, signal);
    if (stop.aborted) return OFF;
    const nowMs = clock.now();
    if (Array.isArray(found)) move({ type: "succeeded" });
    else if (found.kind === "given-up") move({ type: "given-up", nowMs });
    else move({ type: "failed", nowMs, reason: [found.message, found.hint].filter(Boolean).join(" ") });
    return found;
  };

  const soon = async (asked: Promise<Float32Array | null>, withinMs: number): Promise<Float32Array | null> => {
    const done = new AbortController();
    try {
      return await Promise.race([asked, clock.sleep(withinMs, done.signal).then(() => null)]);
    } finally {
      done.abort();
    }
  };

  const ask = async (text: string): Promise<Float32Array | null> => {
    try {
      const found = await embed([text], "query", stop);
      return Array.isArray(found) ? (found[0] ?? null) : null;
    } catch (error) {
      // Perhaps nobody waits for it any more, who could be told.
      log.error("asking for a vector failed", { error: messageOf(error) });
      return null;
    } finally {
      isAsking = false;
    }
  };

  return {
    embed,
    soon: (text, withinMs) => {
      // One at a time: an endpoint that is slow is not given more to do with each prompt.
      if (endpoint() === null || isAsking) return null;
      const isWell = kept.breaker().state === "closed";
      isAsking = true;
      const asked = ask(text);
      return isWell ? soon(asked, withinMs) : null;
    },
  };
};
