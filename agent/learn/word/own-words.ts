import type { Sign } from "../detect/weights.ts";
import { type Language, signsInLanguage } from "../read/languages/languages.ts";
import { formProblems } from "./form.ts";
import type { Wording } from "./order-rules.ts";

// Languages that are not taken apart clause by clause keep the user's own words. Where one sentence says several things, each in a
// clause that shows by itself that it teaches, each becomes a lesson.

const PIECE =
  /\s*[;；]\s*|(?:[,，、]\s*|\s+)(?:(?:и ещё|и еще|и|а также|e também|e|ed|y|그리고|また|并且|而且|同时|另外|还有)(?:\s+|，|,\s*|(?<=\p{Script=Han}|\p{Script=Hiragana})))|[,，、]\s*/u;

/** Signs that a clause teaches by itself; reasons, examples and the other side of a choice have none of them. */
const TEACHING: ReadonlySet<Sign> = new Set([
  "forbids",
  "standing",
  "settles",
  "wishes",
  "about answers",
  "whenever the agent does",
  "asks to be asked",
  "orders",
]);

/** Signs that it does something else: gives the reason, asks, reports what happened. */
const IDLE: ReadonlySet<Sign> = new Set([
  "gives a reason",
  "asks",
  "reports",
  "blames",
  "approves",
  "recalls",
  "for now",
]);

const teaches = (signs: readonly Sign[]): boolean => signs.some((sign) => TEACHING.has(sign));

/** Whether a sentence or clause teaches, or would beside one that does. */
export const mayTeach = (language: Language, text: string): boolean => {
  const signs = signsInLanguage(language, text);
  return teaches(signs) || (language.predicate.test(text) && !signs.some((sign) => IDLE.has(sign)));
};

const chooses = (language: Language, text: string): boolean => signsInLanguage(language, text).includes("contrast");

const SHORTEST = 4;

/** So short that it is only the other side of a choice: "e não npm", "不要用 npm". */
const isShort = (piece: string): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}]/u.test(piece)
    ? piece.length <= 7
    : piece.split(/\s+/).length <= 3;

const partsOf = (language: Language, sentence: string): readonly string[] => {
  const parts: string[] = [];
  let at = 0;
  for (const piece of sentence.split(PIECE)) {
    const from = sentence.indexOf(piece, at);
    const before = parts.at(-1);
    const joined = before === undefined ? piece : `${before}${sentence.slice(at, from)}${piece}`;
    at = from + piece.length;
    // "use X, not Y": a choice that only both together make is one lesson.
    const isChoice = before !== undefined && isShort(piece) && chooses(language, joined) && !chooses(language, before);
    const isNew =
      before !== undefined &&
      !isChoice &&
      piece.length >= SHORTEST &&
      mayTeach(language, before) &&
      mayTeach(language, piece);
    if (before === undefined) parts.push(piece);
    else if (isNew) parts.push(piece);
    else parts[parts.length - 1] = joined;
  }
  return parts;
};

const OF_THE_USER: ReadonlySet<Sign> = new Set(["about answers", "asks to be asked", "wishes"]);
const OF_THE_PROJECT: ReadonlySet<Sign> = new Set(["settles", "in the project"]);

/** The lessons of a sentence in a language that is read by phrases, each in the user's words, and whose each is. */
export const inOwnWords = (
  language: Language,
  sentence: string,
): { readonly wording: Wording; readonly scope: "user" | "project" }[] =>
  partsOf(language, sentence).flatMap((part) => {
    const text = `${language.minds} ${part.trim()}`;
    if (formProblems(text).length > 0) return [];
    const signs = signsInLanguage(language, part);
    const isUsers = signs.some((sign) => OF_THE_USER.has(sign)) && !signs.some((sign) => OF_THE_PROJECT.has(sign));
    return [{ wording: { text, isPlain: true }, scope: isUsers ? "user" : "project" }];
  });
