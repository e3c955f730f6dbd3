import type { CountedMemory } from "../../../sync/core/words.ts";
import type { Store } from "../../../sync/store/open.ts";
import { checksOf } from "../prove/prove.ts";

/** What is known of how a memory has fared. Times in ms since 1970. */
export interface Evidence {
  readonly memory: CountedMemory;
  /** When it was last said: learned, said again, merged or edited. */
  readonly saidAtMs: number;
  /** In how many sessions (or by how many other causes) it was said. */
  readonly sayings: number;
  /** When its confidence was last tuned. */
  readonly tunedAtMs: number | null;
  /** When an agent last kept to it or went against it. */
  readonly provedAtMs: number | null;
  readonly violatedSinceTuned: number;
  /** Ever kept to, violated or said again although it was known. */
  readonly isProved: boolean;
  /** Whether what agents do can show that it was kept to. */
  readonly isCheckable: boolean;
}

const SAID = new Set(["added", "reinforced", "merged", "restored", "edited"]);
const OUTCOMES_MAX = 200;

const latest = (times: readonly number[]): number | null => (times.length === 0 ? null : Math.max(...times));

/** Gathers what the store knows of a memory. */
export const evidenceOf = (store: Store, memory: CountedMemory): Evidence => {
  const history = store.memories.history(memory.id);
  const said = history.filter(({ change }) => SAID.has(change));
  const tunedAtMs = latest(history.filter(({ change }) => change === "tuned").map(({ atMs }) => atMs));
  const outcomes = store.outcomes.ofMemory(memory.id, OUTCOMES_MAX);
  return {
    memory,
    saidAtMs: latest(said.map(({ atMs }) => atMs)) ?? memory.createdAtMs,
    sayings: new Set(said.map(({ sessionId, source }) => sessionId ?? source)).size,
    tunedAtMs,
    provedAtMs: latest(outcomes.map(({ atMs }) => atMs)),
    violatedSinceTuned: outcomes.filter(({ verdict, atMs }) => verdict === "violated" && atMs > (tunedAtMs ?? 0))
      .length,
    isProved: outcomes.length > 0 || memory.helpful > 0,
    isCheckable: checksOf(memory.text).length > 0,
  };
};
