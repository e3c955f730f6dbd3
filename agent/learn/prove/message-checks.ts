import { hasOption, typed } from "../shell/commands.ts";
import { branchShape, branchSigns } from "./branch-names.ts";
import { clausesFor } from "./channels.ts";
import type { Check, Finding } from "./check.ts";
import { finding } from "./check.ts";
import { codesIn, quotesIn, wordsOf } from "./mask.ts";
import { type Message, type MessageJudge, messagesIn } from "./messages.ts";
import type { Clause, Rule } from "./rule.ts";
import {
  affixJudge,
  isDenied,
  isWithin,
  type Judge,
  lengthIn,
  quoteJudge,
  sectionJudge,
  tongueJudge,
  traitJudge,
} from "./text-judges.ts";

const OF_COMMITS =
  /\bcommit[- ]?(?:messages?|subjects?|titles?|summar\w+|lines?|bod(?:y|ies)|descriptions?|nachrichten?|texte?|betreff\w*|logs?)\b|\bcommits? (?:are|is|must|should|need|have|has|get|gets|start|begin|use|follow|in|on|end|carry|mention|reference|message)\b|\b(?:mensajes?|asuntos?|títulos?) de(?: los| el| cada)? commits?\b|\bmessages? de commits?\b|\bcommits\b|\bcommit\b.{0,60}\b(?:trailer|prefix|conventional|imperative|co-?author\w*|signed|ticket|issue|emoji|english|deutsch|englisch|inglés|español)|\b(?:conventional commits?|co-?authored-by|signed-off-by|git messages?)\b|\b(?:trailer|prefix|conventional|imperative|co-?author\w*|ticket|issue|emoji)\b.{0,60}\bcommits?\b|\bjede[rmn]? commit\b|\b(?:each|every) commit\b/i;
const OF_REQUESTS = /(?<![\p{L}\d])(?:prs?|pull[- ]requests?|mrs?|merge[- ]requests?)(?![\p{L}\d])/iu;
const OF_BRANCHES = /\b(?:branch(?:es)?|branch names?|ramas?|branches|zweige?)\b/i;
/** "Branch off `origin/main`" says nothing of names. */
const BRANCHES_OFF = /\bbranch(?:es|ing)? (?:are )?(?:\w+ )?(?:off|from|out of)\b(?!.*\bname)/i;
const OF_ISSUES =
  /\bissue (?:titles?|bod(?:y|ies)|descriptions?|texts?)\b|^(?:github |new )?issues? (?:are|get|need|must|start|have)\b/i;
const OF_TAGS =
  /\b(?:git|release|version) tags?\b|^(?:name )?tags?(?: names?)? (?:are|is|must|look|follow|start|begin|have|named|called|like|as|in)\b|\btag (?:the )?(?:releases?|versions?)\b/i;

const CONVENTIONAL =
  /^(?:feat|fix|chore|docs|refactor|test|tests|perf|build|ci|style|revert|deps|release|wip)(?:\([^)]*\))?!?: \S/;
const TYPES = /^(\w+)(?:\(.*\))?!?:?$/;

const titled =
  (judge: (title: string) => boolean | null): MessageJudge =>
  ({ title }) =>
    title === "" ? null : judge(title);

/** A subject without its prefix: `fix(api): `, `[web] `, `ABC-12: `, an emoji. */
const bareTitle = (title: string): string =>
  title
    .replace(
      /^(?:\p{Extended_Pictographic}\uFE0F? ?|:\w+: ?|\[[^\]]*\] ?|\w+(?:\([^)]*\))?!?: |#?[A-Z]*-?\d+:? )+/u,
      "",
    )
    .trim();

const NOT_IMPERATIVE =
  /^(?:\w+(?:[^s]|ss)ed|(?!(?:bring|string|spring|swing|ping|sing|ring|king|thing)\b)\w{2,}ing|(?!(?:process|pass|focus|bypass|canvas|discuss|address|access|express|compress|suppress|press|less|class|js|css|this|always|docs|tests|https|redis|alias|status|dismiss|guess|cross|gas|bias|basis|analysis|kubernetes)\b)\w{2,}s|went|made|did|was|wrote|got|ran)$/i;

const isImperative = (title: string): boolean => !NOT_IMPERATIVE.test(bareTitle(title).split(/[\s,:]+/)[0] ?? "");

