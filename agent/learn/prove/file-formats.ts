import { type Check, eachChange, type Finding, finding } from "./check.ts";
import { baseOf } from "./file-names.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";
import type { Rule } from "./rule.ts";

/** Formats of files as people call them, and their endings. */
const FORMATS: readonly (readonly [words: RegExp, file: RegExp])[] = [
  [/\bmarkdown\b|\bmd\b/i, /\.mdx?$/i],
  [/\bascii ?doc\b/i, /\.(?:adoc|asciidoc)$/i],
  [/\brestructuredtext\b|\bre?st files?\b|\brst\b/i, /\.rst$/i],
  [/\bya?ml\b/i, /\.ya?ml$/i],
  [/\bjson5?\b/i, /\.json5?$/i],
  [/\btoml\b/i, /\.toml$/i],
  [/\bini\b/i, /\.ini$/i],
  [/\bxml\b/i, /\.xml$/i],
  [/\bcsv\b/i, /\.csv$/i],
  [/\bexcel\b|\bxlsx?\b/i, /\.xlsx?$/i],
  [/\bparquet\b/i, /\.parquet$/i],
  [/\b(?:plain )?css\b/i, /\.css$/i],
  [/\bs[ac]ss\b/i, /\.s[ac]ss$/i],
  [/\bpngs?\b/i, /\.png$/i],
  [/\bjpe?gs?\b/i, /\.jpe?g$/i],
  [/\bwebp\b/i, /\.webp$/i],
  [/\bavif\b/i, /\.avif$/i],
  [/\bsvgs?\b/i, /\.svg$/i],
  [/\bgifs?\b/i, /\.gif$/i],
  [/\bword\b.*\b(?:files?|documents?)\b|\bdocx\b/i, /\.docx?$/i],
  [/\bpdfs?\b/i, /\.pdf$/i],
  [/\bpower ?shell\b/i, /\.ps1$/i],
];

const FILLER =
  /\b(?:new|neue?[ns]?|nuevos?|files?|pages?|docs?|documents?|dateien|seiten|archivos|páginas|as|is|are|in|under|for|there|any|more|plain|the|our|write|written|end|images?|pictures?|config\w*|always|use|put|add|create|data|styles?|stylesheets?)\b|`[^`]*`|[^\p{L}]+/giu;

/** The endings that a phrase means, where it speaks of a format and of little else. */
const formatIn = (phrase: string): RegExp | null => {
  const ending = codesIn(phrase).find((code) => /^\.\w{1,8}$/.test(code));
  if (ending !== undefined) return new RegExp(`${ending.replace(".", "\\.")}$`, "i");
  const words = wordsOf(phrase);
  const found = FORMATS.find(([name]) => name.test(words));
  if (found === undefined || words.replace(found[0], "").replace(FILLER, "").length > 8) return null;
  return found[1];
};

/** "Images go to `public/img` as WebP" */
const lastFormatIn = (phrase: string): RegExp | null => {
  const last = / (?:as|in|to|are|is|als|en|como) (?:an? )?([\w ]{2,20})$/i.exec(wordsOf(phrase))?.[1];
  return last === undefined ? null : formatIn(last);
};

const MAKES =
  /\b(?:new|files?|pages?|docs?|documents?|dateien|seiten|archivos|páginas|images?|pictures?|config\w*|write|written|put|add|create)\b/i;

/** "Docs are AsciiDoc, no new Markdown under `docs/`": the format of new files, where it is said. */
export const formatChecks = (rule: Rule): Check[] => {
  const said = rule.clauses.filter(({ polarity }) => polarity === "do" || polarity === "dont");
  if (!MAKES.test(wordsOf(said.map(({ text }) => text).join(". ")))) return [];
  return said.flatMap((clause) =>
    clause.unwanted.flatMap((phrase) => {
      const bad = formatIn(phrase);
      const all = [...clause.wanted, ...rule.wanted];
      const good =
        all.map(formatIn).find((one) => one !== null) ?? all.map(lastFormatIn).find((one) => one !== null) ?? null;
      if (bad === null || (good === null && placesIn(phrase).length === 0)) return [];
      const places = placesIn(phrase).filter((place) => !/^\.\w+$/.test(place));
      const isThere = places.length > 0 ? placed(places) : () => true;
      return [
        eachChange(({ file, isNew }, { prompt }): Finding | null => {
          const base = baseOf(file);
          if (!isNew || base === "" || prompt.includes(base) || !isThere(file)) return null;
          if (
            /^(?:README|CHANGELOG|CONTRIBUTING|LICENSE|SECURITY|AGENTS|CLAUDE|package|tsconfig)\b|config\.\w+$/.test(
              base,
            )
          )
            return null;
          if (bad.test(file)) return finding(false, file);
          return good?.test(file) ? finding(true, file) : null;
        }),
      ];
    }),
  );
};
