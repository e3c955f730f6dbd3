import { contrastOf } from "../read/contrast.ts";
import { type Claim, claim, LINKS } from "./claim.ts";
import { clausesOf, countNo, isAct, isNo, ordersIn } from "./clauses.ts";
import { conceptOf } from "./concepts.ts";
import { content, LIGHT } from "./content.ts";
import { normalForm } from "./normal-form.ts";
import { type Terms, union } from "./term-sets.ts";

/** "Never skip tests" is a yes, but not the same as "write tests". */
const UPHELD = "\u00ac\u00ac";
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
