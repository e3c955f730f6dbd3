import type { FoundSign } from "./signs.ts";
import { SHIPPED, type Weights } from "./weights.ts";

export const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** What is decided: whether it is a correction or preference, and whether it lasts. */
export type Head = "signal" | "lasting";

const AT = { signal: 0, lasting: 1 } as const;

const sumOf = (signs: readonly FoundSign[], head: Head, { weights }: Weights): number =>
  [...new Set(signs.map(({ sign }) => sign))].reduce((total, sign) => total + weights[sign][AT[head]], 0);

/** The sum of what all signs of a turn weigh. Each counts once: a specification full of rules must not add up. */
export const logitOf = (signs: readonly FoundSign[], head: Head, weights: Weights = SHIPPED): number =>
  weights.bias[head] + sumOf(signs, head, weights);

/** How much the signs of one sentence speak for keeping it, without the bias. */
export const lastingOf = (signs: readonly FoundSign[], sentence: number, weights: Weights = SHIPPED): number =>
  sumOf(
    signs.filter((found) => found.sentence === sentence),
    "lasting",
    weights,
  );
