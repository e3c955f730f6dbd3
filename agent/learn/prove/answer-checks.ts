import { occasionIn } from "./answer-occasions.ts";
import { EVIDENCE, reportChecks } from "./answer-reports.ts";
import { askedBy } from "./asked.ts";
import { clausesFor } from "./channels.ts";
import { type Check, eachAnswer, eachChange, type Finding, finding } from "./check.ts";
import { codesIn, quotesIn, wordsOf } from "./mask.ts";
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
  worst,
} from "./text-judges.ts";
import { traitIn } from "./text-traits.ts";
import { tongueNamed } from "./tongues.ts";

/** What a memory says of talking to the user. */
const OF_TALK =
  /\b(?:answers?|answering|repl(?:y|ies|ying)|respon(?:d|ds|se|ses|ding)|explain\w*|explanations?|say|saying|tell|talk|speak|write to me|chat|apolog\w+|emojis?|antwort\w*|sprich\w*|rede|erklär\w*|respuestas?|resp[oó]nd\w*|cont[eé]sta\w*|háblame|expl[ií]ca\w*|répon\w+|parle\w*|réponses?|bullet\w*|flatter\w*|prais\w*|compliment\w*|follow-?up|(?:your|each|every|all|chat|final) (?:messages?|output|text|summar\w+|prose|final)|status updates?|summar\w+|recaps?|zusammenfass\w*|conversation|duz\w*|siez\w*|habla\w*|hablemos|parlons|tutea\w*|tutoie\w*|greet\w*|tables?|headings?|headers|lists?|bold|markdown|exclamation\w*|hedg\w*|entschuldig\w*|floskel\w*|disculp\w*|file references|line numbers|tabellen?|überschrift\w*|tablas?|listas?|sorry|end with|start with|finish with|tone|preamble|small talk|address me|call me|me in)\b/i;
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
  const occasion = occasionIn(text);
  // Where the occasion is there, what is asked for has to show.
  const bound = (judge: Judge | null): Judge | null =>
    judge === null || polarity === "dont" ? judge : (said) => judge(said) ?? false;
  const all = [
    tongueJudge(clause),
    length === null ? null : (said: string) => isWithin(length, spoken(said)),
    quoteJudge(clause),
    occasion === undefined ? traitJudge(clause, BINDS.test(words)) : bound(traitJudge(clause, true)),
    /\b(?:answers?|repl\w+|respon\w+|message)\b/i.test(words) ? affixJudge(clause) : null,
  ].filter((judge) => judge !== null);
  if (!isConditional || occasion !== undefined) return all;
  // What holds under a condition only shows where it is broken outright.
  return polarity === "dont" ? all.map((judge) => (said: string) => (judge(said) === false ? false : null)) : [];
};

