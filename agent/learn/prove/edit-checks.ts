import { askedBy, namedBy } from "./asked.ts";
import { type Check, eachChange, type Finding, finding } from "./check.ts";
import { lineAt, withoutText } from "./code-text.ts";
import { commandIn, optionIn } from "./command-words.ts";
import type { CodeConcept } from "./concept.ts";
import { FRAMEWORK_CONCEPTS } from "./concepts-frameworks.ts";
import { GENERAL_CONCEPTS } from "./concepts-general.ts";
import { LANGUAGE_CONCEPTS } from "./concepts-languages.ts";
import { SCRIPT_CONCEPTS } from "./concepts-script.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { isOfMessages } from "./message-checks.ts";
import { placed, placesIn } from "./places.ts";
import { requirementChecks } from "./requirements.ts";
import type { Clause, Rule } from "./rule.ts";
import { PROSE, scopeOf } from "./scope.ts";

const CONCEPTS: readonly CodeConcept[] = [
  ...SCRIPT_CONCEPTS,
  ...FRAMEWORK_CONCEPTS,
  ...LANGUAGE_CONCEPTS,
  ...GENERAL_CONCEPTS,
];
const DATA = /\.(?:lock|log|snap|csv|svg|map)$/i;

/** Something to look for in what was written. */
interface Looked {
  readonly pattern: RegExp;
  readonly files?: RegExp | undefined;
  readonly anywhere: boolean;
}

