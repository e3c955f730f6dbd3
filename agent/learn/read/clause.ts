import type { Act, Clause } from "./act.ts";
import { forbiddenBy, isBan, isImperative, isReminder, isUndoing } from "./imperative.ts";
import { isA, wordsOf } from "./lexicon.ts";
import { actOfSpeaker, actOfStatement, isFault, isReport } from "./statement.ts";

/** Where one clause may end and the next begin; code, quotations and file names are never cut. */
const BOUNDARY =
  /(?:`[^`]*`|"[^"]*"|[\w.]+\([^)\s]*\))|([,;:](?=\s)|\s[-–—]+\s|\s\(|\)|\s(?=(?:but|because|otherwise|since|aber|weil|sonst|pero|porque|mais)\s))/giu;

/** People who write or dictate without commas: a new order begins with these words. */
const NEW_ORDER = /\s(?=(?:so|and|but|also) (?:also )?(?:please |pls )?(?:never|always|don't|dont|do not) \S)/giu;
const PLEADING = /\s(?=(?:please|pls|plz|then|don't|dont|always|never|just|make sure)\s)/giu;
/** "if you need a change there edit the template": a verb that nothing before it can have for its own. */
const BARE_ORDER =
  /(?<=^(?:\S+ ){3,}\S*)(?<!\b(?:to|you|i|we|they|he|she|it|that|which|who|and|or|a|an|the|not|can|will|must|should|may|don't|please|just|never|always|tests?|,))\s(?=(?:use|run|add|write|put|ask|tell|call|make|keep|skip|edit|create|update|remove|delete|fix|bump|check|leave|show|explain) (?:the|a|an|me|it|them|us|all|every|each|no|only|first|`|\S+$))/iu;
const BEGINS_WITH_CONDITION =
  /^(?:\S+ ){0,3}?(?:when|whenever|every time|each time|before|after|if|wenn|cuando|quand)\b/iu;

/** Where commas are missing there is one, so that a sentence is cut in the same places however it was typed. */
const withCommas = (sentence: string): string => {
  const ordered = sentence.replace(NEW_ORDER, ", ");
  if (!BEGINS_WITH_CONDITION.test(ordered)) return ordered;
  const condition = /^[^,;]*/.exec(ordered)?.[0] ?? "";
  return condition.replace(PLEADING, ", ").replace(BARE_ORDER, ", ") + ordered.slice(condition.length);
};

/** The clauses of a sentence, as they stand. */
export const splitClauses = (written: string): string[] => {
  const sentence = withCommas(written);
  const parts: string[] = [];
  let from = 0;
  for (const found of sentence.matchAll(BOUNDARY)) {
    if (found[1] === undefined) continue;
    parts.push(sentence.slice(from, found.index));
    from = found.index + found[1].length;
  }
  parts.push(sentence.slice(from));
  return parts.map((part) => part.trim()).filter((part) => /[\p{L}\p{N}]/u.test(part));
};

const isOpener = (word: string, next: string | undefined, afterNext: string | undefined): boolean => {
  if (isA(word, "reject")) {
    // "no, …" and "no i have windows", but not "no inline styles".
    return (
      next !== undefined && isA(next, "i", "we", "you", "thing", "polite", "hesitate", "negation") && !isA(next, "be")
    );
  }
  if (word === "note" || word === "remember") return next === "that" || next === "to";
  if (word === "that" || word === "to") return false;
  if (isA(word, "praise", "assent") && isA(next, "workNoun", "productNoun")) return false;
  if (word === "look" && next === "at") return false;
  if (word === "good" && afterNext !== undefined) return next === "now";
  return isA(word, "assent", "praise", "hesitate", "link", "polite");
};

const openersOf = (words: readonly string[]): number => {
  let n = 0;
  while (n < words.length - 1 && isOpener(words[n] as string, words[n + 1], words[n + 2])) {
    n++;
    // "thank you for …"
    if (/^thanks?$/.test(words[n - 1] ?? "") && words[n] === "you") n++;
  }
  return Math.min(n, words.length - 1);
};

/** "can you", "could you please", "would you mind": a request as a question. */
const REQUEST =
  /^(?:can|could|would|will|kannst|könntest|puedes|podrías|peux) (?:you|du|tú|tu) |^(?:it )?would be (?:great|nice|good|helpful|lovely|better) if you (?:could|would) /;

const PLACED =
  /^(?:in|for) (?:this|our|the|my) (?:\S+ )?(?:repo|repository|project|codebase|package|app|monorepo|team) (?=\S)/;

/** "for DTO mapping we use …", "as of this sprint we write …": what or when it is about, before who does it. */
const TOPIC =
  /^(?:for|in|on|with|at|as of|since) (?:\S+ ){1,4}(?=we (?!are (?:going|trying)|will|can|could|did|had|were)\S)/;

