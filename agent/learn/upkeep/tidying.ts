import type { CountedMemory } from "../../../sync/core/words.ts";
import { relationOf } from "../curate/relation.ts";
import type { Evidence } from "./evidence.ts";

/** A memory that should go, why, and what takes its place (null: nothing, it is forgotten). */
export interface Tidying {
  readonly id: string;
  readonly change: "merge" | "supersede" | "forget";
  readonly into: string | null;
  readonly reason: string;
}

const DAY_MS = 86_400_000;
/** A memory that has faded this far, and of which nothing ever came, is of no use. */
const FADED = 0.35;
const UNUSED_DAYS = 180;
/** A guess that nobody has confirmed in this time. */
const UNCONFIRMED_DAYS = 90;

/** What one has that the other lacks counts in this order; the older id is the last word, so that the order they come in is none. */
const isWorthMore = (a: CountedMemory, b: CountedMemory): boolean => {
  const worth = ({ state, helpful, confidence }: CountedMemory) => [Number(state === "trusted"), helpful, confidence];
  const [ofA, ofB] = [worth(a), worth(b)];
  const at = ofA.findIndex((one, n) => one !== ofB[n]);
  return at === -1 ? a.id < b.id : (ofA[at] as number) > (ofB[at] as number);
};

/** Which of two memories of one place goes because of the other; null where both may stay. */
export const doubleOf = (a: CountedMemory, b: CountedMemory): Tidying | null => {
  const relation = relationOf(a.text, b.text);
  if (relation === null) return null;
  if (relation.is === "contradicts") return olderOf(a, b, relation.why);
  const isEqual = relation.is === "same" && relationOf(b.text, a.text)?.is === "same";
  const aGoes = isEqual ? !isWorthMore(a, b) : relation.is === "same";
  const [goes, stays] = aGoes ? [a, b] : [b, a];
  // A guess never takes the place of what is trusted.
  if (goes.state === "trusted" && stays.state === "proposed") return null;
  const reason = isEqual ? "they say the same" : "it is a part of the other";
  return { id: goes.id, change: "merge", into: stays.id, reason };
};

const olderOf = (a: CountedMemory, b: CountedMemory, why: string): Tidying | null => {
  // Guesses wait for a person; only what is trusted on both sides cannot stay.
  if (a.state !== "trusted" || b.state !== "trusted" || a.updatedAtMs === b.updatedAtMs) return null;
  const [older, newer] = a.updatedAtMs < b.updatedAtMs ? [a, b] : [b, a];
  return { id: older.id, change: "supersede", into: newer.id, reason: `the newer one excludes it: ${why}` };
};

/** Whether a memory should be forgotten: it has faded and was never of use, or is a guess that nobody confirmed. */
export const forgettingOf = (evidence: Evidence, nowMs: number): Tidying | null => {
  const { memory, saidAtMs, provedAtMs, isProved, sayings } = evidence;
  const idle = Math.floor((nowMs - Math.max(saidAtMs, provedAtMs ?? 0)) / DAY_MS);
  if (isProved || memory.origin === "told") return null;
  const forget = (reason: string): Tidying => ({ id: memory.id, change: "forget", into: null, reason });
  if (memory.state === "proposed" && sayings <= 1 && idle >= UNCONFIRMED_DAYS)
    return forget(`nobody has confirmed it in ${idle} days`);
  return memory.confidence <= FADED && idle >= UNUSED_DAYS
    ? forget(`it has faded to ${memory.confidence.toFixed(2)} and nothing ever came of it in ${idle} days`)
    : null;
};
