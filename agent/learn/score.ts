import type { FoundSign } from "./signs.ts";
import { BIAS, type Sign, weightOf } from "./weights.ts";

export const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** What other sentences add to the one that says most: they may bear it out, but a spec full of rules must not add up. */
const OTHERS = 0.5;

/** What is decided: whether it is a correction or preference, and whether it lasts. */
export type Head = "signal" | "lasting";

/** The sum of the turn's own signs, of the sentence that says most, and a part of what speaks for it elsewhere. */
export const logitOf = (signs: readonly FoundSign[], head: Head): number => {
  const bySentence = new Map<number | null, Map<Sign, number>>();
  for (const { sign, sentence } of signs) {
    const inSentence = bySentence.get(sentence) ?? new Map<Sign, number>();
    bySentence.set(sentence, inSentence.set(sign, weightOf(sign)[head]));
  }
  const sum = (weights: Iterable<number>): number => [...weights].reduce((total, weight) => total + weight, 0);
  const whole = sum(bySentence.get(null)?.values() ?? []);
  bySentence.delete(null);
  const sentences = [...bySentence.values()];
  const best = sentences.reduce<Map<Sign, number> | null>(
    (found, weights) => (found === null || sum(weights.values()) > sum(found.values()) ? weights : found),
    null,
  );
  const others = new Map(
    sentences.flatMap((weights) => [...weights]).filter(([sign, weight]) => weight > 0 && !best?.has(sign)),
  );
  return BIAS[head] + whole + sum(best?.values() ?? []) + OTHERS * sum(others.values());
};

/** How much the signs of one sentence speak for keeping it, without the bias. */
export const lastingOf = (signs: readonly FoundSign[], sentence: number): number =>
  [...new Set(signs.filter((found) => found.sentence === sentence).map(({ sign }) => sign))].reduce(
    (total, sign) => total + weightOf(sign).lasting,
    0,
  );
