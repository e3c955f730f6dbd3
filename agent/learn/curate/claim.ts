import { termsOf } from "../../../sync/core/terms.ts";
import { contrastOf } from "../contrast.ts";
import { withoutImplied } from "./alternatives.ts";
import { conceptOf, isStopped } from "./concepts.ts";
import { normalForm } from "./normal-form.ts";
import { type Terms, union } from "./term-sets.ts";

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
  /** Words of orders that are left out of `about`: use, write, put, run. */
  readonly acts: Terms;
  /** For what is turned down in favour of something else: what that was said of. */
  readonly beside: Terms;
}

const LINKS = ["with", "for", "in", "on", "to", "from", "by", "as", "is", "before", "after", "when", "except"] as const;
type Link = (typeof LINKS)[number];

const concepts = (words: string): Set<string> => new Set(words.trim().split(/\s+/).map(conceptOf));

/** Orders that say of a thing that it shall be so; what it is about stands beside them. */
const LIGHT = concepts(
  "use write add create make need keep put live handle follow run give include provide have let set do get go be come prefer take allow support should",
);
/** Words that say how an order is given, not what it is about. */
const FRAME = concepts(
  `not no none never always only just every any ever also both instead rather than directly simply really actually usually
   everywhere somewhere here there enough without avoid omit skip yourself itself other same everything anything thing nothing of right away must need ich du mich mir
   der die das den dem des ein eine einen einem el la los las un una unos unas le les du de d l que qu tu je se sich man su sus son`,
);
/** "In German", "in the imperative mood": how something is, not where. */
const MANNERS = concepts(
  "mood tense style case format voice language english german spanish french italian camelcase snakecase kebabcase pascalcase uppercase lowercase",
);

