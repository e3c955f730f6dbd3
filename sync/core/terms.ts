import { stemmer } from "stemmer";

/** Words that say nothing about what a memory is about. Negations stay: "not" and "never" are what rules are made of. */
const STOP = new Set(
  `a an the and or but if then else of to in on at by for from with as is are was were be been being it its this that these those i you he she
  we they me him her us them my your our their do does did have has had will would can could should shall may might there here what which who
  how when where why so just also very please thanks ok okay now lets let s t d m re ve ll`.split(/\s+/),
);

const WORD = /[\p{L}\p{N}]+/gu;
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

/**
 * What a text is found by: folded, stemmed words without stop words, identifiers whole and in parts, in order, with repeats.
 * The same function makes the index and the query, so only the two must agree.
 */
export const termsOf = (text: string): string[] => {
  const terms: string[] = [];
  for (const word of withoutMarks(text).replace(CONTRACTED_NOT, "not").match(WORD) ?? []) {
    const whole = word.toLowerCase();
    if (CJK.test(word)) {
      for (const pair of pairs(whole)) terms.push(pair);
      continue;
    }
    if (whole.length > LONGEST) continue;
    if (!STOP.has(whole)) terms.push(stemmer(whole));
    const parts = identifierParts(word);
    if (parts.length < 2) continue;
    for (const part of parts.map((each) => each.toLowerCase()))
      if (part.length > 1 && !STOP.has(part)) terms.push(stemmer(part));
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
