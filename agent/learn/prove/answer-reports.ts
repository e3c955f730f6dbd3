import { TESTS } from "./activity-programs.ts";
import { type Check, finding } from "./check.ts";
import { topicOf } from "./command-words.ts";
import { doingOf } from "./doings.ts";
import { baseOf } from "./file-names.ts";
import { wordsOf } from "./mask.ts";
import type { Rule } from "./rule.ts";
import { PROSE } from "./scope.ts";
import { spoken } from "./text-judges.ts";

/** What is shown of an answer. */
export const EVIDENCE = 160;

const ADMITS =
  /\b(?:not|n['’]t|un(?:tested|verified|checked)|without (?:running|testing)|nicht|keine|no (?:he|se|fueron|ejecut)|sin ejecutar|pas|yet to)\b/i;
const UNDONE_AFTER =
  /\b(?:say|tell|mention|admit|state|sag|dilo|dis)\w*(?: so| me| it| it openly)*,? (?:when|if|wenn|si) (?:you |du )?(?:haven['’]t|have not|did not|didn['’]t|could not|couldn['’]t|nicht|no has) (?:been able to )?(?<what>[^,]{3,60})$/i;
const UNDONE =
  /\b(?:if|when|wenn|falls|si) (?:you |du |no |the )?.{0,30}?(?:did not|didn['’]t|have not|haven['’]t|could not|couldn['’]t|cannot|can['’]t|were not|not|nicht|no has|n['’]as pas) (?:able to )?(?<what>[^,]{3,60}?),? (?:then )?(?:say|tell|mention|state|note|write|point|sag|schreib|dilo|di|dis|admit|be)\b/i;

/** "If you did not run the tests, say so." */
const admissions = (rule: Rule): Check[] => {
  const found = (UNDONE.exec(wordsOf(rule.text)) ?? UNDONE_AFTER.exec(wordsOf(rule.text).replace(/[.!]$/, "")))?.groups
    ?.what;
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

/** "At the end say which tests you ran and how they came out." */
const testReports = (rule: Rule): Check[] =>
  rule.clauses.some(
    ({ polarity, text }) =>
      polarity === "do" &&
      /\b(?:say|tell|report|state|mention|list|name|summari[sz]e|include|sag|nenn|schreib|melde|di|dime|indica|menciona|dis|indique|mentionne)\w*\b.{0,60}\b(?:tests?|pruebas)\b/i.test(
        text,
      ) &&
      /\b(?:ran|run|passed|results?|outcome|came out|went|gelaufen|ergebnis\w*|liefen|ausgeführt|ejecut\w+|pasa\w+|resultados?|lancé\w*|résultats?)\b/i.test(
        text,
      ),
  )
    ? [
        ({ deeds }) => {
          const hasRun = deeds.some((deed) => doingOf(deed).ran.some(TESTS));
          const answer = deeds.findLast((deed) => deed.kind === "answer");
          if (!hasRun || answer === undefined || answer.kind !== "answer") return [];
          const says =
            /\b(?:tests?|specs?|suites?|pruebas)\b|\btests?[/_]|\bpass(?:es|ed|ing)?\b|\bfail(?:s|ed|ing|ures?)?\b|\bgreen\b|\bgrün\b/i;
          return [finding(says.test(answer.text), answer.text.slice(0, EVIDENCE))];
        },
      ]
    : [];

/** Checks on what an answer has to report of the turn. */
export const reportChecks = (rule: Rule): Check[] => [...admissions(rule), ...listings(rule), ...testReports(rule)];
