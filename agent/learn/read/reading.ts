import { termsOf } from "../../../sync/core/terms.ts";
import type { Clause } from "./act.ts";
import { readClause, splitClauses } from "./clause.ts";
import { type Contrast, contrastOf } from "./contrast.ts";
import { isBan } from "./imperative.ts";
import { type Language, otherLanguage } from "./languages/languages.ts";
import { isA, wordsOf } from "./lexicon.ts";
import { readProse, type Sentence } from "./prose.ts";
import type { Surroundings } from "./surroundings.ts";

/** What a sentence speaks of: the agent's work, the product it works on, or how the agent talks. */
type Domain = "work" | "product" | "talk" | null;

/** A sentence of the user with everything that is told by its structure and by what stood before it. */
export interface ReadSentence extends Sentence {
  readonly clauses: readonly Clause[];
  readonly contrast: Contrast | null;
  readonly domain: Domain;
  /** Speaks of things in general ("comments", "every script"), not of this or that one. */
  readonly isGeneral: boolean;
  /** Terms it shares with what the agent has just said or done. */
  readonly touched: readonly string[];
  /** What it turns down is what the agent has just said or done. */
  readonly isAgainst: boolean;
}

export interface Reading {
  /** Set where sentences are read by phrases instead of clause by clause. */
  readonly language: Language | null;
  readonly sentences: readonly ReadSentence[];
  readonly pastedShare: number;
  readonly wordCount: number;
  /** The previous answer ended in a question, so a short turn is an answer to it. */
  readonly isAnswer: boolean;
  readonly hasPrevious: boolean;
}

const endsInQuestion = (answer: string | null): boolean =>
  answer !== null && /\?["')\]*_\s]*$/.test(answer.slice(-400).trimEnd());

const previousTerms = ({
  previousAnswer,
  lastTools,
  interruptedTools,
  rejectedTools,
  userModified,
}: Surroundings): Set<string> =>
  new Set(
    termsOf(
      [
        (previousAnswer ?? "").slice(0, 4000),
        ...[...lastTools, ...interruptedTools, ...rejectedTools, ...userModified].map(
          ({ summary, files }) => `${summary} ${files.join(" ")}`,
        ),
      ].join("\n"),
    ),
  );

/** Code, paths, options and names with inner capitals or underscores: what only the work on code speaks of. */
const isCodeLike = (word: string): boolean =>
  /^`|^--?[a-z]|[\w-]\/[\w-]|\w\.\w{1,4}$|_\w|[a-z\d]-[a-z]+-\d|::|^#|\/$/.test(word);

const domainOf = (words: readonly string[]): Domain => {
  let work = 0;
  let product = 0;
  let talk = 0;
  for (const word of words) {
    if (isCodeLike(word) || isA(word, "workNoun")) work++;
    if (isA(word, "productNoun") || (isA(word, "productVerb") && !isA(word, "workVerb"))) product++;
    if (isA(word, "talkNoun")) talk++;
  }
  if (talk > 0 && talk >= product) return "talk";
  return work === product ? null : work > product ? "work" : "product";
};

// "comments that say …" speaks of comments in general: there `that` follows its noun.
const SPECIFIC =
  /(?<!\p{L}s )\b(?:this|that|these|those|diese[rsnm]?|jene[rsnm]?|este|esta|ese|esa|cette|ce)\b(?! (?:repo|repository|project|code ?base|projekt|is|was|project's|means|goes))|\b(?:anything else|line \d+|the (?:other|first|second|third|last|new|same) \w+)\b/iu;

const isGeneral = (text: string, words: readonly string[]): boolean => {
  if (SPECIFIC.test(text)) return false;
  if (isBan(words) || words.some((word) => isA(word, "every"))) return true;
  // A plural without an article: "comments", "emojis in commit messages".
  return words.some(
    (word, i) =>
      /^\p{L}{3,}[^s\W]s$/u.test(word) &&
      !isA(word, "be", "thing", "duty", "we") &&
      !/^(?:the|this|that|these|those|my|your|die|los|las|les|\d+|it|he|she|always|does|has)$/.test(words[i - 1] ?? ""),
  );
};

/** "don't … for a one-line change": what is forbidden of one is forbidden of all. */
const forbidsAny = ({ act, words }: Clause): boolean =>
  act === "forbids" && words.some((word) => /^(?:a|an|any|ein|eine|einen|un|una|une)$/.test(word));

const readSentence = (sentence: Sentence, previous: ReadonlySet<string>): ReadSentence => {
  const words = wordsOf(sentence.text);
  const parts = splitClauses(sentence.text);
  const clauses = parts.map((part, i) => readClause(part, sentence.isQuestion && i === parts.length - 1));
  const contrast = contrastOf(sentence.text);
  const touched = [...new Set(termsOf(sentence.text))].filter((term) => term.length > 2 && previous.has(term));
  const rejected = contrast === null ? [] : termsOf(contrast.rejected);
  const chosen = contrast === null ? [] : termsOf(contrast.chosen);
  return {
    ...sentence,
    clauses,
    contrast,
    domain: domainOf(words),
    isGeneral: isGeneral(sentence.text, words) || clauses.some(forbidsAny),
    touched,
    isAgainst:
      rejected.some((term) => previous.has(term)) && !(chosen.length > 0 && chosen.every((term) => previous.has(term))),
  };
};

/** Reads a turn in its surroundings. Deterministic and without any clock or store; well below 1 ms for ordinary turns. */
export const readTurn = (turn: { text: string } & Surroundings): Reading => {
  const prose = readProse(turn.text);
  const previous = previousTerms(turn);
  const sentences = prose.sentences.map((sentence) => readSentence(sentence, previous));
  return {
    language: otherLanguage(prose.sentences.map(({ text }) => text).join(" ")),
    sentences,
    pastedShare: prose.pastedShare,
    wordCount: sentences.reduce((sum, { text }) => sum + wordsOf(text).length, 0),
    isAnswer: endsInQuestion(turn.previousAnswer),
    hasPrevious: turn.previousAnswer !== null || turn.lastTools.length > 0,
  };
};
