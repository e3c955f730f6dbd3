import { stemmer } from "stemmer";
import { baseForm } from "./irregular-forms.ts";

/** Words that say nothing about what a memory is about. Negations stay: "not" and "never" are what rules are made of. */
const STOP = new Set(
  `a an the and or but if then else of to in on at by for from with as is are was were be been being it its this that these those i you he she
  we they me him her us them my your our their do does did have has had will would can could should shall may might there here what which who
  how when where why so just also very please thanks ok okay now lets let s t d m re ve ll`.split(/\s+/),
);

/** Words, with what a hyphen or an underscore ties to them: `lock-file`, `snake_case_name`. */
const TIED = /[\p{L}\p{N}]+(?:[-_]+[\p{L}\p{N}]+)*/gu;
const TIE = /[-_]+/;
const LETTERS = /^\p{L}{2,}$/u;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const LONGEST = 40;
/** Don't, isn't, won't …: what they deny with is what counts; the rest is an auxiliary. */
const CONTRACTED_NOT = /\b\p{L}+n['’]t\b/giu;

/** `parseHTTPUrl2` → parse, HTTP, Url, 2. */
const identifierParts = (word: string): string[] =>
  word.match(/\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+|\p{L}+/gu) ?? [];

/**
 * Letters without marks, in one form however they were typed; Hangul is put together again. Before words are looked for, because some
 * letters fall apart into a letter and a sign.
 */
const withoutMarks = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .normalize("NFC");

const pairs = (word: string): string[] => {
  const letters = [...word];
  return letters.length < 2 ? letters : letters.slice(1).map((letter, i) => `${letters[i]}${letter}`);
};

const stem = (word: string): string => stemmer(baseForm(word));

/** The terms of one word, which has no sign in it; identifiers whole and in parts. */
const addWord = (word: string, terms: string[]): void => {
  const whole = word.toLowerCase();
  if (CJK.test(word)) {
    for (const pair of pairs(whole)) terms.push(pair);
    return;
  }
  if (whole.length > LONGEST) return;
  if (!STOP.has(whole)) terms.push(stem(whole));
  const parts = identifierParts(word);
  if (parts.length < 2) return;
  for (const part of parts.map((each) => each.toLowerCase()))
    if (part.length > 1 && !STOP.has(part)) terms.push(stem(part));
};

const tiedIn = (text: string): readonly string[] => withoutMarks(text).replace(CONTRACTED_NOT, "not").match(TIED) ?? [];

/**
 * What a text says: folded words without stop words and led back to their stems, identifiers whole and in parts, in order, with
 * repeats.
 */
export const termsOf = (text: string): string[] => {
  const terms: string[] = [];
  for (const tied of tiedIn(text)) for (const word of tied.split(TIE)) addWord(word, terms);
  return terms;
};

/**
 * What a text is found by: its terms, and two words tied together as one, since `lock-file`, `lock_file`, `lockFile` and `lockfile`
 * are the same to whoever looks for it. The same function makes the index and the query, so only the two must agree.
 */
export const searchTermsOf = (text: string): string[] => {
  const terms: string[] = [];
  for (const tied of tiedIn(text)) {
    const words = tied.split(TIE);
    for (const word of words) addWord(word, terms);
    if (words.length === 2 && words.every((word) => LETTERS.test(word)) && tied.length <= LONGEST && !CJK.test(tied))
      terms.push(stem(words.join("").toLowerCase()));
  }
  return terms;
};

/** How alike two sets of terms are: shared ÷ all, 0…1. */
export const likeness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  if (a.size === 0 && b.size === 0) return 1;
  let shared = 0;
  for (const term of a) if (b.has(term)) shared++;
  return shared / (a.size + b.size - shared);
};
