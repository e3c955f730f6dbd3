import { likeness } from "../../../sync/core/terms.ts";
import { otherChoices } from "./alternatives.ts";
import type { Claim } from "./claim.ts";
import { isWithin, meets, numbersIn, type Terms, without } from "./term-sets.ts";

/** How surely two claims exclude each other, 0…1, and why. */
export interface Contradiction {
  readonly score: number;
  readonly why: string;
}

/** From this likeness on a yes and a no speak of the same. */
const OPPOSITE_FROM = 0.65;
/** From this likeness on what is left beside the choice is the same. */
const BESIDE_FROM = 0.6;
const SAME_FROM = 0.8;

const NOTHING: Terms = new Set();

/** One holds only where the other says nothing: an exception, no contradiction. */
const isElsewhere = (a: Claim, b: Claim, besides: Terms): boolean => {
  const [inA, inB] = [without(a.limits, besides), without(b.limits, besides)];
  return inA.size + inB.size > 0 && likeness(inA, inB) < 0.5;
};

/** "Use npm" against "Use pnpm, not npm". */
const choosesRejected = (a: Claim, b: Claim): Contradiction | null => {
  if (a.isNegative || b.isNegative) return null;
  for (const [chosen, rejected] of [
    [a.about, without(b.rejected, b.about)],
    [b.about, without(a.rejected, a.about)],
  ] as const)
    if (rejected.size > 0 && isWithin(rejected, chosen) && !isElsewhere(a, b, new Set([...a.rejected, ...b.rejected])))
      return { score: 0.9, why: `one chooses what the other turns down (${[...rejected].sort().join(" ")})` };
  return null;
};

/** "Don't use semicolons" against "Use semicolons". */
const saysTheOpposite = (a: Claim, b: Claim): Contradiction | null => {
  if (a.isNegative === b.isNegative || a.about.size === 0 || b.about.size === 0) return null;
  const like = likeness(a.about, b.about);
  const within = isWithin(a.about, b.about) || isWithin(b.about, a.about);
  if ((like < OPPOSITE_FROM && !(within && like >= 0.5)) || isElsewhere(a, b, NOTHING)) return null;
  return { score: like, why: "one says no where the other says yes" };
};

/** "Answer in German" against "Answer in English". */
const choosesAnother = (a: Claim, b: Claim): Contradiction | null => {
  if (a.isNegative || b.isNegative) return null;
  for (const choice of otherChoices(a.about, b.about)) {
    const beside = ({ about, rejected }: Claim, other: Claim): Terms =>
      without(about, choice.terms, numbersIn(about), rejected, other.rejected);
    if (likeness(beside(a, b), beside(b, a)) >= BESIDE_FROM && !isElsewhere(a, b, choice.terms))
      return { score: 0.85, why: `one chooses ${choice.a}, the other ${choice.b}` };
  }
  return null;
};

/** "Keep lines below 100 characters" against "… below 120 characters". */
const namesAnotherNumber = (a: Claim, b: Claim): Contradiction | null => {
  const [inA, inB] = [numbersIn(a.about), numbersIn(b.about)];
  if (a.isNegative !== b.isNegative || inA.size === 0 || inB.size === 0 || meets(inA, inB)) return null;
  const [besideA, besideB] = [without(a.about, inA), without(b.about, inB)];
  if (besideA.size === 0 || likeness(besideA, besideB) < SAME_FROM || MANY_AT_ONCE.some((term) => besideA.has(term)))
    return null;
  return { score: 0.8, why: `one says ${[...inA].sort().join(" ")}, the other ${[...inB].sort().join(" ")}` };
};

/** "Test on Node 20" and "Test on Node 24" go together. */
const MANY_AT_ONCE = ["test", "support", "run"];

/** "Put tests in tests/" against "Put tests next to the module". */
const putsElsewhere = (a: Claim, b: Claim): Contradiction | null =>
  a.place !== null &&
  b.place !== null &&
  a.isNegative === b.isNegative &&
  a.place.what.size > 0 &&
  likeness(a.place.what, b.place.what) >= SAME_FROM &&
  !meets(a.place.where, b.place.where)
    ? { score: 0.8, why: "the same thing is put in another place" }
    : null;

/** "Use luxon for dates" against "Use date-fns for dates". */
const usesAnotherMeans = (a: Claim, b: Claim): Contradiction | null => {
  if (a.isNegative || b.isNegative || a.purpose === null || b.purpose === null) return null;
  if (a.purpose.size === 0 || likeness(a.purpose, b.purpose) < SAME_FROM) return null;
  const [meansA, meansB] = [without(a.about, a.purpose), without(b.about, b.purpose)];
  return meansA.size > 0 && meansB.size > 0 && !meets(meansA, meansB)
    ? { score: 0.75, why: "another means to the same end" }
    : null;
};

const WAYS = [choosesRejected, saysTheOpposite, choosesAnother, namesAnotherNumber, putsElsewhere, usesAnotherMeans];

/** Whether two claims cannot both be followed; null where they can. The order of the two does not matter. */
export const contradictionOf = (a: Claim, b: Claim): Contradiction | null => {
  for (const way of WAYS) {
    const found = way(a, b);
    if (found !== null) return found;
  }
  return null;
};
