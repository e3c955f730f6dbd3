import { type Check, eachChange, type Finding, finding } from "./check.ts";
import { withoutText } from "./code-text.ts";
import { doingOf } from "./doings.ts";
import { TEST_FILE } from "./file-kinds.ts";
import { wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";
import type { Clause, Rule } from "./rule.ts";
import { PROSE } from "./scope.ts";

/** Something that is defined in the midst of other code, and how its definition shows. */
interface Construct {
  readonly words: RegExp;
  readonly code: RegExp;
  readonly files: RegExp;
  /** Tests may have their own. */
  readonly alsoTests?: true;
}

const JS = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|py|go|rb|php|java|kt|cs|rs|ex|swift|dart)$/;

const CONSTRUCTS: readonly Construct[] = [
  {
    words: /\b(?:terraform |tf |input |module )?variables?\b(?! names?)|\bvariablen\b/i,
    code: /^\s*variable "\w/m,
    files: /\.tf$/,
    alsoTests: true,
  },
  { words: /\boutputs?\b|\bausgaben\b|\bsalidas\b/i, code: /^\s*output "\w/m, files: /\.tf$/, alsoTests: true },
  { words: /\bproviders?\b/i, code: /^\s*provider "\w/m, files: /\.tf$/, alsoTests: true },
  {
    words: /\b(?:zod|yup|valibot|joi|validation) ?schem(?:as?|ata)\b/i,
    code: /\bz\.(?:object|strictObject|discriminatedUnion)\(|\byup\.object\(|\bJoi\.object\(|\bv\.object\(/,
    files: JS,
  },
  {
    words: /\b(?:endpoints?|routes?|routen|rutas)\b/i,
    code: /\b(?:app|router|server|fastify|api|r|mux|e)\.(?:get|post|put|patch|delete|route|handle|HandleFunc|GET|POST|PUT|DELETE)\(\s*["'`/]|@(?:app|router|api|bp|blueprint)\.(?:get|post|put|patch|delete|route)\(|@(?:Get|Post|Put|Patch|Delete|Request)Mapping\b|^\s*(?:get|post|put|patch|delete|resources?) ['":]\w|\bpath\(['"]/m,
    files: CODE,
  },
  {
    words: /\benv(?:ironment)? (?:vars?|variables?)\b|\bumgebungsvariablen\b|\bvariables de entorno\b/i,
    code: /\bprocess\.env\b|\bimport\.meta\.env\b|\bos\.environ\b|\bos\.getenv\(|\bos\.Getenv\(|\bENV\[|\bgetenv\(|\bstd::env::var\(|\bDeno\.env\b/,
    files: CODE,
  },
  {
    words:
      /\b(?:api|http|backend|network|server) (?:calls?|requests?)\b|\b(?:api-?)aufrufe\b|\bllamadas (?:a la api|http)\b/i,
    code: /(?<![\w.])fetch\(|\baxios(?:\.\w+)?\(|\bky(?:\.\w+)?\(|\brequests\.(?:get|post|put|delete)\(|\bhttpx\.\w+\(/,
    files: CODE,
  },
  {
    words: /\b(?:sql|raw sql|queries|sql queries)\b/i,
    code: /["'`]\s*(?:select\b[^"'`]{1,300}\bfrom|insert into|update \w+ set|delete from)\b/i,
    files: CODE,
  },
  {
    words: /\b(?:pytest )?fixtures?\b/i,
    code: /^\s*@pytest\.fixture\b/m,
    files: /\.py$/,
    alsoTests: true,
  },
  {
    words: /\b(?:custom )?(?:errors?|exceptions?)(?: classes| types)?\b|\bfehlerklassen\b|\bexcepciones\b/i,
    code: /\bclass \w+(?:Error|Exception)\b/,
    files: CODE,
  },
  {
    words: /\benums?\b/i,
    code: /^\s*(?:export |pub |public )?(?:const )?enum (?:class )?\w+|^class \w+\((?:\w+\.)?(?:Str|Int)?Enum\)/m,
    files: CODE,
  },
  { words: /\b(?:react )?contexts?\b/i, code: /\bcreateContext\b/, files: JS },
  { words: /\b(?:custom |react )?hooks\b/i, code: /\b(?:function|const) use[A-Z]\w*\s*(?:=|\(|<)/, files: JS },
  {
    words: /\b(?:graphql|gql) (?:queries|documents|operations|fragments|mutations)\b/i,
    code: /\b(?:gql|graphql)\s*(?:`|\()/,
    files: JS,
  },
  { words: /\b(?:inline )?svgs?\b|\bicons\b/i, code: /<svg\b/, files: /\.(?:[jt]sx|vue|svelte|html)$/ },
  {
    words: /\bcolou?rs?(?: values)?\b|\bfarben\b|\bcolores\b|\bcouleurs\b/i,
    code: /:\s*[^;\n]{0,60}#[\da-f]{3,8}\b/i,
    files: /\.(?:css|scss|sass|less|vue|svelte)$/,
  },
  {
    words: /\b(?:database |db |orm )?models\b/i,
    code: /^class \w+\((?:\w+\.)*(?:Model|Base|SQLModel|DeclarativeBase)\)|^@Entity\b/m,
    files: CODE,
  },
  {
    words: /\b(?:feature )?flags\b/i,
    code: /\b(?:isEnabled|is_enabled|variation|useFlag|feature_enabled)\(["']/,
    files: CODE,
  },
  { words: /\b(?:celery )?tasks\b/i, code: /^@(?:\w+\.)?(?:shared_)?task\b/m, files: /\.py$/ },
  {
    words: /\bdependenc(?:y|ies)\b|\babhängigkeit\w*|\bdependencias\b/i,
    code: /^\s*["']?[@\w/.-]+["']?\s*[:=]\s*["'{][\^~]?v?\d/m,
    files: /(?:package\.json|Cargo\.toml|pyproject\.toml|build\.gradle(?:\.kts)?)$/,
  },
];

const constructIn = (words: string): Construct | undefined => CONSTRUCTS.find((one) => one.words.test(words));

const shows = ({ code, files }: Construct, file: string, added: string, removed: string): boolean => {
  if (!files.test(file) || PROSE.test(file)) return false;
  const isIn = (text: string): boolean => code.test(text) || code.test(withoutText(text));
  return isIn(added) && !isIn(removed);
};

const DEFINES =
  /\b(?:declar\w*|defin\w*|liv(?:e|es)|belongs?|go(?:es)?|kept|keep|sit|sits|stay|stays|read|made|put|place[ds]?|(?:is|are) (?:only )?in|gehören?|kommen|liegen|stehen|van|viven|se (?:definen|declaran))\b/i;
const PAIR =
  /(?<what>[^,;`]{3,70}?)\s(?:only )?(?:in|into|under|inside|to|through|nach|unter|ins?|en|dans) (?:the |its |their |der |die |das )?(?:[\w-]+['’]s )?(?<place>`[^`\s]+`(?:(?:,| or| and|, or) `[^`\s]+`)*)/giu;

/** "Variables are declared in `variables.tf`, outputs in `outputs.tf`": what stands in the midst of other code has its place. */
export const definedIn = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    if (clause.polarity !== "do" || !DEFINES.test(wordsOf(clause.text))) return [];
    const turned = clause.unwanted.length > 0 ? (clause.wanted[0] ?? clause.text) : clause.text;
    return [...turned.matchAll(PAIR)].flatMap(({ groups }) => {
      const construct = constructIn(groups?.what ?? "");
      const places = placesIn(groups?.place ?? "").filter((place) => /[/.]/.test(place) && !/^\.\w+$/.test(place));
      if (construct === undefined || places.length === 0 || /\b(?:new|files?)\b.*\bnames?\b/i.test(turned)) return [];
      const isThere = placed(places);
      return [
        eachChange(({ file, added, removed, by }): Finding | null => {
          if (!shows(construct, file, added, removed)) return null;
          if (TEST_FILE.test(file) && construct.alsoTests === undefined && !isThere(file)) return null;
          return finding(isThere(file), by === "" ? file : by);
        }),
      ];
    });
  });

const EACH_NEW =
  /^(?:an? |each |every |any |all |the |jede\w* |neue\w* |cada |toda? |chaque |new |changed |added |modified |or |and |oder |geänderte\w* |nuev\w+ |o |modificad\w+ )+/i;
const NOTED =
  /^(?<of>[^`]{3,60}?) (?:is|are|gets?|must be|must get|has to be|have to be|need|needs|goes|go|wird|werden|se) (?:also |auch |to be |an? |its |one )*(?:describ\w+|document\w+|not(?:ed?|iert)|list\w+|regist\w+|added|record\w+|mention\w+|export\w+|declar\w+|entry|line|row|section|covered|beschrieben|dokumentiert|eingetragen|documenta\w*|anota\w*|describe|in|into) (?:also )?(?:in |to |from |into |en |at )*(?:the )?`(?<file>[^`\s]+)`/i;

const companionOf = ({ text, polarity }: Clause): { readonly construct: Construct; readonly file: string } | null => {
  if (polarity !== "do" || !EACH_NEW.test(text)) return null;
  const found = NOTED.exec(text)?.groups;
  const construct = constructIn(found?.of ?? "");
  const file = found?.file ?? "";
  const isOfNew =
    /\b(?:new|changed|added|each|every|any|neue\w*|jede\w*|nuev\w+|cada|chaque)\b/i.test(found?.of ?? "") &&
    /\b(?:also|too|same (?:change|commit|pr)|describ|document|noted|list|regist|record|mention|entry|line|row|section|beschrieb|dokument|eingetragen|anota)/i.test(
      text,
    );
  return construct === undefined || !isOfNew || !/\.\w{1,10}$|^\.\w/.test(file) ? null : { construct, file };
};

/** "A new or changed endpoint is described in `docs/api.md`": the other file has to be changed along with it. */
export const notedIn = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const found = companionOf(clause);
    if (found === null) return [];
    const isThere = placed([found.file]);
    return [
      ({ deeds }): Finding[] => {
        const written = deeds.flatMap((deed) => doingOf(deed).written);
        const made = written.find(
          ({ file, added, removed }) =>
            !TEST_FILE.test(file) && !isThere(file) && shows(found.construct, file, added, removed),
        );
        return made === undefined
          ? []
          : [
              finding(
                written.some(({ file }) => isThere(file)),
                made.file,
              ),
            ];
      },
    ];
  });
