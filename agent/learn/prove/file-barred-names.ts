import { type Check, eachChange, finding } from "./check.ts";
import { baseOf, stemOf } from "./file-names.ts";
import { codesIn, quotesIn, wordsOf } from "./mask.ts";
import type { Rule } from "./rule.ts";
import { PROSE } from "./scope.ts";

const OF_FILES =
  /\b(?:files?|modules?|folders?|director(?:y|ies)|dateien?|ordner|archivos?|ficheros?|carpetas?|fichiers?|dossiers?)\b/i;
const CALLED =
  /\b(?:called|named|like|such as|with names|namens|genannt|wie|llamad[oa]s?|como|appelés?|nommés?|comme)\b/i;
/** Names that say nothing, as people call them without quotes. */
const CATCH_ALLS = /\b(utils?|helpers?|misc|common|stuff|shared)\b/gi;

/** `test-helpers`, `stringUtils`, `date_utils`: the parts of a name. */
const partsOf = (name: string): string[] =>
  name
    .slice(0, 120)
    .replace(/([a-z\d])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[-_.]+/);

const RE_EXPORTS = /^export (?:type )?(?:\*|\{[^}]{0,300}\})(?: as \w+)? from |^from \.\w* import |^pub use /m;

/** "No files called `utils` or `helpers`." */
export const barredNames = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const said = clause.unwanted.join(" ");
    const words = wordsOf(said);
    if (clause.polarity !== "dont" || !OF_FILES.test(words)) return [];
    const quoted = [...codesIn(said), ...quotesIn(said), ...clause.asides.flatMap(codesIn)];
    const named = CALLED.test(words) || quoted.length > 0 ? quoted : [];
    const all = [
      ...named.filter((name) => /^[\w-]{2,30}(?:\.\w{1,4})?$/.test(name)).map((name) => stemOf(name).toLowerCase()),
      ...(quoted.length > 0
        ? []
        : [...words.matchAll(CATCH_ALLS), ...words.matchAll(/^(index|barrel|main)(?= files?\b)/gi)].map(([name]) =>
            name.toLowerCase(),
          )),
    ];
    if (all.length === 0 || named.some((name) => /[/*]/.test(name))) return [];
    const same = (part: string): boolean =>
      all.some((name) => part === name || `${part}s` === name || part === `${name}s`);
    return [
      eachChange(({ file, isNew, added }) => {
        if (!isNew || PROSE.test(file) || /\.(?:json|lock|toml|ya?ml|svg|png)$/.test(file) || baseOf(file) === "")
          return null;
        // An `index.ts` that does something is no barrel.
        if (/\bbarrel/i.test(words) && !RE_EXPORTS.test(added) && partsOf(stemOf(file)).some(same)) return null;
        const folder = file.slice(0, -baseOf(file).length).split("/").filter(Boolean).at(-1) ?? "";
        const isBarred =
          partsOf(stemOf(file)).some(same) ||
          (/folder|director|ordner|carpeta|dossier|catch/i.test(words) && same(folder));
        return finding(!isBarred, file);
      }),
    ];
  });
