import { TESTS } from "./activity-programs.ts";
import { askedBy } from "./asked.ts";
import { type Check, eachAnswer, eachChange, type Finding, finding } from "./check.ts";
import { topicOf } from "./command-words.ts";
import { doingOf } from "./doings.ts";
import { baseOf } from "./file-names.ts";
import { quotesIn, wordsOf } from "./mask.ts";
import { isOfMessages } from "./message-checks.ts";
import type { Clause, Rule } from "./rule.ts";
import { PROSE, scopeOf } from "./scope.ts";
import {
  affixJudge,
  isWithin,
  type Judge,
  lengthIn,
  quoteJudge,
  spoken,
  tongueJudge,
  traitJudge,
} from "./text-judges.ts";
import { traitIn } from "./text-traits.ts";
import { tongueNamed } from "./tongues.ts";

/** What a memory says of talking to the user. */
const OF_TALK =
  /\b(?:answers?|answering|repl(?:y|ies|ying)|respon(?:d|ds|se|ses|ding)|explain\w*|explanations?|say|saying|tell|talk|speak|write to me|chat|apolog\w+|emojis?|antwort\w*|sprich\w*|rede|erklär\w*|respuestas?|respond\w*|responde\w*|contesta\w*|háblame|explica\w*|répon\w+|parle\w*|réponses?|bullet\w*|flatter\w*|prais\w*|compliment\w*|follow-?up|(?:your|each|every|all|chat|final) (?:messages?|output|text|summar\w+|prose|final)|status updates?|summar\w+|recaps?|zusammenfass\w*|conversation|duz\w*|siez\w*|tutea\w*|tutoie\w*|greet\w*|tables?|headings?|headers|lists?|bold|markdown|exclamation\w*|hedg\w*|entschuldig\w*|floskel\w*|disculp\w*|file references|line numbers|tabellen?|überschrift\w*|tablas?|listas?|sorry|end with|start with|finish with|tone|preamble|small talk|address me|call me|me in)\b/i;
/** What a memory says of texts for others: pages, docs, the interface. */
const OF_PROSE =
  /\b(?:docs?|documentation|readmes?|markdown|site|website|web ?page|blog|articles?|posts?|copy|ui texts?|texts?|content|guides?|handbook|manual|prose|tutorials?|release notes|changelog|newsletter|error messages?|labels?|buttons?|doku(?:mentation)?|documentación|textos?)\b/i;
const OF_CODE =
  /\b(?:comments?|code|functions?|variables?|class(?:es)?|strings?|logs?|tests?|identifiers?|names?|kommentare?n?|comentarios?|docstrings?|errors?|sql|css|imports?|files?)\b/i;

const CONDITION =
  /^(?:when|if|for|in case|whenever|wenn|falls|cuando|si|quand|after|before)\b|\b(?:when(?:ever)?|if|in case|wenn|falls|cuando|quand) /i;
/** No conditions: each turn comes to its end, and each answer is one. */
const ALWAYS_SO =
  /\b(?:when|once|after|if|wenn|cuando|quand) (?:you(?:['’]?re| are|['’]?ve| have)? |du |has |tu as )?(?:done|finished|ready|through|answer\w*|repl\w+|respond\w*|talk\w*|speak\w*|write to me|fertig|antwortest|termin\w+|respond\w+|répond\w+)(?: bist| with a task| a task)?\b|^for (?:all |every )?(?:answers|replies|explanations)\b/i;
const BINDS =
  /\b(?:always|each|every|all|must|start|begin|end|finish|close|immer|jede\w*|siempre|cada|toujours|chaque|open|include)\b/i;

const judgesOf = (clause: Clause): Judge[] => {
  const { text, polarity } = clause;
  if (polarity === "tells" || polarity === "may") return [];
  const words = wordsOf(text);
  const isConditional = CONDITION.test(words.replace(ALWAYS_SO, ""));
  const length = lengthIn(clause);
  const all = [
    tongueJudge(clause),
    length === null ? null : (said: string) => isWithin(length, spoken(said)),
    quoteJudge(clause),
    traitJudge(clause, BINDS.test(words)),
    /\b(?:answers?|repl\w+|respon\w+|message)\b/i.test(words) ? affixJudge(clause) : null,
  ].filter((judge) => judge !== null);
  if (!isConditional) return all;
  // What holds under a condition only shows where it is broken outright.
  return polarity === "dont" ? all.map((judge) => (said: string) => (judge(said) === false ? false : null)) : [];
};

