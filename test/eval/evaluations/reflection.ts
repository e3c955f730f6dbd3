import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { Insight, LearnedFrom } from "../../../agent/learn/reflect/insight.ts";
import { ON_SESSION, reflectOnChanges, reflectOnTurn } from "../../../agent/learn/reflect/reflect-on.ts";
import { below, editedFile, type Step, stepOf } from "../../../agent/learn/reflect/step.ts";
import type { Evaluation, Figure } from "../evaluation.ts";
import { share } from "../measures.ts";

const FOLDER = new URL("../data/trajectories/", import.meta.url);

const trajectory = z.strictObject({
  id: z.string(),
  half: z.enum(["tune", "check"]),
  turns: z.array(
    z.strictObject({
      prompt: z.string(),
      uses: z.array(
        z.strictObject({
          tool: z.string(),
          input: z.record(z.string(), z.unknown()),
          outcome: z.enum(["ok", "failed", "interrupted", "rejected"]),
          error: z.string().default(""),
          output: z.string().default(""),
        }),
      ),
      answer: z.string(),
    }),
  ),
  teaches: z.array(z.strictObject({ what: z.string(), has: z.array(z.string()), optional: z.boolean() })),
});
type Labelled = z.infer<typeof trajectory>;
type Lesson = Labelled["teaches"][number];

/** A trajectory with what was learned from it, and which of its lessons that was (null: none). */
interface Judged {
  readonly id: string;
  readonly half: "tune" | "check";
  readonly learned: readonly { readonly insight: Insight; readonly lesson: Lesson | null }[];
  readonly missed: readonly Lesson[];
  readonly teaches: boolean;
}

/** All trajectories are of projects in `/home/u/NAME`. */
const rootOf = (steps: readonly Step[]): string =>
  /^\/home\/u\/[^/]+/.exec(
    steps.map(({ file }) => file ?? "").find((file) => file.startsWith("/home/u/")) ?? "",
  )?.[0] ?? "";

const learnedFrom = ({ turns }: Labelled): Insight[] => {
  const steps = turns.flatMap(({ uses }, turn) => uses.map((use) => stepOf({ ...use, turn })));
  const root = rootOf(steps);
  const ofTurn = (turn: number): Step[] => steps.filter((step) => step.turn === turn);
  const files = turns.map((_, turn) =>
    ofTurn(turn).flatMap((step) => {
      const file = editedFile(step);
      return file === null ? [] : below(root, file);
    }),
  );
  return [
    ...turns.flatMap((said, turn) => reflectOnTurn(ofTurn(turn), said)),
    ...reflectOnChanges(files),
    ...ON_SESSION.flatMap((reflectOn) => reflectOn({ turns, steps }, (path) => below(root, path))),
  ];
};

/** An experience is worded freely, so it may be what any of the lessons says; an option that a program does not know is an API, too. */
const says = ({ from, kind, text }: Insight, { what, has }: Lesson): boolean =>
  (from === what || kind === what || from === "experience") &&
  has.every((part) => text.toLowerCase().includes(part.toLowerCase()));

const judge = (labelled: Labelled): Judged => {
  const insights = learnedFrom(labelled);
  return {
    id: labelled.id,
    half: labelled.half,
    learned: insights.map((insight) => ({
      insight,
      lesson: labelled.teaches.find((one) => says(insight, one)) ?? null,
    })),
    missed: labelled.teaches.filter((one) => !one.optional && !insights.some((insight) => says(insight, one))),
    teaches: labelled.teaches.length > 0,
  };
};

const KINDS: readonly LearnedFrom[] = [
  "failed-then-passed",
  "project-command",
  "changes-together",
  "tried-and-dropped",
  "repeated-error",
  "api",
  "experience",
];

const figures = (all: readonly Judged[], labelled: readonly Labelled[]): Figure[] => {
  const counting = all.flatMap(({ learned }) => learned).filter(({ lesson }) => lesson?.optional !== true);
  const right = counting.filter(({ lesson }) => lesson !== null);
  const lessons = labelled.flatMap(({ teaches }) => teaches).filter(({ optional }) => !optional);
  const missed = all.flatMap((one) => one.missed);
  const empty = all.filter(({ teaches }) => !teaches);
  const byKind = KINDS.flatMap((kind) => {
    const found = counting.filter(({ insight }) => insight.from === kind);
    const wanted = lessons.filter(({ what }) => what === kind).length;
    return [
      ...(found.length === 0
        ? []
        : [share(`${kind}: precision`, found.filter(({ lesson }) => lesson !== null).length, found.length)]),
      ...(wanted === 0
        ? []
        : [share(`${kind}: recall`, wanted - missed.filter(({ what }) => what === kind).length, wanted)]),
    ];
  });
  return [
    share("what was learned is right: precision", right.length, counting.length, { atLeast: 0.8 }),
    share("what there is to learn was learned: recall", lessons.length - missed.length, lessons.length),
    share(
      "nothing learned where there is nothing to learn",
      empty.filter(({ learned }) => learned.length === 0).length,
      empty.length,
    ),
    ...byKind,
  ];
};

export const reflection: Evaluation = {
  name: "reflection",
  what: "what is learned from the course of a session, without a word of the user",
  run: () => {
    const labelled = readdirSync(FOLDER)
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map((name) => trajectory.parse(JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"))));
    const judged = labelled.map(judge);
    const of = (half: "tune" | "check") =>
      figures(
        judged.filter((one) => one.half === half),
        labelled.filter((one) => one.half === half),
      );
    return {
      figures: of("check"),
      tuning: of("tune"),
      mistakes: judged.flatMap(({ id, half, learned, missed }) => [
        ...learned
          .filter(({ lesson }) => lesson === null)
          .map(({ insight }) => `${half} ${id}: wrong ${insight.from}: ${insight.text}`),
        ...missed.map(({ what, has }) => `${half} ${id}: missed ${what}: ${has.join(", ")}`),
      ]),
    };
  },
};