/** `ABC-123` stands for each number of that project; other shapes for each ticket. */
const ticketPattern = (text: string): RegExp => {
  const code =
    [...codesIn(text), ...quotesIn(text), ...(/\b[A-Z]{2,}-(?:\d+|[nNxX#]+)\b|#\d+/.exec(text) ?? [])].find((one) =>
      /[A-Z]{2,}-|#/.test(one),
    ) ?? "";
  const project = /\b([A-Z][A-Z\d]+)-/.exec(code)?.[1];
  if (project !== undefined && !/^(?:ABC|XXX|XYZ|FOO|JIRA|PROJ|KEY|TICKET|ID|NN+)$/.test(project))
    return new RegExp(`\\b${project}-\\d+\\b`);
  if (/^\(?#(?:\d+|\w+)?\)?$/.test(code)) return /#\d+/;
  return project === undefined ? /\b[A-Z][A-Z\d]+-\d+\b|#\d+\b/ : /\b[A-Z][A-Z\d]+-\d+\b/;
};

const placed = (clause: Clause, pattern: RegExp): MessageJudge => {
  const words = wordsOf(clause.text);
  const isFirst =
    /\b(?:start|begin|prefix|lead|front|first|beginn\w*|voran|anfang|empie\w*|comien\w*|commenc\w*)\b/i.test(words);
  const isLast = /\b(?:end|finish|last|ende\w*|termin\w*)\b/i.test(words) && /\b(?:subject|title|line)\b/i.test(words);
  const first = new RegExp(`^\\W{0,3}(?:\\w+(?:\\([^)]*\\))?!?: )?\\W{0,2}(?:${pattern.source})`);
  return ({ title, body, kind }) => {
    if (kind === "branch") return pattern.test(title);
    if (isFirst) return first.test(title);
    return pattern.test(isLast ? title : `${title}\n${body ?? ""}`) || (body === null ? null : false);
  };
};

/** "End with `Refs #<issue>`": the words and a number. */
const referenceIn = (clause: Clause, whole: string): MessageJudge | null => {
  const code = codesIn(whole).find((one) => /^[A-Za-z][\w-]*:? (?:#|[A-Z]+-)?(?:<[^>]*>|\d+|N+|X+|…|\.{3})$/.test(one));
  const word = /^[\w-]+:?/.exec(code ?? "")?.[0] ?? "";
  if (code === undefined || clause.polarity !== "do" || clause.unwanted.length > 0) return null;
  if (
    !/^(?:refs?|references|closes?|fixes|resolves?|see|ticket|issue|jira|part-of|relate[sd])\b/i.test(word) &&
    !/[#<]/.test(code)
  )
    return null;
  const shape = new RegExp(`(?<![\\w-])${word} (?:#|[A-Z][A-Z\\d]*-)?\\d+`);
  return ({ title, body }) => shape.test(`${title}\n${body ?? ""}`) || (body === null ? null : false);
};

/** What a clause demands of messages. */
const judgesOf = (clause: Clause, rule: Rule): MessageJudge[] => {
  const { text, asides } = clause;
  const whole = [text, ...asides].join(" ");
  const words = wordsOf(whole);
  const judges: MessageJudge[] = [];
  const where = (pattern: RegExp): number => Math.max(0, text.search(pattern));
  const add = (pattern: RegExp, judge: MessageJudge) => {
    if (!pattern.test(whole)) return;
    const denied = isDenied(clause, where(pattern));
    judges.push((message) => {
      const is = judge(message);
      return is === null ? null : is !== denied;
    });
  };
  // "in the form `area: what`": the words stand for others.
  const shape =
    /\b(?:form|format|shape|pattern|style|like|as|schema|formato|formular?|format|prefix\w*|präfix|prefijo|préfixe)\b/i.test(
      words,
    )
      ? codesIn(whole).find(
          (code) => /^[a-z<]+>?: <?[a-z…]/i.test(code) && !/^(?:feat|fix|chore|docs|type|tipo)\b/.test(code),
        )
      : undefined;
  if (shape !== undefined && clause.polarity === "do")
    judges.push(titled((title) => /^[\w./, -]{1,40}: \S/.test(title)));
  const reference = referenceIn(clause, whole);
  if (reference !== null) judges.push(reference);
  const prefixes = codesIn(whole).flatMap((code) =>
    /:$/.test(code) || /^(?:feat|fix|chore|docs)$/.test(code) ? (TYPES.exec(code)?.[1] ?? []) : [],
  );
  const barred = /^(?:no|never|avoid|keine?|sin|pas de) (?:`([^`]+)`|"([^"]+)"|(wip)\b) commits?/i.exec(text);
  const word = barred?.[1] ?? barred?.[2] ?? barred?.[3];
  if (word !== undefined) judges.push(titled((title) => !title.toLowerCase().includes(word.toLowerCase())));
  if (prefixes.length > 1)
    judges.push(titled((title) => prefixes.includes(/^(\w+)(?:\([^)]*\))?!?: /.exec(title)?.[1] ?? "")));
  else
    add(
      /\bconventional[- ]?commits?\b|\bconventional\b|\bsemantic commits?\b|\b(?:feat|fix)(?::|\/|\()|`?(?:type|tipo)(?:\((?:scope|área|[\w-]+)\))?: /i,
      titled((title) => CONVENTIONAL.test(title)),
    );
  add(
    /\bscopes?\b/i,
    titled((title) => (CONVENTIONAL.test(title) ? /^\w+\([^)]+\)/.test(title) : null)),
  );
  add(/\bco-?author\w*/i, ({ title, body }) => /co-authored-by/i.test(`${title}\n${body ?? ""}`));
  add(
    /\bsign(?:ed)?[- ]?offs?(?:-by)?\b|\bdco\b|\bsignierte?n?\b/i,
    ({ title, body, ran }) =>
      hasOption(ran, "-s") || hasOption(ran, "--signoff") || /signed-off-by/i.test(`${title}\n${body ?? ""}`),
  );
  add(/\b[Gg][Pp][Gg]|`-S`|\bsigned commits?\b|\bsign (?:all |every |your )?commits?\b/, ({ ran }) =>
    ran.argv.includes("--no-gpg-sign") ? false : hasOption(ran, "-S") || ran.argv.includes("--gpg-sign"),
  );
  if (!/co-?author|sign/i.test(whole))
    add(/\btrailers?\b|\bfooters?\b/i, ({ body }) => (body === null ? null : /^[A-Z][\w-]+: \S/m.test(body)));
  if (
    /\b(?:ticket|issue|jira|linear|story|task|vorgang|incidencia)s?\b|\b[A-Z]{2,}-(?:\d+|[nNxX]+|…)\b|`#(?:\d+|\w+)?`/.test(
      whole,
    ) &&
    !/\b(?:issue|problem)s? with\b/i.test(whole) &&
    reference === null
  ) {
    const judge = placed(clause, ticketPattern(whole));
    add(/\b(?:ticket|issue|jira|linear|story|task|vorgang|incidencia)s?\b|\b[A-Z]{2,}-|#/i, judge);
  }
  add(
    /\blower[- ]?case\b|\bminúsculas?\b|\bkleingeschrieben|\bklein(?:buchstabe|schreib)\w*|\bminuscules?\b|\bsmall letters?\b/i,
    titled((title) => !/^\p{Lu}/u.test(bareTitle(title))),
  );
  add(
    /\bcapital(?:i[sz]ed?|s)?(?: letter)?\b|\bupper[- ]?case\b|\bgroß(?:geschrieben|buchstabe)\w*|\bmayúsculas?\b|\bmajuscules?\b|\bsentence case\b/i,
    titled((title) => !/^\p{Ll}/u.test(bareTitle(title))),
  );
  add(
    /\b(?:full stop|period|trailing (?:dot|period)|dot at the end|punto final|punto al final|punkt am ende|point final|punkt)\b/i,
    titled((title) => /\.$/.test(title)),
  );
  add(/\bimperative\b|imp[eé]rati[fv]\w*|\binfinitive\b/i, titled(isImperative));
  add(
    /\bpast tense\b|\bvergangenheit\w*|\bpasado\b/i,
    titled((title) => /^\w+ed$/i.test(bareTitle(title).split(/\s/)[0] ?? "") || !isImperative(title)),
  );
  add(
    /\bgitmoji\b/i,
    titled((title) => /^(?:\p{Extended_Pictographic}|:\w+:)/u.test(title)),
  );
  if (
    /\b(?:bod(?:y|ies)|why|reason|explanation|cuerpo|rumpf|begründung|corps|beschreibung|description|warum|por qué|motivo)\b/i.test(
      words,
    ) &&
    !/\b(?:title|subject) (?:says|explains)/i.test(words) &&
    /\b(?:need|must|have|has|with|get|gets|always|include|explain|say|says|carry|contain|add|write|braucht|haben|enthält|llevan?|necesitan?|no|not|without|leave|skip|every|each)\b/i.test(
      words,
    )
  ) {
    add(
      /\b(?:bod(?:y|ies)|why|reason|explanation|cuerpo|rumpf|begründung|corps|beschreibung|description|warum|por qué|motivo)\b/i,
      ({ body }) => (body === null ? null : body.replace(/^[A-Z][\w-]+: .*$/gm, "").trim() !== ""),
    );
  }
  add(
    /\b(?:one|single)[- ]lin(?:e|er)s?(?: only)?\b|\bsubject (?:line )?only\b|\beinzeilig\w*|\buna (?:sola )?línea\b|\bune seule ligne\b/i,
    ({ body }) => (body === null ? null : body === ""),
  );
  if (!/\b(?:body|bodies|wrap)\b/i.test(words)) {
    const length = lengthIn(clause);
    if (length !== null)
      judges.push(({ title, body, kind }) => {
        const before = words.slice(0, Math.max(0, words.search(/\d/)));
        const isOfBody =
          kind === "request" &&
          /\b(?:description|body|text)s?\b(?!.*\b(?:title|subject)s?\b)/i.test(before === "" ? words : before);
        return isOfBody
          ? body === null
            ? null
            : isWithin(length, body)
          : title === ""
            ? null
            : isWithin(length, title);
      });
  } else if (/\bwrap\w*|\blines?\b/i.test(words)) {
    const length = lengthIn(clause);
    if (length !== null && /^char/i.test(length.unit))
      judges.push(({ body }) =>
        body === null || body === "" ? null : body.split("\n").every((line) => line.length <= length.most),
      );
  }
  const plain: (Judge | null)[] = [
    quoteJudge(clause),
    judges.length > 0 && !/emoji/i.test(words)
      ? null
      : traitJudge(clause, /\b(?:each|every|always|must|start|begin|end)\b/i.test(words)),
    tongueJudge(clause),
    judges.length > 0 || sectionJudge(clause) !== null ? null : affixJudge(clause),
  ];
  for (const judge of plain)
    if (judge !== null)
      judges.push(({ title, body }) => judge([title, body ?? ""].filter((part) => part !== "").join("\n\n")));
  const section = sectionJudge(clause);
  if (section !== null && OF_REQUESTS.test(rule.text))
    judges.push(({ body, kind }) => (kind !== "request" || body === null ? null : section(body)));
  return judges;
};

/** Checks on what an agent writes for others into git: commits, pull requests, branches. */
export const messageChecks = (rule: Rule): readonly Check[] => {
  const text = demands(rule);
  const kinds: Message["kind"][] = [];
  if (OF_REQUESTS.test(text)) kinds.push("request");
  if (OF_COMMITS.test(text)) kinds.push("commit");
  if (kinds.length === 0 && OF_ISSUES.test(text)) kinds.push("issue");
  if (kinds.length === 0 && OF_BRANCHES.test(text) && !BRANCHES_OFF.test(text)) kinds.push("branch");
  if (kinds.length === 0 && OF_TAGS.test(text)) kinds.push("tag");
  if (kinds.length === 0) return [];
  const judges: MessageJudge[] = [];
  if (kinds[0] === "branch" || kinds[0] === "tag") judges.push(...branchShape(rule));
  if (kinds[0] === "branch") judges.push(...branchSigns(rule));
  const clauses = clausesFor(rule, "git").filter(({ polarity }) => polarity !== "tells" && polarity !== "may");
  if (kinds[0] !== "tag")
    judges.push(
      ...clauses.flatMap((clause) => (kinds[0] === "branch" && judges.length > 0 ? [] : judgesOf(clause, rule))),
    );
  if (judges.length === 0) return [];
  return [
    ({ deeds, prompt }): Finding[] =>
      messagesIn(deeds).flatMap((message) => {
        // The user gave the words.
        if (message.title.length > 5 && prompt.includes(message.title)) return [];
        if (!kinds.includes(message.kind) || /^(?:Merge|Revert|fixup!|squash!) /.test(message.title)) return [];
        const found = judges.map((judge) => judge(message)).filter((one) => one !== null);
        return found.length === 0 ? [] : [finding(!found.includes(false), typed(message.ran))];
      }),
  ];
};

/** What a memory demands, without what it only allows or tells. */
const demands = ({ clauses }: Rule): string =>
  clauses
    .filter(({ polarity }) => polarity === "do" || polarity === "dont")
    .map(({ text, asides }) => [text, ...asides].join(" "))
    .join(". ");

/** Whether a memory is about such messages rather than about what is said or coded. */
export const isOfMessages = (rule: Rule): boolean => {
  const text = demands(rule);
  return (
    OF_COMMITS.test(text) ||
    OF_REQUESTS.test(text) ||
    OF_ISSUES.test(text) ||
    (OF_BRANCHES.test(text) && /\bname|\bcall|\bprefix/i.test(text))
  );
};
