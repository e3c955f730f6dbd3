import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Detection, detect } from "../../agent/learn/detect/detect.ts";
import { bestCut } from "../eval/logistic.ts";
import { tableOf, trainOn, tunedWeights } from "../eval/train.ts";
import { asInput, type LabelledTurn, labelledTurns, said } from "../support/turns.ts";

const turns = labelledTurns();
const weights = tunedWeights(turns);
const bash = (summary: string) => [{ tool: "Bash", summary, files: [] }];

const figures = (
  half: LabelledTurn["half"],
  isFound: (d: Detection) => boolean,
  isWanted: (t: LabelledTurn) => boolean,
) => {
  const results = turns
    .filter((turn) => turn.half === half)
    .map((turn) => ({ found: isFound(detect(asInput(turn), weights)), wanted: isWanted(turn) }));
  const right = results.filter(({ found, wanted }) => found && wanted).length;
  const precision = right / results.filter(({ found }) => found).length;
  const recall = right / results.filter(({ wanted }) => wanted).length;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
};

describe("on turns written by hand", () => {
  test("there are at least 120, from many voices, each in one half, most of them nothing to learn from", () => {
    expect(turns.length).toBeGreaterThanOrEqual(120);
    const halvesByVoice = new Map<string, Set<string>>();
    for (const { voice, half } of turns) halvesByVoice.set(voice, (halvesByVoice.get(voice) ?? new Set()).add(half));
    expect(halvesByVoice.size).toBeGreaterThanOrEqual(12);
    expect([...halvesByVoice.values()].every((halves) => halves.size === 1)).toBe(true);
    expect(turns.filter(({ label }) => label === "none").length).toBeGreaterThan(turns.length / 2);
  });

  // What was reached, a little rounded down: a change that makes it worse must say so here.
  test.each([
    ["corrections and preferences", ({ label }: Pick<Detection, "label">) => label !== "none", 0.8, 0.75],
    ["what is worth keeping", ({ durable }: Pick<Detection, "durable">) => durable, 0.76, 0.62],
  ])("it finds %s in the half it was not made on", (_what, is, precisionLeast, recallLeast) => {
    const { precision, recall } = figures("check", is as (d: Detection) => boolean, is as (t: LabelledTurn) => boolean);
    expect(precision).toBeGreaterThanOrEqual(precisionLeast);
    expect(recall).toBeGreaterThanOrEqual(recallLeast);
  });

  test("the weights are those that training gives", () => {
    const trained = readFileSync(new URL("../../agent/learn/detect/trained-weights.ts", import.meta.url), "utf8");
    expect(tableOf(trainOn(turns))).toBe(trained);
  });
});

describe("the same words weigh differently", () => {
  test("a bare no is an answer after a question and a correction after a deed", () => {
    expect(detect(said("no", { previousAnswer: "Shall I go on?" })).label).toBe("none");
    expect(
      detect(said("no", { previousAnswer: "I renamed the table.", lastTools: bash("psql -c 'alter table …'") })).label,
    ).toBe("correction");
  });

  test("an order is one, unless the agent was stopped or refused for it", () => {
    const order = "use the staging cluster";
    expect(detect(said(order)).label).toBe("none");
    expect(detect(said(order, { interruptedTools: bash("kubectl apply -f .") })).score).toBeGreaterThan(
      detect(said(order)).score,
    );
    expect(detect(said(order, { rejectedTools: bash("kubectl apply -f .") })).score).toBeGreaterThan(
      detect(said(order)).score,
    );
    expect(detect(said(order, { userModified: bash("a.ts") })).score).toBeGreaterThan(detect(said(order)).score);
  });

  test("what is forbidden the agent is a correction once it has done it", () => {
    const text = "don't use default exports";
    const before = detect(said(text, { previousAnswer: "export default function Card() {}" }));
    expect(before.label).toBe("correction");
    expect(before.score).toBeGreaterThan(detect(said(text)).score);
  });

  test("never and always rule the agent's work, but only tell what the product does", () => {
    expect(detect(said("never commit to main", { previousAnswer: "Done." }))).toMatchObject({
      label: "preference",
      durable: true,
    });
    expect(detect(said("the icons never load", { previousAnswer: "Done." })).label).toBe("none");
    expect(detect(said("it always returns null", { previousAnswer: "Done." })).label).toBe("none");
  });

  test("what people never do is a custom, what a product never does is a report", () => {
    expect(detect(said("we never start the dev server by hand", { previousAnswer: "Done." })).durable).toBe(true);
    expect(detect(said("the dev server never starts", { previousAnswer: "Done." })).label).toBe("none");
  });

  test("a rule in a quotation, in code or in a log is not the user's", () => {
    for (const text of [
      "> never commit to main\n\nwhat does this mean?",
      "```\n# always use tabs, never spaces\n```\nexplain",
      "2024-05-11T03:00:00Z always use pnpm, not npm\n2024-05-11T03:00:01Z never push to main",
    ])
      expect(detect(said(text, { previousAnswer: "Done." })).label).toBe("none");
  });

  test("for now only is not worth keeping", () => {
    expect(detect(said("we use pnpm, not npm", { previousAnswer: "npm install" })).durable).toBe(true);
    expect(detect(said("we use pnpm, not npm, for now", { previousAnswer: "npm install" })).durable).toBe(false);
  });
});

