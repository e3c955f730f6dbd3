import type { Sign } from "../../detect/weights.ts";

/** The signs that phrases of one language show. */
export interface Language {
  /** Tells a text of this language, where its script does not. */
  readonly isSpoken: (text: string) => boolean;
  readonly signs: readonly (readonly [Sign, RegExp])[];
  /** What a clause says of its own subject: beside a clause that teaches, such a one teaches as well. */
  readonly predicate: RegExp;
  /** Put before a lesson: it is to be minded. */
  readonly minds: string;
}

/** Words between two others, without leaving the sentence. */
const LATIN_START = "(?<![\\p{L}\\d])";
const LATIN_END = "(?![\\p{L}\\d])";

/** Alternatives as whole words. */
export const words = (alternatives: string): RegExp =>
  new RegExp(
    `${LATIN_START}(?:${alternatives
      .trim()
      .split(/\s*\|\s*/)
      .join("|")})${LATIN_END}`,
    "iu",
  );
/** Alternatives anywhere, for scripts without spaces. */
export const parts = (alternatives: string): RegExp =>
  new RegExp(
    alternatives
      .trim()
      .split(/\s*\|\s*/)
      .join("|"),
    "u",
  );
/** Alternatives at the beginning. */
export const opens = (alternatives: string): RegExp =>
  new RegExp(
    `^[\\s"'«(]*(?:${alternatives
      .trim()
      .split(/\s*\|\s*/)
      .join("|")})`,
    "iu",
  );

/** The share of a text's characters that a pattern (with `g`) matches. */
export const share = (text: string, pattern: RegExp): number =>
  (text.match(pattern)?.length ?? 0) / Math.max(1, text.length);
