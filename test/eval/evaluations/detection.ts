import { detect } from "../../../agent/learn/detect/detect.ts";
import type { Weights } from "../../../agent/learn/detect/weights.ts";
import { extract } from "../../../agent/learn/word/extract.ts";
import { asInput, type LabelledTurn, labelledTurns } from "../../support/turns.ts";
import type { Evaluation, Figure } from "../evaluation.ts";
import { precisionRecall, share } from "../measures.ts";
import { tunedWeights } from "../train.ts";

interface Judged {
  readonly turn: LabelledTurn;
  readonly label: LabelledTurn["label"];
  readonly durable: boolean;
  readonly score: number;
  readonly trusted: number;
}

const judge = (turn: LabelledTurn, weights: Weights): Judged => {
  const input = asInput(turn);
  const detection = detect(input, weights);
  const trusted = extract(input, detection, weights).filter(({ state }) => state === "trusted").length;
  return { turn, ...detection, trusted };
};

const figures = (judged: readonly Judged[]): Figure[] => {
  const both = judged.filter(({ turn, label }) => turn.label !== "none" && label !== "none");
  const teaching = judged.filter(({ trusted }) => trusted > 0);
  return [
    ...precisionRecall(
      "correction or preference",
      judged.map(({ turn, label }) => ({ is: turn.label !== "none", found: label !== "none" })),
      { f1: 0.65 },
    ),
    ...precisionRecall(
      "worth keeping",
      judged.map(({ turn, durable }) => ({ is: turn.durable, found: durable })),
      { f1: 0.55 },
    ),
    share(
      "of those found, correction and preference told apart",
      both.filter(({ turn, label }) => turn.label === label).length,
      both.length,
    ),
    share(
      "turns that taught something trusted: worth keeping",
      teaching.filter(({ turn }) => turn.durable).length,
      teaching.length,
      { atLeast: 0.8 },
    ),
  ];
};

const SHOWN = 140;

const mistakeOf = ({ turn, label, durable, score }: Judged): string[] => {
  const is = turn.label === "none" ? "none" : `${turn.label}${turn.durable ? ", lasting" : ""}`;
  const found = label === "none" ? "none" : `${label}${durable ? ", lasting" : ""}`;
  const isWrong = (turn.label === "none") !== (label === "none") || turn.durable !== durable;
  const words = turn.text.replace(/\s+/g, " ");
  return isWrong
    ? [`${turn.half} ${turn.id}: is ${is}, found ${found} (${score.toFixed(2)}): ${words.slice(0, SHOWN)}`]
    : [];
};

export const detection: Evaluation = {
  name: "detection",
  what: "which of the user's turns correct the agent or tell it a preference, and which of them are worth keeping",
  run: () => {
    const turns = labelledTurns();
    const weights = tunedWeights(turns);
    // Voices of whom only turns that teach were written down show how lessons are split, not what traffic is like.
    const mixed = new Set(turns.filter(({ label }) => label === "none").map(({ voice }) => voice));
    const judged = turns.filter(({ voice }) => mixed.has(voice)).map((turn) => judge(turn, weights));
    const half = (name: LabelledTurn["half"]) => judged.filter(({ turn }) => turn.half === name);
    return {
      figures: figures(half("check")),
      tuning: figures(half("tune")),
      mistakes: judged.flatMap(mistakeOf),
    };
  },
};
