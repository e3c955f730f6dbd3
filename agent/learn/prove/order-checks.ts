import { typed } from "../shell/commands.ts";
import { type Activity, activityOf } from "./activities.ts";
import { askedBy, namesPackage } from "./asked.ts";
import { type Check, type Finding, finding } from "./check.ts";
import { ENV } from "./command-clause.ts";
import { WHENEVER_RUN } from "./command-options.ts";
import { commandsNamed, meaningsOf, optionIn, topicOf } from "./command-words.ts";
import type { Deed } from "./deed.ts";
import { doingOf } from "./doings.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";
import type { IsMeant } from "./programs.ts";
import type { Rule } from "./rule.ts";

/** Something that shows in a deed: a command that is run, a file that is changed. */
interface Step {
  readonly isIn: (deed: Deed) => string | null;
  readonly isEdit: boolean;
}

const ofCommands = (does: IsMeant): Step => ({
  isIn: (deed) => {
    const found = doingOf(deed).ran.find(does);
    return found === undefined ? null : typed(found);
  },
  isEdit: false,
});

const ofFiles = (isMeant: (file: string) => boolean): Step => ({
  isIn: (deed) => doingOf(deed).written.find(({ file }) => isMeant(file))?.file ?? null,
  isEdit: true,
});

const isCode = (file: string): boolean => !/\.(?:md|mdx|txt|rst|adoc|log|lock)$/i.test(file);

const EDITS =
  /(?<![\wÀ-ɏ])(?:edit|chang|modif|touch|alter|updat|add|writ|cod|ad[dj]ust|mov|renam|remov|regenerat|änder|änderung|bearbeit|cambi|modific|edit|tocar|changement|modifi)\w*/i;

/** "editing `schema.prisma`", "any change to the code", "commit". */
const stepOf = (phrase: string): Step | null =>
  EDITS_FIRST.test(phrase) ? (editOf(phrase) ?? doingIn(phrase)) : doingIn(phrase);

const EDITS_FIRST = /^(?:you )?(?:edit|chang|modif|touch|alter|updat|ad[dj]|änder|cambi)/i;

const editOf = (phrase: string): Step | null => {
  const words = wordsOf(phrase);
  const endings = codesIn(phrase).filter((code) => /^\.\w{1,10}$/.test(code));
  if (endings.length > 0) return ofFiles((file) => endings.some((ending) => file.endsWith(ending)));
  const places = placesIn(phrase);
  if (places.length > 0) return ofFiles(placed(places));
  const language = LANGUAGE_FILES.find(([name]) => name.test(words))?.[1];
  return language === undefined ? null : ofFiles((file) => language.test(file));
};

const doingIn = (phrase: string): Step | null => {
  const meanings = meaningsOf(phrase.replace(/^(?:please|always|you|du) /i, ""));
  if (meanings.length > 0) return ofCommands((ran) => meanings.some(({ does }) => does(ran)));
  const words = wordsOf(phrase);
  if (EDITS.test(words)) {
    const places = placesIn(phrase);
    if (places.length > 0) return ofFiles(placed(places));
    if (/\b(?:model|schema|entit)\w*/i.test(words)) return ofFiles((file) => /model|schema|entit/i.test(file));
    if (
      /\b(?:code|source|files?|anything|something|it|quellcode|código|changes?|things)\b|^\w+(?:ing|en)$|^(?:jeder |each |every |any )?(?:änderung|change|edit|cambio)\w*$/i.test(
        words,
      )
    )
      return ofFiles(isCode);
    const language = LANGUAGE_FILES.find(([name]) => name.test(words))?.[1];
    if (language !== undefined) return ofFiles((file) => language.test(file));
    return null;
  }
  const topic = topicOf(phrase);
  return topic === null || words.split(" ").length > 6 ? null : ofCommands(topic.does);
};

