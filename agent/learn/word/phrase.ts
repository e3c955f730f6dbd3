import { isVerbOfPlace } from "../read/imperative.ts";
import { isA, wordsOf } from "../read/lexicon.ts";

/** The first letter small, where it is only large because a sentence began with it. */
export const decapitalised = (text: string): string =>
  /^(?:I|I'm|I'd|I've)\b/.test(text) || !/^\p{Lu}\p{Ll}*(?:[\s,']|$)/u.test(text) || /^\p{Lu}\p{Ll}+ \p{Lu}/u.test(text)
    ? text
    : text.charAt(0).toLowerCase() + text.slice(1);

/** Names keep their spelling: `npm`, `eslint --fix`, `third_party/`, `iOS`. */
const capitalised = (text: string): string =>
  /^(?:[\p{Ll}\d]*[\p{Lu}_./:\d@-][^\s]*|`)/u.test(text) && !/^\p{Ll}+[,.]?\s/u.test(text)
    ? text
    : text.charAt(0).toUpperCase() + text.slice(1);

/** A phrase as a sentence: first letter, spaces, full stop. */
export const finished = (text: string): string => {
  const one = text
    .replace(/\s+/g, " ")
    .replace(/\s+([,.;:!])(?=\s|$)/g, "$1")
    .replace(/[\s,;:–—-]+$/u, "")
    .trim();
  return `${capitalised(one)}${/[.!]$/.test(one) ? "" : "."}`;
};

/** A few words without a verb: "shorter answers", "just the diff". */
export const isFragment = (core: string): boolean => {
  const words = wordsOf(core);
  const isVerbal = (word: string, at: number): boolean =>
    isVerbOfPlace(word) ||
    (at > 0 && /^(?:go|live|belong|comes?|use|start|starts)$/.test(word)) ||
    ((word !== "that" || at === 0) &&
      isA(word, "be", "duty", "modal", "negation", "i", "we", "you", "thing", "reason"));
  return (
    words.length <= (/^\S*(?:er|less|more|only|just)\b/i.test(core) ? 6 : 4) &&
    !/^(?:the|a|an|this|that)\b/i.test(core) &&
    !isA(words[0], "condition") &&
    (!isA(words[0], "every") || words.length < 4) &&
    !words.some(isVerbal)
  );
};
