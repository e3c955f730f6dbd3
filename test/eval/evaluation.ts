/** One figure of an evaluation: a share of right ones, or a number with a unit. */
export interface Figure {
  /** What it is the share of, as a person reads it. */
  readonly what: string;
  readonly value: number;
  /** 95 % interval, where the figure is of a sample. */
  readonly interval?: readonly [low: number, high: number];
  /** How many were looked at. */
  readonly n?: number;
  /** The figure must not be below (`≥`) or above (`≤`) this. */
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number };
  /** "share" (the default) is shown with two digits, anything else with its unit. */
  readonly unit?: string;
}

/** What an evaluation found on data that nothing was made on (`check`), and beside it on what rules and weights were made on. */
export interface Findings {
  readonly figures: readonly Figure[];
  /** The same figures on the tuning half, where the data has two. */
  readonly tuning?: readonly Figure[];
  /** What went wrong, one line each, for a person to read. */
  readonly mistakes: readonly string[];
}

export interface Evaluation {
  /** For `--only`. */
  readonly name: string;
  /** What is asked, in a line. */
  readonly what: string;
  readonly run: () => Findings | Promise<Findings>;
}

export const reaches = ({ value, goal }: Figure): boolean =>
  goal === undefined || ("atLeast" in goal ? value >= goal.atLeast : value <= goal.atMost);
