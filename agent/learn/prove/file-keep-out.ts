import { type Check, eachChange, type Finding, finding } from "./check.ts";
import { doingOf } from "./doings.ts";
import { type FileKind, isKind, kindIn, TEST_FILE } from "./file-kinds.ts";
import { wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";
import type { Rule } from "./rule.ts";
import { PROSE } from "./scope.ts";

/** "Keep SQL out of the handlers", "SQL goes into `db/queries/*.sql`, not into the Ruby code": something that shows by its content. */
const CODE_OF: readonly (readonly [words: RegExp, files: RegExp])[] = [
  [/\bruby\b/i, /\.rb$/],
  [/\bpython\b/i, /\.py$/],
  [/\b(?:php)\b/i, /\.php$/],
  [/\bgo\b/i, /\.go$/],
  [
    /\b(?:code|typescript|javascript|components?|source)\b/i,
    /\.(?:[cm]?[jt]sx?|py|rb|go|php|java|kt|cs|rs|vue|svelte)$/,
  ],
];

const elsewhere = (words: string): ((file: string) => boolean) | null => {
  const language = CODE_OF.find(([name]) => name.test(words))?.[1];
  const kind = kindIn(words);
  if (kind !== undefined) return (file) => kind.path.test(file);
  return language === undefined ? null : (file) => language.test(file);
};

export const keptOut = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const out = /^(?:keep|leave|halte?) (?<what>.+?) out of (?:the |our )?(?<where>.+)$/i.exec(clause.text)?.groups;
    const what =
      out?.what ??
      (clause.unwanted.length > 0 && placesIn(clause.wanted.join(" ")).length > 0 ? clause.wanted.join(" ") : "");
    const where =
      out?.where ??
      clause.unwanted.join(" ").replace(/^(?:in|into|im|en|dans|inside) (?:the |our |den |dem |el |le )?/i, "");
    const kind: FileKind | undefined = kindIn(wordsOf(what.replace(/`[^`]*`/g, " ")));
    const content = kind?.content;
    if (kind === undefined || content === undefined || where === "") return [];
    const places = placesIn(where);
    const isThere = places.length > 0 ? placed(places) : elsewhere(wordsOf(where));
    const mine = placesIn(clause.wanted.join(" "));
    const isMine = placed(mine);
    if (isThere === null) return [];
    return [
      eachChange(({ file, added, removed }) => {
        if (PROSE.test(file) || TEST_FILE.test(file)) return null;
        if (mine.length > 0 && isMine(file)) return finding(true, file);
        return isThere(file) && content.test(added) && !content.test(removed) ? finding(false, file) : null;
      }),
    ];
  });

const WITH_TEST =
  /\b(?:new features?|features?|bug ?fix(?:es)?|every fix|each fix|fixes|every change|each change|neue features?|jede[rs]? (?:bugfix|änderung|feature)|cada (?:arreglo|cambio|función)|chaque (?:correctif|fonction\w*))\b.*\b(?:needs?|gets?|comes?|has|have|must|requires?|with|braucht|bekommt|lleva|necesita)\b.*\b(?:tests?|specs?|regressions?tests?|prueba)\b|\b(?:add|write|include)\b.{0,20}\b(?:tests?|spec)\b.{0,20}\b(?:for|with|to) (?:each|every|any|all) (?:new )?(?:feature|bug ?fix|fix|change)/i;
const WITH_NOTE =
  /\bchangelog\b.*\b(?:every|each|any|all|always|whenever|jede|cada|chaque)\b|\b(?:every|each|any|always|whenever|jede\w*|cada|chaque)\b.*\bchangelog\b/i;
const FIXES = /\b(?:fix|bug|broken|wrong|crash\w*|fails?|off by|repair|behebe?|fehler|arregla|corrige)\b/i;
const ADDS = /\b(?:add|implement|support|allow|introduce|new|let users?|neue?s?|füge?|baue?|añade|ajoute)\b/i;

/** "Bug fixes come with a regression test", "a line in the changelog for each change". */
export const comesWith = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    if (clause.polarity !== "do") return [];
    const isOfTests = WITH_TEST.test(clause.text);
    if (!isOfTests && !WITH_NOTE.test(clause.text)) return [];
    const due = isOfTests
      ? TEST_FILE
      : /(?:^|\/)(?:CHANGE(?:LOG|S)|HISTORY|NEWS)(?:\.\w+)?$|(?:^|\/)\.?change(?:set|log)s?\//i;
    const isOfFixes = /\bfix|\bbug|arreglo|correctif/i.test(clause.text);
    const isOfFeatures = /\bfeature|función|fonction/i.test(clause.text);
    return [
      ({ deeds, prompt }): Finding[] => {
        const isOccasion =
          isOfFixes || isOfFeatures
            ? (isOfFixes && FIXES.test(prompt)) || (isOfFeatures && ADDS.test(prompt))
            : FIXES.test(prompt) || ADDS.test(prompt);
        const written = deeds.flatMap((deed) => doingOf(deed).written);
        const code = written.find(
          ({ file, added, removed }) =>
            /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|php|cs|swift|c|cc|cpp|h|ex|scala|vue|svelte|dart)$/.test(file) &&
            !TEST_FILE.test(file) &&
            added + removed !== "",
        );
        if (!isOccasion || code === undefined) return [];
        return [
          finding(
            written.some(({ file }) => due.test(file) || (isOfTests && isKind(TESTS, file, ""))),
            code.file,
          ),
        ];
      },
    ];
  });

const TESTS: FileKind = { words: /^$/, path: /(?:^|\/)(?:tests?|specs?|__tests__)\//i };
