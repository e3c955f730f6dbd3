import { asksModel } from "../../../sync/core/config.ts";
import { likeness, termsOf } from "../../../sync/core/terms.ts";
import type { CountedMemory } from "../../../sync/core/words.ts";
import { relationOf } from "../curate/relation.ts";
import { addModelJob, type RefineDeps } from "./jobs.ts";

/** So alike are memories that may say the same, or the contrary, though the rules see no relation: most such pairs among the labelled ones. */
const ALIKE_FROM = 0.3;
const PAIRS_MAX = 2;
const NEWEST_MAX = 300;

/** Those of `others` of which the rules can't tell what `memory` is to them, the most alike first. Pure. */
export const uncertainWith = <T extends Pick<CountedMemory, "text">>(
  memory: { text: string },
  others: readonly T[],
): T[] => {
  const terms = new Set(termsOf(memory.text));
  return others
    .map((other) => ({ other, score: likeness(terms, new Set(termsOf(other.text))) }))
    .filter(({ score }) => score >= ALIKE_FROM)
    .filter(({ other }) => relationOf(memory.text, other.text) === null && relationOf(other.text, memory.text) === null)
    .toSorted((a, b) => b.score - a.score)
    .map(({ other }) => other)
    .slice(0, PAIRS_MAX);
};

/** Has a model decide about a new memory and those that are much like it. Call inside the transaction that made it. */
export const askAboutPairs = (
  deps: Pick<RefineDeps, "store" | "clock" | "random" | "config">,
  id: string,
  project: { readonly id: string; readonly private: boolean },
): void => {
  const { store, config } = deps;
  const memory = asksModel(config().learning) ? store.memories.byId(id) : undefined;
  if (memory === undefined || memory.isPrivate) return;
  const others = store.memories
    .living(memory.scope, memory.projectId, NEWEST_MAX)
    .filter((other) => other.id !== id && !other.isPrivate);
  for (const other of uncertainWith(memory, others)) addModelJob(deps, "refine.pair", `${id}/${other.id}`, project);
};
