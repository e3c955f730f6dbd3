import { withoutImplied } from "./alternatives.ts";
import { isAct } from "./clauses.ts";
import { conceptOf } from "./concepts.ts";
import { concepts, conceptsIn, content, LIGHT } from "./content.ts";
import { numbersIn, type Terms, union } from "./term-sets.ts";

/** What one clause of a memory says, taken apart so that two can be compared. All sets hold concepts. */
export interface Claim {
  /** "Don't …", "Never …", "Avoid …". */
  readonly isNegative: boolean;
  /** What it is about, without words that every order has. */
  readonly about: Terms;
  /** What stands before the first joining word: "tests" of "Put tests in test/unit". */
  readonly head: Terms;
  /** What stands behind each joining word. */
  readonly slots: ReadonlyMap<Link, Terms>;
  /** Where or when it holds: "in Makefiles", "when releasing". Each is one place or time; they are part of `about` too. */
  readonly limits: readonly Terms[];
  /** What comes right before something else and narrows it: "integration" of "integration tests". */
  readonly modifiers: ReadonlyMap<string, string>;
  /** "All", "every", or "only": how much of a thing is meant, where it is said. */
  readonly extent: "all" | "only" | null;
  /** Words of orders that are left out of `about`: use, write, put, run. */
  readonly acts: Terms;
  /** For what is turned down in favour of something else: what that was said of. */
  readonly beside: Terms;
}
export const LINKS = [
  "with",
  "for",
  "in",
  "on",
  "to",
  "from",
  "by",
  "as",
  "is",
  "before",
  "after",
  "when",
  "except",
] as const;
type Link = (typeof LINKS)[number];

/** "In German", "in the imperative mood": how something is, not where. */
const MANNERS = concepts(
  "mood tense style case format voice language english german spanish french italian camelcase snakecase kebabcase pascalcase uppercase lowercase",
);
interface Shape {
  readonly head: string[];
  readonly slots: Map<Link, string[]>;
}

const shapeOf = (words: readonly string[]): Shape => {
  const head: string[] = [];
  const slots = new Map<Link, string[]>();
  let current = head;
  for (const [at, word] of words.entries()) {
    const link = LINKS.find((one) => one === word);
    if (link === undefined || (link === "is" && current !== head)) current.push(word);
    else {
      const same = slots.get(link);
      current = same ?? [];
      if (same === undefined) slots.set(link, current);
      else current.push("and");
      if (at === 0 && link === "is") current = head;
    }
  }
  return { head, slots };
};

const saysNothing = (word: string): boolean => content([word]).size === 0;

/** Each word of a segment that stands right before another one, and that one. The order itself is no part of what it is about. */
const modifiersIn = (words: readonly string[], segment: number): [string, string][] => {
  const said = segment === 0 ? words.slice(words.findIndex((word) => !saysNothing(word))) : words;
  return said.flatMap((word, at): [string, string][] => {
    const next = said[at + 1];
    if (next === undefined || (segment === 0 && at === 0 && isAct(word))) return [];
    const terms = [word, next].flatMap((one) => [...content([one])]);
    return terms.slice(1).map((term, n): [string, string] => [terms[n] as string, term]);
  });
};

/** "In HTML and in SQL" are two places. */
const severalOf = (words: readonly string[]): Terms[] => {
  const parts: string[][] = [[]];
  for (const word of words)
    if (word === "and" || word === "or" || word === ",") parts.push([]);
    else parts.at(-1)?.push(word);
  return parts.map(content).filter(({ size }) => size > 0);
};

/** Whether what stands behind "in" says where something lies or how it is, and not where the order holds. */
const isValue = (slot: Link, terms: Terms, acts: Terms): boolean =>
  (slot === "in" || slot === "on") &&
  (acts.has(conceptOf("put")) ||
    acts.has(conceptOf("live")) ||
    acts.has("keep") ||
    [...terms].some((term) => MANNERS.has(term)));

/** What the words of a clause say. `subject`: what stands in front of them, said in an earlier clause. */
export const claim = (
  words: readonly string[],
  isNegative: boolean,
  beside: Terms,
  subject: readonly string[],
): Claim => {
  const { head, slots: shaped } = shapeOf([...subject, ...words]);
  const acts = new Set([...head, ...(shaped.get("is") ?? [])].flatMap(conceptsIn).filter((term) => LIGHT.has(term)));
  const slots = new Map([...shaped].map(([link, inside]) => [link, content(inside)] as const));
  // "After 30 seconds" orders nothing.
  const order = [...slots].flatMap(([link, terms]) =>
    (link === "before" || link === "after") && numbersIn(terms).size < terms.size ? [link] : [],
  );
  const about = withoutImplied(union(content(head), ...slots.values(), new Set(order.map(conceptOf))));
  const limits = (["in", "on", "when", "for", "except"] as const).flatMap((link) => {
    const terms = slots.get(link);
    return terms === undefined || isValue(link, terms, acts) ? [] : severalOf(shaped.get(link) ?? []);
  });
  return {
    isNegative,
    about,
    head: content(head),
    slots,
    modifiers: new Map([head, ...shaped.values()].flatMap(modifiersIn)),
    limits: limits.filter((limit) => [...limit].some((term) => about.has(term))),
    acts,
    extent: words.includes("only")
      ? "only"
      : words.some((word) => /^(?:every|whole|entire)$/.test(word))
        ? "all"
        : null,
    beside,
  };
};
