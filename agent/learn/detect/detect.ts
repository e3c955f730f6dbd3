import { readTurn } from "../read/reading.ts";
import type { Surroundings } from "../read/surroundings.ts";
import { logitOf, probability } from "./score.ts";
import { type FoundSign, signsOf } from "./signs.ts";
import { isAgainst, SHIPPED, saysOf, type Weights } from "./weights.ts";

export type { Surroundings, ToolGlimpse } from "../read/surroundings.ts";

/** One reason for what was detected, readable by a person in `cairn why`. */
export interface Reason {
  readonly feature: string;
  readonly weight: number;
  readonly detail: string;
}

export interface Detection {
  readonly label: "correction" | "preference" | "none";
  /** Worth keeping beyond this task. */
  readonly durable: boolean;
  /** How sure it is that the turn is a correction or preference, 0…1. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

const DETAIL_MAX = 120;

/**
 * Whether a turn corrects the agent or tells it a preference, and whether that is worth keeping. It weighs signs of structure:
 * the mood and subject of each clause, its relation to the previous answer, and what was interrupted or refused. No model, no
 * network, the same answer every time.
 */
export const detect = (turn: { text: string } & Surroundings, weights: Weights = SHIPPED): Detection => {
  const reading = readTurn(turn);
  const signs = signsOf(reading, turn);
  const signal = logitOf(signs, "signal", weights);
  const isSignal = signal > 0;
  return {
    label: !isSignal ? "none" : speaksAgainst(signs, turn) ? "correction" : "preference",
    durable: isSignal && logitOf(signs, "lasting", weights) > 0,
    score: probability(signal),
    reasons: reasonsOf(signs, isSignal, weights),
  };
};

/** About what the agent has just done, rather than a wish out of the blue. */
const speaksAgainst = (signs: readonly FoundSign[], { lastTools }: Surroundings): boolean =>
  signs.some(({ sign, touches }) => isAgainst(sign) || (touches && lastTools.length > 0));

const reasonsOf = (signs: readonly FoundSign[], isSignal: boolean, { weights }: Weights): Reason[] => {
  const distinct = [...new Map(signs.map((found) => [found.sign, found])).values()];
  const reasons = distinct.flatMap(({ sign, detail }): Reason[] => {
    const [signal, lasting] = weights[sign];
    const shown = `${saysOf(sign)}: ${detail.slice(0, DETAIL_MAX)}`;
    return [
      { feature: sign, weight: signal, detail: shown },
      ...(isSignal ? [{ feature: `${sign} (lasting)`, weight: lasting, detail: shown }] : []),
    ].filter(({ weight }) => weight !== 0);
  });
  return reasons.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
};
