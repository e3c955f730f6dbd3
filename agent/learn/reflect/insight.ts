import type { MemoryKind } from "../../../sync/core/words.ts";
import { oneLine } from "../../text/cap.ts";
import type { Candidate } from "../word/extract.ts";
import { formProblems } from "../word/form.ts";

/** In what way something was learned from the course of a session. */
export type LearnedFrom =
  | "failed-then-passed"
  | "project-command"
  | "changes-together"
  | "tried-and-dropped"
  | "repeated-error"
  | "api"
  | "experience";

/** A memory in the making that nobody said: it follows from what was done. */
export interface Insight extends Candidate {
  readonly from: LearnedFrom;
  /** What stood around: prompts, errors, files. It is found by their words, too. */
  readonly context: string;
}

const QUOTE_MAX = 300;
/** Seen once, it is a guess: below what is recalled. */
const CONFIDENCE = 0.45;
/** Seen to hold, and just enough to be recalled. */
const PROVED_CONFIDENCE = 0.55;

/** The insight, or nothing where its text would be no good memory. `proved`: the session itself has shown that it holds. */
export const insight = (of: {
  readonly from: LearnedFrom;
  readonly text: string;
  readonly kind: MemoryKind;
  readonly quote: string;
  readonly context: string;
  readonly proved?: boolean;
}): Insight[] => {
  const { proved = false, quote, ...rest } = of;
  if (formProblems(of.text).length > 0 || /…\[|\[redacted:/.test(of.text)) return [];
  return [
    {
      ...rest,
      scope: "project",
      confidence: proved ? PROVED_CONFIDENCE : CONFIDENCE,
      quote: oneLine(quote, QUOTE_MAX),
      state: proved ? "trusted" : "proposed",
    },
  ];
};

/** Each text once, as many as may come of one session. */
export const distinct = (insights: readonly Insight[], max: number): Insight[] =>
  [...new Map(insights.map((one) => [one.text, one])).values()].slice(0, max);

/** A name or a command as it stands in a text. */
export const code = (text: string): string => `\`${text.replaceAll("`", "'")}\``;
