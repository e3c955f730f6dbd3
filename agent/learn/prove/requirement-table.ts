import { commentsIn, docstringsIn } from "./code-text.ts";
import { codesIn, quotesIn, wordsOf } from "./mask.ts";
import { each, type Occurrence, type Requirement } from "./requirement.ts";
import { CALL_REQUIREMENTS } from "./requirement-calls.ts";
import { MARKUP_REQUIREMENTS } from "./requirement-markup.ts";
import type { Clause } from "./rule.ts";
import { isDenied, isTongueDenied, lengthIn } from "./text-judges.ts";
import { inTongue } from "./tongues.ts";

const PY = /\.pyi?$/;
const JS = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;

const linesBefore = (added: string, at: number): string =>
  added.slice(0, at).split("\n").slice(-3).join("\n").trimEnd();

export const isPublicOnly = (clause: Clause): boolean =>
  /\b(?:public|exported|öffentliche\w*|exportier\w*|públic\w*|publi\w*)\b/i.test(clause.text);

const typedParams = (params: string): boolean =>
  params
    .split(",")
    .map((one) => one.trim())
    .every(
      (one) =>
        one === "" ||
        /^(?:self|cls|\*|\/)$/.test(one) ||
        /:/.test(one) ||
        /^[\w\])}'" ]+$/.test(one) === false ||
        /[\])]$/.test(one),
    );

const stringsOf =
  (call: RegExp) =>
  (added: string, isGood: (said: string) => boolean): Occurrence[] =>
    each(added, call, (found) => isGood(found[1] ?? ""));

