import { median } from "./stats.ts";

/** How thorough a run is. */
export interface Effort {
  /** Fewer repetitions; the figures are then rough. */
  readonly quick: boolean;
  /** How long the worker is left alone before its memory is read, and for its processor time. */
  readonly idleS: number;
}

/** What a row found. The baseline is what the value is compared with, measured in the same run. */
export interface Measured {
  readonly value: number;
  readonly unit: string;
  readonly baseline: number | null;
  readonly ratio: number | null;
}

export interface Budget {
  /** As shown: `≤ 4 ×`. */
  readonly text: string;
  readonly holds: (measured: Measured) => boolean;
}

export interface Row {
  /** For `--only`. */
  readonly name: string;
  /** What is measured, against what. */
  readonly what: string;
  readonly budget: Budget | null;
  readonly measure: (effort: Effort) => Measured | Promise<Measured>;
}

const shown = (n: number): string => n.toLocaleString("en-GB");

export const ratioAtMost = (limit: number): Budget => ({
  text: `≤ ${limit} ×`,
  holds: ({ ratio }) => ratio !== null && ratio <= limit,
});

export const fasterBy = (limit: number): Budget => ({
  text: `≥ ${limit} × faster`,
  holds: ({ ratio }) => ratio !== null && ratio >= limit,
});

export const valueAtMost = (limit: number, unit: string): Budget => ({
  text: `≤ ${shown(limit)} ${unit}`,
  holds: ({ value }) => value <= limit,
});

export const valueAtLeast = (limit: number, unit: string): Budget => ({
  text: `≥ ${shown(limit)} ${unit}`,
  holds: ({ value }) => value >= limit,
});

/** The same thing measured in two ways, one right after the other. */
export type Pair = readonly [value: number, baseline: number];

/**
 * What pairs say of how many times the baseline the value is. Each pair has its own ratio, so that a machine that gets busy in the
 * middle touches both alike; the median of them is not shaken by a few bad ones.
 */
export const timesBaseline = (pairs: readonly Pair[], unit: string): Measured => ({
  value: median(pairs.map(([value]) => value)),
  unit,
  baseline: median(pairs.map(([, baseline]) => baseline)),
  ratio: median(pairs.map(([value, baseline]) => value / baseline)),
});

/** As `timesBaseline`, the other way round: how many times faster than the baseline. */
export const timesFaster = (pairs: readonly Pair[], unit: string): Measured => ({
  ...timesBaseline(pairs, unit),
  ratio: median(pairs.map(([value, baseline]) => baseline / value)),
});
