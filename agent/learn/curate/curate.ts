import { likeness } from "../../../sync/core/terms.ts";
import type { Memory } from "../../../sync/core/words.ts";
import { type Claim, claimOf } from "./claim.ts";
import { contradictionOf } from "./contradiction.ts";
import type { Candidate } from "../extract.ts";
import { MEMORY_CHARS_MAX } from "../form.ts";
import { isWithin, numbersIn, without } from "./term-sets.ts";

/** What to do with a candidate. `contradict`: it is added and supersedes `id`. */
export type Curation =
  | { action: "add" }
  | { action: "reinforce"; id: string }
  | { action: "merge"; id: string; text: string }
  | { action: "contradict"; id: string };

type Existing = Pick<Memory, "id" | "text" | "kind" | "scope" | "state">;

interface Relation {
  readonly is: "same" | "contradicts" | "extends";
  readonly score: number;
  readonly why: string;
}

/** From this likeness on two claims say the same; lower, "unit tests" and "integration tests" would be one. */
const SAME_FROM = 0.8;
/** The share of the longer claim that the shorter must cover to be a part of it. */
const PART_FROM = 0.6;

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s.!]+/g, " ")
    .trim();

/** Whether `part` says no more than `whole`, and `whole` holds nowhere less than `part`. */
const isPartOf = (part: Claim, whole: Claim): boolean =>
  part.about.size > 0 &&
  part.isNegative === whole.isNegative &&
  part.about.size / whole.about.size >= PART_FROM &&
  isWithin(part.about, whole.about) &&
  isWithin(numbersIn(whole.about), part.about) &&
  isWithin(without(part.rejected, whole.about), whole.rejected) &&
  isWithin(whole.limits, part.about);

const relationOf = (text: string, claim: Claim, existing: Existing): Relation | null => {
  if (plain(text) === plain(existing.text)) return { is: "same", score: 2, why: "the same words" };
  const known = claimOf(existing.text);
  const contradiction = contradictionOf(claim, known);
  if (contradiction !== null) return { is: "contradicts", ...contradiction };
  if (claim.isNegative !== known.isNegative) return null;
  const like = likeness(claim.about, known.about);
  if (isPartOf(claim, known)) return { is: "same", score: like, why: "it says nothing more" };
  if (isPartOf(known, claim) && text.length <= MEMORY_CHARS_MAX)
    return { is: "extends", score: like, why: "it says the same and more" };
  const isSame =
    claim.about.size > 0 &&
    like >= SAME_FROM &&
    isWithin(numbersIn(claim.about), known.about) &&
    isWithin(numbersIn(known.about), claim.about) &&
    isWithin(claim.rejected, known.rejected);
  return isSame ? { is: "same", score: like, why: "it says the same in other words" } : null;
};

const RANK = { same: 3, contradicts: 2, extends: 1 } as const;

/**
 * What becomes of a candidate among what is already known: added, taken as said again, merged into a memory it extends, or put in
 * the place of one it contradicts. Only living memories of the same scope count. The order of `existing` does not matter.
 */
export const curate = (
  candidate: Pick<Candidate, "text" | "kind" | "scope">,
  existing: readonly Existing[],
): Curation & { why: string } => {
  const claim = claimOf(candidate.text);
  const related = existing
    .filter(({ scope, state }) => scope === candidate.scope && (state === "trusted" || state === "proposed"))
    .flatMap((memory) => {
      const relation = relationOf(candidate.text, claim, memory);
      return relation === null ? [] : [{ memory, ...relation }];
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
