import { type Check, eachOf, type Finding } from "./check.ts";
import { CODE_CONCEPTS, type CodeConcept } from "./code-concepts.ts";
import type { Rule } from "./rule.ts";

/** Prose is no code: what a memory says of code does not bind a README. */
const PROSE_FILE = /\.(?:md|mdx|txt|rst|adoc|log|lock)$/i;
/** Without what stands in strings and comments. */
const bare = (code: string): string =>
  code
    .replace(/\/\*[\s\S]*?\*\//g, " ")
    .replace(/(^|\s)(?:\/\/|#\s).*$/gm, "$1")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');

/** Languages and frameworks a memory may be limited to, and the files they are in. */
const LIMITS: readonly (readonly [words: RegExp, files: RegExp])[] = [
  [
    /\b(?:in|for) (?:the )?(?:unit |integration |e2e )?tests?\b|\bin specs?\b/i,
    /(?:^|\/)(?:tests?|specs?|__tests__)\/|[._-](?:test|spec)s?\.|(?:^|\/)test_/,
  ],
  [/\b(?:in|for) python\b/i, /\.(?:py|ipynb)$/],
  [/\b(?:in|for) (?:typescript|ts)\b/i, /\.[cm]?tsx?$/],
  [/\b(?:in|for) (?:the )?(?:react )?components?\b/i, /\.(?:tsx|jsx|vue|svelte)$/],
  [/\b(?:in|for) (?:css|stylesheets?|styles?)\b/i, /\.(?:css|scss|sass|less)$/],
  [/\b(?:in|for) (?:sql|migrations?)\b/i, /\.sql$|migrat/i],
  [/\b(?:in|for) (?:the )?(?:docs?|documentation|readme)\b/i, /\.(?:md|mdx|rst)$/],
  [/\b(?:in|for) (?:makefiles?)\b/i, /Makefile$/],
  [/\b(?:in|for) (?:go|golang)\b/i, /\.go$/],
  [/\b(?:in|for) rust\b/i, /\.rs$/],
];

interface Looked {
  /** Gives what shows it, or null. */
  readonly find: (added: string, file: string) => string | null;
}

const matched = (pattern: RegExp, text: string): string | null => {
  const found = pattern.exec(text);
  if (found === null) return null;
  const start = text.lastIndexOf("\n", found.index) + 1;
  const end = text.indexOf("\n", found.index + Math.max(1, found[0].length));
  return text.slice(start, end === -1 ? undefined : end).trim();
};

const conceptIn = (phrase: string): CodeConcept | undefined => CODE_CONCEPTS.find(({ words }) => words.test(phrase));

const ofConcept = ({ code, files, anywhere }: CodeConcept, pattern = code): Looked => ({
  find: (added, file) =>
    files === undefined || files.test(file) ? matched(pattern, anywhere ? added : bare(added)) : null,
});

const escaped = (text: string): string => text.replace(/[\\^$*+?.()|[\]{}]/g, "\\$&");
const CODE = /`([^`]+)`/;
/** A name with something in it that no plain word has. */
const IDENTIFIER = /^@?[A-Za-z][\w.:/-]*(?:\(\))?$/;
const looksLikeCode = (word: string): boolean => /[_.:(/@]|\p{Ll}\p{Lu}/u.test(word);

/** A name in backticks, or one that can be nothing but code, wherever it stands. */
const ofName = (phrase: string): Looked | null => {
  const quoted = CODE.exec(phrase)?.[1];
  const name = quoted ?? (looksLikeCode(phrase) && IDENTIFIER.test(phrase) ? phrase : null);
  if (name === null || name.length < 2 || /^--?\w|\s-/.test(name)) return null;
  const pattern = new RegExp(`(?<![\\w-])${escaped(name.replace(/\(\)$/, ""))}(?![\\w-])`);
  return { find: (added) => matched(pattern, added) };
};

/** A library, where it is imported or declared. */
const ofLibrary = (phrase: string): Looked | null => {
  const name = phrase.replace(/`/g, "").trim();
  if (!/^@?[a-z][\w.-]*(?:\/[\w.-]+)?$/i.test(name)) return null;
  const word = `${escaped(name)}`;
  const pattern = new RegExp(
    `(?:from|import|require\\(?|use|using|#include|gem|implementation|@import)\\s*\\(?\\s*["'<]?(?:[\\w.@-]+[/.:])*${word}(?:[/"'>.:;\\s)]|$)|"${word}"\\s*:\\s*"|^${word}(?:==|>=|~=|\\s*=\\s*["{])`,
    "im",
  );
  return { find: (added) => matched(pattern, added) };
};

const lookFor = (phrase: string): Looked[] => {
  const concept = conceptIn(phrase);
  if (concept !== undefined) return [ofConcept(concept)];
  const name = ofName(phrase);
  const library = ofLibrary(phrase);
  return [...(name === null ? [] : [name]), ...(library === null ? [] : [library])];
};

/** What must not be seen because something else is wanted: "Use single quotes" forbids double ones. */
const opposite = (phrase: string): Looked[] => {
  const concept = conceptIn(phrase);
  return concept?.without === undefined ? [] : [ofConcept(concept, concept.without)];
};

const firstIn = (looked: readonly Looked[], added: string, file: string): string | null => {
  for (const { find } of looked) {
    const found = find(added, file);
    if (found !== null) return found;
  }
  return null;
};

/** Checks on the text that an agent writes into files. */
export const editChecks = ({ wanted, unwanted, text }: Rule): readonly Check[] => {
  // What is said of commit messages, answers and branches is not said of code.
  if (
    /\b(?:commit messages?|commits?|pull requests?|prs?|answers?|repl(?:y|ies)|responses?|branch(?:es)?)\b/i.test(text)
  )
    return [];
  const good = wanted.flatMap(lookFor);
  const bad = [...unwanted.flatMap(lookFor), ...(unwanted.length === 0 ? wanted.flatMap(opposite) : [])];
  // The opposite of what is forbidden shows that it was minded.
  const minded = wanted.length === 0 ? unwanted.flatMap(opposite) : [];
  if (good.length + bad.length === 0) return [];
  const limit = LIMITS.find(([words]) => words.test(text))?.[1];
  const isForProse = /\b(?:docs?|documentation|readme|markdown)\b/i.test(text);
  return [
    eachOf("edit", ({ file, added }): Finding | null => {
      if (limit !== undefined && !limit.test(file)) return null;
      if (PROSE_FILE.test(file) && !isForProse) return null;
      const wrong = firstIn(bad, added, file);
      if (wrong !== null) return { verdict: "violated", evidence: wrong };
      const right = firstIn([...good, ...minded], added, file);
      return right === null ? null : { verdict: "obeyed", evidence: right };
    }),
  ];
};