/** The concepts of a word: of one with hyphens those of its parts, paths and names with dots as they are. */
const conceptsIn = (token: string): string[] => {
  if (token.startsWith("`")) return [token];
  const bare = token.replace(/^[*.]*\/|^\*+|[.:,/]+$/g, "");
  if (/^\d+(?:\.\d+)*(?:%|\p{L}{0,3})$/u.test(bare)) return [bare];
  if (/^[\p{L}]+\/[\p{L}]+$/u.test(bare) && /^(?:and|or|yes|on|his)\//.test(bare))
    return bare.split("/").flatMap(conceptsIn);
  if (/[/@_.]/.test(bare)) return [bare.replace(/^\.\//, "")];
  return bare
    .split("-")
    .flatMap((part) => (termsOf(part).length === 0 && !/^\p{L}{3,}$/u.test(part) ? [] : [conceptOf(part)]));
};

const content = (words: readonly string[]): Set<string> =>
  new Set(
    words
      .filter((word) => !isStopped(word))
      .flatMap(conceptsIn)
      .filter((term) => !FRAME.has(term) && !LIGHT.has(term)),
  );

const NOT = /^(?:not|no|never|avoid|omit|skip|none)$/;
/** What comes behind one of these says no about something else. */
const RELATIVE = /^(?:what|that|which|who|when|if|where|unless|because)$/;

const isAct = (word: string | undefined): boolean => word !== undefined && ACTS.has(conceptOf(word));
const ACTS = concepts(
  `use write add create make need keep put handle follow run delete edit update commit push merge deploy release ask answer show explain log throw
   catch hide check test install build start stop fetch return rename name split sort mock praise document comment format lint read send open close
   tell call move copy decide generate include give set let do ensure wait try sign fix import export mention link describe validate cache retry`,
);

/** Whether a new clause starts at `at`: a no, or after a no another order. */
const startsClause = (words: readonly string[], at: number, isNegative: boolean): boolean => {
  const next = words[at] === "and" || words[at] === "but" || words[at] === "is" ? at + 1 : at;
  const [first, second] = [words[next], words[next + 1]];
  if (first === undefined) return false;
  if (first === "is" && /^(?:not|never)$/.test(second ?? "")) return true;
  if (/^(?:never|avoid|omit)$/.test(first)) return true;
  if (first === "not" && isAct(second)) return true;
  return isNegative && (first === "always" || isAct(first));
};

const wordsOf = (text: string): string[] => text.match(/[,;:()–—]|[^\s,;()–—]+?(?=[,;:()–—]*(?:\s|$))|\S/gu) ?? [];

/** "Never skip tests" is a yes, but not the same as "write tests". */
const UPHELD = "\u00ac\u00ac";
const countNo = (words: readonly string[]): number => words.filter((word) => NOT.test(word)).length;

const isNo = (words: readonly string[]): boolean => {
  const end = words.findIndex((word, n) => n > 0 && RELATIVE.test(word));
  const scope = end === -1 ? words : words.slice(0, end);
  if (scope.some((word) => NOT.test(word)) || (scope[0] === "stop" && /ing$/.test(scope[1] ?? ""))) {
    const flips = scope.filter((word) => NOT.test(word)).length;
    return flips % 2 === 1 || flips === 0;
  }
  // "Comment only what is not obvious" forbids what is.
  return end !== -1 && scope.includes("only") && words.slice(end).some((word) => NOT.test(word));
};

/** A text's clauses as words: cut at stops, and where what follows says no or no longer does. */
const clausesOf = (text: string): string[][] => {
  const clauses: string[][] = [[]];
  const words = wordsOf(text);
  for (const [at, word] of words.entries()) {
    const current = clauses.at(-1) as string[];
    const isStop = /^[;:()–—]$/.test(word) || (word.length > 1 && /[.!]$/.test(word) && at < words.length - 1);
    const isJoint = word === "," || word === "and" || word === "but";
    if (isStop) {
      if (!/^[;:()–—]$/.test(word)) current.push(word.replace(/[.!]+$/, ""));
      clauses.push([]);
    } else if (isJoint && current.length > 0 && startsClause(words, at + 1, isNo(current))) clauses.push([]);
    else current.push(word);
  }
  return clauses
    .map((clause) => clause.filter((word, n) => word !== "," || n < clause.length - 1))
    .filter((clause) => clause.length > 0);
};

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

const claim = (words: readonly string[], isNegative: boolean, beside: Terms, subject: readonly string[]): Claim => {
  const { head, slots: shaped } = shapeOf([...subject, ...words]);
  const acts = new Set([...head, ...(shaped.get("is") ?? [])].flatMap(conceptsIn).filter((term) => LIGHT.has(term)));
  const slots = new Map([...shaped].map(([link, inside]) => [link, content(inside)] as const));
  const order = new Set([...slots.keys()].filter((link) => link === "before" || link === "after"));
  const about = withoutImplied(union(content(head), ...slots.values(), new Set([...order].map(conceptOf))));
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
    beside,
  };
};

const NOTHING: Terms = new Set();

/** What a clause says with "without": "don't commit without testing" is "test before committing", "run it without asking" the opposite. */
const withoutClaims = (words: readonly string[], subject: readonly string[]): Claim[] | null => {
  const at = words.indexOf("without");
  if (at <= 0) return null;
  const [main, what] = [words.slice(0, at), words.slice(at + 1)];
  const isNegative = isNo(main);
  const isDone = isNegative || isAct(what[0]) || /ing$/.test(what[0] ?? "");
  if (isDone) return [claim([...what, "before", ...main], !isNegative, NOTHING, subject)];
  const positive = claim(main, false, NOTHING, subject);
  return [positive, claim(what, true, positive.about, [])];
};

/** A dot in a name ends no sentence. */
const INNER_DOT = /(?<=\S)\.(?=\S)/g;
const HIDDEN_DOT = "\u2024";
const shownDots = (text: string): string[] =>
  text
    .replaceAll(HIDDEN_DOT, ".")
    .split(/[\s,]+/)
    .filter(Boolean);

/** A prohibition, or a no that belongs to a clause inside. */
const CANNOT_CONTRAST =
  /^(?:not|never|avoid|no) (?!.* (?:but|instead of) )|\b(?:what|which|who|when|if|where|unless|because)\b.* not /;

/** `text` without a phrase of it, where that stands as whole words: npm is no part of pnpm. */
const dropped = (text: string, phrase: string): string =>
  text.replace(
    new RegExp(`(?<![\\p{L}\\p{N}])${phrase.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "u"),
    " ",
  );

const claimsOfClause = (words: readonly string[], subject: readonly string[]): Claim[] => {
  const text = words.join(" ").replaceAll(" ,", ",").replace(INNER_DOT, HIDDEN_DOT);
  const contrast = CANNOT_CONTRAST.test(text) ? null : contrastOf(text);
  if (contrast !== null) {
    const kept = dropped(text, contrast.rejected).replace(/\b(?:not|over|instead of)\b/g, " ");
    const chosen = claim(shownDots(kept), /^(?:never|avoid)\b/.test(text), NOTHING, subject);
    const said = union(chosen.about, content(shownDots(contrast.chosen)));
    const rejected = claim(shownDots(contrast.rejected), true, said, []);
    return rejected.about.size === 0 ? [chosen] : [chosen, rejected];
  }
  const negated = withoutClaims(words, subject);
  if (negated !== null) return negated;
  const found = claim(words, isNo(words), NOTHING, subject);
  return [
    countNo(words) === 2 && !found.isNegative ? { ...found, about: union(found.about, new Set([UPHELD])) } : found,
  ];
};

/** Orders that are given in one go: "update the changelog and bump the version". */
const ordersIn = (words: readonly string[]): string[][] => {
  const orders: string[][] = [[]];
  for (const [at, word] of words.entries())
    if (at > 0 && /^(?:,|and|then)$/.test(word) && isAct(words[at + 1])) orders.push([]);
    else orders.at(-1)?.push(word);
  return orders.filter((order) => order.length > 0);
};

/** What a text says. */
export interface Said {
  /** Each order by itself. */
  readonly apart: readonly Claim[];
  /** Orders given in one go as one, since what is said last ("before a release") may be said of all of them. */
  readonly together: readonly Claim[];
}

/** Takes a memory's text apart. `literals`: code that is to be taken as a whole (`literalsIn` of all texts that are compared). */
export const claimsOf = (text: string, literals: readonly string[]): Said => {
  const apart: Claim[] = [];
  const together: Claim[] = [];
  let subject: readonly string[] = [];
  for (const words of clausesOf(normalForm(text, literals))) {
    // "Generated code lies in src/gen and is never edited."
    const about = words[0] === "is" ? subject : [];
    together.push(...claimsOfClause(words, about));
    apart.push(...(isNo(words) ? [words] : ordersIn(words)).flatMap((order) => claimsOfClause(order, about)));
    const until = words.findIndex((word) => LINKS.some((link) => link === word) || LIGHT.has(conceptOf(word)));
    if (until > 0) subject = words.slice(0, until);
  }
  const saysSomething = ({ about }: Claim): boolean => about.size > 0;
  return { apart: apart.filter(saysSomething), together: together.filter(saysSomething) };
};
