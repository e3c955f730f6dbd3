import { wordsOf } from "./mask.ts";
import type { Clause, Rule } from "./rule.ts";

/** Where an agent's words and deeds show: what it tells the user, what it leaves in git, what it writes into code. */
export type Channel = "talk" | "git" | "code";

const SUBJECTS: readonly (readonly [Channel, RegExp])[] = [
  [
    "talk",
    /\b(?:answer(?:s|ing)?|repl(?:y|ies|ying)|respond|responses?|talk(?:ing)? to me|speak(?:ing)? to me|chat|conversation|tell me|what you tell|antwort\w*|sprich|rede|respuestas?|resp[oó]nd\w*|cont[eé]sta\w*|h[aá]bla\w*|répon\w+|réponses?|parle\w*)\b/i,
  ],
  [
    "git",
    /\b(?:commit\w*|branch(?:es)?|pull requests?|merge requests?|changelog|tags?|ramas?)\b|(?<![\p{L}\d])(?:prs?|mrs?)(?![\p{L}\d])/iu,
  ],
  [
    "code",
    /\b(?:comments?|docstrings?|identifiers?|variable names?|source code|kommentare?n?|code-?kommentare?n?|bezeichner|comentarios|commentaires)\b/i,
  ],
];

/** "No emojis, not in commits either" binds everything else as well. */
const ADDS =
  /\b(?:also|too|either|including|even|anywhere|everywhere|neither|nor|auch|überall|weder|noch|también|tampoco|ni|aussi|non plus)\b/i;

export const channelsIn = (text: string): Channel[] =>
  ADDS.test(wordsOf(text)) ? [] : SUBJECTS.filter(([, words]) => words.test(wordsOf(text))).map(([channel]) => channel);

/**
 * The clauses that bind a channel: "Answer in German, but keep commit messages in English" says one thing of each. A clause that names
 * none goes with the one before it.
 */
export const clausesFor = (rule: Rule, channel: Channel): Clause[] => {
  let last: readonly Channel[] = [];
  return rule.clauses.filter((clause) => {
    const named = channelsIn([clause.text, ...clause.asides].join(" "));
    if (named.length > 0) last = named;
    return last.length === 0 || last.includes(channel);
  });
};
