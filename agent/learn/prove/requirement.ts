import type { Clause } from "./rule.ts";

/** Something in code of which a memory may say what has to be with it. */
export interface Occurrence {
  readonly text: string;
  readonly isGood: boolean;
}

export interface Requirement {
  /** How a clause speaks of it. */
  readonly words: RegExp;
  readonly files?: RegExp;
  /** Whether a clause that speaks of it can be understood. */
  readonly isUnderstood?: (clause: Clause) => boolean;
  readonly find: (added: string, clause: Clause) => Occurrence[];
}

/** All places where a pattern is found, and whether it is as it should be there. */
export const each = (
  added: string,
  pattern: RegExp,
  isGood: (found: RegExpMatchArray, at: number) => boolean,
): Occurrence[] =>
  [...added.matchAll(pattern)]
    .slice(0, 60)
    .map((found) => ({ text: found[0].trim(), isGood: isGood(found, found.index) }));
