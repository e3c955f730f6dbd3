import { code } from "./insight.ts";
import { isSpokenOf } from "./names.ts";

/** The sentences of the answer that say that something was no good and went out again. */
const NO_GOOD =
  /\b(?:(?:took|taken|went|gone|put|rolled|backed|pulled|ripped) (?:\S+ ){0,4}(?:out|back)|revert(?:ed|ing)?|dropped|undid|undone|removed|instead of|(?:no|little) (?:difference|gain|good|use|effect|help|better)|hardly|barely|never|los(?:t|es?)|miss(?:es|ed)|\w+n't|(?:did|does|do|was|were|is|are|could|can) ?not|cannot|too \w+|worse|slower|gave up|abandoned|turned out|(?:first|had) tried|at first|broke|fails?|failed|only|(?:is|was|'s|are) (?:gone|out)(?: again)?|out again|tripped|choked|clashed|deadlocked|leaked|crashed|stretched|still)\b/i;
/** What was put in to look at something. */
const LOOKING =
  /\b(?:debug\w*|print(?:s|ed|ing)?|logging|log lines?|trac(?:e|es|ing)|temporar\w+|probes?|instrument\w+|to see|reproduc\w+)\b/i;
/** The sentences of an answer that say why something went out again; empty where none does. */
export const reasonIn = (answer: string): string =>
  answer
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => NO_GOOD.test(sentence) && !LOOKING.test(sentence))
    .join(" ");

const TOLD = /\b(?!need(?:ed)?\b)(?:\p{Ll}{3,}ed|was|were|had|did|cost|took|hit|ran|came|made|gave|got|kept|went)\b/u;
/** The sentences that say what came of a way, where none says outright that it was no good. */
export const toldOf = (wrong: readonly string[], right: readonly string[], answer: string): string => {
  const speaks = (sentence: string, names: readonly string[]): boolean =>
    names.some((name) => isSpokenOf(name, sentence));
  return answer
    .split(/(?<=[.!?])\s+/)
    .filter((one) => TOLD.test(one) && !LOOKING.test(one) && speaks(one, wrong) && !speaks(one, right))
    .join(" ");
};

const WHY_CHARS = [110, 80, 55];
/** What follows is what was done about it, not why. */
const THEREFORE = /(?:,? (?:and )?so (?!far)|[;–—]| – |, (?:which is why|and (?:I|we)|hence|therefore)\b).*$/s;
const BECAUSE = /^.*?\b(?:because|since|as (?=it|they|the)|but)\s+/s;
const FIRST_PERSON = /\b(?:I|I'm|I've|we|you|your|my)\b/;

/** A sentence as it may stand behind a colon: the reason alone where it says who did what about it. */
const clauseOf = (sentence: string): string => {
  const plain = sentence
    .replace(/["“”?]/g, "")
    .replace(/[.!\s]+$/, "")
    .replace(/^(?:(?:at )?first,? )?I (?:had )?(?:first )?(?:tried|used|started with|began with|went with) /i, "");
  const why = plain.replace(THEREFORE, "");
  return FIRST_PERSON.test(why) && BECAUSE.test(plain) ? plain.replace(BECAUSE, "").replace(THEREFORE, "") : why;
};

/** As much of a clause as fits, up to where a part of it ends. */
const cutAt = (clause: string, chars: number): string =>
  clause.length <= chars
    ? clause
    : (/^(.{20,}\w)(?:,| because| since| which| and| when| while) /s.exec(clause.slice(0, chars))?.[1] ?? "");

/** The reason in words that may stand in a memory, longer and shorter; one that speaks of what was dropped comes first. */
const whysIn = (reason: string, wrong: readonly string[]): string[] => {
  const isOfIt = (sentence: string): boolean => wrong.some((name) => isSpokenOf(name, sentence));
  const clauses = reason
    .split(/(?<=[.!?])\s+/)
    .toSorted((a, b) => Number(isOfIt(b)) - Number(isOfIt(a)))
    .map(clauseOf)
    .filter((clause) => clause !== "" && !FIRST_PERSON.test(clause));
  const cuts = clauses.slice(0, 1).flatMap((clause) => WHY_CHARS.map((chars) => cutAt(clause, chars)));
  return [...new Set(cuts)].filter((cut) => cut !== "");
};

const WAY_CHARS = 60;
/** Says how something is done, or by what. */
const SAYS_HOW =
  /\b(?:by|with|using|uses?|through|via|now|instead|on|in|is|are|runs?|goes|comes?|does|keeps?|takes?|gets?)\b/i;

/** How an answer puts what is done in the end, where the names in the code are not its words: a clause that speaks of no failure. */
export const wayIn = (answer: string): string => {
  const clauses = answer
    .split(/(?<=[.!?;])\s+|: |, (?:which|so|and|but) /)
    .filter((sentence) => !NO_GOOD.test(sentence) && !LOOKING.test(sentence) && !FIRST_PERSON.test(sentence))
    .map((sentence) => sentence.replace(/["“”?()]/g, "").replace(/[.!;\s]+$/, ""))
    .filter((clause) => SAYS_HOW.test(clause) && clause.split(" ").length > 2 && clause.length <= WAY_CHARS);
  const found = clauses.find((clause) => !/^(?:it|that|this|they)\b/i.test(clause)) ?? "";
  return found.replace(/^(?:The|An?|All|Each|Every|One|Now)\b/, (word) => word.toLowerCase());
};

/** As much as fits: with the reason, with what was asked, or without; two names of each way, or one. */
export const textsFor = (of: {
  readonly right: readonly string[];
  readonly wrong: readonly string[];
  readonly where: string;
  readonly asked: string;
  readonly reason: string;
  /** How the answer puts what is done now; empty where the names say it. */
  readonly way: string;
}): string[] => {
  const whys = whysIn(of.reason, of.wrong);
  // Where what is done now has no name of its own, the way that the answer puts it tells.
  if (of.right.length === 0)
    return whys.map((why) => `Avoid ${code(of.wrong[0] ?? "")}${of.where}: ${why}; ${of.way}.`);
  const text = (n: number, ending: string): string => {
    const some = (names: readonly string[]): string => names.slice(0, n).map(code).join(", ");
    return `Use ${some(of.right)}${of.where}, not ${some(of.wrong)}, which was tried and dropped${ending}.`;
  };
  const asked = of.asked === "" ? [] : [` for “${of.asked}”`];
  const [right = "", wrong = ""] = [of.right[0], of.wrong[0]];
  const told = `Use ${code(right)}${of.where} (${of.way}), not ${code(wrong)}`;
  return [
    ...(of.way === "" ? [] : [...whys.map((why) => `${told}: ${why}.`), `${told}, which was tried and dropped.`]),
    ...[3, 2, 1].flatMap((n) => whys.map((why) => text(n, `: ${why}`))),
    ...[...asked, ""].flatMap((ending) => [3, 2, 1].map((n) => text(n, ending))),
  ];
};
