import { own } from "../../../sync/core/own.ts";
import type { Change } from "./step.ts";

/** What stood in the place of what: two expressions, each as far as it has to be read to be understood. */
export interface Replaced {
  readonly wrong: string;
  readonly right: string;
  /** The calls that they are an argument of, and the name of what is called; null where they are none. */
  readonly within: { readonly name: string; readonly wrong: string; readonly right: string } | null;
  /** What is imported from the two, where they are modules; else null. */
  readonly imported: readonly string[] | null;
}

const EXPRESSION_MAX = 60;
const LINES_MAX = 60;
const LINE_CHARS = 400;

const TOKEN = /[\p{L}_$][\p{L}\p{N}_$]*|\d+|::|->|\?\.|\s+|[\s\S]/gu;
/** What the parts of one name are joined by: `a.b`, `A::b`, `a->b`, `/a/b`, `a-b` in paths. */
const JOINS = /^(?:\.|::|->|\?\.|\/|@|\\|-)$/;
const isName = (token: string | undefined): boolean => token !== undefined && /^[\p{L}\p{N}_$]/u.test(token);
const isPartOfName = (token: string | undefined): boolean => isName(token) || JOINS.test(token ?? "");

const tokensOf = (line: string): string[] => line.trim().slice(0, LINE_CHARS).match(TOKEN) ?? [];

/** The lines that only one of two texts has. */
const linesOnlyIn = (a: string, b: string): string[] => {
  const known = new Set(b.split("\n").map((line) => line.trim()));
  return a
    .split("\n")
    .filter((line) => line.trim() !== "" && !known.has(line.trim()))
    .slice(0, LINES_MAX);
};

/** How much two rows of tokens have in common at their beginnings and ends. */
const common = (a: readonly string[], b: readonly string[]): { readonly start: number; readonly end: number } => {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return { start, end };
};

const CLOSES: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** The expression around the tokens from `start` to `end`: whole names, and brackets that are closed; null where they are not. */
const expressionAt = (tokens: readonly string[], start: number, end: number): string | null => {
  let from = start;
  while (isPartOfName(tokens[from - 1])) from--;
  let to = end;
  const open: string[] = [];
  const read = (token: string): boolean => {
    if (/^[([{]$/.test(token)) open.push(token);
    return own(CLOSES, token) === undefined || open.pop() === own(CLOSES, token);
  };
  for (const token of tokens.slice(from, to)) if (!read(token)) return null;
  while (open.length > 0 || isPartOfName(tokens[to])) {
    const token = tokens[to];
    if (token === undefined || !read(token)) return null;
    to++;
  }
  const isCall = tokens[to] === "(" && isName(tokens[to - 1]);
  const text = tokens
    .slice(from, to)
    .join("")
    // What is asked of a route is about this one time.
    .replace(/^(\/[^?]*)\?.*$/, "$1")
    .replace(/^[-.>]+|[-.]+$/g, "")
    .replace(/^(?:self|this)\.(?=\S+[.(])/, "");
  return `${text}${isCall ? "()" : ""}`;
};

/** Where the bracket stands that opens the call whose argument begins at a token; -1 where it is no argument. */
const callAround = (tokens: readonly string[], at: number): number => {
  let depth = 0;
  for (let i = at - 1; i >= 0; i--) {
    if (tokens[i] === ")") depth++;
    if (tokens[i] === "(" && depth-- === 0) return isName(tokens[i - 1]) ? i : -1;
  }
  return -1;
};

const MODULE =
  /^\s*(?:from\s+(?<python>[\w.]+)\s+import\s+(?<names>.+)|(?:import|export)\s+(?:type\s+)?(?<what>[^"']+?)\s+from\s+["'](?<script>[^"']+)["'])/u;

const moduleOf = (line: string): { readonly path: string; readonly names: string[] } | null => {
  const found = MODULE.exec(line)?.groups;
  if (found === undefined) return null;
  return {
    path: found.python ?? found.script ?? "",
    names: (found.names ?? found.what ?? "").match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [],
  };
};

const withinOf = (a: readonly string[], b: readonly string[], start: number): Replaced["within"] => {
  const open = callAround(a, start);
  const [wrong, right] = [a, b].map((tokens) => (open === -1 ? null : expressionAt(tokens, open, open + 1)));
  const name = /^[^(]*/.exec(wrong ?? "")?.[0] ?? "";
  if (!wrong || !right || name === "") return null;
  return wrong.length <= EXPRESSION_MAX && right.length <= EXPRESSION_MAX ? { name, wrong, right } : null;
};

const pairOf = (before: string, after: string): Replaced | null => {
  const [old, now] = [moduleOf(before), moduleOf(after)];
  if (old !== null && now !== null && old.path !== now.path) {
    const imported = old.names.filter((name) => now.names.includes(name));
    const isSmall = imported.length > 0 && imported.length <= 3;
    return isSmall ? { wrong: old.path, right: now.path, within: null, imported } : null;
  }
  const [a, b] = [tokensOf(before), tokensOf(after)];
  const { start, end } = common(a, b);
  const [wrong, right] = [expressionAt(a, start, a.length - end), expressionAt(b, start, b.length - end)];
  if (wrong === null || right === null || wrong === right) return null;
  const isShort = [wrong, right].every(
    (text) => text.length <= EXPRESSION_MAX && text !== "" && !/[\s;]\s*\S+\s\S+\s/.test(text),
  );
  const heads = [wrong, right].map((text) => /^([^\s("'[{]+)\(/.exec(text)?.[1]);
  // Where another name is called, what it is called with is about this one time, unless it is short.
  if (!isShort && heads[0] !== undefined && heads[1] !== undefined && heads[0] !== heads[1])
    return { wrong: `${heads[0]}()`, right: `${heads[1]}()`, within: null, imported: null };
  if (
    !isShort ||
    /^(?:self|this|cls)\.\w+$/.test(wrong) ||
    ![wrong, right].every((text) => /^[\p{L}_$/@.:"'[({\\]/u.test(text))
  )
    return null;
  return { wrong, right, within: withinOf(a, b, start), imported: null };
};

/** What a change puts in the place of what, line by line; only lines that have most in common belong to each other. */
export const replacedIn = ({ before, after }: Change): Replaced[] => {
  if (before === null) return [];
  const [old, now] = [linesOnlyIn(before, after), linesOnlyIn(after, before)];
  return old.flatMap((line, i) => {
    const tokens = tokensOf(line);
    const alike = (other: string): number => {
      const { start, end } = common(tokens, tokensOf(other));
      return start + end;
    };
    const [best] = old.length === now.length ? [now[i] ?? ""] : now.toSorted((a, b) => alike(b) - alike(a));
    return best === undefined || best === "" ? [] : (pairOf(line, best) ?? []);
  });
};
