import type { Command } from "../shell/spelling.ts";
import { isTelling } from "./command-change.ts";
import { isSpokenOf } from "./names.ts";

/** One thing that is said to a program: a variable, or an option with its value; what is worked on has no name. */
interface Part {
  readonly name: string;
  readonly value: string;
}

const partOf = (word: string, value = ""): Part => {
  const [name = "", ...rest] = word.split("=");
  return { name, value: rest.length > 0 ? rest.join("=") : value };
};

/** The options and variables of `a` that `b` has not; null where it lacks something else as well, or has another order of words. */
const partsOnlyIn = (a: Command, b: Command): Part[] | null => {
  const known = new Set([...b.env, ...b.argv]);
  const parts = a.env.filter((word) => !known.has(word)).map((word) => partOf(word));
  for (let i = 0; i < a.argv.length; i++) {
    const word = a.argv[i] ?? "";
    if (known.has(word)) continue;
    const option = a.argv[i - 1] ?? "";
    const next = a.argv[i + 1] ?? "";
    if (word.startsWith("-")) {
      const hasValue = !word.includes("=") && next !== "" && !next.startsWith("-") && !known.has(next);
      parts.push(partOf(word, hasValue ? next : ""));
      if (hasValue) i++;
    } else if (option.startsWith("-") && !option.includes("=")) parts.push({ name: option, value: word });
    else return null;
  }
  return parts;
};

const MADE_OF_WORDS = /[\p{L}\p{N}]{3}/u;
const speaksOf = (text: string, { name, value }: Part): boolean =>
  [name.replace(/^-+/, ""), value.replace(/["']/g, "")].some(
    (word) => MADE_OF_WORDS.test(word) && (text.includes(word) || isSpokenOf(word, text)),
  );

/**
 * Whether the second call says one thing to the same program in the place of another (`-workspace` for `-project`, a variable for an
 * option), and it is said that this was it: the answer names what was put in, or the error names what was taken out.
 */
export const isExchanged = (failed: Command, passed: Command, error: string, answer: string): boolean => {
  if (failed.argv[0] !== passed.argv[0] || failed.argv[0] === "git") return false;
  const [out, put] = [partsOnlyIn(failed, passed), partsOnlyIn(passed, failed)];
  if (out === null || put === null || out.length === 0 || put.length === 0 || out.length + put.length > 3) return false;
  if (![...out, ...put].every(({ name }) => isTelling(name))) return false;
  // Another value of the same option is another thing that was wanted, unless both sides of it are spoken of.
  const isOther = put.every(({ name }) => out.every((one) => one.name !== name));
  const [isSaid, isBlamed] = [put.some((part) => speaksOf(answer, part)), out.some((part) => speaksOf(error, part))];
  return isOther ? isSaid : isSaid && isBlamed;
};
