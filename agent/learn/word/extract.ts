import type { MemoryKind } from "../../../sync/core/words.ts";
import { oneLine } from "../../text/cap.ts";
import type { Detection } from "../detect/detect.ts";
import { lastingOf, logitOf, probability } from "../detect/score.ts";
import { signsOf } from "../detect/signs.ts";
import { SHIPPED, type Weights } from "../detect/weights.ts";
import type { Act } from "../read/act.ts";
import { type ReadSentence, readTurn } from "../read/reading.ts";
import type { Surroundings } from "../read/surroundings.ts";
import { doubtOf } from "./doubt.ts";
import { formProblems } from "./form.ts";
import { kindOfLesson } from "./kind.ts";
import type { Wording } from "./order-rules.ts";
import { inOwnWords, mayTeach } from "./own-words.ts";
import { resolveByTools } from "./referent.ts";
import { scopeFor } from "./scope.ts";
import { sharesOf } from "./siblings.ts";
import { withSubjectOf } from "./subject.ts";
import { wordingsOf } from "./wording.ts";

/** A memory in the making. */
export interface Candidate {
  readonly text: string;
  readonly kind: MemoryKind;
  readonly scope: "user" | "project";
  /** 0…1; trusted ones are recalled from 0.5 on. */
  readonly confidence: number;
  /** The user's own sentence. */
  readonly quote: string;
  readonly state: "trusted" | "proposed";
}

const QUOTE_MAX = 300;
const CANDIDATES_MAX = 6;

/** What is concluded or resolved rather than said counts less. */
const UNPLAIN = 0.8;
const TRUSTED_FROM = 0.8;
const PROPOSED_MAX = 0.49;

/**
 * What a turn teaches, each as one imperative, self-contained sentence in the user's own terms. Plainly said and surely meant:
 * trusted; less sure: proposed; what cannot be worded without guessing what "it" is: nothing. Pure; the same input gives the same.
 */
export const extract = (
  turn: { text: string } & Surroundings,
  detection: Detection,
  weights: Weights = SHIPPED,
): readonly Candidate[] => {
  if (detection.label === "none" || !detection.durable) return [];
  const reading = readTurn(turn);
  const signs = signsOf(reading, turn);
  const own = reading.sentences.map((_, i) => lastingOf(signs, i, weights));
  const { language } = reading;
  const isSaid = reading.sentences.map(({ text }) => language !== null && mayTeach(language, text));
  const shares = sharesOf(reading.sentences, own, isSaid);
  const lasting = probability(logitOf(signs, "lasting", weights));
  const isOutright = reading.sentences.length === 1 && reading.wordCount <= OUTRIGHT_WORDS;
  const candidates = reading.sentences.flatMap((sentence, i): Candidate[] => {
    const said = signs.filter((found) => found.sentence === i).map(({ sign }) => sign);
    const share = (shares[i] ?? 0) * doubtOf(sentence, said, reading);
    const sureness = Math.min(detection.score, lasting) * share;
    if (share === 0 || (language === null && !teaches(sentence))) return [];
    if (language !== null)
      return inOwnWords(language, sentence.text).map(({ wording, scope }) =>
        toCandidate(wording, sentence, sureness, isOutright, scope),
      );
    const resolved = resolveByTools(sentence, turn);
    const wordings =
      resolved === null ? wordingsAfter(sentence, reading.sentences[i - 1]) : [{ text: resolved, isPlain: false }];
    return wordings.map((wording) => toCandidate(wording, sentence, sureness, isOutright));
  });
  return distinct(candidates).slice(0, CANDIDATES_MAX);
};

/** "Code samples have to run. They use the account `demo`.": of what the sentence before it is about. */
const wordingsAfter = (sentence: ReadSentence, before: ReadSentence | undefined): Wording[] => {
  const wordings = wordingsOf(sentence.text);
  const resolved = wordings.length > 0 || before === undefined ? null : withSubjectOf(before.text, sentence.text);
  return resolved === null ? wordings : wordingsOf(resolved).map(({ text }) => ({ text, isPlain: false }));
};

/** A sentence that only says what was wrong or what happened teaches nothing by itself. */
const teaches = ({ clauses, contrast }: ReadSentence): boolean =>
  contrast !== null || clauses.some(({ act, words }) => !IDLE.has(act) || (act === "blames" && words.includes("keep")));

const IDLE: ReadonlySet<Act> = new Set(["asks", "approves", "rejects", "blames", "recalls", "undoes", "reports"]);

/** Said in a breath and about nothing else: then less is enough to be sure. */
const OUTRIGHT_WORDS = 20;
const OUTRIGHT_FROM = 0.7;

const toCandidate = (
  { text, isPlain }: Wording,
  sentence: ReadSentence,
  sureness: number,
  isOutright: boolean,
  known?: Candidate["scope"],
): Candidate => {
  const sure = sureness * (isPlain ? 1 : UNPLAIN);
  const trusted = sure >= (isOutright ? OUTRIGHT_FROM : TRUSTED_FROM) && formProblems(text).length === 0;
  const scope = known ?? scopeFor(text, sentence);
  return {
    text,
    scope,
    kind: kindOfLesson(text, sentence, scope),
    confidence: Math.round((trusted ? sure : Math.min(sure, PROPOSED_MAX)) * 100) / 100,
    quote: oneLine(sentence.text, QUOTE_MAX),
    state: trusted ? "trusted" : "proposed",
  };
};

/** The surer one of those with the same text. */
const distinct = (candidates: readonly Candidate[]): Candidate[] => {
  const byText = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const same = byText.get(candidate.text.toLowerCase());
    if (same === undefined || same.confidence < candidate.confidence)
      byText.set(candidate.text.toLowerCase(), candidate);
  }
  return [...byText.values()];
};
