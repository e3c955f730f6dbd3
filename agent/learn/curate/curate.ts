import type { Memory } from "../../../sync/core/words.ts";
import type { Candidate } from "../extract.ts";
import { MEMORY_CHARS_MAX } from "../form.ts";
import { type Relation, relationOf } from "./relation.ts";

/** What to do with a candidate. `contradict`: it is added and supersedes `id`. */
export type Curation =
  | { action: "add" }
  | { action: "reinforce"; id: string }
  | { action: "merge"; id: string; text: string }
  | { action: "contradict"; id: string };

type Existing = Pick<Memory, "id" | "text" | "kind" | "scope" | "state">;

const RANK = { same: 3, contradicts: 2, extends: 1 } as const satisfies Record<Relation["is"], number>;

/**
 * What becomes of a candidate among what is already known: added, taken as said again, merged into a memory it extends, or put in
 * the place of one it contradicts. Only living memories of the same scope count. The order of `existing` does not matter.
 */
export const curate = (
  candidate: Pick<Candidate, "text" | "kind" | "scope">,
  existing: readonly Existing[],
): Curation & { why: string } => {
  const related = existing
    .filter(({ scope, state }) => scope === candidate.scope && (state === "trusted" || state === "proposed"))
    .flatMap((memory) => {
      const relation = relationOf(candidate.text, memory.text);
      const isTooLong = relation?.is === "extends" && candidate.text.length > MEMORY_CHARS_MAX;
      return relation === null || isTooLong ? [] : [{ memory, ...relation }];
    })
    .toSorted((a, b) => RANK[b.is] - RANK[a.is] || b.score - a.score || (a.memory.id < b.memory.id ? -1 : 1));
  const best = related[0];
  if (best === undefined) return { action: "add", why: "nothing like it is known" };
  const { id, text } = best.memory;
  const why = `${best.why}: "${text}"`;
  switch (best.is) {
    case "same":
      return { action: "reinforce", id, why };
    case "contradicts":
      return { action: "contradict", id, why };
    case "extends":
      return { action: "merge", id, text: candidate.text, why };
  }
};
