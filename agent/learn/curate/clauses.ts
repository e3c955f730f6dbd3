import { conceptOf } from "./concepts.ts";
import { concepts } from "./content.ts";

const NOT = /^(?:not|no|never|avoid|omit|skip|none)$/;
/** What comes behind one of these says no about something else. */
const RELATIVE = /^(?:what|that|which|who|when|if|where|unless|because)$/;

/** Whether a word can begin an order. */
export const isAct = (word: string | undefined): boolean => word !== undefined && ACTS.has(conceptOf(word));
const ACTS = concepts(
  `use write add create make need keep put handle follow run delete edit update commit push merge deploy release ask answer show explain log throw
   catch hide check test install build start stop fetch return rename name split sort mock praise document comment format lint read send open close
   tell call move copy decide generate include give set let do ensure wait try sign fix import export mention link list describe exit quit print page number group warn fail abort notify bump wrap escape encode quote join validate cache retry`,
);

/** Whether a new clause starts at `at`: a no, or after a no another order. */
const startsClause = (words: readonly string[], at: number, isNegative: boolean): boolean => {
  const next = words[at] === "and" || words[at] === "but" || words[at] === "is" ? at + 1 : at;
  const [first, second] = [words[next], words[next + 1]];
  if (first === undefined) return false;
  if (first === "is" && /^(?:not|never)$/.test(second ?? "")) return true;
  if (/^(?:never|avoid|omit)$/.test(first)) return true;
  if (first === "not" && isAct(second)) return true;
  return isNegative && (first === "always" || isAct(first));
};

const wordsOf = (text: string): string[] => text.match(/[,;:()–—]|[^\s,;()–—]+?(?=[,;:()–—]*(?:\s|$))|\S/gu) ?? [];

/** How often words say no. */
export const countNo = (words: readonly string[]): number => words.filter((word) => NOT.test(word)).length;

/** Whether a clause as a whole says no. */
export const isNo = (words: readonly string[]): boolean => {
  const end = words.findIndex((word, n) => n > 0 && RELATIVE.test(word));
  const scope = end === -1 ? words : words.slice(0, end);
  if (scope.some((word) => NOT.test(word)) || (scope[0] === "stop" && /ing$/.test(scope[1] ?? ""))) {
    const flips = scope.filter((word) => NOT.test(word)).length;
    return flips % 2 === 1 || flips === 0;
  }
  // "Comment only what is not obvious" forbids what is.
  return end !== -1 && scope.includes("only") && words.slice(end).some((word) => NOT.test(word));
};

/** A text's clauses as words: cut at stops, and where what follows says no or no longer does. */
export const clausesOf = (text: string): string[][] => {
  const clauses: string[][] = [[]];
  const words = wordsOf(text);
  for (const [at, word] of words.entries()) {
    const current = clauses.at(-1) as string[];
    const isStop = /^[;:()–—]$/.test(word) || (word.length > 1 && /[.!]$/.test(word) && at < words.length - 1);
    const isJoint = word === "," || word === "and" || word === "but";
    if (isStop) {
      if (!/^[;:()–—]$/.test(word)) current.push(word.replace(/[.!]+$/, ""));
      clauses.push([]);
    } else if (isJoint && current.length > 0 && startsClause(words, at + 1, isNo(current))) clauses.push([]);
    else current.push(word);
  }
  return clauses
    .map((clause) => clause.filter((word, n) => word !== "," || n < clause.length - 1))
    .filter((clause) => clause.length > 0);
};

/** Orders that are given in one go: "update the changelog and bump the version". */
export const ordersIn = (words: readonly string[]): string[][] => {
  const orders: string[][] = [[]];
  for (const [at, word] of words.entries())
    if (at > 0 && /^(?:,|and|then)$/.test(word) && isAct(words[at + 1])) orders.push([]);
    else orders.at(-1)?.push(word);
  return orders.filter((order) => order.length > 0);
};
