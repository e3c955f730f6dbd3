import { typed } from "../shell/commands.ts";
import { activityWithin } from "./activities.ts";
import { ALL_TESTS, databases, MIGRATES, program, TESTS } from "./activity-programs.ts";
import { askedBy } from "./asked.ts";
import { type Check, eachCommand, finding } from "./check.ts";
import { commandsNamed } from "./command-words.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { type IsMeant, isSpelled } from "./programs.ts";
import type { Rule } from "./rule.ts";

const TOUCHED =
  /\b(?:only|just|nur|solo|sólo|seulement|uniquement)\b.{0,30}\b(?:tests?|specs?|pruebas)\b.{0,40}\b(?:touch\w*|chang\w*|edit\w*|modif\w*|affected|relevant|related|concern\w*|of the (?:package|module|file|crate|app|service)|that file|single|betroffen\w*|geändert\w*|afectad\w*|cambi\w*|tocad\w*|concerné\w*)\b|\b(?:tests?|specs?)\b.{0,40}\b(?:you (?:touched|changed)|affected)\b.{0,20}\bonly\b/i;
const WHOLE =
  /\b(?:all|every|whole|full|entire|complete|everything|alle|ganze\w*|tod[oa]s?|entera|tous|toute|complète)\b/i;

/** "Only run the tests of what you touched": a run that names nothing goes against it. */
export const narrowTests = (rule: Rule): Check[] => {
  const clause = rule.clauses.find(({ polarity, text }) => polarity === "do" && TOUCHED.test(`only ${wordsOf(text)}`));
  if (clause === undefined || !TOUCHED.test(wordsOf(rule.text)) || codesIn(rule.text).length > 0) return [];
  return [
    (conduct) =>
      WHOLE.test(conduct.prompt)
        ? []
        : eachCommand((ran) => (TESTS(ran) ? finding(!(ALL_TESTS(ran) && !isInside(ran.dir)), typed(ran)) : null))(
            conduct,
          ),
  ];
};

/** In a folder of the project, as far as the line shows it. */
const isInside = (dir: string): boolean => dir !== "" && !/^[/~$.]/.test(dir);

const ANYWHERE_ELSE =
  /\b(?:against|on|in|to|at|into|gegen|auf|contra|contre|sur) (?:anything but|anything other than|anything except|other than|outside(?: of)?|non-) ?(?:the |our )?(?<local>local|dev|development|test|staging|localhost)|\bonly (?:ever )?(?:against|on|in|to) (?:the |our )?(?<only>local|dev|development|test|staging|localhost)|\b(?:against|on|in|to|into|gegen|auf|contra|contre|sur) (?:the |our |any |la |de |die )*(?<remote>prod(?:uction|ucción|uktion)?|live|staging)\b|\b(?:touch|target|use|change|hit) (?:the )?(?<bare>prod(?:uction)?|live|staging)$|\b(?:touch|access|query|change|use|anfassen|toques) (?:the |our |la |die )?(?<of>prod(?:uction|ucción|uktions)?|live|staging)[- ]?(?:database|db|datenbank|cluster|data|server)\b/i;
/** The commands of the other clauses: "deploy with `make deploy ENV=staging`; never touch production". */
const spelledOut = (rule: Rule): IsMeant[] =>
  rule.clauses
    .flatMap(({ text, asides }) => [text, ...asides].flatMap(commandsNamed))
    .flatMap(({ spelled }) =>
      spelled === undefined
        ? []
        : isSpelled({
            program: spelled.program,
            words: spelled.words.filter((word) => !/[=:]/.test(word)).slice(0, 1),
            flags: [],
          }),
    );

const REMOTE = /(?<![a-z])(?:prod|production|live|staging|stage|stg|prd)(?![a-z])|\.rds\.|\.amazonaws\.|\.cloud\b/i;
const LOCAL = /(?<![a-z])(?:localhost|127\.0\.0\.1|local|dev|development|test)(?![a-z])/i;

/** "Never run migrations against anything but the local database." */
export const localOnly = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const found = ANYWHERE_ELSE.exec(wordsOf(clause.text))?.groups;
    if (found === undefined || clause.polarity === "tells" || clause.polarity === "may") return [];
    if (found.only === undefined && clause.polarity !== "dont") return [];
    const named = commandsNamed(clause.text);
    const own = found.of === undefined && named.length === 0 ? spelledOut(rule) : [];
    const activity = activityWithin(wordsOf(clause.text));
    const does =
      found.of !== undefined
        ? [databases, MIGRATES, program(/^(?:kubectl|helm|ssh)$/)]
        : named.length > 0
          ? named.map((one) => one.does)
          : activity === null
            ? own
            : [activity.does];
    if (does.length === 0) return [];
    const place = found.remote ?? found.of ?? found.bare;
    const remote = place === undefined ? REMOTE : new RegExp(`(?<![a-z])${place.slice(0, 4)}`, "i");
    const isAsked = askedBy(clause.unwanted.join(" "));
    return [
      (conduct) =>
        isAsked(conduct.prompt)
          ? []
          : eachCommand((ran) => {
              if (!does.some((is) => is(ran))) return null;
              const target = [...ran.env, ...ran.argv, ...(/\bexport\b/.test(ran.line) ? [ran.line] : [])].join(" ");
              if (remote.test(target)) return finding(false, typed(ran));
              const isOther =
                place !== undefined && /^prod|^live/i.test(place) && /(?<![a-z])stag(?:e|ing)(?![a-z])/i.test(target);
              return (LOCAL.test(target) || isOther) && found.of === undefined ? finding(true, typed(ran)) : null;
            })(conduct),
    ];
  });
