import type { Sign } from "../../detect/weights.ts";
import { chinese } from "./chinese.ts";
import { italian } from "./italian.ts";
import { japanese } from "./japanese.ts";
import { korean } from "./korean.ts";
import type { Language } from "./language.ts";
import { portuguese } from "./portuguese.ts";
import { russian } from "./russian.ts";

export type { Language } from "./language.ts";

// Languages whose sentences are not taken apart clause by clause. Set phrases show the same signs there; what is learned keeps the
// user's own words. Another language is another file.
const LANGUAGES: readonly Language[] = [chinese, japanese, korean, russian, portuguese, italian];

const LOOKED_AT = 1_000;

/** The language of a text whose sentences are read by phrases, or null where they are read clause by clause. */
export const otherLanguage = (text: string): Language | null => {
  const begin = text.slice(0, LOOKED_AT);
  return LANGUAGES.find(({ isSpoken }) => isSpoken(begin)) ?? null;
};

/** Starts a lesson that is kept in the user's words. */
export const MINDS = new RegExp(`^(?:${LANGUAGES.map(({ minds }) => minds).join("|")})`);

/** The signs of a sentence in such a language. */
export const signsInLanguage = ({ signs }: Language, sentence: string): Sign[] =>
  signs.filter(([, phrase]) => phrase.test(sentence)).map(([sign]) => sign);
