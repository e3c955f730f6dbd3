import { lineAt, withoutText } from "./code-text.ts";
import { commandIn, optionIn } from "./command-words.ts";
import type { CodeConcept } from "./concept.ts";
import { FRAMEWORK_CONCEPTS } from "./concepts-frameworks.ts";
import { GENERAL_CONCEPTS } from "./concepts-general.ts";
import { LANGUAGE_CONCEPTS } from "./concepts-languages.ts";
import { SCRIPT_CONCEPTS } from "./concepts-script.ts";
import { codesIn } from "./mask.ts";
import { placesIn } from "./places.ts";

const CONCEPTS: readonly CodeConcept[] = [
  ...SCRIPT_CONCEPTS,
  ...FRAMEWORK_CONCEPTS,
  ...LANGUAGE_CONCEPTS,
  ...GENERAL_CONCEPTS,
];

/** Something to look for in what was written. */
export interface Looked {
  readonly pattern: RegExp;
  readonly files?: RegExp | undefined;
  readonly anywhere: boolean;
}

export const ofConcept = ({ files, anywhere }: CodeConcept, pattern: RegExp): Looked => ({
  pattern,
  files,
  anywhere: anywhere === true,
});

const escaped = (text: string): string => text.replace(/[\\^$*+?.()|[\]{}/]/g, "\\$&");