const worst = (judges: readonly Judge[], text: string): boolean | null => {
  const found = judges.map((judge) => judge(text)).filter((one) => one !== null);
  return found.length === 0 ? null : !found.includes(false);
};

const EVIDENCE = 160;

const talkChecks = (rule: Rule): Check[] => {
  const judges = rule.clauses.flatMap(judgesOf);
  if (judges.length === 0) return [];
  const trait = rule.clauses.map(({ text }) => traitIn(text)).find((one) => one !== undefined);
  const tongue = rule.clauses.map(({ text }) => tongueNamed(text)).find((one) => one !== undefined);
  return [
    eachAnswer((text, { prompt }): Finding | null => {
      const is = worst(judges, text);
      if (is === null) return null;
      if (!is && tongue !== undefined && tongueNamed(prompt) !== undefined && tongueNamed(prompt) !== tongue)
        return null;
      // What the user asks for in this very turn is no slip.
      if (
        !is &&
        (trait?.words.test(prompt) ||
          (tongue === undefined && /\b(?:in detail|at length|step by step|ausführlich|en detalle)\b/i.test(prompt)))
      )
        return null;
      return finding(is, text.trim().slice(0, EVIDENCE));
    }),
  ];
};

/** What is written for readers: whole pages, or the texts in a template. */
const proseChecks = (rule: Rule): Check[] => {
  const judges = rule.clauses.flatMap((clause) =>
    (clause.polarity === "do" || clause.polarity === "dont"
      ? [quoteJudge(clause), traitJudge(clause, false), tongueJudge(clause)]
      : []
    ).filter((judge) => judge !== null),
  );
  // A file that is not to be made at all is a matter of paths.
  if (judges.length === 0 || /\b(?:creat|add|generat)\w* .*\bfiles?\b/i.test(rule.text)) return [];
  const scope = scopeOf(rule);
  const phrase = rule.unwanted.join(" ");
  const isAsked = phrase === "" ? () => false : askedBy(phrase);
  return [
    eachChange(({ file, added, by }, { prompt }): Finding | null => {
      if (added.trim() === "" || isAsked(prompt)) return null;
      const isPage = PROSE.test(file) || /(?:^|\/)(?:docs|content|posts|blog)\//.test(file);
      const text = isPage
        ? added
        : /\.(?:html?|vue|svelte|[jt]sx|astro|hbs|erb|twig)$/.test(file) && !/\bdocs?\b|\breadme/i.test(rule.text)
          ? added.replace(/<[^>]{0,300}>/g, "\n").replace(/[{}=;()]/g, " ")
          : null;
      if (text === null || !(scope.holds(file) || isPage)) return null;
      const is = worst(judges, text);
      return is === null || (is && !isPage) ? null : finding(is, by === "" ? added.trim().slice(0, EVIDENCE) : by);
    }),
  ];
};