/** "my boss says we …", "(I'd like) that you …", "in this repo we …": what counts is what was said. */
const withoutSource = (words: readonly string[]): readonly string[] => {
  if (/^(?:my|our|the|mein|meine|mi|mon|ma) \S+ (?:says|said|wants|sagt|dice|dit) /.test(words.join(" ")))
    return words.slice(3);
  const placed = PLACED.exec(words.join(" "))?.[0].trim().split(" ").length ?? 0;
  if (placed > 0) return words.slice(placed);
  const topic = TOPIC.exec(words.join(" "))?.[0].trim().split(" ").length ?? 0;
  if (topic > 0) return words.slice(topic);
  return /^(?:that|dass|que)$/.test(words[0] ?? "") && isA(words[1], "you", "we") ? words.slice(1) : words;
};

/** The order inside a request, or the words themselves. */
const withoutRequest = (words: readonly string[]): { words: readonly string[]; isRequest: boolean } => {
  if (!REQUEST.test(`${words.join(" ")} `)) return { words, isRequest: false };
  let n = words.indexOf("you") === -1 ? 2 : words.indexOf("you") + 1;
  while (
    n < words.length &&
    (isA(words[n], "polite", "link") ||
      /^(?:could|would)$/.test(words[n] ?? "") ||
      words[n] === "maybe" ||
      words[n] === "mind")
  )
    n++;
  return { words: words.slice(n), isRequest: true };
};

/** Wishes that say "I" in the verb or leave it out: "prefiero que …", "prefer named exports". */
const WISHES_ALONE = /^(?:prefiero|quiero|odio|bevorzuge|möchte|hasse|prefer|hate|dislike)$/;

const subjectOf = (words: readonly string[]): Clause["subject"] => {
  const first = words[0];
  if (isA(first, "i") || WISHES_ALONE.test(first ?? "")) return "i";
  if (isA(first, "we")) return "we";
  if (isA(first, "you")) return "you";
  if (isA(first, "thing") && !(words[1] !== undefined && isA(words[1], "workNoun", "productNoun"))) return "thing";
  return first === undefined ? null : "noun";
};

/** Reads one clause. `isQuestion`: the sentence ends in a question mark. */
export const readClause = (text: string, isQuestion: boolean): Clause => {
  const all = wordsOf(text);
  const opened = openersOf(all);
  const openers = all.slice(0, opened);
  const { words, isRequest } = withoutRequest(withoutSource(all.slice(opened)));
  const politely = isRequest || openers.some((word) => isA(word, "polite"));
  const subject = subjectOf(words);
  const act = actOf({ words, isRequest, isQuestion, politely, subject });
  return {
    text,
    act,
    words,
    subject: act === "orders" || act === "undoes" ? "you" : subject,
    negated: act === "forbids" || act === "rejects" || words.some((word) => isA(word, "negation")),
    openers,
  };
};

interface Spoken extends Pick<Clause, "words" | "subject"> {
  readonly isRequest: boolean;
  readonly isQuestion: boolean;
  readonly politely: boolean;
}

/** The first that fits, from what is told by form alone to what is left. */
const actOf = ({ words, isRequest, isQuestion, politely, subject }: Spoken): Act => {
  const [first, second] = words;
  if (first === undefined || isA(first, "reason")) return "states";
  if (words.length === 1 && isA(first, "reject")) return "rejects";
  if (words.every((word) => isA(word, "assent", "praise", "hesitate", "link", "polite"))) return "approves";
  const forbidden = forbiddenBy(words);
  if (forbidden !== null) return isReminder(forbidden) ? "orders" : "forbids";
  if (isRequest) return isA(first, "stop") ? "forbids" : "orders";
  if (isQuestion || startsQuestion(words)) return "asks";
  if (isBan(words)) return "forbids";
  const spoken = actOfSpeaker(words, subject);
  if (spoken !== null) return spoken;
  if (isFault(words)) return "rejects";
  if (isImperative(words, politely)) {
    if (isUndoing(words)) return "undoes";
    return isA(first, "stop") || (isA(first, "never") && second !== undefined) ? "forbids" : "orders";
  }
  return isReport(words, subject) ? "reports" : actOfStatement(words, subject);
};

/** A question without its mark: "how do i …", "is it …". */
const startsQuestion = (words: readonly string[]): boolean => {
  const [first, second] = words;
  if (isA(first, "ask") && !isA(first, "condition"))
    return words.length > 1 && !(/^(?:what|was)$/.test(first ?? "") && isA(second, "i", "we", "you"));
  return first !== "have" && isA(first, "auxiliary") && isA(second, "i", "we", "you", "thing", "ours");
};
