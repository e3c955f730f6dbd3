import type { Figure } from "./evaluation.ts";

type Interval = readonly [low: number, high: number];

/** 95 % interval of a share after Wilson; right for few cases and for shares near 0 and 1. */
const shareInterval = (hits: number, n: number): Interval => {
  if (n === 0) return [0, 1];
  const z = 1.96;
  const p = hits / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
};

/** The share of `right` among `n` as a figure. */
export const share = (what: string, right: number, n: number, goal?: Figure["goal"]): Figure => ({
  what,
  value: n === 0 ? 0 : right / n,
  interval: shareInterval(right, n),
  n,
  ...(goal === undefined ? {} : { goal }),
});

/** Whether a case is what is looked for, and whether it was found to be. */
export interface Verdict {
  readonly is: boolean;
  readonly found: boolean;
}

const count = (verdicts: readonly Verdict[]) => {
  let both = 0;
  let found = 0;
  let are = 0;
  for (const verdict of verdicts) {
    if (verdict.found) found++;
    if (verdict.is) are++;
    if (verdict.is && verdict.found) both++;
  }
  return { both, found, are };
};

const f1Of = (verdicts: readonly Verdict[]): number => {
  const { both, found, are } = count(verdicts);
  return found + are === 0 ? 0 : (2 * both) / (found + are);
};

const DRAWS = 1_000;

/** 95 % interval of what is measured of cases, by drawing the cases anew; the same every time. */
const drawnInterval = <T>(cases: readonly T[], measure: (drawn: readonly T[]) => number): Interval => {
  let state = 12_345;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const drawn = Array.from({ length: DRAWS }, () =>
    measure(cases.map(() => cases[Math.floor(next() * cases.length)] as T)),
  ).sort((a, b) => a - b);
  return [drawn[Math.floor(DRAWS * 0.025)] ?? 0, drawn[Math.floor(DRAWS * 0.975)] ?? 1];
};

/** A case that is of one class and was found to be of one. */
export interface Classified<C extends string> {
  readonly is: C;
  readonly found: C;
}

/** The mean F1 over classes, each of which counts the same however many cases it has. */
export const macroF1 = <C extends string>(
  what: string,
  classes: readonly C[],
  cases: readonly Classified<C>[],
  goal: Figure["goal"],
): Figure => {
  const measure = (drawn: readonly Classified<C>[]): number =>
    classes
      .map((one) => f1Of(drawn.map(({ is, found }) => ({ is: is === one, found: found === one }))))
      .reduce((sum, f1) => sum + f1 / classes.length, 0);
  return {
    what,
    value: measure(cases),
    interval: drawnInterval(cases, measure),
    n: cases.length,
    ...(goal === undefined ? {} : { goal }),
  };
};

/** Precision, recall and F1 of a yes-or-no question. */
export const precisionRecall = (
  what: string,
  verdicts: readonly Verdict[],
  goals: { readonly f1?: number; readonly precision?: number; readonly recall?: number } = {},
): Figure[] => {
  const { both, found, are } = count(verdicts);
  const least = (goal: number | undefined) => (goal === undefined ? undefined : { atLeast: goal });
  const f1 = {
    what: `${what}: F1`,
    value: f1Of(verdicts),
    interval: drawnInterval(verdicts, f1Of),
    n: verdicts.length,
  };
  return [
    share(`${what}: precision`, both, found, least(goals.precision)),
    share(`${what}: recall`, both, are, least(goals.recall)),
    goals.f1 === undefined ? f1 : { ...f1, goal: { atLeast: goals.f1 } },
  ];
};
