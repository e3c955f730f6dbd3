import { detect } from "../../../agent/learn/detect/detect.ts";
import { type Candidate, extract } from "../../../agent/learn/word/extract.ts";
import { formProblems } from "../../../agent/learn/word/form.ts";
import { asInput, type LabelledTurn, labelledTurns } from "../../support/turns.ts";
import type { Evaluation, Figure } from "../evaluation.ts";
import { share } from "../measures.ts";
import { tunedWeights } from "../train.ts";

interface Taught {
  readonly turn: LabelledTurn;
  readonly candidates: readonly Candidate[];
}

type Lesson = LabelledTurn["lessons"][number];

const holds = ({ text }: Candidate, { has }: Lesson): boolean =>
  has.every((term) => text.toLowerCase().includes(term.toLowerCase()));

/** The candidate for each lesson; a candidate that says several of them counts for the first only. */
const matches = ({ turn, candidates }: Taught): (readonly [Lesson, Candidate | undefined])[] => {
  const left = [...candidates];
  return turn.lessons.map((lesson) => {
    const at = left.findIndex((candidate) => holds(candidate, lesson));
    return [lesson, at === -1 ? undefined : left.splice(at, 1)[0]];
  });
};

const figures = (taught: readonly Taught[]): Figure[] => {
  const candidates = taught.flatMap((one) => one.candidates);
  const found = taught.flatMap((one) =>
    matches(one).flatMap(([lesson, candidate]) => (candidate === undefined ? [] : [{ lesson, candidate }])),
  );
  const lessons = taught.flatMap(({ turn }) => turn.lessons.filter(({ optional }) => !optional));
  const several = taught.filter(
    ({ turn, candidates: learned }) =>
      turn.lessons.filter(({ optional }) => !optional).length > 1 && learned.length > 0,
  );
  const split = several.filter((one) => matches(one).filter(([, candidate]) => candidate !== undefined).length > 1);
  return [
    share(
      "memories that keep the rules of form",
      candidates.filter(({ text }) => formProblems(text).length === 0).length,
      candidates.length,
      { atLeast: 0.95 },
    ),
    share("lessons found", found.filter(({ lesson }) => !lesson.optional).length, lessons.length),
    share(
      "scope and kind right",
      found.filter(({ lesson, candidate }) => lesson.scope === candidate.scope && lesson.kinds.includes(candidate.kind))
        .length,
      found.length,
      { atLeast: 0.8 },
    ),
    share("turns of several lessons that were split", split.length, several.length, { atLeast: 0.8 }),
  ];
};

const mistakesOf = (one: Taught): string[] => {
  const { turn, candidates } = one;
  const place = (at: { scope: string; kinds?: readonly string[]; kind?: string }) =>
    `${at.scope} ${at.kind ?? at.kinds?.join("|")}`;
  const wrong = matches(one).flatMap(([lesson, candidate]) => {
    if (candidate === undefined) return lesson.optional ? [] : [`nothing with ${lesson.has.join(", ")}`];
    const isRight = lesson.scope === candidate.scope && lesson.kinds.includes(candidate.kind);
    return isRight ? [] : [`${place(candidate)} should be ${place(lesson)}: ${candidate.text}`];
  });
  return wrong.map(
    (what) => `${turn.half} ${turn.id}: ${what} [${candidates.map(({ text }) => text).join(" | ")}] of: ${turn.text}`,
  );
};

export const wording: Evaluation = {
  name: "wording",
  what: "how what was worth keeping is worded, placed and split",
  run: () => {
    const turns = labelledTurns();
    const weights = tunedWeights(turns);
    const taught = turns
      .filter(({ durable }) => durable)
      .map((turn) => ({ turn, candidates: extract(asInput(turn), detect(asInput(turn), weights), weights) }));
    const half = (name: LabelledTurn["half"]) => taught.filter(({ turn }) => turn.half === name);
    return {
      figures: figures(half("check")),
      tuning: figures(half("tune")),
      mistakes: taught.flatMap(mistakesOf),
    };
  },
};
