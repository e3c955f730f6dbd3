import type { PatternKind } from "../../../sync/core/words.ts";
import type { Grammar } from "./languages.ts";

/** A function, class or method as it stands in a text. */
export interface Definition {
  readonly kind: PatternKind;
  readonly name: string;
  /** The class or receiver; empty where the text does not show it. */
  readonly owner: string;
  /** Its lines, those of definitions within it among them. */
  readonly body: string;
  /** Its lines without those of definitions within it: what is its own to change. */
  readonly own: string;
}

/** Longer lines are data or were made by a program. */
const LINE_MAX = 400;
const LINES_MAX = 5_000;
const NO_NAME = /^(?:if|for|while|switch|catch|return|else|do|try|new|await|function|with|constructor|sizeof|defined)$/;

interface Found {
  readonly kind: PatternKind;
  readonly name: string;
  readonly owner: string;
  readonly line: number;
  readonly indent: number;
}

const indentOf = (line: string): number => {
  const space = /^\s*/.exec(line)?.[0] ?? "";
  return space.replaceAll("\t", "    ").length;
};

const definitionAt = (line: string, { rules }: Grammar): Omit<Found, "line" | "indent"> | null => {
  if (line.length > LINE_MAX) return null;
  for (const [kind, sign] of rules) {
    const groups = sign.exec(line)?.groups;
    if (groups?.name !== undefined && !NO_NAME.test(groups.name))
      return { kind, name: groups.name, owner: groups.owner ?? "" };
  }
  return null;
};

const RUST_IMPL = /^\s*(?:unsafe\s+)?impl\b(?:\s*<[^>]*>)?\s+(?:[\w:<>, ]+\s+for\s+)?(?<owner>\w+)/;
const CLOSES = /^\s*(?:[)}\]]|end\b|else\b|elif\b|except\b|finally\b|rescue\b|ensure\b|catch\b)/;

/** The line after the last one of a definition: the next that is indented no deeper and closes nothing. */
const endOf = (lines: readonly string[], { line, indent }: Found): number => {
  let last = line;
  for (let at = line + 1; at < lines.length; at++) {
    const text = lines[at] ?? "";
    if (text.trim() === "") continue;
    // Where braces stand on lines of their own, the one that opens it comes first.
    const opens = indentOf(text) === indent && /^\s*\{/.test(text);
    if (indentOf(text) <= indent && !opens && !CLOSES.test(text)) break;
    last = at;
    // The brace that closes it stands where it began.
    if (indentOf(text) === indent && /^\s*(?:\}|end\b)/.test(text)) break;
  }
  return last + 1;
};

/** The definitions in a text, the outer before the inner. A scan by lines and indentation: as right as code is well indented. */
export const definitionsIn = (grammar: Grammar, text: string): Definition[] => {
  const lines = text.split(/\r?\n/).slice(0, LINES_MAX);
  const found: Found[] = [];
  let impl: { readonly owner: string; readonly indent: number } | null = null;
  for (const [line, content] of lines.entries()) {
    const indent = indentOf(content);
    const implOwner = grammar.language === "Rust" ? RUST_IMPL.exec(content)?.groups?.owner : undefined;
    if (implOwner !== undefined) impl = { owner: implOwner, indent };
    else if (impl !== null && content.trim() !== "" && indent <= impl.indent && !CLOSES.test(content)) impl = null;
    const at = definitionAt(content, grammar);
    if (at !== null) found.push({ ...at, owner: at.owner || (impl?.owner ?? ""), line, indent });
  }
  const spans = found.map((one) => ({ one, end: endOf(lines, one) }));
  return spans.map(({ one, end }) => {
    const around = spans.findLast((other) => other.one.line < one.line && other.end > one.line);
    const within = spans.filter((other) => other.one.line > one.line && other.one.line < end);
    const own = lines
      .slice(one.line, end)
      .filter((_, i) => !within.some((inner) => i + one.line >= inner.one.line && i + one.line < inner.end));
    const owner = one.owner || (around?.one.kind === "class" ? around.one.name : "");
    return {
      kind: owner !== "" && one.kind === "function" ? "method" : one.kind,
      name: one.name,
      owner,
      body: lines.slice(one.line, end).join("\n"),
      own: own.join("\n"),
    };
  });
};

const CALL =
  /(?<![\p{L}\p{N}_$])(?:new\s+)?(?<name>[\p{L}_$][\p{L}\p{N}_$]*)\s*(?:<[\w\s,.[\]]{0,60}>)?\(|<(?<tag>\p{Lu}[\p{L}\p{N}_]*)[\s/>]/gu;
const NAMES_MAX = 200;

/** Names that a text calls, as functions, constructors or components. */
export const callsIn = (text: string): string[] => {
  const names = new Set<string>();
  for (const { groups } of text.matchAll(CALL)) {
    const name = groups?.name ?? groups?.tag ?? "";
    if (name.length > 3 && !NO_NAME.test(name)) names.add(name);
    if (names.size >= NAMES_MAX) break;
  }
  return [...names];
};