const ADMITS =
  /\b(?:not|n['’]t|un(?:tested|verified|checked)|without (?:running|testing)|nicht|keine|no (?:he|se|fueron|ejecut)|sin ejecutar|pas|yet to)\b/i;
const UNDONE =
  /\b(?:if|when|wenn|falls|si) (?:you |du |no |the )?.{0,30}?(?:did not|didn['’]t|have not|haven['’]t|could not|couldn['’]t|cannot|can['’]t|were not|not|nicht|no has|n['’]as pas) (?:able to )?(?<what>[^,]{3,60}?),? (?:then )?(?:say|tell|mention|state|note|write|point|sag|schreib|dilo|di|dis|admit|be)\b/i;

/** "If you did not run the tests, say so." */
const admissions = (rule: Rule): Check[] => {
  const found = UNDONE.exec(wordsOf(rule.text))?.groups?.what;
  if (found === undefined) return [];
  const topic = /\btest/i.test(found) ? TESTS : topicOf(found)?.does;
  if (topic === undefined) return [];
  return [
    ({ deeds }) => {
      const hasEdits = deeds.some((deed) => doingOf(deed).written.some(({ file }) => !PROSE.test(file)));
      const isDone = deeds.some((deed) =>
        doingOf(deed).ran.some((ran) => topic(ran) || /\btest/i.test(ran.argv.join(" "))),
      );
      const answer = deeds.findLast((deed) => deed.kind === "answer");
      if (!hasEdits || isDone || answer === undefined || answer.kind !== "answer") return [];
      const admits = spoken(answer.text)
        .split(/(?<=[.!?])\s/)
        .some(
          (sentence) =>
            ADMITS.test(sentence) &&
            /\btest|\brun|\bran\b|\bverif|\bcheck|\btried|\bbuil|\bausgef|\bgetest|\bejecut|\bprob/i.test(sentence),
        );
      return [finding(admits, answer.text.slice(0, EVIDENCE))];
    },
  ];
};

/** "At the end list the files you changed." */
const listings = (rule: Rule): Check[] =>
  rule.clauses.some(
    ({ polarity, text }) =>
      polarity === "do" &&
      /\b(?:list|name|mention|say which|tell me which|enumerate|nenne|liste|enumera|lista)\b.*\b(?:files?|dateien|archivos|ficheros)\b.*\b(?:chang|touch|edit|modif|creat|geänder|cambi)|\b(?:chang|touch|edit|modif|geändert)\w* (?:files|dateien)\b/i.test(
        text,
      ) &&
      /\b(?:end|answer|reply|list|close|finish|summary|nenne|liste|tell)\b/i.test(text),
  )
    ? [
        ({ deeds }) => {
          const files = [
            ...new Set(deeds.flatMap((deed) => doingOf(deed).written.map(({ file }) => baseOf(file)))),
          ].filter((name) => name !== "");
          const answer = deeds.findLast((deed) => deed.kind === "answer");
          if (files.length === 0 || answer === undefined || answer.kind !== "answer") return [];
          const { text } = answer;
          return [
            finding(
              files.every((name) => text.includes(name)),
              text.slice(0, EVIDENCE),
            ),
          ];
        },
      ]
    : [];

/** Checks on what an agent says to the user, and writes for readers. */
export const answerChecks = (rule: Rule): readonly Check[] => {
  if (
    isOfMessages(rule) &&
    !/\b(?:anywhere|auch|also|too|including|even|everywhere|überall|también|aussi)\b/i.test(rule.text)
  )
    return [];
  const special = [...admissions(rule), ...listings(rule)];
  if (special.length > 0) return special;
  const { text } = rule;
  const judged = rule.clauses
    .filter((clause) => judgesOf(clause).length > 0)
    .map((clause) => clause.text)
    .join(". ");
  const hasQuotes = rule.clauses.some((clause) => quoteJudge(clause) !== null);
  if (OF_PROSE.test(text) && !/\b(?:answers?|repl(?:y|ies)|respon\w+|antwort\w*|respuestas?)\b/i.test(text))
    return proseChecks(rule);
  if (
    OF_CODE.test(wordsOf(judged)) &&
    !/\bfile references\b|\bline numbers\b/i.test(text) &&
    !/\b(?:answers?|answering|repl(?:y|ies)|respon\w+|talk|speak|chat|explain\w*|antwort\w*|sprich|respuestas?|contesta\w*|respond\w*|summar\w+|your messages?|tell me|to me)\b/i.test(
      text,
    )
  )
    return [];
  const hasLength = rule.clauses.some((clause) =>
    /^(?:word|sentence|paragraph|s[aä]tz|w[oö]rt|frase|palabra|phrase|mots)/i.test(lengthIn(clause)?.unit ?? ""),
  );
  // Two ways of saying the same thing, wherever it is said.
  const isChoice = rule.clauses.some(
    ({ unwanted, wanted }) => quotesIn(unwanted.join(" ")).length > 0 && quotesIn(wanted.join(" ")).length > 0,
  );
  if (isChoice && !OF_TALK.test(text)) return [...proseChecks(rule), ...talkChecks(rule)];
  return OF_TALK.test(text) || hasQuotes || hasLength ? talkChecks(rule) : [];
};
