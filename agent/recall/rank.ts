import type { CountedMemory } from "../../sync/core/words.ts";
import type { Found } from "../../sync/store/memory-search.ts";

/** Who is recalled at all: confident enough, or proved helpful. */
export interface Threshold {
  readonly minConfidence: number;
  readonly minHelpful: number;
}

/** A memory with the number that gives it its place; more is better. */
export interface Ranked {
  readonly memory: CountedMemory;
  readonly score: number;
}

const DAY_MS = 86_400_000;
/** A memory loses half of its bonus for being fresh in this time. */
const HALF_LIFE_DAYS = 60;
/** What the best match counts beside worth (up to 1.6) and freshness (0.2). */
const RELEVANCE = 3;

/** Whether a memory may be given to an agent: trusted, and confident or proved. */
export const isRecallable = (memory: CountedMemory, { minConfidence, minHelpful }: Threshold): boolean =>
  memory.state === "trusted" && (memory.confidence >= minConfidence || memory.helpful >= minHelpful);

/**
 * What a memory is worth whatever is asked and whenever, about 0…1.6: confidence, helpful against harmful, the project's own before
 * general ones. Without the time in it, so that a brief stays the same until something is learned.
 */
const steadyWorth = (memory: CountedMemory): number => {
  const votes = (memory.helpful + 1) / (memory.helpful + memory.harmful + 2);
  return memory.confidence * 0.6 + votes * 0.6 + (memory.scope === "project" ? 0.4 : 0);
};

const byIdAscending = (a: CountedMemory, b: CountedMemory): number => (a.id < b.id ? -1 : 1);

/** The order of a brief: the most worth first, the newer of two equals. */
export const orderForBrief = (memories: readonly CountedMemory[]): CountedMemory[] =>
  [...memories].sort((a, b) => steadyWorth(b) - steadyWorth(a) || b.updatedAtMs - a.updatedAtMs || byIdAscending(a, b));

/** The order of an answer to a prompt: relevance counts most, worth and freshness decide among the equally relevant. */
export const rank = (found: readonly Found[], threshold: Threshold, nowMs: number): Ranked[] => {
  const best = Math.max(...found.map(({ score }) => score), Number.EPSILON);
  return found
    .filter(({ memory }) => isRecallable(memory, threshold))
    .map(({ memory, score }) => {
      const fresh = 0.5 ** (Math.max(0, nowMs - memory.updatedAtMs) / DAY_MS / HALF_LIFE_DAYS);
      return { memory, score: RELEVANCE * (score / best) + steadyWorth(memory) + fresh * 0.2 };
    })
    .sort((a, b) => b.score - a.score || byIdAscending(a.memory, b.memory));
};