test("the reasons name the signs with the user's words, the heaviest first, and add up to the score for one sentence", () => {
  const { reasons, score } = detect(
    said("No, never push to main.", { previousAnswer: "I ran git push origin main.", lastTools: bash("git push") }),
  );
  expect(reasons.map(({ feature }) => feature)).toEqual(
    expect.arrayContaining(["standing", "standing (lasting)", "forbids", "rejects"]),
  );
  expect(reasons.every(({ detail }) => detail.includes(": "))).toBe(true);
  expect(reasons.find(({ feature }) => feature === "standing")?.detail).toContain("never push to main");
  const weights = reasons.map(({ weight }) => Math.abs(weight));
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(score).toBeGreaterThan(0.9);
});

const fragments = fc.constantFrom(
  ..."no don't never always please use pnpm not npm , . ? ! : - — the tests when you commit we i prefer instead of `code` \n > ``` nein wir nicht immer usa siempre it that this 🎉 \" '".split(
    " ",
  ),
);

test("any text at all: it never throws, gives the same twice, and a score from 0 to 1", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fragments, { maxLength: 25 }).map((parts) => parts.join(" ")),
  );
  fc.assert(
    fc.property(text, fc.option(text, { nil: null }), (words, previousAnswer) => {
      const turn = said(words, { previousAnswer });
      const found = detect(turn);
      expect(found.score).toBeGreaterThanOrEqual(0);
      expect(found.score).toBeLessThanOrEqual(1);
      expect(found.label === "none" && found.durable).toBe(false);
      expect(detect(turn)).toEqual(found);
    }),
    { numRuns: 1500 },
  );
});

test("megabytes of anything are read in passing", () => {
  // No clock: reading with the square of the length would end in the time limit of the test.
  for (const part of [
    "a",
    " ",
    "no, ",
    "don't use x, ",
    "> ",
    "`",
    "```\n",
    "never ",
    "X not Y ",
    "\n",
    "the tests. ",
    ";",
    "é🎉",
  ])
    expect(detect(said(part.repeat(Math.ceil(3_000_000 / part.length)))).score).toBeLessThanOrEqual(1);
});

describe("where the line is drawn", () => {
  test("rather too high than too low, as far as it makes hardly any difference to F1", () => {
    const apart = Array.from({ length: 400 }, (_, i) => ({ is: i < 200, logit: i < 200 ? 10 - i / 100 : -i / 100 }));
    const { cut, f1 } = bestCut(apart);
    expect(f1).toBe(1);
    expect(cut).toBeGreaterThan(4);
    expect(cut).toBeLessThan(8);
  });

  test("by voices of whom ordinary turns are known as well", () => {
    const known = turns.filter(({ half }) => half === "tune");
    const rule: LabelledTurn = { ...(known.find(({ durable }) => durable) as LabelledTurn), voice: "only-rules" };
    const more = Array.from({ length: 60 }, () => rule);
    const wanted = (all: readonly LabelledTurn[]) => trainOn(all).lasting.f1;
    expect(wanted([...known, ...more])).toBeLessThan(wanted(known) + 0.03);
  });
});
