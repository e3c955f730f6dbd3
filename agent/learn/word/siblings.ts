import type { Act } from "../read/act.ts";
import { isVerbOfPlace } from "../read/imperative.ts";
import { isA, wordsOf } from "../read/lexicon.ts";
import { forNow, fromNowOn } from "../read/markers.ts";
import type { ReadSentence } from "../read/reading.ts";

// A turn that teaches often teaches several things in a row. What stands beside a lesson and is built like one is one too, though it
// would not be taken for one alone; a request of the present task is none, wherever it stands.

/** Logits of lasting that a sentence beside the best one must have of its own. */
const OWN_LASTING = 0.9;
const SOME_LASTING = 0.2;
/** How much of the turn's sureness such a sentence has: enough to be trusted, and not enough. */
const OF_ITS_OWN = 0.95;
const BESIDE = 0.6;

const TEACHING: ReadonlySet<Act> = new Set(["forbids", "settles", "requires", "wishes"]);
const GOES_ON = /^(?:(?:oh|ah),? )?(?:and|also|plus|und|auch|außerdem|et|aussi|y|también)\b/i;
const WHENEVER = /\b(?:before|after|when|whenever|every|each|always|never|if|wenn|immer|cuando|quand)\b/i;
/** What is to be done now and then is done. */
const AT_HAND =
  /^(?:(?:ok|okay|and|so|but|und|y|et),? )*(?:now|next|then|meanwhile|jetzt|dann|als nächstes|ahora|luego|maintenant|ensuite)\b|\b(?:for the next step|first step|go ahead|let's|while you're|apart from (?:that|this))\b/i;

const isAtHand = ({ text, clauses }: ReadSentence): boolean =>
  AT_HAND.test(text) && fromNowOn(text) === null && clauses.some(({ act }) => act === "orders" || act === "requires");

/** "We don't do exceptions. Return std::expected.": after what is not to be done, what is. */
const isCounterpart = ({ clauses, domain }: ReadSentence, before: ReadSentence): boolean =>
  domain !== "product" &&
  before.clauses.some(({ act, negated }) => act === "forbids" || (act === "settles" && negated)) &&
  clauses.some(({ act, openers }) => (act === "orders" || act === "forbids") && openers.length === 0);

const MEASURES = /\b(?:in|for|as|via|by|with|under|max|min|only|auf|mit|für|nur|en|con|para|avec)\b|\d|`|\/|:\s/i;
const NORM_WORDS_MAX = 12;

const isVerbal = (word: string, at: number): boolean =>
  isVerbOfPlace(word) ||
  isA(
    word,
    "be",
    "duty",
    "modal",
    "auxiliary",
    "i",
    "we",
    "you",
    "thing",
    "reason",
    "ask",
    "praise",
    "assent",
    "condition",
  ) ||
  (at > 0 && /\p{L}{2}(?:ed|ing)$/u.test(word));

/** "Commit messages in English, max 72 characters.": says how without a verb. */
const isBareNorm = ({ text, clauses }: ReadSentence): boolean => {
  const words = wordsOf(text);
  return (
    words.length >= 2 &&
    words.length <= NORM_WORDS_MAX &&
    clauses.every(({ act }) => act === "states") &&
    !/^(?:the|a|an|this|that|for|in|on|at|next|again|two|small)\b/i.test(text) &&
    !words.some(isVerbal) &&
    MEASURES.test(text)
  );
};

/** "Full words.": says too little to be a lesson, and breaks no row of them. */
const isShortFragment = (sentence: ReadSentence | undefined): boolean =>
  sentence !== undefined && !sentence.isQuestion && wordsOf(sentence.text).length <= 3;

/** Whether a sentence is built like a lesson, by itself or as one of several. */
const isNorm = (sentence: ReadSentence): boolean => {
  const { clauses, contrast, domain, text, isGeneral } = sentence;
  if (forNow(text) !== null || isAtHand(sentence)) return false;
  if (clauses.some(({ act }) => TEACHING.has(act))) return true;
  if (clauses.some(({ act }) => act === "orders"))
    return WHENEVER.test(text) || (isGeneral && domain !== "product") || domain === "talk";
  return (contrast?.form === "not" && domain !== "product") || isBareNorm(sentence);
};

const shareAlone = (sentence: ReadSentence, own: number, before: ReadSentence | undefined): number => {
  if (sentence.isGiven || isAtHand(sentence)) return 0;
  // "Can you always show me the diff?" is no question.
  const isAsked = sentence.isQuestion && !sentence.clauses.some(({ act }) => act === "orders" || act === "forbids");
  if (own >= OWN_LASTING && !isAsked) return OF_ITS_OWN;
  if (sentence.isQuestion) return 0;
  if (before !== undefined && isCounterpart(sentence, before)) return BESIDE;
  // "Und bitte nicht mehr mit --force pushen.": goes on with what was said before.
  const goesOn = before !== undefined && GOES_ON.test(sentence.text) && sentence.domain !== "product";
  if (goesOn && sentence.clauses.some(({ act }) => TEACHING.has(act) || act === "orders")) return BESIDE;
  const isRule =
    sentence.clauses.some(({ act }) => TEACHING.has(act)) ||
    (sentence.contrast?.form === "not" && sentence.domain !== "product") ||
    (WHENEVER.test(sentence.text) && sentence.clauses.some(({ act }) => act === "orders"));
  return own >= SOME_LASTING && isRule ? BESIDE : 0;
};

/**
 * How much of the turn's sureness each of its sentences has, 0…1. `own`: how much the signs of each speak for keeping it. `isSaid`:
 * which ones are known to teach by their phrases, where sentences are not read clause by clause.
 */
export const sharesOf = (
  sentences: readonly ReadSentence[],
  own: readonly number[],
  isSaid: readonly boolean[],
): readonly number[] => {
  const best = own.indexOf(Math.max(...own));
  const shares = sentences.map((sentence, i) => (i === best ? 1 : shareAlone(sentence, own[i] ?? 0, sentences[i - 1])));
  // From lesson to lesson, forwards and then backwards.
  const inherit = (i: number, from: number): void => {
    const sentence = sentences[i];
    if (sentence === undefined || shares[i] !== 0 || (shares[from] ?? 0) === 0) return;
    if (!sentence.isQuestion && !sentence.isGiven && (isSaid[i] === true || isNorm(sentence))) shares[i] = BESIDE;
  };
  // One item of a list stands beside all the others.
  const ofList = sentences.findIndex(({ inList }, i) => inList && shares[i] !== 0);
  for (const [i, { inList }] of sentences.entries()) if (inList && ofList !== -1) inherit(i, ofList);
  const isPassedBy = (i: number): boolean => shares[i] === 0 && isShortFragment(sentences[i]);
  for (let i = 1; i < sentences.length; i++) inherit(i, isPassedBy(i - 1) ? i - 2 : i - 1);
  for (let i = sentences.length - 2; i >= 0; i--) inherit(i, isPassedBy(i + 1) ? i + 2 : i + 1);
  return shares;
};