const LANGUAGE_FILES: readonly (readonly [name: RegExp, files: RegExp])[] = [
  [/\bpython\b/i, /\.py$/],
  [/\b(?:typescript|ts)\b/i, /\.[cm]?tsx?$/],
  [/\bjavascript\b/i, /\.[cm]?jsx?$/],
  [/\brust\b/i, /\.rs$/],
  [/\bgo\b/i, /\.go$/],
  [/\b(?:proto|protobuf)\w*/i, /\.proto$/],
  [/\b(?:graphql)\b/i, /\.(?:graphql|gql)$/],
  [/\bmigrations?\b/i, /migrat/i],
  [/\b(?:css|styles?)\b/i, /\.(?:css|scss|less)$/],
  [/\btests?\b/i, /test|spec/i],
  [/\b(?:terraform|tf)\b/i, /\.tf$/],
  [
    /\b(?:deps|dependenc\w+|requirements)\b/i,
    /(?:package\.json|requirements.*\.txt|pyproject\.toml|Cargo\.toml|go\.mod|Gemfile)$/,
  ],
];

/** What has to be done: the command or the file that is named. */
const dueOf = (phrase: string): Step | null => {
  const named = commandsNamed(phrase);
  if (named.length > 0) return ofCommands((ran) => named.some(({ does }) => does(ran)));
  const words = wordsOf(phrase);
  const places = placesIn(phrase);
  if (
    places.length > 0 &&
    /\b(?:update|bump|add|adjust|change|write|note|entry|mention|extend|edit|record|list|document|trag|ergänz|actualiza|añade|ajoute)\w*/i.test(
      words,
    )
  )
    return ofFiles(placed(places));
  if (/\bchangelog\b/i.test(words)) return ofFiles((file) => /change(?:log|s)|release.?notes/i.test(file));
  if (/\b(?:ask|show|tell|confirm|check with|frag|pregunta|demande)\w*\b/i.test(words)) return null;
  const meanings = meaningsOf(phrase);
  const found: Activity | null =
    meanings[0] ?? activityOf(phrase.replace(/^(?:please|always|first|also) /i, "")) ?? topicOf(phrase);
  return found === null ? null : ofCommands(found.does);
};

const EACH =
  "(?:(?:you|every|each|any|a|an|the|du|jede[mnrs]?|dem|der|den|cada|de|un|une|chaque|making|having|finishing|doing|commencing|le|la|el|running|to) )*";
