import { likeness } from "../../../sync/core/terms.ts";
import { otherChoices } from "./alternatives.ts";
import type { Claim } from "./claim.ts";
import { conceptOf } from "./concepts.ts";
import { isWithin, meets, numbersIn, type Terms, union, without } from "./term-sets.ts";

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
const shown = (terms: Terms): string => [...terms].sort().join(" ");

const limitsOf = ({ limits }: Claim, besides: Terms): Terms => without(union(...limits), besides);

/** One holds only where the other says nothing: an exception, no contradiction. */
const isElsewhere = (a: Claim, b: Claim, besides: Terms): boolean => {
  const [inA, inB] = [limitsOf(a, besides), limitsOf(b, besides)];
  return without(inA, b.about).size + without(inB, a.about).size > 0 && likeness(inA, inB) < 0.5;
};

/** "Use npm" against "Use pnpm, not npm". */
const choosesRejected = (a: Claim, b: Claim): Contradiction | null => {
  for (const [chosen, rejected] of [
    [a, b],
    [b, a],
  ] as const)
    if (
      !chosen.isNegative &&
      rejected.isNegative &&
      rejected.beside.size > 0 &&
      isWithin(rejected.about, chosen.about) &&
      (isWithin(without(chosen.about, rejected.about, limitsOf(chosen, NOTHING)), rejected.beside) ||
        likeness(rejected.about, chosen.about) > 0.5) &&
      !isElsewhere(chosen, rejected, union(rejected.about, rejected.beside))
    )
      return { score: 0.9, why: `one chooses what the other turns down (${shown(rejected.about)})` };
  return null;
};

/** A no to all of a thing forbids a part of it; a no to a part leaves the rest. "Write comments in English" asks for none. */
const forbids = (no: Claim, yes: Claim): boolean =>
  isWithin(no.about, yes.about) &&
  likeness(no.about, yes.about) >= 0.5 &&
  isWithin(yes.about, union(yes.head, no.about));

/** "Don't use semicolons" against "Use semicolons". */
const saysTheOpposite = (a: Claim, b: Claim): Contradiction | null => {
  if (a.beside.size + b.beside.size > 0) return null;
  const like = likeness(a.about, b.about);
  const [no, yes] = a.isNegative ? [a, b] : [b, a];
  if ((like < OPPOSITE_FROM && !forbids(no, yes)) || isElsewhere(a, b, NOTHING)) return null;
  return { score: like, why: "one says no where the other says yes" };
};

/** "Answer in German" against "Answer in English". */
const choosesAnother = (a: Claim, b: Claim): Contradiction | null => {
  for (const choice of otherChoices(a.about, b.about)) {
    const beside = ({ about }: Claim): Terms => without(about, choice.terms, numbersIn(about));
    if (likeness(beside(a), beside(b)) >= BESIDE_FROM && !isElsewhere(a, b, choice.terms))
      return { score: 0.85, why: `one chooses ${choice.a}, the other ${choice.b}` };
  }
  return null;
};

/** "Test on Node 20" and "Test on Node 24" go together. */
const MANY_AT_ONCE = ["test", "support", "run"];

/** "Keep lines below 100 characters" against "… below 120 characters". */
const namesAnotherNumber = (a: Claim, b: Claim): Contradiction | null => {
  const [inA, inB] = [without(numbersIn(a.about), b.about), without(numbersIn(b.about), a.about)];
  if (inA.size === 0 || inB.size === 0) return null;
  const [besideA, besideB] = [without(a.about, inA), without(b.about, inB)];
  if (besideA.size === 0 || likeness(besideA, besideB) < SAME_FROM || MANY_AT_ONCE.some((term) => besideA.has(term)))
    return null;
  return { score: 0.8, why: "they name different numbers of the same" };
};

/** What can only be filled once: a thing is made from one, sorted by one, put in one. */
const EXCLUSIVE = ["from", "by", "to", "in", "as", "with"] as const;
/** Of these, one asks several persons, for several things. */
const OF_PERSONS = ["ask", "tell", "answer", "link", "mention"].map(conceptOf);

/** "Put tests in tests/" against "Put tests next to the module", "Sort by name" against "Sort by date". */
const fillsAnotherWay = (a: Claim, b: Claim): Contradiction | null => {
  if (a.head.size === 0 || likeness(a.head, b.head) < SAME_FROM || OF_PERSONS.some((term) => a.head.has(term)))
    return null;
  for (const link of EXCLUSIVE) {
    const [inA, inB] = [a.slots.get(link), b.slots.get(link)];
    if (!inA?.size || !inB?.size || meets(inA, inB)) continue;
    if (link === "in" && !(isPut(a) && isPut(b))) continue;
    if (isCommand(inA) !== isCommand(inB) || isElsewhere(a, b, union(inA, inB))) continue;
    return { score: 0.75, why: `the same is to be done ${link} something else` };
  }
  return null;
};

const PUT = ["put", "live", "keep"].map(conceptOf);
const isPut = ({ acts }: Claim): boolean => PUT.some((act) => acts.has(act));

/** What a claim chooses for what: "use luxon for dates", "handle dates with luxon". */
const meansOf = ({ slots, head, acts, about }: Claim): { means: Terms; end: Terms } | null => {
  const tool = slots.get("with");
  if (tool !== undefined && tool.size > 0 && head.size > 0) return { means: tool, end: head };
  const end = slots.get("for") ?? slots.get("to") ?? slots.get("as");
  if (acts.has("us") && end !== undefined && end.size > 0) return { means: without(about, end), end };
  return null;
};

const PROGRAMS = new Set("npm npx pnpm yarn bun make just cargo go mvn gradle".split(" ").map(conceptOf));
/** What is typed to call a tool is no other tool. */
const isCommand = (means: Terms): boolean => [...means].some((term) => term.startsWith("`") || PROGRAMS.has(term));

/** "Use luxon for dates" against "Use date-fns for dates". */
const usesAnotherMeans = (a: Claim, b: Claim): Contradiction | null => {
  const [inA, inB] = [meansOf(a), meansOf(b)];
  if (inA === null || inB === null || likeness(inA.end, inB.end) < SAME_FROM) return null;
  return inA.means.size > 0 &&
    inB.means.size > 0 &&
    !meets(inA.means, inB.means) &&
    isCommand(inA.means) === isCommand(inB.means)
    ? { score: 0.75, why: "another means to the same end" }
    : null;
};

/** "Test all packages" against "Test changed packages only", "Keep all traces" against "Keep 10 % of the traces". */
const meansMore = (a: Claim, b: Claim): Contradiction | null => {
  const isPart = ({ extent, about }: Claim) =>
    extent === "only" || [...numbersIn(about)].some((term) => term.endsWith("%"));
  for (const [all, part] of [
    [a, b],
    [b, a],
  ] as const)
    if (all.extent === "all" && isPart(part) && isWithin(all.about, part.about) && !isElsewhere(a, b, NOTHING))
      if (all.about.size > 1 || likeness(a.about, b.about) >= 0.5)
        return { score: 0.7, why: "one means all, the other a part" };
  return null;
};

const WAYS = [meansMore, choosesAnother, namesAnotherNumber, fillsAnotherWay, usesAnotherMeans];

/** Whether two claims cannot both be followed; null where they can. The order of the two does not matter. */
export const contradictionOf = (a: Claim, b: Claim): Contradiction | null => {
  if (a.isNegative !== b.isNegative) return choosesRejected(a, b) ?? saysTheOpposite(a, b);
  if (a.isNegative) return null;
  for (const way of WAYS) {
    const found = way(a, b);
    if (found !== null) return found;
  }
  return null;
};