const TEST_NAMES = stringsOf(/\b(?:it|test)(?:\.\w+)?\(\s*["'`]([^"'`\n]{1,160})/g);
const LOG_TEXTS = stringsOf(/\blog(?:ger|ging)?\.\w+\(\s*f?["'`]([^"'`\n]{1,160})/gi);
const ERROR_TEXTS = stringsOf(
  /\b(?:new \w*Error|errors\.New|fmt\.Errorf|raise \w+|throw \w+)\(\s*f?["'`]([^"'`\n]{1,200})/g,
);

const STYLE: readonly (readonly [words: RegExp, is: (said: string) => boolean])[] = [
  [/\blower[- ]?case\b|\bminúsculas?\b|\bklein\w*/i, (said) => !/^\p{Lu}(?!\p{Lu})/u.test(said)],
  [/\bcapital\w*|\bupper[- ]?case\b|\bsentence case\b|\bmayúsculas?\b|\bgroß\w*/i, (said) => !/^\p{Ll}/u.test(said)],
  [
    /\b(?:punctuation|full stops?|periods?|trailing (?:dots?|periods?)|satzzeichen|punkt|punto)\b/i,
    (said) => /[.!]$/.test(said.trim()),
  ],
  [/\bemojis?\b/i, (said) => /\p{Extended_Pictographic}/u.test(said)],
];

/** Says of a text in code whether it is as a clause wants it: its case, its end, its first word, its language. */
const styleIn = (clause: Clause): ((said: string) => boolean) | null => {
  const judges: ((said: string) => boolean)[] = STYLE.flatMap(([words, is]) => {
    const at = clause.text.search(words);
    return at === -1 ? [] : [(said: string) => is(said) !== isDenied(clause, at)];
  });
  const first = [...codesIn(clause.text), ...quotesIn(clause.text)][0];
  if (first !== undefined && /\b(?:start|begin|prefix)\w*\b/i.test(clause.text)) {
    const denied = isDenied(clause, clause.text.search(/[`"“]/));
    judges.push((said) => said.toLowerCase().startsWith(first.toLowerCase().replace(/[\s…]+$/, "")) !== denied);
  }
  const barred = quotesIn(clause.text).filter((quote) => isDenied(clause, clause.text.indexOf(quote) - 1));
  if (barred.length > 0 && !/\b(?:start|begin|prefix)\w*\b/i.test(clause.text))
    judges.push((said) => !barred.some((word) => new RegExp(`\\b${word.replace(/\W/g, "\\$&")}\\b`, "i").test(said)));
  const tongue = inTongue(clause.text);
  if (tongue !== null) judges.push((said) => (tongue(said) ?? true) !== isTongueDenied(clause));
  return judges.length === 0 ? null : (said) => judges.every((judge) => judge(said));
};

const styled =
  (strings: (added: string, isGood: (said: string) => boolean) => Occurrence[]): Requirement["find"] =>
  (added, clause) => {
    const is = styleIn(clause);
    return is === null ? [] : strings(added, is);
  };

/** "Docstrings in Google style" asks for none where there is none. */
const DEMANDS =
  /\b(?:every|each|all|any|always|must|needs?|requires?|gets?|has|have|add|write|no|without|never|jede\w*|immer|braucht|cada|siempre|todas?|todos|chaque|toujours)\b/i;
const PARAMETERS_MAX = /\b(?:at most|max\w*|no more than|more than|over|up to) (\w+) (?:positional )?(?:param|arg)/i;

/** What a memory may demand of something in code each time it is written. */
export const REQUIREMENTS: readonly Requirement[] = [
  {
    words:
      /\b(?:todo|fixme)s?\b.*\b(?:ticket|issue|owner|name|author|date|number|id|link|reference|tracker)\b|\b(?:ticket|issue|owner|name|number|id)\b.*\b(?:todo|fixme)s?\b/i,
    find: (added, { text }) =>
      each(added, /\b(?:TODO|FIXME|XXX)\b[^\n]*/g, ([line]) =>
        (/\b(?:owner|name|author|initials)\b/i.test(text) && !/ticket|issue/i.test(text)
          ? /TODO\s*\(@?\w+\)/
          : /[A-Z][A-Z\d]+-\d+|#\d+|https?:\/\//
        ).test(line ?? ""),
      ),
  },
  {
    words: /\btype[- ]?(?:hints?|annotat\w+)\b|\btyped\b|\breturn types?\b|\btypannotation\w*|\banotaciones de tipo\b/i,
    files: PY,
    find: (added, clause) =>
      each(added, /^[ \t]*(?:async )?def (\w+)\(([^)]{0,400})\)\s*(->)?/gm, (found) => {
        const [, name = "", params = "", arrow] = found;
        return (
          (name.startsWith("_") && isPublicOnly(clause)) ||
          name.startsWith("test_") ||
          (arrow !== undefined && typedParams(params))
        );
      }).filter(({ text }) => !(isPublicOnly(clause) && /def _/.test(text)) && !/def test_/.test(text)),
  },
  {
    words: /\b(?:explicit )?return types?\b/i,
    files: /\.[cm]?tsx?$/,
    find: (added, clause) =>
      each(
        added,
        isPublicOnly(clause)
          ? /^export (?:default )?(?:async )?function \w+(?:<[^>\n]{0,80}>)?\([^()\n]{0,300}\)(\s*:)?/gm
          : /\bfunction \w+(?:<[^>\n]{0,80}>)?\([^()\n]{0,300}\)(\s*:)?/g,
        (found) => found[1] !== undefined,
      ),
  },
  {
    words: /\bdoc ?strings?\b/i,
    isUnderstood: ({ text }) => DEMANDS.test(text),
    files: PY,
    find: (added, clause) =>
      isDeniedAt(clause, /doc ?strings?/i)
        ? []
        : each(added, /^[ \t]*(?:async )?(?:def|class) ([a-zA-Z_]\w*)[^\n]{0,300}:[ \t]*\n([ \t]*[^\n]*)/gm, (found) =>
            /^\s*r?(?:"""|''')/.test(found[2] ?? ""),
          ).filter(({ text }) => !/^(?:async )?(?:def|class) (?:_|test_|Test)/.test(text)),
  },
  {
    words: /\b(?:js ?doc|ts ?doc|doc(?:umentation)?[- ]comments?|java ?doc|kdoc|doxygen|go ?doc|rustdoc|documented)\b/i,
    files: /\.(?:[cm]?[jt]sx?|go|rs|java|kt|swift|cs|php)$/,
    find: (added, clause) =>
      isDeniedAt(clause, /doc/i)
        ? []
        : each(
            added,
            /^[ \t]*(?:export (?:default )?(?:async )?(?:function|class|const) \w+|func (?:\([^)\n]{0,80}\) )?[A-Z]\w*\(|pub (?:async )?(?:fn|struct|enum|trait) \w+|public (?:[\w<>[\], ]+ )?\w+\()/gm,
            ([found], at) =>
              (/\bfunctions?\b/i.test(clause.text) && /\b(?:const|class)\b/.test(found)) ||
              /(?:\*\/|\/\/[^\n]*|^\s*#\[[^\n]*|@\w[^\n]*)$/m.test(linesBefore(added, at).split("\n").at(-1) ?? ""),
          ),
  },
  ...MARKUP_REQUIREMENTS,
  ...CALL_REQUIREMENTS,
  {
    words: /\btables?\b.*`/i,
    files: /\.(?:sql|py|rb|ts|js|php|go)$/,
    find: (added, clause) =>
      /\b(?:new |every |each |all )?tables?\b.{0,30}\b(?:get|need|have|has|carry|must|with|include|contain)/i.test(
        wordsOf(clause.text),
      )
        ? each(added, /\bcreate table\b(?: if not exists)?[^;]{1,3000}/gi, ([body]) =>
            codesIn(clause.text).every((code) => (body ?? "").toLowerCase().includes(code.toLowerCase())),
          )
        : [],
  },
  {
    words: /\b(?:reversible|down migrations?|rollbacks?|`down`|`downgrade`)\b/i,
    files: /migrat|\.sql$/i,
    find: (added) =>
      /create|alter|add_column|op\./i.test(added)
        ? [
            {
              text: added.split("\n")[0] ?? "",
              isGood:
                /\bdown\b|\brollback\b|\bdef downgrade\b(?!\([^)]*\)[^:]*:\s*pass)|\bdef change\b|^-- ?\+?.*down/im.test(
                  added,
                ),
            },
          ]
        : [],
  },
  {
    words:
      /\btest (?:names?|titles?|descriptions?|cases? (?:names?|titles?))\b|\btests? (?:are |is )?(?:named|called|titled)\b|\bnames? of tests?\b|\btestnamen\b|\bnombres de (?:los )?tests\b/i,
    isUnderstood: (clause) => styleIn(clause) !== null,
    find: styled(TEST_NAMES),
  },
  {
    words:
      /\blog (?:messages?|lines?|texts?|calls?|entries|output)\b|\blogmeldungen\b|\blogs are\b|\bmensajes de log\b/i,
    isUnderstood: (clause) => styleIn(clause) !== null,
    find: styled(LOG_TEXTS),
  },
  {
    words:
      /\berror (?:messages?|strings?|texts?)\b|\berrors? (?:begin|start|end)\b|\bfehlermeldungen\b|\bmensajes de error\b/i,
    isUnderstood: (clause) => styleIn(clause) !== null,
    find: styled(ERROR_TEXTS),
  },
  {
    words: /\b(?:code )?(?:comments?|kommentare?|comentarios?|commentaires?|doc ?strings?)\b/i,
    isUnderstood: (clause) => styleIn(clause) !== null,
    find: (added, clause) => {
      const is = styleIn(clause);
      if (is === null) return [];
      // "Names in English, comments in German": what is said next to the comments counts.
      const own = clause.text
        .split(/[,;]| (?:and|but|und|aber|y|pero|et|mais) /)
        .find((part) => /comment|kommentar|comentario/i.test(part));
      const tongue = inTongue(own !== undefined && inTongue(own) !== null ? own : clause.text);
      const isOfDocs = /doc ?strings?/i.test(clause.text);
      const said = [commentsIn(added), isOfDocs ? docstringsIn(added) : ""].join("\n").trim();
      if (said === "") return [];
      return tongue !== null
        ? tongue(said) === null
          ? []
          : [{ text: said, isGood: (tongue(said) === true) !== isTongueDenied(clause) }]
        : // Lines of one comment belong together: its style shows in the whole of it.
          [{ text: said.replace(/\n/g, " "), isGood: is(said.replace(/\n/g, " ")) }];
    },
  },
  {
    words:
      /\b(?:columns? (?:wide|long)|line length|lines? (?:at most|under|below|within|up to|max\w*|no longer|shorter|are|stay|should|must|may|wrap)|(?:\d+) (?:columns?|chars? per line|characters? per line)|wrap (?:lines? )?at|zeilenlänge|zeilen (?:höchstens|maximal))\b/i,
    find: (added, clause) => {
      const most = Number(/\b(\d{2,3})\b/.exec(clause.text)?.[1] ?? 0);
      if (most < 40 || /\b(?:file|function|method|component|commit|subject|answer)s?\b/i.test(clause.text)) return [];
      return added
        .split("\n")
        .filter((line) => line.trim() !== "" && !/https?:\/\//.test(line))
        .slice(0, 400)
        .map((text) => ({ text: text.trim(), isGood: text.length <= most }));
    },
  },
  {
    words:
      /\b(?:files?|modules?|components?|dateien|archivos)\b.*\b\d+ (?:lines|zeilen|líneas|loc)\b|\b\d+ (?:lines|zeilen|líneas)\b.*\b(?:per|a|pro|por) (?:file|module|component|datei|archivo)\b/i,
    find: (added, clause) => {
      const length = lengthIn(clause);
      const most = length?.most ?? Number(/(\d+) (?:lines|zeilen|líneas|loc)/i.exec(clause.text)?.[1] ?? 0);
      const lines = added.trimEnd().split("\n").length;
      return most === 0 || lines < 20 ? [] : [{ text: `${lines} lines`, isGood: lines <= most }];
    },
  },
  {
    words: /\b(?:parameters?|arguments?|params|args)\b/i,
    isUnderstood: ({ text }) => PARAMETERS_MAX.test(text),
    find: (added, clause) => {
      const most = PARAMETERS_MAX.exec(clause.text)?.[1];
      const count =
        most === undefined ? 0 : ({ two: 2, three: 3, four: 4, five: 5 }[most.toLowerCase()] ?? Number(most));
      return !(count > 0)
        ? []
        : each(
            added,
            /\b(?:function|def|fn|func|fun)\s+\w+\(([^)]{0,400})\)/g,
            (found) =>
              (found[1] ?? "")
                .split(",")
                .filter((one) => one.trim() !== "" && !/^\s*(?:self|cls|&(?:mut )?self)\b/.test(one)).length <= count,
          );
    },
  },
  {
    words:
      /\b(?:indent\w*|einrück\w*|sangría|spaces|leerzeichen)\b.*\b(?:4|four|vier|cuatro)\b|\b(?:4|four|vier|cuatro)[- ](?:spaces?|leerzeichen|espacios)/i,
    find: (added) =>
      each(added, /^( +|\t+)[^\s*]/gm, ([, lead = ""]) => !lead.startsWith("\t") && lead.length % 4 === 0),
  },
  {
    words: /\bboolean(?:s| (?:variables?|props?|names?|flags?|fields?))?\b.*`(?:is|has)/i,
    files: JS,
    find: (added) =>
      each(added, /\b(?:const|let) (\w+)(?:: boolean)? = (?:true|false|!\w)/g, (found) =>
        /^(?:is|has|can|should|was|did|will)[A-Z]/.test(found[1] ?? ""),
      ),
  },
  {
    words:
      /`?\.js`? (?:extension|suffix|ending)\w*\b.*\bimport|\bimports?\b.*(?:`\.js`|file extension|with extension)/i,
    files: JS,
    find: (added, clause) =>
      each(
        added,
        /from ["'](\.\.?\/[^"'\n]{1,200})["']/g,
        (found) => /\.\w+$/.test(found[1] ?? "") !== isDeniedAt(clause, /extension|`\.js`/i),
      ),
  },
  {
    words:
      /\b(?:money|prices?|amounts?|currency|geld(?:beträge)?|beträge|precios|importes)\b.*\b(?:cents|integers?|decimal|`Decimal`|floats?)\b|\bfloats?\b.*\b(?:money|prices?|amounts?)\b/i,
    find: (added) =>
      each(
        added,
        /\b\w*(?:price|amount|total|cost|money|fee|salary|balance|charge|discount|tip|tax)\w*["']?\s*[:=]?\s*(?:(?:number|float|double(?: precision)?|real|Float|Double)\b|=\s*(?:float\(|parseFloat\(|\d+\.\d+))|\b\w*(?:cents?|minor)\w*["']?\s*[:=]\s*\w+|\b(?:float|double|real)\s+\w*(?:price|amount|total|cost|money|fee|balance|charge|discount)\w*/gi,
        ([found]) => /cents?\b|_cents|cents|minor/i.test(found),
      ),
  },
];

function isDeniedAt(clause: Clause, words: RegExp): boolean {
  return isDenied(clause, Math.max(0, clause.text.search(words)));
}
