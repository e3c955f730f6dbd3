import { type Check, eachOf, type Finding } from "./check.ts";
import type { Rule } from "./rule.ts";

const PATH =
  /`([^`\s]*[/.*][^`\s]*)`|(?<![\w/])((?:[\w.@-]+\/)+[\w.@*-]*|[\w-]+\.(?:json|lock|toml|ya?ml|md|sql|xml|ts|tsx|js|py|go|rs|java|rb|php|cs|c|h|cpp|css|html|env))(?!\w)/g;
const FOLDER = /\b([\w.-]+) (?:folder|directory|dir|ordner|carpeta|dossier)\b/gi;
const HANDS_OFF =
  /\b(?:edit|touch|modify|change|write to|alter|update|delete|remove|overwrite|commit|bearbeite|ändere|toques|modifiques|edites|modifie)\w*\b/i;
const PUTS =
  /^(?:always |please )?(?:put|place|keep|store|save|create|add|write|leg|lege|pon|mets)\b(?<what>.*?) (?:in|into|under|inside|to|at|within|unter|en|dans)\b (?<where>.*)$/i;

const pathsIn = (text: string): string[] => [
  ...[...text.matchAll(PATH)].map((found) => (found[1] ?? found[2] ?? "").replace(/[.,;:]+$/, "")),
  ...[...text.matchAll(FOLDER)].map((found) => `${found[1]}/`),
];

const escaped = (text: string): string => text.replace(/[\\^$+?.()|[\]{}]/g, "\\$&");

/** Whether a file is the one that is named, or lies in the folder or under the pattern that is. */
const isAt = (file: string, place: string): boolean => {
  const plain = place.replace(/^\.?\//, "").replace(/\*\*\/?/g, "*");
  const body = plain.split("*").map(escaped).join("[^\\s]*");
  const end = plain.endsWith("/") ? "" : "(?:/|$)";
  return new RegExp(`(?:^|/)${body}${end}`).test(file);
};

/** What kind of file is spoken of, and how its name shows it. */
const FILE_KINDS: readonly (readonly [words: RegExp, name: RegExp])[] = [
  [/\btests?\b|\bspecs?\b/i, /(?:^|\/)(?:test_[^/]*|[^/]*[._-](?:test|spec)s?\.[^/]+|[^/]*Tests?\.\w+)$/],
  [/\bmigrations?\b/i, /migrat|\.sql$/i],
  [/\bstor(?:y|ies)\b/i, /\.stories\./],
  [/\bcomponents?\b/i, /\.(?:tsx|jsx|vue|svelte)$/],
  [/\bhooks?\b/i, /(?:^|\/)use[A-Z-][^/]*$/],
  [/\btypes?\b/i, /types?\.ts$|\.d\.ts$/],
  [/\b(?:docs?|documentation|adrs?)\b/i, /\.(?:md|mdx|rst|adoc)$/],
  [/\b(?:styles?|css)\b/i, /\.(?:css|scss|sass|less)$/],
  [/\bscripts?\b/i, /\.(?:sh|bash|ps1)$|(?:^|\/)scripts?\//],
  [/\bnotebooks?\b/i, /\.ipynb$/],
  [/\bfixtures?\b/i, /fixture/i],
];

const CASES: readonly (readonly [words: RegExp, name: RegExp])[] = [
  [/\bkebab[- ]?case\b/i, /^[a-z\d]+(?:-[a-z\d]+)*$/],
  [/\bsnake[_ -]?case\b/i, /^[a-z\d]+(?:_[a-z\d]+)*$/],
  [/\bpascal[- ]?case\b/i, /^(?:[A-Z][a-z\d]*)+$/],
  [/\bcamel[- ]?case\b/i, /^[a-z]+(?:[A-Z][a-z\d]*)*$/],
];

const stemOf = (file: string): string => (file.split("/").at(-1) ?? "").replace(/\..*$/, "");

const finding = (isGood: boolean, evidence: string): Finding => ({ verdict: isGood ? "obeyed" : "violated", evidence });

/** Checks on where an agent writes. */
export const pathChecks = ({ wanted, unwanted, text }: Rule): readonly Check[] => {
  const checks: Check[] = [];
  if (unwanted.length > 0 && wanted.length === 0 && HANDS_OFF.test(text)) {
    const places = pathsIn(text.replace(/,.*$/, ""));
    checks.push(
      eachOf("edit", ({ file }) => (places.some((place) => isAt(file, place)) ? finding(false, file) : null)),
    );
  }
  const puts = PUTS.exec(text)?.groups;
  const where = pathsIn(puts?.where?.replace(/,? (?:not|nicht|no) .*$/i, "") ?? "");
  const kind = FILE_KINDS.find(([words]) => words.test(puts?.what ?? ""))?.[1];
  if (kind !== undefined && where.length > 0) {
    checks.push(
      eachOf("edit", ({ file, isNew }) =>
        isNew && kind.test(file)
          ? finding(
              where.some((place) => isAt(file, place)),
              file,
            )
          : null,
      ),
    );
  }
  const named = /\bfile ?names?\b|\bfiles?\b|\bdateien\b|\bdateinamen\b/i.test(text)
    ? CASES.find(([words]) => words.test(wanted[0] ?? text))?.[1]
    : undefined;
  if (named !== undefined) {
    checks.push(eachOf("edit", ({ file, isNew }) => (isNew ? finding(named.test(stemOf(file)), file) : null)));
  }
  return checks;
};
