/** A sentence of the user's own words. */
export interface Sentence {
  readonly text: string;
  readonly isQuestion: boolean;
  /** An item of a list. */
  readonly inList: boolean;
  /** Handed on from somebody else, or what a piece of work has to fulfil: not said to the agent about its own work. */
  readonly isGiven: boolean;
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
const SENTENCE_END =
  /(?<=[.!?…]["')\]]?)(?<!\b(?:e\.g|i\.e|etc|vs|z\.B|d\.h|bzw|ca|no|approx)\.)(?!(?<=\b\d{1,2}\.)\s+\p{Ll})\s+|(?<=[。！？])|\n+/u;
const BULLET = /^\s*(?:[-*•]|\d{1,2}[.)])\s+/;

/** "1. … 2. … 3. …" in one line. */
const NUMBERED = /^\s*1[.)]\s.*\s2[.)]\s/;
const NEXT_NUMBER = /\s+(?=\d{1,2}[.)]\s+\p{L})/u;

/** Quoted at such length it is somebody else's text. */
const LONG_QUOTATION = /(?<=^|[\s:(])(?:"[^"]{80,}"|“[^”]{80,}”|„[^“”]{80,}[“”]|«[^»]{80,}»)(?=$|[\s.,;:!?)])/gu;

/** A line of a list keeps a mark, which no text of a user holds. */
const ITEM = "\u0001";

const HEADING = /^\s*#{1,6} /;

/** Announces what others want or have written, or what a piece of work has to fulfil. */
const HANDS_ON =
  /\b(?:requirements?|acceptance criteria|criteria|spec(?:s|ification)?|scope|feedback|polic(?:y|ies)|stor(?:y|ies)|tickets?|tasks?|e-?mails?|message|slack|verbatim|quote|minutes|plan|wishlist|anforderung(?:en)?|rückmeldung|vorgaben|requisitos|exigences|retour|cahier des charges)\b|\b(?:customer|client|boss|manager|marketing|sales|design|legal|support|reviewer|auditors?|colleague|sister|brother|wife|husband|friend|owner|team|department|chef|kunde|kundin|kollege|fachbereich|jefe|cliente|compta)\S*\b.{0,60}\b(?:writes?|wrote|says?|said|sends?|sent|wants?|asked|made|gave|found|noticed|schreibt|schrieb|sagt|will|möchte|dice|quiere|veut|dit)\b|\b(?:got|received) (?:this|these|that) from\b|\b(?:copied|copy|pasted|forwarded) from\b|\bwrote (?:it |this |them )?down\b|\bi translate\b/iu;
/** … unless it is for the agent. */
export const FOR_THE_AGENT =
  /\b(?:rules?|conventions?|guidelines?|house style|style guide|preferences?|from now on|ground rules|remember|(?<!\btranslate (?:it |this |them )?)for you|regeln|konventionen|reglas|règles)\b/iu;

/** So far after an announcement a list may begin. */
const ANNOUNCED_FOR = 3;

/** Which of the sentences are handed on: everything after an announcement with a colon, or the list that follows it. */
const markGiven = (sentences: readonly Omit<Sentence, "isGiven">[]): Sentence[] => {
  let given: "no" | "list" | "rest" = "no";
  let announcedAt = Number.NEGATIVE_INFINITY;
  return sentences.map((sentence, n) => {
    if (given === "list" && !sentence.inList) given = "no";
    if (given === "no" && sentence.inList && n - announcedAt <= ANNOUNCED_FOR) given = "list";
    if (given === "list") announcedAt = n;
    const isGiven = given !== "no";
    if (!isGiven && HANDS_ON.test(sentence.text) && !FOR_THE_AGENT.test(sentence.text)) {
      announcedAt = n;
      if (/:$/.test(sentence.text) && sentences[n + 1]?.inList !== true) given = "rest";
    }
    return { ...sentence, isGiven };
  });
};

/** Splits what the user wrote into sentences of their own words. */
export const readProse = (text: string): Prose => {
  const read = text.length <= READ_MAX ? text : `${text.slice(0, READ_MAX / 2)}\n${text.slice(-READ_MAX / 2)}`;
  const { own, pasted } = ownLines(read);
  const lined = own
    .flatMap((line) => (NUMBERED.test(line) ? line.split(NEXT_NUMBER) : [line]))
    .map((line) => line.replace(BULLET, `\n${ITEM}`).replace(HEADING, "\n"))
    .join("\n")
    .trim();
  const joined = lined.replace(LONG_QUOTATION, " ");
  const kept =
    joined.length <= PROSE_MAX ? joined : `${joined.slice(0, PROSE_MAX / 2)}\n${joined.slice(-PROSE_MAX / 2)}`;
  const sentences = kept
    .split("\n")
    .flatMap((line) => {
      const inList = line.includes(ITEM);
      return line.split(SENTENCE_END).map((part) => ({ part, inList }));
    })
    .map(({ part, inList }) => ({ text: part.replaceAll(ITEM, "").replace(/\s+/g, " ").trim(), inList }))
    .filter(({ text: part }) => /[\p{L}\p{N}]/u.test(part))
    .map(({ text: part, inList }) => ({ text: part, isQuestion: /[?？]["')\]]*$/.test(part), inList }));
  const quoted = lined.length - joined.length;
  return {
    sentences: markGiven(sentences),
    pastedShare: read.length === 0 ? 0 : (pasted + quoted) / read.length,
  };
};
