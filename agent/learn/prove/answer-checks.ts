import { commandsIn } from "../command.ts";
import { type Check, eachOf, type Finding } from "./check.ts";
import type { Rule } from "./rule.ts";

const EMOJI = /\p{Extended_Pictographic}(?<![©®™↔↕])/u;

/** Words that hardly any text of a language is without. */
const LANGUAGES: readonly (readonly [name: RegExp, words: RegExp])[] = [
  [
    /\b(?:english|englisch|inglés|anglais)\b/i,
    /\b(?:the|and|is|are|of|to|in|that|this|with|for|have|was|not|you|it)\b/giu,
  ],
  [
    /\b(?:german|deutsch|alemán|allemand)\b/i,
    /\b(?:der|die|das|und|ist|nicht|ein|eine|ich|mit|für|auf|den|im|zu|habe|wird)\b/giu,
  ],
  [
    /\b(?:spanish|spanisch|español|espagnol)\b/i,
    /\b(?:el|la|los|las|que|de|en|un|una|es|con|para|por|se|he|está)\b/giu,
  ],
  [
    /\b(?:french|französisch|francés|français)\b/i,
    /\b(?:le|la|les|des|est|une|un|que|dans|pour|avec|pas|et|j'ai|vous|sur)\b/giu,
  ],
  [/\b(?:portuguese|português|portugués)\b/i, /\b(?:o|os|as|que|não|uma|um|para|com|está|é|do|da|em|foi)\b/giu],
  [/\b(?:italian|italiano)\b/i, /\b(?:il|gli|che|non|una|un|per|con|è|sono|della|di|nel|ho)\b/giu],
];

const MIN_WORDS = 8;

/** The index of the language that a text is written in, or -1 where it is too short to tell. */
const languageOf = (text: string): number => {
  const plain = text.replace(/```[\s\S]*?```|`[^`]*`/g, " ");
  if ((plain.match(/\p{L}+/gu)?.length ?? 0) < MIN_WORDS) return -1;
  const counts = LANGUAGES.map(([, words]) => plain.match(words)?.length ?? 0);
  const most = Math.max(...counts);
  return most < 2 ? -1 : counts.indexOf(most);
};

type Judge = (text: string) => Finding | null;

const finding = (isGood: boolean, evidence: string): Finding => ({ verdict: isGood ? "obeyed" : "violated", evidence });
const START = 120;

const inLanguage = (text: string): Judge | null => {
  const wanted = LANGUAGES.findIndex(([name]) => name.test(text));
  if (wanted === -1) return null;
  return (said) => {
    const found = languageOf(said);
    return found === -1 ? null : finding(found === wanted, said.slice(0, START));
  };
};

/** Ways of talking that are asked for or not, and how they show. */
const MANNERS: readonly (readonly [words: RegExp, shows: RegExp])[] = [
  [/\bemojis?\b/i, EMOJI],
  [/\b(?:apolog\w+|sorry|entschuldig\w*)\b/i, /\b(?:sorry|apologi[sz]e|apologies|entschuldig\w*|tut mir leid)\b/i],
  [
    /\b(?:flatter\w*|praise|compliment\w*|sycophan\w*)\b/i,
    /\b(?:great question|good question|absolutely right|excellent (?:point|question|idea)|perfect!)/i,
  ],
  [/\b(?:bullet(?:s| points?| lists?)?|lists?)\b/i, /^\s*(?:[-*•]|\d+[.)])\s+\S/m],
  [/\b(?:tables?)\b/i, /^\s*\|.*\|\s*$/m],
  [/\b(?:headings?|headers?)\b/i, /^#{1,6} /m],
  [
    /\b(?:summar\w+|recaps?|zusammenfass\w*)\b/i,
    /^(?:#+ |\*\*)?(?:in summary|summary|to summari[sz]e|recap|to recap|zusammenfassung)\b|^in short\b/im,
  ],
  [
    /\b(?:follow-?up questions?|offer\w* (?:further )?help|closing questions?)\b/i,
    /\b(?:let me know if|would you like me to|want me to|anything else)\b/i,
  ],
];

const QUOTED = /(?:^|[\s(])["“'‘]([^"“”]{3,60})["”'’]/;
const LIMIT =
  /\b(?:at most|max(?:imum|imal)?|no more than|below|under|within|up to|höchstens|less than|fewer than)\s+(\d+)\s+(words?|lines?|sentences?|characters?|chars?|wörter|zeilen|sätze)\b/i;

const sizeOf = (text: string, unit: string): number => {
  if (/^(?:word|wört)/i.test(unit)) return text.match(/\S+/g)?.length ?? 0;
  if (/^(?:line|zeile)/i.test(unit)) return text.split("\n").filter((line) => line.trim() !== "").length;
  if (/^(?:sentence|s[aä]tz)/i.test(unit)) return text.match(/[.!?](?:\s|$)/g)?.length ?? 0;
  return text.length;
};

const judgesOf = ({ wanted, unwanted, text }: Rule): Judge[] => {
  const judges: Judge[] = [];
  const language = unwanted.length === 0 || wanted.length > 0 ? inLanguage(wanted[0] ?? "") : null;
  if (language !== null) judges.push(language);
  const forbids = unwanted.length > 0 && wanted.length === 0;
  const manner = MANNERS.find(([words]) => words.test(forbids ? (unwanted[0] ?? "") : (wanted[0] ?? "")))?.[1];
  if (
    manner !== undefined &&
    (forbids || /^(?:use|prefer|answer|reply|show|put|add|start|end|write|give)\b/i.test(text))
  ) {
    judges.push((said) => {
      const found = manner.exec(said);
      return found === null ? finding(forbids, said.slice(0, START)) : finding(!forbids, found[0]);
    });
  }
  const limit = LIMIT.exec(text);
  if (limit !== null) {
    const [, most = "0", unit = ""] = limit;
    judges.push((said) => finding(sizeOf(said, unit) <= Number(most), said.slice(0, START)));
  }
  const quoted = QUOTED.exec(text)?.[1]?.toLowerCase();
  if (quoted !== undefined) {
    const asks = /\b(?:start|begin|end|finish|say|close|open|include)\b/i.test(text) && !forbids;
    judges.push((said) => {
      const has = said.toLowerCase().includes(quoted);
      if (forbids) return finding(!has, has ? quoted : said.slice(0, START));
      return asks ? finding(has, said.slice(0, START)) : null;
    });
  }
  return judges;
};

const first = (judges: readonly Judge[], text: string): Finding | null => {
  const found = judges.flatMap((judge) => judge(text) ?? []);
  return found.find(({ verdict }) => verdict === "violated") ?? found[0] ?? null;
};

const MESSAGE = /(?:^|\s)(?:-m|--message)[= ]?\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+))/;
const HEREDOC = /<<-?\s*["']?(\w+)["']?\s*\n([\s\S]*?)\n\s*\1/;

/** The message of the commit that a line makes, or null. */
const commitMessage = (line: string): string | null => {
  if (!commandsIn(line).some(({ argv, operands }) => argv[0] === "git" && operands[0] === "commit")) return null;
  const heredoc = HEREDOC.exec(line)?.[2];
  if (heredoc !== undefined) return heredoc;
  const found = MESSAGE.exec(line);
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? null;
};

const CONVENTIONAL = /^(?:feat|fix|chore|docs|refactor|test|perf|build|ci|style|revert)(?:\([^)]*\))?!?: \S/;
const TRAILER = /^(?:co-authored-by|signed-off-by|generated with)/im;

const messageJudges = (rule: Rule): Judge[] => {
  const { text, wanted, unwanted } = rule;
  const judges: Judge[] = [];
  const forbids = unwanted.length > 0 && wanted.length === 0;
  if (/\bconventional[- ]commits?\b|\b(?:feat|fix)(?::|\/)/i.test(text)) {
    judges.push((message) => finding(CONVENTIONAL.test(message) !== forbids, message.slice(0, START)));
  }
  if (/\bco-?authored|\btrailers?\b|\bsigned-off|\bgenerated with\b/i.test(text)) {
    judges.push((message) => finding(TRAILER.test(message) !== forbids, message.slice(0, START)));
  }
  if (/\b(?:ticket|issue|jira)\b.{0,20}\b(?:id|number|key|no)?/i.test(text) && !forbids) {
    judges.push((message) => finding(/\b[A-Z]{2,}-\d+\b|#\d+/.test(message), message.slice(0, START)));
  }
  if (/\blower-?case\b/i.test(text))
    judges.push((message) => finding(!/^\p{Lu}/u.test(message), message.slice(0, START)));
  if (/\bimperative\b/i.test(text)) {
    judges.push((message) => {
      const verb = message.replace(/^\w+(?:\([^)]*\))?!?:\s*/, "").split(/\s+/)[0] ?? "";
      return finding(!/(?:ed|ing)$/i.test(verb) && !/[^s]s$/i.test(verb), message.slice(0, START));
    });
  }
  return judges;
};

/** What a memory speaks of: messages of commits, or what the agent says. */
const OF_COMMITS = /\bcommits?\b|\bcommit[- ]?(?:messages?|nachrichten)\b|\bmensajes de commit\b|\bco-?authored/i;
const OF_TALK =
  /\b(?:answers?|repl(?:y|ies)|respon(?:d|ses?)|explain|explanations?|say|tell|talk|speak|write to me|summar\w+|recaps?|apolog\w+|emojis?|antwort\w*|sprich|responde\w*|réponds?|bullet\w*|flatter\w*|praise|compliment\w*|chat|follow-?up|message)\b/i;

/** Checks on what an agent says: to the user, and in the messages of its commits. */
export const answerChecks = (rule: Rule): readonly Check[] => {
  if (OF_COMMITS.test(rule.text)) {
    const judges = [...messageJudges(rule), ...judgesOf(rule)];
    if (judges.length === 0) return [];
    return [
      eachOf("command", ({ line }) => {
        const message = commitMessage(line);
        return message === null ? null : first(judges, message);
      }),
    ];
  }
  if (!OF_TALK.test(rule.text) && !QUOTED.test(rule.text)) return [];
  const judges = judgesOf(rule);
  return judges.length === 0 ? [] : [eachOf("answer", ({ text }) => first(judges, text))];
};
