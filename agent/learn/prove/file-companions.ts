import { type Check, eachChange, type Finding, finding } from "./check.ts";
import { doingOf } from "./doings.ts";
import { FILE_KINDS, isKind, kindIn, LANGUAGES, TEST_FILE } from "./file-kinds.ts";
import { baseOf, stemOf } from "./file-names.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";
import type { Rule } from "./rule.ts";

/** "Put a story beside each new component": what has to come with a new file. */
export const companions = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const words = wordsOf(clause.text);
    const found =
      /^(?:put|add|write|create|every|leg|schreib|añade|ajoute)?\w* ?(?:an? |unit |a )*(?<what>.+?) (?:beside|next to|alongside|for|with|zu|neben|para|junto a|pour) (?:each|every|any|all)(?: new)? (?<of>.+)$/i.exec(
        words,
      )?.groups ??
      /^(?:each|every|any|all|jede[rs]?|cada|chaque)(?: new| neue[rs]?| nuevo| nueva)? (?<of>.+?) (?:gets?|needs?|has|have|must have|comes with|requires?|bekommt|braucht|necesita|lleva) (?:an? |its own |at least one |eine?n? |una? )*(?<what>.+)$/i.exec(
        words,
      )?.groups;
    if (found === undefined || clause.polarity !== "do") return [];
    const what = kindIn(found.what ?? "");
    const of = FILE_KINDS.find((kind) => kind !== what && kind.words.test(found.of ?? ""));
    if (
      what === undefined ||
      of === undefined ||
      !/stor|test|spec|snapshot|migrat|mock|fixture|doc/i.test(found.what ?? "")
    )
      return [];
    const inside = placed(placesIn(clause.text));
    const isLimited = placesIn(clause.text).length > 0;
    return [
      ({ deeds }) => {
        const written = deeds.flatMap((deed) => doingOf(deed).written);
        return written.flatMap(({ file, added, isNew }): Finding[] => {
          if (
            !isNew ||
            !isKind(of, file, added) ||
            isKind(what, file, "") ||
            TEST_FILE.test(file) ||
            /\.stories\./.test(file)
          )
            return [];
          if (isLimited && !inside(file)) return [];
          const stem = stemOf(file).toLowerCase();
          return [
            finding(
              written.some((one) => isKind(what, one.file, "") && baseOf(one.file).toLowerCase().includes(stem)),
              file,
            ),
          ];
        });
      },
    ];
  });

/** "Keep `main.go` free of handlers." */
export const freeOf = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const found = /\b(?:keep|leave|halte)\b (?<where>.+?) (?:free of|frei von|clear of|free from) (?<what>.+)$/i.exec(
      clause.text,
    )?.groups;
    const places = placesIn(found?.where ?? "");
    if (found === undefined || places.length === 0) return [];
    const isThem = /^(?:them|it|those|these)$/i.test(found.what?.trim() ?? "");
    const kind = kindIn(isThem ? wordsOf(rule.clauses[0]?.text ?? "") : (found.what ?? ""));
    const content = kind?.content;
    if (content === undefined) return [];
    const isThere = placed(places);
    return [eachChange(({ file, added }) => (isThere(file) && content.test(added) ? finding(false, file) : null))];
  });

/** "TypeScript, not JavaScript", "`.yaml`, not `.yml`": the endings of new files. */
export const endingChoice = (rule: Rule): Check[] => {
  const endingOf = (phrase: string): RegExp | undefined => {
    const code = codesIn(phrase).find((one) => /^\.\w{1,5}$/.test(one));
    if (code !== undefined) return new RegExp(`${code.replace(".", "\\.")}$`);
    return phrase.split(" ").length > (/\b(?:files?|new|written|modules?|scripts?)\b/i.test(phrase) ? 8 : 3)
      ? undefined
      : LANGUAGES.find(([words]) => words.test(phrase))?.[1];
  };
  const [wanted, unwanted] = [
    rule.wanted.map(endingOf).find((one) => one !== undefined),
    rule.unwanted.map(endingOf).find((one) => one !== undefined),
  ];
  if (unwanted === undefined || rule.unwanted.some((phrase) => phrase.split(" ").length > 4)) return [];
  const isLanguage = codesIn(rule.unwanted.join(" ")).length === 0;
  if (wanted === undefined && (isLanguage || rule.unwanted.every((phrase) => phrase.split(" ").length > 2))) return [];
  return [
    eachChange(({ file, isNew }) => {
      if (!isNew || /config\.\w+$/.test(file)) return null;
      if (unwanted.test(file)) return finding(false, file);
      return wanted?.test(file) ? finding(true, file) : null;
    }),
  ];
};
