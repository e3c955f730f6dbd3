import type { Sign } from "../detect/weights.ts";
import { FOR_THE_AGENT } from "../read/prose.ts";
import type { Reading, ReadSentence } from "../read/reading.ts";

/** Items of a list are more often what a piece of work has to fulfil, and so are the rules in a long text. */
const IN_A_LIST = 0.7;
const IN_A_LONG_TEXT = 0.8;
const LONG_WORDS = 120;

/** What does not say itself that it lasts must be the surer otherwise. */
const UNMARKED = 0.85;
const MARKS: ReadonlySet<Sign> = new Set([
  "standing",
  "teaches",
  "in the project",
  "settles",
  "settles a choice",
  "whenever the agent does",
  "told before",
  "blames a habit",
  "wishes of the agent",
  "about answers",
]);

/** By how much a lesson is less sure for where it stands and how it is said, 0…1. `signs`: those of the sentence. */
export const doubtOf = (sentence: ReadSentence, signs: readonly Sign[], reading: Reading): number => {
  const listIsForAgent = reading.sentences.some(({ text, inList }) => !inList && FOR_THE_AGENT.test(text));
  return (
    (sentence.inList && !listIsForAgent ? IN_A_LIST : 1) *
    (reading.wordCount > LONG_WORDS ? IN_A_LONG_TEXT : 1) *
    (signs.some((sign) => MARKS.has(sign)) ? 1 : UNMARKED)
  );
};
