import { splitClauses } from "../read/clause.ts";
import { forbiddenBy, isImperative } from "../read/imperative.ts";
import { MINDS as MINDS_ELSEWHERE } from "../read/languages/languages.ts";
import { isA, wordsOf } from "../read/lexicon.ts";

/** Longest text of a memory that was learned from a turn. */
export const MEMORY_CHARS_MAX = 160;

/** States a fact as an order to mind it, in each language. */
const MINDS = /^(?:Note that|Beachte:|Ten en cuenta:|Note:) /;
const BEGINS_ORDER =
  /^(?:avoid|prefer|skip|only|lieber|bitte|kein|keine|keinen|no|ne|keep|kein|nada de|nichts mit) \S|^(?:always|never|immer|nie|siempre|nunca|toujours|jamais) (?:in|on|with|via|as|from|mit|ohne|auf|über|con|en|sin|por|des?|du|d'|avec|sur|les?|la)\b/i;
/** German asks with the infinitive: "immer erst erklären, was du machst". */
const INFINITIVE_ORDER = /^(?:mir |bitte )?(?:immer|erst|nie|niemals|stets) .*\p{Ll}{2,}(?:en|ern|eln)\b/iu;

const isOrder = (clause: string): boolean => {
  const words = wordsOf(clause);
  return (
    isImperative(words, true) ||
    forbiddenBy(words) !== null ||
    BEGINS_ORDER.test(clause) ||
    INFINITIVE_ORDER.test(clause)
  );
};

/** "When a test fails, fix …": the order may follow its condition or its field. */
const ORDER_WITHIN_CLAUSES = 3;

const isImperativeText = (text: string): boolean =>
  MINDS.test(text) ||
  MINDS_ELSEWHERE.test(text) ||
  splitClauses(text).slice(0, ORDER_WITHIN_CLAUSES).some(isOrder) ||
  BEGINS_ORDER.test(text);

const THE_PROJECT = /^(?:repo|repository|project|codebase|code|package|app|application|monorepo|team|machine|file's)$/;
const INTRODUCES =
  /^(?:note|know|sure|ensure|remember|so|such|means|mean|check|verify|say|says|assume|mind|given|now|is|require|requires|like|think)$/;
const JOINS =
  /[,;:()–—]|\b(?:and|or|but|so|before|after|if|when|whenever|where|which|unless|until|because|since|while|instead|i|we|und|oder|bevor|wenn|weil|y|o|si|cuando|et|ou|quand)\b/gi;

const isNounLike = (word: string): boolean =>
  /[\p{L}\p{N}]{3}|`/u.test(word) &&
  !isA(
    word,
    "i",
    "we",
    "you",
    "thing",
    "be",
    "modal",
    "duty",
    "negation",
    "always",
    "condition",
    "reason",
    "link",
    "polite",
  );

/** Whether "it" or "them" has a noun to stand for in an earlier part of the same text. */
const hasAntecedent = (before: string): boolean => {
  const join = [...before.matchAll(JOINS)].at(-1);
  if (join === undefined) return false;
  return wordsOf(before.slice(0, join.index).replace(MINDS, "")).filter(isNounLike).length >= 2;
};

const PRONOUN =
  /(?<![\p{L}\p{N}`'./_-])(it's|its|it|they|them|their|this's|this|that's|that|these|those|ones|one|eso|esto|ça|cela|dies|davon|dazu|damit)(?![\p{L}\p{N}`_-])/giu;

/** "each package has its own README", "Put tests next to their source": what stands before has it; after an order that is its object. */
const isOfSubject = (before: string): boolean => {
  const words = wordsOf(before.replace(MINDS, ""));
  if (isImperative(words, true)) return words.slice(1).some((word) => isNounLike(word) && !RELATES.test(word));
  return words.length >= 2 && isNounLike(words[0] ?? "");
};

const RELATES = /^(?:the|for|and|with|from|into|next|over|under|each|all|every)$/;

const isDangling = (text: string, pronoun: string, at: number): boolean => {
  const before = text.slice(0, at).trim();
  const after = text.slice(at + pronoun.length).trim();
  const previous = wordsOf(before).at(-1) ?? "";
  const next = wordsOf(after)[0] ?? "";
  switch (pronoun.toLowerCase()) {
    case "its":
    case "their":
      return !isOfSubject(before) && !hasAntecedent(before);
    case "they":
      return !isOfSubject(before) && !hasAntecedent(before);
    case "it":
    case "it's":
    case "them":
      return !hasAntecedent(before);
    case "one":
      // "a one-line change", "one component per file": a number, not something spoken of before.
      if (
        !/^(?:this|that|the|other|these|those|same|old|last|first|new|right|wrong)$/.test(previous) &&
        isNounLike(next)
      )
        return false;
      return /^(?:this|that|the|other|these|those|same|old|last|first)$/.test(previous) || !hasAntecedent(before);
    case "ones":
      return /^(?:this|that|the|other|these|those|same|old|last|first)$/.test(previous) || !hasAntecedent(before);
    case "this":
    case "these":
      return !THE_PROJECT.test(next);
    case "that":
    case "those":
      if (THE_PROJECT.test(next) || INTRODUCES.test(previous)) return false;
      // After a noun it begins a relative clause: "files that are generated".
      return (
        after === "" ||
        /^[.,;:!?)–—]/.test(after) ||
        previous === "" ||
        isA(previous, "workVerb", "condition", "link") ||
        /^(?:of|for|like|to|in|on|at|with|by|do|doing|from|after|before)$/.test(previous)
      );
    default:
      return true;
  }
};

/** Which of the rules for a learned memory a text breaks; none for a good one. Each problem is a word or two. */
export const formProblems = (text: string): string[] => {
  const problems: string[] = [];
  if (text.length > MEMORY_CHARS_MAX) problems.push("too long");
  if (wordsOf(text).length < 2 && !MINDS_ELSEWHERE.test(text)) problems.push("too short");
  if (/[\r\n]/.test(text)) problems.push("line break");
  if (!isImperativeText(text)) problems.push("not imperative");
  const bare = text.replace(/`[^`]*`|"[^"]*"/g, (code) => code.replace(/[^`"]/g, "x"));
  if (bare.includes("?")) problems.push("question");
  for (const found of bare.matchAll(PRONOUN))
    if (isDangling(bare, found[0], found.index)) problems.push(`dangling ${found[0]}`);
  return problems;
};
