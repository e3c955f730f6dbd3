import { type Check, eachChange, finding } from "./check.ts";
import { wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";
import type { Rule } from "./rule.ts";
import { PROSE } from "./scope.ts";

const FROM = /\b(?:import|imports|imported|importing|importier\w*|importa\w*|importe[rz]?|depend)\b/i;
const IMPORTED =
  /(?:\bfrom\s*|\bimport\s*\(?|\brequire\s*\(\s*)["']([^"'\n]{1,200})["']|^\s*from ([\w.]{1,120}) import|^\s*import ([\w.]{1,120})\s*$/gm;

/** Who must not import, by a word that is in its path: "UI must not import from `server/`". */
const importerIn = (text: string): ((file: string) => boolean) | null => {
  const head =
    /^(?<who>.{0,60}?)(?:\b(?:must|may|should|can|do|does|never|no|not|don['’]t)\b)/i.exec(text)?.groups?.who ?? "";
  const places = placesIn(head);
  if (places.length > 0) return placed(places);
  const word = /([A-Za-z]{2,20})\W*$/.exec(wordsOf(head))?.[1]?.toLowerCase().replace(/s$/, "");
  if (word === undefined || /^(?:code|you|we|module|file|import|please|it|that)$/.test(word))
    return head.trim() === "" ? () => true : null;
  const named = new RegExp(`(?:^|[/._-])${word}s?(?:[/._-])`, "i");
  return (file) => named.test(file);
};

/** "Never import from `dist/`": the path of an import, not of a file. */
export const importBars = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    if (clause.polarity !== "dont" || !FROM.test(wordsOf(clause.text))) return [];
    const behind = /\b(?:from|of|aus|von|de|desde|depuis|on) [^`]{0,30}(?<place>`[^`]+`.*)$/i.exec(clause.text)?.groups
      ?.place;
    const places = placesIn(behind ?? "");
    const isBarredFor = importerIn(clause.text);
    if (places.length === 0 || isBarredFor === null) return [];
    const names = places
      .map((place) => place.replace(/^[@~.]?\/|\/?\*{0,2}$/g, ""))
      .filter((name) => /^[\w./@-]{2,60}$/.test(name));
    if (names.length === 0) return [];
    return [
      eachChange(({ file, added }) => {
        if (PROSE.test(file) || !isBarredFor(file)) return null;
        const paths = [...added.matchAll(IMPORTED)]
          .slice(0, 80)
          .map((found) => found[1] ?? (found[2] ?? found[3] ?? "").replaceAll(".", "/"));
        if (paths.length === 0) return null;
        const wrong = paths.find((path) => names.some((name) => `/${path}/`.includes(`/${name}/`)));
        return wrong === undefined ? finding(true, paths[0] ?? file) : finding(false, wrong);
      }),
    ];
  });