const talkChecks = (rule: Rule): Check[] => {
  const bound = clausesFor(rule, "talk");
  const said = rule.clauses.filter((clause) => bound.includes(clause) || occasionIn(clause.text) !== undefined);
  const judges = said.flatMap(judgesOf);
  if (judges.length === 0) return [];
  const trait = said.map(({ text }) => traitIn(text)).find((one) => one !== undefined);
  const tongue = said.map(({ text }) => tongueNamed(text)).find((one) => one !== undefined);
  const occasions = rule.clauses.flatMap(({ text }) => occasionIn(text) ?? []);
  const isOnDemand = rule.exceptions.some((text) => /^(?:I|ich|yo|je)\b/i.test(text));
  return [
    eachAnswer((text, { prompt }): Finding | null => {
      if (!occasions.every((is) => is(prompt))) return null;
      const is = worst(judges, text);
      if (is === null) return null;
      if (!is && tongue !== undefined && tongueNamed(prompt) !== undefined && tongueNamed(prompt) !== tongue)
        return null;
      // What the user asks for in this very turn is no slip.
      if (
        !is &&
        isOnDemand &&
        /\b(?:show|paste|print|give me|write out|zeig\w*|gib mir|muestra\w*|dame|montre\w*|donne)\b/i.test(prompt)
      )
        return null;
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
  // "Docs are AsciiDoc (`.adoc`), not Markdown" is a matter of files.
  if (codesIn(rule.text).some((code) => /^\.\w{1,8}$/.test(code))) return [];
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

/** Manners that are as likely meant of code. */
const OF_SOURCE =
  /\b(?:semi-?colons?|quotes?|spaces?|links?|urls?|diffs?|abbreviations?|abkürzung\w*|case|names?|lists?|period|punkt|dates?|summar\w+)\b/i;

/** Said of what is told to the user, whatever else it is said of. */
const TO_USER =
  /\b(?:answers?|answering|repl(?:y|ies)|respon(?:d|ses?)|tell me|talk to me|to me|chat|conversation|antwort\w*|respuestas?|resp[oó]nde\w*|cont[eé]sta\w*|réponses?)\b/i;

/** Checks on what an agent says to the user, and writes for readers. */
export const answerChecks = (rule: Rule): readonly Check[] => {
  const demanded = rule.clauses
    .filter(({ polarity }) => polarity === "do" || polarity === "dont")
    .map((clause) => clause.text)
    .join(". ");
  if (
    isOfMessages(rule) &&
    !TO_USER.test(demanded) &&
    !/\b(?:anywhere|auch|also|too|including|even|everywhere|überall|también|aussi)\b/i.test(demanded)
  )
    return [];
  const special = reportChecks(rule);
  if (special.length > 0) return special;
  const { text } = rule;
  // A file that is not to be made is a matter of paths.
  if (
    /\b(?:markdown|md|text|summary|report|doc\w*|readme|notes?) files?\b|\bnew (?:markdown|md)\b/i.test(wordsOf(text))
  )
    return [];
  if (rule.clauses.some((clause) => occasionIn(clause.text) !== undefined)) return talkChecks(rule);
  const judged = rule.clauses
    .filter((clause) => judgesOf(clause).length > 0)
    .map((clause) => clause.text)
    .join(". ");
  const hasQuotes = rule.clauses.some((clause) => quoteJudge(clause) !== null);
  if (OF_PROSE.test(demanded)) {
    const isToUser = TO_USER.test(demanded);
    const isOnPages = OF_PROSE.test(demanded.replace(/\bprose\b/gi, ""));
    if (!isToUser) return proseChecks(rule);
    if (isOnPages) return [...proseChecks(rule), ...talkChecks(rule)];
  }
  if (
    (OF_CODE.test(wordsOf(judged)) ||
      /^(?:all |every |each |our )?(?:\w+ )?(?:test|function|variable|class|file|component|column|table) ?(?:names?|titles?|descriptions?)?\b/i.test(
        wordsOf(text),
      )) &&
    !/\bfile references\b|\bfiles? and lines?\b|\bline numbers\b/i.test(text) &&
    !/\b(?:answers?|answering|repl(?:y|ies)|respon\w+|talk|speak|chat|explain\w*|antwort\w*|sprich|respuestas?|contesta\w*|respond\w*|summar\w+|your messages?|tell me|to me)\b/i.test(
      text,
    )
  )
    return [];
  const hasLength = rule.clauses.some((clause) =>
    /^(?:question|frage|pregunta|word|sentence|paragraph|s[aä]tz|w[oö]rt|frase|palabra|phrase|mots)/i.test(
      lengthIn(clause)?.unit ?? "",
    ),
  );
  // Two ways of saying the same thing, wherever it is said.
  const isChoice = rule.clauses.some(
    ({ unwanted, wanted }) => quotesIn(unwanted.join(" ")).length > 0 && quotesIn(wanted.join(" ")).length > 0,
  );
  if (isChoice && !OF_TALK.test(text)) return [...proseChecks(rule), ...talkChecks(rule)];
  // A manner of writing, and nothing said of where: it is how the agent writes to the user.
  const hasTrait = rule.clauses.some(
    ({ text: said, polarity }) =>
      (polarity === "dont" || rule.clauses.length === 1) && traitIn(said) !== undefined && !OF_SOURCE.test(said),
  );
  return OF_TALK.test(text) || hasQuotes || hasLength || hasTrait ? talkChecks(rule) : [];
};
