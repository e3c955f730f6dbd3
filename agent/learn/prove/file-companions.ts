import { type Check, eachChange, type Finding, finding } from "./check.ts";
import { doingOf } from "./doings.ts";
import { FILE_KINDS, type FileKind, isKind, kindIn, LANGUAGES, TEST_FILE } from "./file-kinds.ts";
import { baseOf, stemOf } from "./file-names.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";
import type { Rule } from "./rule.ts";

/** "Every page comes with a `loading.tsx`": of that name, in the same folder. */
const sameFolder = (of: FileKind, name: string, where: string): Check => {
  const places = placesIn(where);
  const isThere = places.length > 0 ? placed(places) : () => true;
  const folderOf = (file: string): string => file.slice(0, -baseOf(file).length);
  return ({ deeds }) => {
    const written = deeds.flatMap((deed) => doingOf(deed).written);
    return written.flatMap(({ file, added, isNew }): Finding[] =>
      !isNew || baseOf(file) === name || !isKind(of, file, added) || TEST_FILE.test(file) || !isThere(file)
        ? []
        : [
            finding(
              written.some((one) => baseOf(one.file) === name && folderOf(one.file) === folderOf(file)),
              file,
            ),
          ],
    );
  };
};

/** "Put a story beside each new component": what has to come with a new file. */
export const companions = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const words = wordsOf(clause.text);
    const found =
      /^(?:put|add|write|create|every|leg|schreib|añade|ajoute)?\w* ?(?:an? |unit |a )*(?<what>.+?) (?:beside|next to|alongside|for|with|zu|neben|para|junto a|pour) (?:each|every|any|all)(?: new)? (?<of>.+)$/i.exec(
        words,
      )?.groups ??
      /^(?:each|every|any|all|jede[rs]?|cada|chaque)(?: new| neue[rs]?| nuevo| nueva)? (?<of>.+?) (?:gets?|needs?|has|have|must have|comes? with|requires?|bekommt|braucht|necesita|lleva) (?:an? |its own |at least one |eine?n? |una? )*(?<what>.+)$/i.exec(
        words,
      )?.groups;
    if (found === undefined || clause.polarity !== "do") return [];
    // "a matching `.down.sql`": the ending is its name.
    const ending = codesIn(clause.text).find((code) => /^\.[\w.]+\.\w+$|^\.(?:test|spec|stories|snap|d)\b/.test(code));
    const what: FileKind | undefined =
      ending === undefined
        ? kindIn(found.what ?? "")
        : { words: /^$/, path: new RegExp(`${ending.replace(/\./g, "\\.")}(?:\\.\\w+)?$`) };
    const sibling = codesIn(clause.text).find((code) => /^[\w-]+\.\w{1,5}$/.test(code));
    const ofSibling = FILE_KINDS.find((kind) => kind.words.test(found.of ?? ""));
    if (sibling !== undefined && ofSibling !== undefined && placesIn(found.of ?? "").length < 2)
      return [sameFolder(ofSibling, sibling, found.of ?? "")];
    const of = FILE_KINDS.find((kind) => kind !== what && kind.words.test(found.of ?? ""));
    if (
      what === undefined ||
      of === undefined ||
      (ending === undefined && !/stor|test|spec|snapshot|migrat|mock|fixture|doc/i.test(found.what ?? ""))
    )
      return [];
    const places = placesIn(clause.text).filter((place) => !place.startsWith("."));
    const inside = placed(places);
    const isLimited = places.length > 0;
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
    const code = codesIn(phrase).find((one) =>
      /^\.\w{1,5}$|^\w*\.(?:test|spec|stories|d|module|e2e)\.\w{1,5}$/.test(one),
    );
    if (code !== undefined) return new RegExp(`${code.slice(code.indexOf(".")).replace(/\./g, "\\.")}$`);
    return phrase.split(" ").length > (/\b(?:files?|new|written|modules?|scripts?)\b/i.test(phrase) ? 8 : 3)
      ? undefined
      : LANGUAGES.find(([words]) => words.test(wordsOf(phrase)))?.[1];
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

const TOGETHER =
  /\b(?:both|together|in sync|synchron\w*|each|always|every|immer|beide[nr]?|jeweils|siempre|ambos|ambas|toujours|les deux|chaque)\b/i;
const GIVES_TO =
  /\b(?:add|put|go|goes|keep|update|enter|insert|mirror|change|edit|translate|register|list|eintragen|trag\w*|ergänz\w*|pfleg\w*|aktualisier\w*|añad\w*|actualiza\w*|pon\w*|ajout\w*|mets|mettre|new|neue\w*)\b/i;

/** "New keys go into `de.json` and `en.json`, never only one": a change of one of them needs the others. */
export const together = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const list = /(`[^`]+`)(?:(?:, ?| (?:and|und|y|et|as well as|sowie) (?:also |auch |in |en |dans )?)`[^`]+`)+/.exec(
      clause.text,
    )?.[0];
    const files = list === undefined ? [] : codesIn(list).filter((code) => /^[\w./-]+\.\w{2,5}$/.test(code));
    const words = wordsOf(clause.text);
    if (
      clause.polarity !== "do" ||
      clause.unwanted.length > 0 ||
      files.length < 2 ||
      files.length !== codesIn(list ?? "").length ||
      !(TOGETHER.test(wordsOf(rule.text)) && GIVES_TO.test(words))
    )
      return [];
    const each = files.map((file) => placed([file]));
    const isOfNew =
      /\b(?:new|neue\w*|nuev\w+|nouve\w+|add|keys?|schlüssel|entr\w+|claves?|clés?|trag|eintragen|añad\w*|ajout\w*)\b/i.test(
        words,
      );
    return [
      ({ deeds }): Finding[] => {
        // A line that only reads differently is no new entry.
        const written = deeds
          .flatMap((deed) => doingOf(deed).written)
          .filter(
            ({ added, removed }) =>
              !isOfNew || added.split("\n").length > (removed === "" ? 0 : removed.split("\n").length),
          );
        const touched = written.find(({ file }) => each.some((is) => is(file)));
        if (touched === undefined) return [];
        return [
          finding(
            each.every((is) => written.some(({ file }) => is(file))),
            touched.file,
          ),
        ];
      },
    ];
  });
