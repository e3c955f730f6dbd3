/** One labelled case: which features it has, and whether it is what is looked for. */
export interface Case {
  readonly features: readonly string[];
  readonly is: boolean;
  /** Cases of one group are never on both sides of a cross-validation. */
  readonly group: string;
}

export interface Model {
  readonly bias: number;
  readonly weights: ReadonlyMap<string, number>;
}

const logit = ({ bias, weights }: Model, features: readonly string[]): number =>
  features.reduce((sum, name) => sum + (weights.get(name) ?? 0), bias);

const STEPS = 500;
const RATE = 0.5;

/**
 * Logistic regression on yes-or-no features. `guess` gives each weight's value before any case is seen, and `pull` how strongly it is
 * held there (the precision of a normal prior). Gradient steps with a rate of its own for each weight; the same result every time.
 */
export const fitTo = (cases: readonly Case[], guess: ReadonlyMap<string, number>, pull: number): Model => {
  const names = [...guess.keys()];
  const at = new Map(names.map((name, i) => [name, i]));
  const rows = cases.map(({ features, is }) => ({
    is: is ? 1 : 0,
    on: features.flatMap((name) => at.get(name) ?? []),
  }));
  const start = names.map((name) => guess.get(name) ?? 0);
  const weights = [...start, 0];
  const biasAt = names.length;
  const squares = weights.map(() => 1e-8);
  for (let step = 0; step < STEPS; step++) {
    const slope = weights.map((weight, i) => (i === biasAt ? 0 : pull * (weight - (start[i] ?? 0))));
    for (const { is, on } of rows) {
      const sum = on.reduce((total, i) => total + (weights[i] ?? 0), weights[biasAt] ?? 0);
      const error = 1 / (1 + Math.exp(-sum)) - is;
      for (const i of [...on, biasAt]) slope[i] = (slope[i] ?? 0) + error;
    }
    for (const [i, one] of slope.entries()) {
      squares[i] = (squares[i] ?? 0) + one * one;
      weights[i] = (weights[i] ?? 0) - (RATE * one) / Math.sqrt(squares[i] ?? 1);
    }
  }
  return { bias: weights[biasAt] ?? 0, weights: new Map(names.map((name, i) => [name, weights[i] ?? 0])) };
};

const FOLDS = 8;

/** The logit of each case by a model that has seen no case of its group. */
export const crossValidate = (
  cases: readonly Case[],
  guess: ReadonlyMap<string, number>,
  pull: number,
): { readonly is: boolean; readonly logit: number; readonly group: string }[] => {
  const groups = [...new Set(cases.map(({ group }) => group))].sort();
  return Array.from({ length: FOLDS }, (_, fold) => {
    const held = new Set(groups.filter((__, n) => n % FOLDS === fold));
    const model = fitTo(
      cases.filter(({ group }) => !held.has(group)),
      guess,
      pull,
    );
    return cases
      .filter(({ group }) => held.has(group))
      .map(({ is, features, group }) => ({ is, logit: logit(model, features), group }));
  }).flat();
};

/** How far up the flat top of the curve the line is drawn: what is wrongly found costs more than what is missed. */
const CAUTION = 0.75;

/** Where to draw the line so that F1 is best; such curves have a flat top. */
export const bestCut = (
  scored: readonly { readonly is: boolean; readonly logit: number }[],
): { cut: number; f1: number } => {
  const are = scored.filter(({ is }) => is).length;
  const sorted = scored.toSorted((a, b) => b.logit - a.logit);
  let right = 0;
  const curve = sorted.map(({ is, logit: at }, n) => {
    if (is) right++;
    return { at, f1: (2 * right) / (n + 1 + are) };
  });
  const best = Math.max(...curve.map(({ f1 }) => f1));
  const top = curve.filter(({ f1 }) => f1 >= best - 0.01).map(({ at }) => at);
  return { cut: CAUTION * Math.max(...top) + (1 - CAUTION) * Math.min(...top), f1: best };
};
