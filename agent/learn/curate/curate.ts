import type { Memory } from "../../../sync/core/words.ts";
import type { Candidate } from "../word/extract.ts";
import { MEMORY_CHARS_MAX } from "../word/form.ts";
import { type Relation, relationOf } from "./relation.ts";

/** A memory that has to go because of a candidate: it is contradicted, or a part of what is known now. */
interface GivesWay {
  readonly id: string;
  readonly why: string;
}

/** What to do with a candidate. */
export type Curation = (
  | { readonly action: "add" }
  /** It says nothing new. */
  | { readonly action: "reinforce"; readonly id: string }
  /** It says what is known and more. */
  | { readonly action: "merge"; readonly id: string; readonly text: string }
  /** It is added in the place of `id`, which it excludes. */
  | { readonly action: "contradict"; readonly id: string }
) & {
  readonly why: string;
  /** Other memories that are superseded by what the candidate becomes; without `id`, the best of them. */
  readonly alsoGiveWay: readonly GivesWay[];
};

type Existing = Pick<Memory, "id" | "text" | "kind" | "scope" | "state">;

const RANK = { same: 3, contradicts: 2, extends: 1 } as const satisfies Record<Relation["is"], number>;

/**
 * What becomes of a candidate among what is already known: added, taken as said again, merged into a memory it extends, or put in
 * the place of one it contradicts. Only living memories of the same scope count. The order of `existing` does not matter.
 */
export const curate = (
  candidate: Pick<Candidate, "text" | "kind" | "scope">,
  existing: readonly Existing[],
): Curation => {
  const related = existing
    .filter(({ scope, state }) => scope === candidate.scope && (state === "trusted" || state === "proposed"))
    .flatMap((memory) => {
      const relation = relationOf(candidate.text, memory.text);
      const isTooLong = relation?.is === "extends" && candidate.text.length > MEMORY_CHARS_MAX;
      return relation === null || isTooLong ? [] : [{ memory, ...relation }];
    })
    .toSorted((a, b) => RANK[b.is] - RANK[a.is] || b.score - a.score || (a.memory.id < b.memory.id ? -1 : 1));
  const [best, ...others] = related;
  if (best === undefined) return { action: "add", why: "nothing like it is known", alsoGiveWay: [] };
  const whyOf = ({ why, memory }: (typeof related)[number]): string => `${why}: "${memory.text}"`;
  const { id } = best.memory;
  const why = whyOf(best);
  const alsoGiveWay = others
    .filter(({ is }) => is !== "same")
    .map((other): GivesWay => ({ id: other.memory.id, why: whyOf(other) }));
  switch (best.is) {
    case "same":
      return { action: "reinforce", id, why, alsoGiveWay };
    case "contradicts":
      return { action: "contradict", id, why, alsoGiveWay };
    case "extends":
      return { action: "merge", id, text: candidate.text, why, alsoGiveWay };
  }
};
