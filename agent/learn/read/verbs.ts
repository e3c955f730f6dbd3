import { isA } from "./lexicon.ts";

const isKnown = (verb: string): boolean => isA(verb, "workVerb", "productVerb", "stop", "undo");

const undoubled = (stem: string): string =>
  /([^aeiou])\1$/.test(stem) && !/(?:ll|ss|zz)$/.test(stem) ? stem.slice(0, -1) : stem;

/** The base of what ended in -ing or -ed; a verb of the lexicon where one fits, else what English spelling suggests. */
const baseOf = (stem: string): string => {
  const known = [undoubled(stem), stem, `${stem}e`].find(isKnown);
  if (known !== undefined) return known;
  const single = undoubled(stem);
  if (single !== stem) return single;
  return /(?:[^aeiou][aiu][tzsc]|[aeiou][vz]|rc|rg|ng|[aeiou]dg|iz|at)$/.test(stem) && !/(?:it|et|est)$/.test(stem)
    ? `${stem}e`
    : stem;
};

/** `adding` → `add`, `using` → `use`, `committing` → `commit`; null for what is no -ing form. */
export const baseOfGerund = (word: string): string | null =>
  /^\p{L}{2,}ing$/iu.test(word) && /[aeiouy]/i.test(word.slice(0, -3)) ? baseOf(word.slice(0, -3).toLowerCase()) : null;

/** `asked` → `ask`; a word that is no regular past comes back as it is. */
export const baseOfPast = (word: string): string =>
  /^\p{L}{2,}ed$/iu.test(word) && !isKnown(word) ? baseOf(word.slice(0, -2).toLowerCase()) : word;
