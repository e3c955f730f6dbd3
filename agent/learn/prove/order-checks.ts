import { typed } from "../shell/commands.ts";
import { askedBy, namesPackage } from "./asked.ts";
import { type Check, type Finding, finding } from "./check.ts";
import { ENV } from "./command-clause.ts";
import { WHENEVER_RUN } from "./command-options.ts";
import { commandsNamed, optionIn } from "./command-words.ts";
import type { Deed } from "./deed.ts";
import { doingOf } from "./doings.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { dueOf, isCode, ofCommands, ofFiles, type Step, stepOf } from "./order-steps.ts";
import type { Rule } from "./rule.ts";

const EACH =
  "(?:(?:you|every|each|any|a|an|the|du|jede[mnrs]?|dem|der|den|cada|de|un|une|chaque|making|having|finishing|doing|commencing|le|la|el|running|to) )*";
const FIRST_THEN: readonly RegExp[] = [
  new RegExp(`^(?<first>.+?),? (?:before|prior to|bevor|vor|antes de|avant(?: de)?) ${EACH}(?<then>\\S.*)$`, "i"),
  new RegExp(`^(?:before|prior to|bevor|vor|antes de|avant(?: de)?) ${EACH}(?<then>[^,]+?), (?<first>.+)$`, "i"),
  new RegExp(
    `^(?:before|prior to|antes de|avant(?: de)?) ${EACH}(?<then>[\\w-]+(?: [\\w-]+){0,3}) (?<first>(?:run|call|execute|do|update|check|make sure|ejecuta|lanza|lance|exécute|pasa) .+)$`,
    "i",
  ),
  new RegExp(`^(?:vor|antes de|avant) ${EACH}(?<then>[\\w-]+) (?<first>.+)$`, "i"),
  /^(?<then>[^`,]{3,60}?) (?:needs?|requires?|braucht|brauchen|necesitan?|exigent?) (?:an? |the )?(?<first>`[^`]+`[^,]*?) (?:first|beforehand|before|vorher|antes|avant)$/i,
  /^(?:never |don['’]t |do not |no |nie )(?<then>.+?) (?:without|before|until|ohne|sin|unless you(?:['’]ve| have)?)(?: having| first| you(?:['’]ve| have))? (?<first>.+)$/i,
];
const RUNS = "(?:run|execute|call|führ\\w*|lass|starte?|ejecuta|lanza|lance|exécute)";
const WHEN =
  "(?:after|when(?:ever)?|once|if|every time|each time|as soon as|nach|nachdem|wenn|sobald|después de|tras|cuando|après|quand|wer|upon)";
const DUE_AFTER: readonly RegExp[] = [
  // "Führ nach Änderungen an X `make check` aus."
  new RegExp(`^${RUNS} (?:always |immer )?${WHEN} ${EACH}(?<when>[^\`]+?(?:\`[^\`]+\`)?) (?<due>\`[^\`]+\`.*)$`, "i"),
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
      const isReworded = / --amend\b/.test(shown) && !all.some((one) => doingOf(one).written.length > 0);
      if (isReworded) return [];
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
  /,? (?:because|since (?:it|the|we|our|CI)|so that|otherwise|or else|or (?:it|they|the|you|CI) |weil|sonst|damit|porque|si no|sinon|parce que|car) .*$/i;

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
      // Whether there is anything to squash cannot be seen.
      if (/^(?:asking|being|my|permission|approval|squash|i )/i.test(found.first)) continue;
      if (ASKS_FIRST.test(found.first) && commandsNamed(found.first).length === 0) {
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
