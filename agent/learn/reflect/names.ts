import { commandsOf } from "../shell/commands.ts";
import type { Step } from "./step.ts";

const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const NAME_MAX = 40;

/** Words of programming languages, which tell nothing about what was written in them. */
const LANGUAGE = new Set(
  `abstract and as assert async await begin bool boolean break byte case catch char class const constructor continue create debugger def
  default defer del delete do done double drop elif else elsif end enum esac except export extends false fi final finally float fn for from
  func function go goto if impl implements import in index instanceof insert int integer interface into is key lambda let local long loop
  match mod module mut namespace new nil none not null number object or package pass primary private protected pub public raise readonly
  ref require return select self set short signed sizeof static std str string struct super switch table text then this throw throws trait
  true try type typedef typeof undefined union unless unsigned until update use using val values var virtual void when where while with
  yield console log print println error err data value result item name id get key map filter list array props state div span style
  px http https www com`.split(/\s+/),
);

/** How much a name tells: made by somebody (`MemoRow`, `page_fts`, `fts5`) before a word of any day. */
const isMade = (name: string): boolean => /\p{Ll}\p{Lu}|_|\p{L}\p{N}|^\p{Lu}\p{Ll}+$/u.test(name);

/** What a longer text is about is told by its beginning. */
const TEXT_MAX = 4_000;

/** The names in a text, words of the language among them, those first that somebody made. */
const namesIn = (text: string): string[] => {
  const counted = new Map<string, number>();
  // What stands in quotes is for people, except where it is imported.
  for (const [name] of text
    .slice(0, TEXT_MAX)
    .replace(/^\s*(?:\/\/|#(?!\[|\w)|\*).*$/gm, "")
    .matchAll(NAME)) {
    if (name.length < 3 || name.length > NAME_MAX) continue;
    counted.set(name, (counted.get(name) ?? 0) + 1);
  }
  const order = [...counted.keys()];
  return order.toSorted(
    (a, b) =>
      Number(isMade(b)) - Number(isMade(a)) ||
      (counted.get(b) ?? 0) - (counted.get(a) ?? 0) ||
      order.indexOf(a) - order.indexOf(b),
  );
};

const INSTALLERS =
  /^(?:npm|pnpm|yarn|bun|pip3?|uv|poetry|pdm|cargo|go|gem|bundle|composer|mix|brew|apt|apt-get|dotnet|flutter|dart|mamba|conda)$/;
const INSTALLS = /^(?:install|i|add|get|require)$/;
const REMOVES = /^(?:uninstall|remove|rm|un|purge)$/;

const packagesOf = (line: string, verb: RegExp): string[] =>
  commandsOf(line).flatMap(({ argv }) => {
    const at = argv.findIndex((word, i) => i > 0 && i < 4 && verb.test(word));
    if (at === -1 || !argv.slice(0, at).some((word) => INSTALLERS.test(word))) return [];
    return argv
      .slice(at + 1)
      .filter((word) => !word.startsWith("-"))
      .map((word) => word.replace(/(?<=.)[@=~<>^].*$/, ""));
  });

/** Packages that a command line adds to the project or takes out of it. */
export const installed = ({ tool, outcome, command }: Step): string[] =>
  tool === "Bash" && outcome === "ok" ? packagesOf(command, INSTALLS) : [];
export const uninstalled = ({ tool, outcome, command }: Step): string[] =>
  tool === "Bash" && outcome === "ok" ? packagesOf(command, REMOVES) : [];

/**
 * The names of a way to do something, those first that an answer explains it by. What was asked for is in the words of every way, so its
 * words come last.
 */
export const telling = (names: readonly string[], { prompt, answer }: { prompt: string; answer: string }): string[] => {
  const [asked, answered] = [stemsIn(prompt), stemsIn(answer)];
  const worth = (name: string): number => {
    const parts = partsOf(name).map(stemOf);
    if (parts.every((part) => asked.has(part))) return -1;
    return parts.some((part) => answered.has(part) && !asked.has(part)) ? 1 : 0;
  };
  return names
    .filter((name) => !LANGUAGE.has(name.toLowerCase()) || worth(name) === 1)
    .toSorted((a, b) => worth(b) - worth(a));
};

/** Whether a text speaks of a name, or of a part of it. */
export const isSpokenOf = (name: string, text: string): boolean => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return partsOf(name).some((part) => words.some((word) => word.startsWith(stemOf(part))));
};

const stemsIn = (text: string): ReadonlySet<string> =>
  new Set((text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).map(stemOf));
const stemOf = (word: string): string => word.slice(0, Math.max(4, word.length - 3));
const partsOf = (name: string): string[] => [
  name.toLowerCase(),
  ...name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length > 3),
];

const fileStem = (path: string): string => path.replace(/^.*\//, "").replace(/(?<=.)\..*$/, "");

/** What steps brought in: packages first, then the names in what they wrote that were not there before, then files. */
export const broughtIn = (steps: readonly Step[]): string[] => {
  const packages = steps.flatMap(installed);
  const changes = steps.filter(({ outcome }) => outcome === "ok").flatMap((step) => step.changes);
  const known = new Set(changes.flatMap(({ before }) => (before === null ? [] : namesIn(before))));
  const names = changes.flatMap(({ after }) => namesIn(after)).filter((name) => !known.has(name));
  const files = steps.flatMap(({ tool, file }) => (tool === "Write" && file !== null ? fileStem(file) : []));
  return [...new Set([...packages, ...names, ...files])];
};
