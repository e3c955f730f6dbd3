import { readClause } from "../read/clause.ts";
import { isA, wordsOf } from "../read/lexicon.ts";
import { stripped } from "../read/opening.ts";

// What is said of a second thing leaves out what was said of the first. Here it is put back, so that each can stand alone.

const PREPOSITION =
  /\s(in|into|with|as|for|under|below|above|via|by|over|on|to|at|through|per|mit|für|auf|con|para|en|avec|pour)\s/giu;
const PREPOSITION_FIRST =
  /^(?:in|into|with|as|for|under|via|by|over|on|to|at|through|from|of|never|always|only|mit|für|auf|con|para|en|avec|pour|not|or)\b/iu;
const GAP_WORDS_MAX = 8;

/** What stands before the object: "we write", "always put". */
const HEAD = /^(?:(?:please|always|never|only|just|we|i|wir|immer|nur) )*\p{L}+(?= \S)/iu;

/** Limits are alike, whichever way they go: "coverage above 80, complexity under 15". */
const LIMITS = new Set(["above", "below", "under", "over", "at"]);

const prepositionsIn = (text: string): string[] =>
  [...text.matchAll(PREPOSITION)].map((found) => {
    const word = (found[1] ?? "").toLowerCase();
    return LIMITS.has(word) ? "at" : word;
  });

/** "We write texts in British English, and dates in ISO form": the second with the verb of the first, where both are built alike. */
const withVerb = (before: string, text: string): string | null => {
  const words = wordsOf(text);
  if (words.length < 3 || words.length > GAP_WORDS_MAX || PREPOSITION_FIRST.test(text)) return null;
  const own = prepositionsIn(` ${text}`)[0];
  const head = HEAD.exec(before)?.[0];
  if (own === undefined || head === undefined) return null;
  const verb = wordsOf(head).at(-1);
  if (!isA(verb, "workVerb") && !isA(verb, "wish")) return null;
  if (!prepositionsIn(before.slice(head.length)).includes(own)) return null;
  return readClause(text, false).act === "states" ? `${head} ${text}` : null;
};

const SO_DOES =
  /^(?:so (?:does|do|is|are|has|have|must|should|goes|go) |(?:the )?same (?:goes )?(?:for|with) |ditto for )(.+)$/iu;
const PREDICATE =
  /^(?:[^\s,]+ ){1,4}?((?:has to|have to|must|should|may only|can only|is|are|needs?|goes?|lives?|stays?)\b.+)$/iu;

/** "Vale has to be clean before …, and so does the link checker": the second with what is said of the first. */
const withPredicate = (before: string, text: string): string | null => {
  const [, subject] = SO_DOES.exec(text) ?? [];
  const [, predicate] = PREDICATE.exec(before) ?? [];
  return subject === undefined || predicate === undefined ? null : `${subject} ${predicate}`;
};

const PLACED =
  /^(?:[^\s,]+ ){1,4}?((?:goes?|lives?|belongs?|stays?|is|are|must be|should be|van?|viven|están?|liegt|liegen|stehen|kommen|vont|sont) )(in|into|to|under|at|on|with|via|through|en|dans|auf|mit|con|avec) /iu;
const ELSEWHERE = /^(?:[^\s,]+ ){1,3}?(in|into|to|under|at|on|with|via|through|en|dans|auf|mit|con|avec) \S/iu;

/** "Documentation goes to docs/, ADRs to docs/adr" */
const withPlace = (before: string, text: string): string | null => {
  const [, verb = "", first] = PLACED.exec(before) ?? [];
  const [, second] = ELSEWHERE.exec(text) ?? [];
  if (first === undefined || second !== first || readClause(text, false).act !== "states") return null;
  const isPlural = /[^s]s$/.test(text.slice(0, text.search(new RegExp(` ${second} `))));
  const agreeing = isPlural
    ? verb
        .trim()
        .replace(/^is$/, "are")
        .replace(/^(goe|live|belong|stay)s$/, (_, stem) => stem.replace(/e$/, stem === "goe" ? "" : "e"))
    : verb.trim();
  return text.replace(new RegExp(`(?= ${second} )`), ` ${agreeing}`);
};

const WE_USE = /^(?:for|in|on) .{2,40}?(?:,| )(?: ?we)? ?use\b/iu;
const FOR_THIS = /^((?:for|in|on) (?:\S+ ){1,3})([^\s,]+)$/iu;

/** "For the frontend we use tailwind, for emails mjml" */
const withUse = (before: string, text: string): string | null => {
  const [, topic, what] = FOR_THIS.exec(text) ?? [];
  return topic === undefined || !WE_USE.test(before) || readClause(text, false).act !== "states"
    ? null
    : `${topic}use ${what}`;
};

const I_WANT_YOU = /^(i(?:'d| would)? (?:really )?(?:want|need|expect|like) you) to /iu;

/** "I want you to ask first, to keep diffs small, and to never reformat" */
const withWish = (before: string, text: string): string | null => {
  const [, head] = I_WANT_YOU.exec(before) ?? [];
  return head === undefined || !/^to \p{L}+ \S/iu.test(text) ? null : `${head} ${text}`;
};

/** A piece with what it has left out of what stands before it; null where it has left out nothing that is surely known. */
export const saidInFull = (before: string, piece: string): string | null => {
  const [first, second] = [stripped(before), stripped(piece)];
  // "so does …" without its "so" would be a question.
  return (
    withPredicate(first, piece.trim()) ??
    withWish(first, second) ??
    withUse(first, second) ??
    withPlace(first, second) ??
    withVerb(first, second)
  );
};
