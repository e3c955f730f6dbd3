import { isVerbOfPlace } from "../read/imperative.ts";
import { isA, wordsOf } from "../read/lexicon.ts";

/** What a statement is about: "the changelog" of "the changelog is for users". */
interface Subject {
  readonly phrase: string;
  readonly isPlural: boolean;
}

const SUBJECT_WORDS_MAX = 4;
const SINGULAR = /^(?:is|has|needs|goes|lives|belongs|stays|gets)$/;

const subjectOf = (statement: string): Subject | null => {
  const words = wordsOf(statement);
  const at = words.findIndex(
    (word, i) =>
      i > 0 && (isA(word, "be", "duty", "modal") || isVerbOfPlace(word) || /^(?:go|live|belong|have)$/.test(word)),
  );
  const phrase = words.slice(0, at);
  if (
    at < 1 ||
    at > SUBJECT_WORDS_MAX ||
    isA(phrase[0], "i", "we", "you", "thing", "condition", "ask", "reason", "every")
  )
    return null;
  const verb = words[at] ?? "";
  const isPlural = SINGULAR.test(verb) ? false : /s$/.test(phrase.at(-1) ?? "");
  const said = statement.split(/\s+/).slice(0, at).join(" ");
  return { phrase: said.replace(/ (?:always|never|only|also)$/i, ""), isPlural };
};

const SINGULAR_PRONOUN = /^it\b(?!'s| is (?:clear|ok|fine|time))|(?<=\b(?:in|of|for|to|from|with) )it\b/i;
const PLURAL_PRONOUN = /^they\b|(?<=\b(?:in|of|for|to|from|with) )them\b/i;

/**
 * A sentence or clause that speaks of "it" or "them" with what the statement before it is about in their place; null where the two do
 * not agree in number, or nothing is spoken of.
 */
export const withSubjectOf = (before: string, text: string): string | null => {
  const subject = subjectOf(before);
  if (subject === null) return null;
  const pronoun = subject.isPlural ? PLURAL_PRONOUN : SINGULAR_PRONOUN;
  return pronoun.test(text) ? text.replace(pronoun, subject.phrase) : null;
};
