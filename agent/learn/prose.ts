/** A sentence of the user's own words. */
export interface Sentence {
  readonly text: string;
  readonly isQuestion: boolean;
}

/** What the user wrote, without what was pasted in: code, logs, stack traces, quotations, diffs. */
export interface Prose {
  readonly sentences: readonly Sentence[];
  /** Share of the text that was pasted, 0…1. */
  readonly pastedShare: number;
}

/** Longer turns are specifications or pastes; what is said to the agent stands at their beginning and end. */
const PROSE_MAX = 4000;

/** Of a paste of megabytes only this much is looked at, half of it at the end. */
const READ_MAX = 40_000;

const FENCE = /^[ \t]*(?:```|~~~)/;

const PASTED_LINE: readonly RegExp[] = [
  /^\s*>/, // a quotation
  /^\s*(?:at\s+\S+[ (].*:\d+|File ".*", line \d+|Traceback|Caused by:|\.\.\. \d+ more)/,
  /^\s*(?:\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|\[\d|\[(?:info|warn|error|debug)|(?:info|warn|error|debug|fatal)[:\]\s])/i,
  /^\s*(?:[+-]{1,3}\s*\S|@@|diff --git|index [0-9a-f]{7})(?<!^\s*[-+] \p{L}.*)/u,
  /^\s*(?:\$|%|#\d+|❯|➜|PS [A-Z]:)\s/,
  /^\s*(?:E\s{2,}|FAIL|PASS|✓|✗|×|●|npm (?:ERR|error|warn)|\w*(?:Error|Exception)\b:?\s)/,
  /^\s*(?:import|export|const|let|var|function|def|class|return|public|private|#include|package|SELECT|INSERT|<\/?\w+)\b.*[;{}()=:>]\s*$/,
  /[;{}]\s*$/,
  /^[\w./-]+:\d+(?::\d+)?\b/,
];

/** What a line is shows in its beginning; minified code has lines of megabytes. */
const LINE_MAX = 1000;

const isPasted = (whole: string): boolean => {
  const line = whole.slice(0, LINE_MAX);
  if (line.trim() === "") return false;
  if (PASTED_LINE.some((pattern) => pattern.test(line))) return true;
  const bare = line.replace(/`[^`]*`/g, "");
  const letters = bare.match(/[\p{L}\p{M}\s,.'’!?]/gu)?.length ?? 0;
  return bare.length > 12 && letters / bare.length < 0.7;
};

const ownLines = (text: string): { own: string[]; pasted: number } => {
  const own: string[] = [];
  let pasted = 0;
  let inFence = false;
  for (const line of text.split(/\r?\n/)) {
    const fence = FENCE.test(line);
    if (fence) inFence = !inFence;
    if (fence || inFence || isPasted(line)) {
      pasted += line.length;
      own.push("");
    } else own.push(line);
  }
  return { own, pasted };
};

/** Ends a sentence only where a new one may begin; file names, versions and abbreviations hold dots too. */
const SENTENCE_END = /(?<=[.!?…]["')\]]?)(?<!\b(?:e\.g|i\.e|etc|vs|z\.B|d\.h|bzw|ca|no|approx)\.)\s+|\n+/u;
const BULLET = /^\s*(?:[-*•]|\d{1,2}[.)])\s+/;

/** Splits what the user wrote into sentences of their own words. */
export const readProse = (text: string): Prose => {
  const read = text.length <= READ_MAX ? text : `${text.slice(0, READ_MAX / 2)}\n${text.slice(-READ_MAX / 2)}`;
  const { own, pasted } = ownLines(read);
  const joined = own
    .map((line) => line.replace(BULLET, "\n"))
    .join("\n")
    .trim();
  const kept =
    joined.length <= PROSE_MAX ? joined : `${joined.slice(0, PROSE_MAX / 2)}\n${joined.slice(-PROSE_MAX / 2)}`;
  const sentences = kept
    .split(SENTENCE_END)
    .map((part) => part.replace(/\s+/g, " ").trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((part) => ({ text: part, isQuestion: /\?["')\]]*$/.test(part) }));
  return { sentences, pastedShare: read.length === 0 ? 0 : pasted / read.length };
};
