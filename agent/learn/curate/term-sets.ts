/** Sets of terms, compared. */
export type Terms = ReadonlySet<string>;

export const isWithin = (a: Terms, b: Terms): boolean => [...a].every((term) => b.has(term));
export const meets = (a: Terms, b: Terms): boolean => [...a].some((term) => b.has(term));
export const without = (a: Terms, ...taken: readonly Terms[]): Terms =>
  new Set([...a].filter((term) => !taken.some((set) => set.has(term))));
export const union = (...sets: readonly Terms[]): Terms => new Set(sets.flatMap((set) => [...set]));

/** `100`, `2px`, `3.11`, `600s`, `10%`. */
export const numbersIn = (a: Terms): Terms =>
  new Set([...a].filter((term) => /^\d+(?:\.\d+)*(?:%|\p{L}{0,3})$/u.test(term)));