const ofConcept = ({ files, anywhere }: CodeConcept, pattern: RegExp): Looked => ({
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
    .join("[^\\n]{0,80}?");
  const [head, tail] = [
    /^\w/.test(plain) ? "(?<![\\w$-])" : /^[=!<>]/.test(plain) ? "(?<![=!<>])" : "",
    /\w$/.test(plain) ? "(?![\\w$-])" : "",
  ];
  return new RegExp(`${head}${body}${tail}`);
};

/** A library, where it is imported or declared. */
const libraryPattern = (name: string): RegExp | null => {
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

/** What a phrase names: concepts of code, code in backticks, names, libraries. */
const lookFor = (phrase: string, isAside: boolean): { readonly found: Looked[]; readonly concepts: CodeConcept[] } => {
  const concepts: CodeConcept[] = [];
  const found: Looked[] = [];
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
      const isPath = placesIn(`\`${code}\``).length > 0 && /\//.test(code) && !/^@|['"]/.test(code);
      if (isPath || /^\.\w{1,5}$/.test(code)) continue;
      const pattern = codePattern(code);
      const library = commandIn(code) === null || /^[a-z-]+$/.test(code) ? libraryPattern(code) : null;
      if (pattern !== null && commandIn(code) === null) found.push({ pattern, anywhere: /["'#/@]/.test(code) });
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

const opposites = (concepts: readonly CodeConcept[]): Looked[] =>
  concepts.flatMap((concept) => (concept.without === undefined ? [] : [ofConcept(concept, concept.without)]));

interface Text {
  readonly raw: string;
  readonly bare: string;
}

const textOf = (raw: string): Text => ({ raw, bare: withoutText(raw) });

const findIn = (
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

const countOf = ({ pattern, anywhere }: Looked, text: Text): number =>
  (anywhere ? text.raw : text.bare).match(new RegExp(pattern.source, `${pattern.flags.replace("g", "")}g`))?.length ??
  0;

const OF_SPEECH =
  /\b(?:answers?|answering|repl(?:y|ies)|responses?|respond|antworte?n?|respuestas?|responde|contesta|tell me|explain)\b/i;

/** Things said of one part of code may be allowed elsewhere: "unions may stay types", "double ones only to avoid escaping". */
const ALLOWED: readonly (readonly [words: RegExp, line: RegExp])[] = [
  [/\bescap\w*|\bmaskier\w*/i, /"[^"\n]*'[^"\n]*"|'[^'\n]*"[^'\n]*'/],
  [/\bunions?\b/i, /\btype \w+[^={]{0,80}=(?!\s*\{)/],
  [/\blog(?:s|ging)?\b/i, /\blog(?:ger|ging)?\.\w+\(/i],
  [/\bdecorators?\b/i, /@\w+/],
  [/\bconfig\w*\b/i, /config/i],
  [/\bexternal|third-party\b/i, /^$/],
];

/** One clause on what is to stand in code, or not. */
interface Sides {
  readonly good: readonly Looked[];
  readonly bad: readonly Looked[];
  readonly minded: readonly Looked[];
}

const CONDITION = /^(?:when|if|after|before|whenever|wenn|nach|vor|cuando|si|quand)\b|\b(?:before|after|whenever)\b/i;

const sidesOf = (clause: Clause): Sides => {
  const { wanted, unwanted, asides, polarity, text } = clause;
  const nothing = { good: [], bad: [], minded: [] };
  if ((polarity !== "do" && polarity !== "dont") || CONDITION.test(wordsOf(text))) return nothing;
  // Whether a condition in the middle of a sentence holds cannot be seen.
  const isConditional = /\b(?:when|if|while|wherever|wenn|falls|cuando|quand)\b/i.test(wordsOf(text));
  const [good, bad] = [
    wanted.map((phrase) => lookFor(phrase, false)),
    unwanted.map((phrase) => lookFor(phrase, false)),
  ];
  const aside = asides.map((one) => lookFor(one, true)).flatMap(({ found }) => found);
  const wantedConcepts = good.flatMap(({ concepts }) => concepts);
  const unwantedConcepts = bad.flatMap(({ concepts }) => concepts);
  const isChoice =
    unwanted.length === 0 &&
    /\b(?:use|prefer|always|only|must|are|is|every|all|nutze|verwende|usa|siempre|immer|utilise|toujours|write|with|in)\b|^\W*[\w` -]+$/i.test(
      text,
    );
  return {
    good: [...good.flatMap(({ found }) => found), ...(polarity === "do" && unwanted.length === 0 ? aside : [])],
    bad: isConditional
      ? []
      : [
          ...bad.flatMap(({ found }) => found),
          ...(polarity === "dont" && unwantedConcepts.length === 0 ? aside : []),
          ...(polarity === "do" && isChoice && !/\b(?:may|can|could|prefer not)\b/i.test(text)
            ? opposites(wantedConcepts)
            : []),
        ],
    minded: [
      ...(polarity === "dont" ? opposites(unwantedConcepts) : []),
      ...unwantedConcepts.flatMap((concept) =>
        concept.occasion === undefined ? [] : [ofConcept(concept, concept.occasion)],
      ),
    ],
  };
};

const contrastChecks = (rule: Rule): Check[] => {
  const sides = rule.clauses.map(sidesOf);
  const good = sides.flatMap((one) => one.good);
  const bad = sides.flatMap((one) => one.bad);
  const minded = sides.flatMap((one) => one.minded);
  if (good.length + bad.length === 0) return [];
  const scope = scopeOf(rule);
  const allowed = ALLOWED.filter(([words]) => rule.exceptions.some((text) => words.test(text))).map(([, line]) => line);
  const codes = rule.unwanted.flatMap(codesIn);
  const isNamed = namedBy(codes.length > 0 ? codes : rule.unwanted.map((phrase) => wordsOf(phrase)));
  const asked = rule.forbids ? rule.unwanted.map(askedBy) : [];
  return [
    eachChange(({ file, added, removed, by }, { prompt }): Finding | null => {
      if (added === "" && removed === "") return null;
      if (!scope.holds(file) || DATA.test(file) || (PROSE.test(file) && !scope.isForProse)) return null;
      const text = textOf(added);
      const wrong = findIn(bad, text, file);
      if (wrong !== null) {
        const isKept =
          allowed.some((line) => line.test(wrong.line)) ||
          (removed !== "" && countOf(wrong.by, textOf(removed)) >= countOf(wrong.by, text));
        const isAsked =
          isNamed(prompt) ||
          (asked.some((is) => is(prompt)) && !/\b(?:remove|replace|drop|get rid|still|instead)\b/i.test(prompt));
        if (!isKept) return isAsked ? null : finding(false, by === "" ? wrong.line : by);
        return null;
      }
      if (removed !== "" && findIn(bad, textOf(removed), file) !== null) return finding(true, lineAt(added, 0, 1));
      const right = findIn(good, text, file) ?? findIn(minded, text, file);
      return right === null ? null : finding(true, by === "" ? right.line : by);
    }),
  ];
};

const ONLY_IN =
  /\bonly (?:be )?(?:\w+ )?(?:in|inside|within|from) (?<after>`[^`]+`)|\b(?:in|inside|within|from) (?<before>`[^`]+`) only\b|\b(?:nur|sólo|seulement) (?:in|en|dans) (?<other>`[^`]+`)|\bnowhere (?:else )?(?:but|except|outside) (?:in )?(?<else>`[^`]+`)/i;

/** "Env vars are read in `config.ts` only": what is fine there goes against it anywhere else. */
const onlyInChecks = (rule: Rule): Check[] => {
  const groups = ONLY_IN.exec(rule.text)?.groups;
  const place = groups?.after ?? groups?.before ?? groups?.other ?? groups?.else;
  const places = place === undefined ? [] : placesIn(place);
  if (place === undefined || places.length === 0) return [];
  const isThere = placed(places);
  const phrases = rule.clauses.flatMap(({ polarity, text, asides }) =>
    polarity === "tells" ? [] : [text, ...asides].map((one) => one.replace(place, " ")),
  );
  const things = phrases.flatMap((phrase) => lookFor(phrase, true).found);
  if (things.length === 0) return [];
  return [
    eachChange(({ file, added, by }): Finding | null => {
      if (added === "" || DATA.test(file) || PROSE.test(file)) return null;
      const found = findIn(things, textOf(added), file);
      return found === null ? null : finding(isThere(file), by === "" ? found.line : by);
    }),
  ];
};

/** Checks on the text that an agent writes into files. */
export const editChecks = (rule: Rule): readonly Check[] => {
  // What is said of commits, answers and branches is not said of code.
  if (isOfMessages(rule) || OF_SPEECH.test(wordsOf(rule.text))) return [];
  const confined = onlyInChecks(rule);
  if (confined.length > 0) return confined;
  const required = requirementChecks(rule);
  return required.length > 0 ? required : contrastChecks(rule);
};
