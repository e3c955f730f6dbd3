import { likeness } from "../../../sync/core/terms.ts";
import type { Claim } from "./claim.ts";
import { conceptOf } from "./concepts.ts";
import { contradictionOf } from "./contradiction.ts";
import { literalsIn } from "./normal-form.ts";
import { claimsOf, type Said } from "./said.ts";
import { isWithin, numbersIn, type Terms, without } from "./term-sets.ts";

/** What a text is to one that is known: it says no more, it says that and more, or it excludes it. */
export interface Relation {
  readonly is: "same" | "extends" | "contradicts";
  /** How surely, 0…1; 2 for the same words. */
  readonly score: number;
  readonly why: string;
}

/** The share of the longer claim that the shorter must cover to be a part of it. */
const PART_FROM = 0.6;

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s.!]+/g, " ")
    .trim();

const isSame = (a: Terms, b: Terms): boolean => a.size === b.size && isWithin(a, b);

/** Whether `whole` holds wherever `part` does and is not about fewer or more places: "in tests" is less than everywhere. */
const holdsThere = (part: Claim, whole: Claim): boolean => {
  if (part.limits.length === 0) return whole.limits.every((limit) => isWithin(limit, part.about));
  return (
    part.limits.every((limit) => whole.limits.some((other) => isSame(limit, other)) || isWithin(limit, whole.about)) &&
    (part.limits.length === whole.limits.length
      ? whole.limits.every((limit) => part.limits.some((other) => isSame(limit, other)) || isWithin(limit, part.about))
      : true)
  );
};

const RUN = conceptOf("run");
const MAKES = ["write", "create", "add", "generate"].map(conceptOf);

/** To run a thing is not to write it. */
const doAnother = (a: Claim, b: Claim): boolean => {
  const runs = ({ acts }: Claim) => acts.has(RUN);
  const makes = ({ acts }: Claim) => MAKES.some((act) => acts.has(act));
  return (runs(a) && makes(b)) || (runs(b) && makes(a));
};

/** Whether `whole` says `part` as it is and adds to it: "deploy to staging" and "deploy to staging before the demo". */
const isAddedTo = (part: Claim, whole: Claim): boolean =>
  part.about.size > 1 &&
  isSame(part.head, whole.head) &&
  [...part.slots].every(([link, terms]) => isWithin(terms, whole.slots.get(link) ?? new Set()));

/** What may be added to a prohibition without it forbidding less: files that are not edited are not edited by hand. */
const GOES_WITHOUT_SAYING = new Set(["manual"].map(conceptOf));

/** "Integration tests" are not all tests. */
const isNarrower = (part: Claim, whole: Claim): boolean =>
  [...whole.modifiers].some(([modifier, of]) => !part.about.has(modifier) && part.about.has(of));

const addsEnough = (part: Claim, whole: Claim): boolean =>
  part.isNegative
    ? without(whole.about, part.about, GOES_WITHOUT_SAYING).size === 0
    : (part.about.size / whole.about.size >= PART_FROM || isAddedTo(part, whole)) && !isNarrower(part, whole);

/** Whether `part` says no more than `whole`, and `whole` holds nowhere less than `part`. */
const isPartOf = (part: Claim, whole: Claim): boolean =>
  part.isNegative === whole.isNegative &&
  isWithin(part.about, whole.about) &&
  addsEnough(part, whole) &&
  isWithin(numbersIn(whole.about), part.about) &&
  !doAnother(part, whole) &&
  holdsThere(part, whole);

const areIn = (parts: Said, wholes: Said): boolean => {
  const known = [...wholes.apart, ...wholes.together];
  return [parts.apart, parts.together].some(
    (claims) => claims.length > 0 && claims.every((part) => known.some((whole) => isPartOf(part, whole))),
  );
};

const strongest = (claims: readonly Claim[], known: readonly Claim[]): Relation | null =>
  claims
    .flatMap((a) => known.flatMap((b) => contradictionOf(a, b) ?? []))
    .map((found) => ({ is: "contradicts" as const, ...found }))
    .toSorted((a, b) => b.score - a.score)[0] ?? null;

const likest = (claims: readonly Claim[], known: readonly Claim[]): number =>
  Math.max(...claims.flatMap((a) => known.map((b) => likeness(a.about, b.about))));

/** What was taken apart lately: a lesson is compared with hundreds of memories, most of which the next one meets again. */
const lately = new Map<string, Said>();
const LATELY_MAX = 2_000;

const saidBy = (text: string, literals: readonly string[]): Said => {
  const key = [text, ...literals].join("\0");
  const said = lately.get(key) ?? claimsOf(text, literals);
  if (lately.size >= LATELY_MAX) lately.clear();
  lately.set(key, said);
  return said;
};

/** What was found of two texts: `compareAhead` asks first, so that the one who has no time to wait finds the answer here. */
const found = new Map<string, Relation | null>();
const FOUND_MAX = 5_000;

/** What `text` is to `known`; null where they have nothing to do with each other or go together. */
export const relationOf = (text: string, known: string): Relation | null => {
  const key = `${text}\0${known}`;
  const before = found.get(key);
  if (before !== undefined) return before;
  const relation = compared(text, known);
  if (found.size >= FOUND_MAX) found.clear();
  found.set(key, relation);
  return relation;
};

const compared = (text: string, known: string): Relation | null => {
  if (plain(text) === plain(known)) return { is: "same", score: 2, why: "the same words" };
  const literals = [...new Set([...literalsIn(text), ...literalsIn(known)])];
  const [said, before] = [saidBy(text, literals), saidBy(known, literals)];
  if (said.apart.length === 0 || before.apart.length === 0) return null;
  const contradiction = strongest(said.apart, before.apart);
  if (contradiction !== null) return contradiction;
  const score = likest(said.apart, before.apart);
  if (areIn(said, before)) return { is: "same", score, why: "it says nothing more" };
  if (areIn(before, said)) return { is: "extends", score, why: "it says the same and more" };
  return null;
};
