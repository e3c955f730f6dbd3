import type { MemoryKind } from "../../../sync/core/words.ts";
import { wordsOf } from "../read/lexicon.ts";
import type { ReadSentence } from "../read/reading.ts";

const FAILS =
  /\b(?:fails?|failing|breaks?|hangs?|crash(?:es)?|flaky|times? out|otherwise|blows up|won't (?:start|work|build)|rate.?limit\w*|deadlocks?|corrupts?|sonst|sino|falla|schlägt fehl|not (?:utc|allowed))\b/i;
const OF_API =
  /\b(?:api|endpoint|sdk|function|method|class|hook|library|column|field|parameter|argument|option|flag|header|version)\b/i;
const CHANGED =
  /\b(?:removed|deprecated|renamed|replaced|returns?|takes|accepts|expects|requires|supports?|since|doesn't exist|is called|is in)\b/i;

const CODE = /`[^`]+`/g;

/** The kind of a lesson that was read in a conversation. */
export const kindOfLesson = (text: string, sentence: ReadSentence, scope: "user" | "project"): MemoryKind => {
  if (scope === "user") return "preference";
  const code = (text.match(CODE) ?? []).join("").length;
  const isFact = /^(?:Note that|Beachte:|Ten en cuenta:|Note:)/.test(text);
  if (FAILS.test(sentence.text)) return "pitfall";
  if (isFact && (OF_API.test(text) || code > 0) && CHANGED.test(text)) return "api";
  if (/^(?:run|use|call|execute)\b/i.test(text) && code > 8 && wordsOf(text.replace(CODE, "")).length <= 8)
    return "snippet";
  return "rule";
};

/** What somebody who writes a memory down also calls a pitfall. */
const WARNS = /\b(?:errors?|bugs?|workarounds?|gotchas?|beware|careful)\b/i;
const IS_CODE = /```|^\s*(?:const|let|function|import|def|class)\b.*[({;=]/m;

/** The kind of a memory that a person wrote down without naming one. Not read as a sentence: it may be code or a heap of notes. */
export const kindOfTold = (text: string): MemoryKind => {
  if (IS_CODE.test(text)) return "snippet";
  if (FAILS.test(text) || WARNS.test(text)) return "pitfall";
  if (/\b(?:api|endpoint|sdk)\b/i.test(text)) return "api";
  if (/\bI (?:prefer|like|want|hate)\b/i.test(text)) return "preference";
  return "rule";
};