const looksLikeName = (word: string): boolean =>
  /^@?[A-Za-z][\w.:/-]*(?:\(\))?$/.test(word) && (/[_(@]|\p{Ll}\p{Lu}|\w\.\w|::/u.test(word) || /\(\)$/.test(word));

/** A piece of code in a memory as a pattern: placeholders are open, spaces count for little. */
const codePattern = (code: string): RegExp | null => {
  const plain = code.replace(/\((?:…|\.{3})?\)$/, "(");
  // An operator, or a verb of a format: `&.`, `==`, `%v`.
  if (/^[!=<>&|?.:*+]{2,3}$/.test(plain) && plain !== "...")
    return new RegExp(`(?<![!=<>&|?.:*+])${escaped(plain)}(?![!=<>&|?.:*+])`);
  if (/^%[a-z]$/.test(plain)) return new RegExp(plain);
  if (plain.length < 3 || /^[\W\d_]+$/.test(plain.replace(/\$/g, "")) || !/[A-Za-z]/.test(plain)) return null;
  const body = plain
    .slice(0, 120)
    .split(/…|\.{3}|<[\w-]+>(?=\s|$|\))/)
    .map((part) =>
      escaped(part.trim())
        .replace(/\s+/g, "\\s+")
        .replace(/(?<![\w\\])[A-Z](?!\w)/g, "\\w+"),
    )
    .filter((part) => part !== "")
    .join("[^\\n]{0,80}?")
    // Other calls may stand between: `res.send(` is also `res.status(404).send(`.
    .replace(/^([A-Za-z_$][\w$]*)(?=\\\.[A-Za-z_$][\w$]*\\\()/, "$1(?:\\.\\w+\\([^()\\n]{0,80}\\)){0,3}");
  const [head, tail] = [
    /^\w/.test(plain) ? "(?<![\\w$-])" : /^[=!<>]/.test(plain) ? "(?<![=!<>])" : "",
    /\w$/.test(plain) ? "(?![\\w$-])" : "",
  ];
  return new RegExp(`${head}${body}${tail}`);
};

/** A library, where it is imported or declared. */
export const libraryPattern = (name: string): RegExp | null => {
  if (!/^@?[a-z][\w.-]{1,40}(?:\/[\w.-]{1,40})?$/i.test(name)) return null;
  const word = escaped(name);
  return new RegExp(
    `(?:\\bfrom|\\bimport|\\brequire|\\buse|\\busing|#include|\\bgem|\\bimplementation|\\balias)\\s*\\(?\\s*["'<]?(?:[\\w@-]{1,40}[/.:]{1,2}){0,6}${word}(?:[-/"'>.:;,\\s)]|$)|"${word}"\\s*:\\s*"[\\^~\\d*w]|^${word}(?:\\[\\w+\\])?(?:==|>=|~=|\\s*=\\s*["{\\d])`,
    "im",
  );
};

const NOT_LIBRARY =
  /^(?:it|them|this|that|any|all|the|code|file|files|test|tests|function|functions|class|names?|data|new|old|one|types?|line|lines|string|strings|error|errors|words?|value|values|use|english|german|spanish|french|instead|them|typescript|javascript|python|react)$/i;

const VERBS =
  /^(?:using|use|import|importing|add|adding|the|a|an|any|plain|new|with|of|for|to|install|no|not|nor|pull in|reach for|rely on|depend on|in|mit|con|avec|von) /i;

const partsOf = (phrase: string): string[] =>
  phrase.split(/,? (?:or|and|und|oder|y|o|et|ou|nor) |, /).map((part) => part.trim());

/** What a phrase is about comes first in it: "Lombok in new Java classes" is about Lombok. */
const conceptIn = (phrase: string): CodeConcept | undefined => {
  let first: CodeConcept | undefined;
  let firstAt = Number.POSITIVE_INFINITY;
  for (const concept of CONCEPTS) {
    const at = concept.words.exec(phrase)?.index;
    if (at === undefined || at >= firstAt) continue;
    first = concept;
    firstAt = at;
  }
  return first;
};

/** "No side effects in `useMemo`" does not speak against `useMemo`: it is where something else is not to be. */
const isContext = (part: string, code: string): boolean => {
  const before = part.slice(0, Math.max(0, part.indexOf(`\`${code}\``)));
  return (
    /\b(?:in|inside|into|within|under|outside(?: of)?|on|at|to|for|of|by|im|bei|dans|sur) (?:the |a |an |any |our |der |dem |den |las? |los |les? )?$/i.test(
      before,
    ) && /[a-z]{3,}/i.test(before.replace(/\b(?:instead|in place|rather|use|of)\b/gi, ""))
  );
};

/** "read or print `.env` files" is about files, "`print` in `src/`" about code. */
const BARE_PLACE =
  /^(?:(?:read|print|edit|touch|change|modify|open|show|write|delete|commit|move|add|put)(?:ing)?(?:,? (?:or|and) |, )?)+ (?:to |into |anything in |files in )?(?:the |any |our )?`[^`]+`(?: files?)?$/i;

const TOGETHER = /`(?<one>[^`]+)` (?:plus|together with|combined with|\+|along with) (?:an? )?`(?<other>[^`]+)`/i;

/** Programs that are better known as functions. */
const CALLED_SO = /^(?:expect|open|render|act|watch|console)$/;

/** What a phrase names: concepts of code, code in backticks, names, libraries. */
export const lookFor = (
  phrase: string,
  isAside: boolean,
): { readonly found: Looked[]; readonly concepts: CodeConcept[] } => {
  const concepts: CodeConcept[] = [];
  const found: Looked[] = [];
  if (BARE_PLACE.test(phrase) && placesIn(phrase).length > 0 && conceptIn(phrase.replace(/^[^`]*/, "")) === undefined)
    return { found, concepts };
  // "`useEffect` plus `fetch`": either of them alone is another thing.
  const both = TOGETHER.exec(phrase)?.groups;
  const [one, other] = [codePattern(both?.one ?? ""), codePattern(both?.other ?? "")];
  if (one !== null && other !== null)
    return {
      found: [{ pattern: new RegExp(`${one.source}[\\s\\S]{0,600}?${other.source}`), anywhere: false }],
      concepts,
    };
  for (const part of partsOf(phrase)) {
    const concept = conceptIn(part);
    if (concept !== undefined) {
      if (!concepts.includes(concept)) concepts.push(concept);
      continue;
    }
    const codes = codesIn(part);
    for (const code of codes) {
      if (isContext(part, code)) continue;
      if (optionIn(code) !== null || (commandIn(code) !== null && /\s/.test(code))) continue;
      const isPath =
        placesIn(`\`${code}\``).length > 0 &&
        /\//.test(code) &&
        !/^@|['"]|^(?:application|text|image|audio|video|multipart)\//.test(code);
      if (isPath || /^\.\w{1,5}$/.test(code)) continue;
      const pattern = codePattern(code);
      const library = commandIn(code) === null || /^[a-z-]+$/.test(code) ? libraryPattern(code) : null;
      const isLibrary = new RegExp(`\`${escaped(code)}\` (?:package|library|crate|gem|import)\\b`).test(part);
      if (
        pattern !== null &&
        (commandIn(code) === null || CALLED_SO.test(code)) &&
        !(isLibrary && /^[a-z]+$/.test(code))
      )
        found.push({ pattern, anywhere: /["'#/@%]/.test(code) });
      if (library !== null) found.push({ pattern: library, anywhere: true });
    }
    if (codes.length > 0 || isAside) continue;
    let word = part;
    for (let i = 0; i < 4 && VERBS.test(word); i++) word = word.replace(VERBS, "");
    const first =
      word
        .split(
          / (?:in|for|to|on|when|from|at|as|with|für|para|pour|helper|library|package|module|decorator|type|function|hook|component|class|api)\b/i,
        )[0]
        ?.trim() ?? "";
    if (looksLikeName(first)) {
      const pattern = codePattern(first);
      if (pattern !== null) found.push({ pattern, anywhere: false });
    }
    const tail = / (?:with|via|through|mit|con|avec) (?:the )?(@?[A-Za-z][\w./-]+)$/i.exec(word)?.[1];
    const named = tail === undefined || NOT_LIBRARY.test(tail) ? null : libraryPattern(tail);
    if (named !== null) found.push({ pattern: named, anywhere: true });
    const library = NOT_LIBRARY.test(first) ? null : libraryPattern(first);
    if (library !== null) found.push({ pattern: library, anywhere: true });
  }
  return { found: [...concepts.map((concept) => ofConcept(concept, concept.code)), ...found], concepts };
};

export const opposites = (concepts: readonly CodeConcept[]): Looked[] =>
  concepts.flatMap((concept) => (concept.without === undefined ? [] : [ofConcept(concept, concept.without)]));

interface Text {
  readonly raw: string;
  readonly bare: string;
}

export const textOf = (raw: string): Text => ({ raw, bare: withoutText(raw) });

export const findIn = (
  looked: readonly Looked[],
  text: Text,
  file: string,
): { readonly line: string; readonly by: Looked } | null => {
  for (const one of looked) {
    if (one.files !== undefined && !one.files.test(file)) continue;
    const searched = one.anywhere ? text.raw : text.bare;
    const found = one.pattern.exec(searched);
    if (found !== null) return { line: lineAt(searched, found.index, found[0].length), by: one };
  }
  return null;
};

export const countOf = ({ pattern, anywhere }: Looked, text: Text): number =>
  (anywhere ? text.raw : text.bare).match(new RegExp(pattern.source, `${pattern.flags.replace("g", "")}g`))?.length ??
  0;
