import type { CodeConcept } from "./concept.ts";

const JS = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const TS = /\.(?:[cm]?tsx?|vue|svelte)$/;
const JSX = /\.[jt]sx$/;

/** Libraries and frameworks of JavaScript, its tests and its imports. */
export const FRAMEWORK_CONCEPTS: readonly CodeConcept[] = [
  {
    words: /\bmoment(?:\.js)?\b/i,
    code: /from ["']moment|require\(["']moment|\bmoment\(|"moment"\s*:/,
    anywhere: true,
  },
  {
    words: /\baxios\b/i,
    code: /from ["']axios|require\(["']axios|\baxios[.(]|"axios"\s*:/,
    without: /(?<![\w.])fetch\(/,
    anywhere: true,
    files: /\.(?:[cm]?[jt]sx?|vue|svelte|json)$/,
  },
  {
    words: /`?\bfetch\b(?:\(\))?`?(?! (?:the|all|data|it))/,
    code: /(?<![\w.])fetch\(/,
    without: /\baxios[.(]/,
    files: JS,
  },
  {
    words: /\bjquery\b/i,
    code: /(?<!\w)\$\(|\bjQuery\b|from ["']jquery/,
    anywhere: true,
    files: /\.(?:[cm]?[jt]sx?|html|vue)$/,
  },
  {
    words: /\blodash\b|\bunderscore\.js\b/i,
    code: /from ["']lodash|require\(["']lodash|"lodash[\w.-]*"\s*:|(?<![\w.])_\.\w+\(/,
    without:
      /\b(?:Object|Map)\.groupBy\(|\.(?:toSorted|toReversed|flatMap|reduce|filter|map|sort|some|every|find)\(|\bnew Set\(|\bstructuredClone\(|\bObject\.(?:entries|fromEntries|keys|values)\(/,
    anywhere: true,
    files: /\.(?:[cm]?[jt]sx?|vue|svelte|json)$/,
  },
  {
    words: /\bnative (?:array|object)|\barray methods\b/i,
    code: /\.(?:toSorted|flatMap|reduce|filter|map|sort|some|every|find)\(|\bObject\.(?:groupBy|entries|fromEntries)\(/,
    files: JS,
  },
  { words: /\buseEffect\b/, code: /\buseEffect\(/, files: JS },
  { words: /\b(?:useMemo|memo(?:isation|ization|ize|ise)?)\b/i, code: /\buse(?:Memo|Callback)\(|\bmemo\(/, files: JS },
  {
    words: /\boptions api\b/i,
    code: /\bexport default (?:defineComponent\()?\{|^\s*(?:data|setup)\(\)\s*\{|\b(?:computed|methods):\s*\{/m,
    without: /<script setup/,
    files: /\.vue$/,
  },
  {
    words: /\b(?:composition api|script setup)\b/i,
    code: /<script setup|\bdefineProps\b|\bsetup\(/,
    without: /<script(?![^>\n]*\bsetup\b)[^>\n]*>/,
    files: /\.vue$/,
    anywhere: true,
  },
  {
    words: /\brunes\b/i,
    code: /\$(?:state|derived|effect|props)\b/,
    without: /^\s*export let |^\s*\$: /m,
    files: /\.svelte/,
  },
  {
    words:
      /\binline styles?\b|`style=`|\bstyle (?:attributes?|props?)\b|\binline-styles?\b|\bestilos en línea\b|\bstyles? en ligne\b/i,
    code: /\bstyle=(?:\{\{|["'{])|:style=/,
    without: /\bclass(?:Name)?=/,
    anywhere: true,
  },
  {
    words: /\binline (?:event )?handlers?\b|\bonclick attributes?\b/i,
    code: /\bon(?:click|change|submit|load|input)=["']/,
    without: /addEventListener\(/,
    anywhere: true,
  },
  {
    words: /\binnerHTML\b|\bdangerouslySetInnerHTML\b/,
    code: /\binnerHTML\s*=|\bdangerouslySetInnerHTML\b/,
    without: /\btextContent\s*=/,
  },
  {
    words: /\bindex as (?:the |a )?key\b|\barray index\b.*\bkey/i,
    code: /key=\{(?:i|idx|index)\}/,
    without: /key=\{\w+\.\w+/,
    files: JSX,
    anywhere: true,
  },
  {
    words: /\bsnapshot(?:s| tests?| testing| assertions?)?\b/i,
    code: /\btoMatch(?:Inline)?Snapshot\(|\bassert_snapshot\b/,
    without: /\bexpect\([^\n]{1,200}\)\.to(?!MatchSnapshot|MatchInlineSnapshot)\w+\(/,
  },
  {
    words:
      /\b(?:test|it|describe)\.(?:skip|only)\b|\b(?:skipp?(?:ed|ing)?|disabled|focused) (?:any |the )?(?:tests?|specs?)\b|\bskip tests?\b/i,
    code: /\b(?:it|test|describe)\.(?:skip|only|todo)\(|\bx(?:it|describe)\(|\bfit\(|@pytest\.mark\.skip|@(?:Disabled|Ignore)\b|#\[ignore\]|\bt\.Skip\(/,
  },
  {
    words: /\b(?:data-testid|test ?ids?|getByTestId)\b/i,
    code: /\bdata-testid=|\b(?:get|find|query)(?:All)?ByTestId\(/,
    without: /\b(?:get|find|query)(?:All)?By(?:Role|LabelText|Text)\(/,
    anywhere: true,
  },
  {
    words: /\b(?:getByRole|roles?|accessible quer\w+)\b/i,
    code: /\b(?:get|find|query)(?:All)?ByRole\(/,
    without: /\b(?:get|find|query)(?:All)?ByTestId\(|\blocator\(["'][.#]/,
    anywhere: true,
  },
  {
    words:
      /\bprocess\.env\b|\benv(?:ironment)? vars?\b|\benvironment variables\b|\bumgebungsvariablen\b|\bvariables de entorno\b|\benvironment variables? directly\b/i,
    code: /\bprocess\.env\b|\bos\.environ\b|\bos\.getenv\b|\bimport\.meta\.env\b/,
  },
  {
    words: /\brelative imports?\b|\brelative paths?\b|`\.\.\/`|\brelative importe\b|\bimports? relativ\w+/i,
    code: /from ["']\.\.?\/|from \.+\w* import/,
    without: /from ["']@\/|from ["']~\/|from ["']src\//,
    anywhere: true,
  },
  {
    words: /\b(?:absolute imports?|path alias(?:es)?|import alias(?:es)?)\b|`@\/|`~\//i,
    code: /from ["'](?:@\/|~\/|#|src\/)/,
    without: /from ["']\.\.\//,
    anywhere: true,
    files: JS,
  },
  {
    words: /\bparent imports?\b|\bdeep relative\b|`\.\.\/\.\.\/?/i,
    code: /from ["']\.\.\/\.\.\//,
    anywhere: true,
    files: JS,
  },
  { words: /\bdynamic imports?\b/i, code: /\bimport\(/, files: JS },
  {
    words: /\btype(?:-only)? imports?\b|`import type`/i,
    code: /\bimport type\b|\bimport \{[^}\n]{0,200}\btype \w/,
    files: TS,
    anywhere: true,
  },
  {
    words: /\b(?:react|tanstack) query\b|\buseQuery\b/i,
    code: /\buse(?:Suspense|Infinite)?Quer(?:y|ies)\(|\buseMutation\(/,
    files: JS,
  },
  {
    words:
      /\bhard-?cod(?:ed?|ing) (?:\w+ )?(?:strings?|texts?|copy|labels?)\b|\b(?:strings?|texts?|copy|labels?) hard-?coded\b|\btexte?\b.{0,40}\bhart\b|\btextos?\b.{0,40}\bfijos?\b/i,
    code: />[^<>{}\n]{0,80}\p{L}{3}[^<>{}\n]{0,120}<\/|\s(?:placeholder|title|label|aria-label|alt)="[^"{}\n]{0,80}\p{L}{3}/u,
    without: /(?<![\w.])\$?t\(["'`]|<Trans\b|\bi18n\.t\(|\bformatMessage\(/,
    files: /\.(?:[jt]sx|vue|svelte)$/,
    anywhere: true,
  },
  {
    words: /\bcss[- ]modules?\b/i,
    code: /from ["'][^"'\n]{1,120}\.module\.(?:css|scss|sass|less)["']/,
    files: JS,
    anywhere: true,
  },
  {
    words: /\bactions?\b.*\b(?:sha|commit hash|full hash|digest)\b/i,
    code: /\buses:\s*[\w./-]+@[\da-f]{40}\b/,
    without: /\buses:\s*(?!\.)[\w./-]+@(?![\da-f]{40}\b)\S/,
    files: /\.ya?ml$/,
    anywhere: true,
  },
  { words: /\bzod\b/i, code: /from ["']zod["']|\bz\.(?:object|string|number|array|enum)\(/, anywhere: true, files: JS },
  { words: /\bclasses\b|^`?class`?$/i, code: /^\s*(?:export )?(?:default )?(?:abstract )?class \w+/m, files: JS },
];