const FIRST_THEN: readonly RegExp[] = [
  new RegExp(`^(?<first>.+?),? (?:before|prior to|bevor|vor|antes de|avant(?: de)?) ${EACH}(?<then>\\S.*)$`, "i"),
  new RegExp(`^(?:before|prior to|bevor|vor|antes de|avant(?: de)?) ${EACH}(?<then>[^,]+?), (?<first>.+)$`, "i"),
  new RegExp(
    `^(?:before|prior to|antes de|avant(?: de)?) ${EACH}(?<then>[\\w-]+(?: \\w+)?) (?<first>(?:run|call|execute|do|update|check|make sure|ejecuta|lanza|lance|exécute|pasa) .+)$`,
    "i",
  ),
  new RegExp(`^(?:vor|antes de|avant) ${EACH}(?<then>[\\w-]+) (?<first>.+)$`, "i"),
  /^(?:never |don['’]t |do not |no |nie )(?<then>.+?) (?:without|before|until|ohne|sin|unless you(?:['’]ve| have)?)(?: having| first| you(?:['’]ve| have))? (?<first>.+)$/i,
];
const WHEN =
  "(?:after|when(?:ever)?|once|if|every time|each time|as soon as|nach|nachdem|wenn|sobald|después de|tras|cuando|après|quand|wer|upon)";
const DUE_AFTER: readonly RegExp[] = [
  new RegExp(
    `^${WHEN} ${EACH}(?<when>[^,]+?) (?<due>(?:always |also )?(?:run|call|execute|regenerate|rebuild|update|rerun|re-run|bump|restart) [^,]+)$`,
    "i",
  ),
  new RegExp(`^${WHEN} ${EACH}(?<when>[^,]+?), (?:then |always |please |also |you must |siempre )*(?<due>.+)$`, "i"),
  new RegExp(
    `^${WHEN} ${EACH}(?<when>(?:änderung|change|edit|cambio|modification)\\w*(?: (?:an|to|of|in|en|de|à)(?: (?:the|der|dem|den|la|el))?)? (?:ZQ\\d+QZ|\`[^\`]+\`|\\w+)) (?<due>.+)$`,
    "i",
  ),
  new RegExp(`^(?<due>.+?),? ${WHEN} ${EACH}(?<when>\\S.*)$`, "i"),
];

/** "Run `make lint` before you say you're done": work on code ends with it. */
const DONE =
  "(?:(?:you )?(?:say|saying|tell(?:ing)? me|report(?:ing)?|claim(?:ing)?) (?:that )?(?:you(?:['’]?re| are)|it(?:['’]?s| is)|something is) (?:done|finished|ready)|(?:you )?(?:finish(?:ing)?|hand(?:ing)? (?:it )?(?:over|back)|call(?:ing)? it done)(?: (?:a|the|your) (?:task|work|turn|job))?|you(?:['’]?re| are) (?:done|finished|ready)|du fertig bist|du dich fertig meldest|terminar|acabar|terminer|avoir fini)";
const AT_THE_END: readonly RegExp[] = [
  new RegExp(`^(?<first>.+?),? (?:before|when|once|bevor|wenn|antes de|al|avant de) ${DONE}$`, "i"),
  new RegExp(`^(?:before|when|once|bevor|wenn|antes de|al|avant de) ${DONE},? (?<first>.+)$`, "i"),
  /^(?:at the end|am ende|al final|à la fin)(?: of (?:a|the|each|every) (?:task|turn|change))?,? (?<first>(?:always )?(?:run|execute|call|lass|ejecuta|lance) .+)$/i,
];

/** The user leaves the step out: "push it, skip the tests". */
const WAIVES =
  /\b(?:without (?:running|testing|the|linting|building)|skip(?:ping)? (?:the )?\w+|no need (?:for|to)|don['’]?t (?:run|bother|wait)|ohne (?:tests?|den|die|vorher)|sin (?:ejecutar|pasar|correr)|sans (?:lancer|les))\b/i;

/** One thing has to be done before another: since the last edit, where there was one. */
const inOrder =
  (first: Step, then: Step): Check =>
  ({ deeds, earlier, prompt }) => {
    if (WAIVES.test(prompt)) return [];
    const all = [...earlier, ...deeds];
    return deeds.flatMap((deed, i): Finding[] => {
      const shown = then.isIn(deed);
      if (shown === null) return [];
      const before = all.slice(0, earlier.length + i);
      const lastEdit = first.isEdit
        ? -1
        : before.findLastIndex((one) => doingOf(one).written.some(({ file }) => isCode(file)));
      // A command that changes files and then checks them does both.
      const since = before.slice(lastEdit === -1 ? 0 : lastEdit + 1);
      const isDone =
        since.some((one) => first.isIn(one) !== null) ||
        isBeforeIn(deed, first, then) ||
        (lastEdit >= 0 && isAfterWriting(before[lastEdit], first));
      return [finding(isDone, shown)];
    });
  };

/** In one line, as in `npm test && git commit`. */
const isBeforeIn = (deed: Deed, first: Step, then: Step): boolean => {
  if (deed.kind !== "command" || first.isEdit) return false;
  const { ran } = doingOf(deed);
  const one = (step: Step) =>
    ran.findIndex((command) => step.isIn(deed) !== null && typed(command) === step.isIn(deed));
  const [firstAt, thenAt] = [one(first), one(then)];
  return firstAt !== -1 && firstAt < thenAt;
};

const isAfterWriting = (deed: Deed | undefined, first: Step): boolean =>
  deed !== undefined && deed.kind === "command" && first.isIn(deed) !== null;

/** Something has to be done once something else was. */
const dueAfter =
  (when: Step, due: Step): Check =>
  ({ deeds, prompt }) => {
    if (WAIVES.test(prompt)) return [];
    const last = deeds.findLastIndex((deed) => when.isIn(deed) !== null);
    const shown = deeds[last] === undefined ? null : when.isIn(deeds[last] as Deed);
    if (shown === null) return [];
    // A file may be changed along with the others, in any order; a command has to see the last change.
    const later = due.isEdit ? deeds : deeds.slice(when.isEdit ? last + 1 : last);
    return [
      finding(
        later.some((deed) => due.isIn(deed) !== null),
        shown,
      ),
    ];
  };

/** "…, otherwise CI refuses it" is no part of what comes before what. */
const REASON_AFTER =
  /,? (?:because|since (?:it|the|we|our|CI)|so that|otherwise|or else|weil|sonst|damit|porque|si no|sinon|parce que|car) .*$/i;

const ASKS_FIRST = /^(?:ask|check with|confirm|show|tell|let me|get my|wait for|frag|pregunta|consulta|demande)\w*\b/i;

/** "Pass `-race` whenever you run the tests": how it is run, and nothing that follows. */
const isOfOption = (text: string): boolean =>
  WHENEVER_RUN.test(text) &&
  codesIn(text).length > 0 &&
  codesIn(text).every((code) => optionIn(code) !== null || ENV.test(code));

/**
 * Checks on what comes before or after what.
 */
export const orderChecks = (rule: Rule): readonly Check[] => {
  const checks: Check[] = [];
  for (const { text: whole, polarity, asides } of rule.clauses) {
    const text = whole.replace(REASON_AFTER, "");
    /** What is to be done may only be spelled out behind it, in parentheses. */
    const dueIn = (phrase: string): Step | null =>
      dueOf(
        commandsNamed(phrase).length > 0
          ? phrase
          : [phrase, ...asides.filter((one) => commandsNamed(one).length > 0)].join(" "),
      );
    if (polarity === "tells" || polarity === "may") continue;
    const last = AT_THE_END.find((pattern) => pattern.test(text))?.exec(text)?.groups?.first;
    if (last !== undefined && polarity === "do") {
      const due = commandsNamed(last);
      checks.push(...due.map(({ does }) => dueAfter(ofFiles(isCode), ofCommands(does))));
      if (due.length > 0) continue;
    }
    for (const pattern of FIRST_THEN) {
      const found = pattern.exec(text)?.groups;
      if (found?.first === undefined || found.then === undefined) continue;
      if (/^(?:asking|being|my|permission|approval|i )/i.test(found.first)) continue;
      if (ASKS_FIRST.test(found.first)) {
        const then = stepOf(found.then);
        if (then !== null) return [unasked(found.then, then)];
        continue;
      }
      const [first, then] = [dueIn(found.first), stepOf(found.then)];
      const all = /` (?:and|und|y|et) `/.test(found.first) ? commandsNamed(found.first) : [];
      // "`make lint` and `make test`": each of them.
      if (then !== null && all.length > 1) checks.push(...all.map(({ does }) => inOrder(ofCommands(does), then)));
      else if (first !== null && then !== null) checks.push(inOrder(first, then));
      break;
    }
    if (checks.length > 0 || polarity === "dont" || isOfOption(text)) continue;
    for (const pattern of DUE_AFTER) {
      const found = pattern.exec(text)?.groups;
      if (found?.when === undefined || found.due === undefined) continue;
      const [when, due] = [stepOf(found.when), dueIn(found.due)];
      if (when !== null && due !== null && codesIn(found.due).length + wordsOf(found.due).length > 0)
        checks.push(dueAfter(when, due));
      break;
    }
  }
  return checks;
};

const unasked = (phrase: string, then: Step): Check => {
  const isAsked = askedBy(phrase);
  return ({ deeds, prompt }) =>
    isAsked(prompt) || deeds.some((deed) => doingOf(deed).ran.some((ran) => namesPackage(ran, prompt)))
      ? []
      : deeds.flatMap((deed) => (then.isIn(deed) === null ? [] : [finding(false, then.isIn(deed) ?? "")]));
};
