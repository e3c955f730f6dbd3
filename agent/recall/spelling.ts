/** Shorter words have too many neighbours; longer ones may have two slips. */
const LETTERS_FOR_ONE_SLIP = 4;
const LETTERS_FOR_TWO_SLIPS = 8;

/** How many slips a word of this length is forgiven. */
export const slipsForgiven = (term: string): number =>
  /\p{N}/u.test(term) || term.length < LETTERS_FOR_ONE_SLIP ? 0 : term.length < LETTERS_FOR_TWO_SLIPS ? 1 : 2;

/**
 * How many slips (a letter too many, missing, wrong, or two swapped) lead from one word to the other; `limit + 1` when more than `limit`.
 */
export const slipsBetween = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let slips = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        slips = Math.min(slips, (before[j - 2] ?? 0) + 1);
      row.push(slips);
      least = Math.min(least, slips);
    }
    if (least > limit) return limit + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
};

/** The words nearest to one that nobody knows: all at the least number of slips, if that is forgiven. */
export const nearestTerms = (term: string, known: readonly string[]): string[] => {
  const limit = slipsForgiven(term);
  const near = known.map((word) => ({ word, slips: slipsBetween(term, word, limit) }));
  const least = Math.min(limit, ...near.map(({ slips }) => slips));
  return near.filter(({ slips }) => slips === least).map(({ word }) => word);
};
