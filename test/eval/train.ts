import { signsOf } from "../../agent/learn/detect/signs.ts";
import { GUESSED, type Sign, type Weights } from "../../agent/learn/detect/weights.ts";
import { readTurn } from "../../agent/learn/read/reading.ts";
import { asInput, type LabelledTurn } from "../support/turns.ts";
import { bestCut, type Case, crossValidate, fitTo } from "./logistic.ts";

/** How strongly a weight is held at what was guessed; the best of 1 … 8 by cross-validation over voices. */
const PULL = 3;

const SIGNS = Object.keys(GUESSED) as Sign[];

interface Trained {
  readonly bias: number;
  readonly weights: ReadonlyMap<string, number>;
  /** F1 on voices that the model has not seen. */
  readonly f1: number;
}

const train = (
  turns: readonly LabelledTurn[],
  head: "signal" | "lasting",
  isWanted: (turn: LabelledTurn) => boolean,
): Trained => {
  const cases = turns.map((turn): Case => {
    const input = asInput(turn);
    const features = [...new Set(signsOf(readTurn(input), input).map(({ sign }) => sign))];
    return { features, is: isWanted(turn), group: turn.voice };
  });
  const guess = new Map(SIGNS.map((sign) => [sign as string, GUESSED[sign][head]]));
  // How often people teach shows only in the voices of whom other turns were written down as well.
  const mixed = new Set(cases.filter(({ is }) => !is).map(({ group }) => group));
  const { cut, f1 } = bestCut(crossValidate(cases, guess, PULL).filter(({ group }) => mixed.has(group)));
  const { bias, weights } = fitTo(cases, guess, PULL);
  return { bias: bias - cut, weights, f1 };
};

const shown = (weight: number | undefined): string => String(Math.round((weight ?? 0) * 100) / 100 || 0);
const key = (sign: string): string => (/^\w+$/.test(sign) ? sign : `"${sign}"`);

/**
 * Without the checking voices of whom only turns that teach were written down: they are there to measure how lessons are split, and
 * with many of their kind everything would look like teaching.
 */
const balanced = (turns: readonly LabelledTurn[]): LabelledTurn[] => {
  const mixed = new Set(turns.filter(({ label }) => label === "none").map(({ voice }) => voice));
  return turns.filter(({ voice, half }) => half === "tune" || mixed.has(voice));
};

/** What each sign weighs, from labelled turns. */
export const trainOn = (turns: readonly LabelledTurn[]): { readonly signal: Trained; readonly lasting: Trained } => ({
  signal: train(balanced(turns), "signal", ({ label }) => label !== "none"),
  lasting: train(balanced(turns), "lasting", ({ durable }) => durable),
});

/** Weights that have never seen the checking half: what figures on it are honest with. */
export const tunedWeights = (turns: readonly LabelledTurn[]): Weights => {
  const { signal, lasting } = trainOn(turns.filter(({ half }) => half === "tune"));
  const of = (sign: Sign) => [signal.weights.get(sign) ?? 0, lasting.weights.get(sign) ?? 0] as const;
  return {
    bias: { signal: signal.bias, lasting: lasting.bias },
    weights: Object.fromEntries(SIGNS.map((sign) => [sign, of(sign)])) as unknown as Weights["weights"],
  };
};

/** The source text of agent/learn/detect/trained-weights.ts. */
export const tableOf = ({ signal, lasting }: ReturnType<typeof trainOn>): string => {
  const lines = SIGNS.map(
    (sign) => `    ${key(sign)}: [${shown(signal.weights.get(sign))}, ${shown(lasting.weights.get(sign))}],`,
  );
  return `// Made by \`npm run train\` from the labelled turns; what the signs mean stands in weights.ts. Each: [signal, lasting], as logits.
export const TRAINED = {
  bias: { signal: ${shown(signal.bias)}, lasting: ${shown(lasting.bias)} },
  weights: {
${lines.join("\n")}
  },
} as const;
`;
};
