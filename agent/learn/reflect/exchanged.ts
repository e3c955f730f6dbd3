import type { Command } from "../shell/spelling.ts";
import { isSerial, isSlip, isTelling } from "./command-change.ts";
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
    // `cargo +nightly`: which of the tool's own versions is asked.
    if (/^\+[a-z]/.test(word)) parts.push(partOf(word));
    else if (word.startsWith("-")) {
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
  [name.replace(/^[-+]+/, ""), value.replace(/["']/g, "")].some(
    (word) => MADE_OF_WORDS.test(word) && (text.includes(word) || isSpokenOf(word, text)),
  );

/** What a call is told besides what it works on, and what was said around it. */
interface Around {
  readonly error: string;
  readonly prompt: string;
  readonly answer: string;
}

const PARTS_MAX = 3;
const SOME_FAILED =
  /\b[1-9]\d* (?:\w+ )?(?:failed|failing|failures?|errors?|problems?)\b|\btests? failed\b|\bFAIL(?:ED|URES?)?\b|\bassert/i;

/** Whether a text has it by its very words. */
const isNamedIn = (text: string, { name, value }: Part): boolean =>
  [name.replace(/^[-+]+/, ""), value].some(
    (word) => MADE_OF_WORDS.test(word) && text.toLowerCase().includes(word.toLowerCase()),
  );

/**
 * Whether the second call says one thing to the same program in the place of another (`-workspace` for `-project`, a variable for an
 * option), or more than the first, and it is said that this was it: the answer or the error names what was put in, and nobody had asked for it.
 */
export const isExchanged = (failed: Command, passed: Command, { error, prompt, answer }: Around): boolean => {
  if (failed.argv[0] !== passed.argv[0] || failed.argv[0] === "git") return false;
  const [out, put] = [partsOnlyIn(failed, passed), partsOnlyIn(passed, failed)];
  if (out === null || put === null || put.length === 0 || out.length + put.length > PARTS_MAX) return false;
  if (![...out, ...put].every(({ name, value }) => isTelling(name, value))) return false;
  if (out.length === 0 && put.every(({ name, value }) => isSerial(`${name}=${value}`))) return true;
  // To run less where something failed is no remedy, whatever the option is called that chooses it.
  if (out.length === 0 && passed.env.length === failed.env.length && SOME_FAILED.test(error)) return false;
  const isBorneOut = put.some((part) => speaksOf(answer, part) || isNamedIn(error, part));
  const isMisspelt = out.some((old) =>
    put.some((part) => isSlip(old.name, part.name) || isSlip(old.value, part.value)),
  );
  if (!isBorneOut || isMisspelt || put.some((part) => isNamedIn(prompt, part))) return false;
  // Another value of the same option is another thing that was wanted, unless the error speaks of the first.
  const isOther = put.every(({ name }) => out.every((one) => one.name !== name));
  return isOther || out.some((part) => speaksOf(error, part));
};
