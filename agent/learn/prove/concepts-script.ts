import type { CodeConcept } from "./concept.ts";

const JS = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const TS = /\.(?:[cm]?tsx?|vue|svelte)$/;
const _JSX = /\.[jt]sx$/;

/** JavaScript, TypeScript and their frameworks. */
export const SCRIPT_CONCEPTS: readonly CodeConcept[] = [
  {
    words:
      /\bdefault[- ]exports?\b|\bexport(?:s|ing)? (?:by )?default\b|\bdefault-exporte?\b|\bexports? por defecto\b/i,
    code: /\bexport default\b|\bexport \{[^}]{0,200}\bas default\b/,
    without: /\bexport (?:const|function|class|async|enum|let)\b/,
    files: JS,
  },
  {
    words: /\bnamed[- ]exports?\b|\bbenannte exporte?\b/i,
    code: /\bexport (?:const|function|class|async|type|interface|enum|\{)/,
    without: /\bexport default\b/,
    files: JS,
  },
  {
    words: /\bbarrel (?:files?|exports?|imports?)\b|\bre-?exports?\b|\bexport \*/i,
    code: /^export (?:\*|\{[^}]{0,200}\}) from /m,
    files: JS,
    anywhere: true,
  },
  {
    words: /\brequire\b(?:\(\))?|\bcommonjs\b|\bcjs\b/i,
    code: /(?<![\w.])require\(|\bmodule\.exports\b|^exports\.\w/m,
    without: /^import .{0,200} from |^export /m,
    files: JS,
  },
  {
    words: /\bes ?modules?\b|\besm\b|\bimport syntax\b|\besm imports?\b/i,
    code: /^(?:import .{0,200} from |export )/m,
    without: /(?<![\w.])require\(|\bmodule\.exports\b/,
    files: JS,
    anywhere: true,
  },
  {
    words:
      /`(?::\s*)?any`|`as any`|\bany types?\b|\btype any\b|^(?:use )?any$|\bexplicit any\b|\bany\b as (?:a )?type/i,
    code: /[:<,|]\s*any\b(?!\s*\()|\bas any\b|\bany\[\]/,
    without: /[:<,|]\s*unknown\b/,
    files: TS,
  },
  {
    words: /`unknown`|^unknown$/,
    code: /[:<,|]\s*unknown\b|\bas unknown\b/,
    without: /[:<,|]\s*any\b|\bas any\b/,
    files: TS,
  },
  {
    words: /\bnon-null (?:assertions?|operator)\b|\bbang operator\b/i,
    code: /[\w)\]]!(?:\.|;|\)|,|\[|$)/m,
    without: /\?\.|\?\?/,
    files: TS,
  },
  {
    words: /\b(?:type )?(?:assertions?|casts?|casting)\b|`as`(?: casts?)?/i,
    code: /\bas (?!const\b)[A-Za-z{]/,
    without: /\bsatisfies \w/,
    files: TS,
  },
  { words: /\bts-ignore\b/i, code: /@ts-ignore/, without: /@ts-expect-error/, anywhere: true, files: TS },
  { words: /\bts-expect-error\b/i, code: /@ts-expect-error/, without: /@ts-ignore/, anywhere: true, files: TS },
  {
    words:
      /\beslint-disable\b|\b(?:disabl|silenc|suppress|ignor)\w* (?:the |any |lint(?:er|ing)? |eslint )*(?:rules?|warnings?|lint\w*)\b/i,
    code: /eslint-disable|biome-ignore|noqa\b|pylint: ?disable|@SuppressWarnings|#\[allow\(|nolint\b|rubocop:disable|type: ?ignore|@ts-(?:ignore|nocheck)/,
    anywhere: true,
  },
  {
    words: /\b(?:ts )?enums?\b/i,
    code: /\benum \w+/,
    without: /=\s*(?:"[^"\n]{0,40}"|'[^'\n]{0,40}')\s*\|\s*["']|\bas const\b/,
    files: TS,
  },
  {
    words: /\b(?:string )?(?:literal )?unions?(?: types?)?\b|\bas const\b/i,
    code: /["'][\w-]+["']\s*\|\s*["']|\bas const\b/,
    without: /\benum \w+/,
    files: TS,
    anywhere: true,
  },
  { words: /\binterfaces?\b/i, code: /\binterface \w+/, without: /\btype \w+(?:<[^>\n]{0,80}>)? =\s*\{/, files: TS },
  {
    words: /^`?types?`?(?: alias(?:es)?)?$|\btype alias(?:es)?\b/i,
    code: /\btype \w+(?:<[^>\n]{0,80}>)? =\s*\{/,
    without: /\binterface \w+/,
    files: TS,
  },
  {
    words: /\bconsole(?:\.log|\s+log\w*|\s+statements?|\s+calls?|\.\*)?\b|`console/i,
    code: /\bconsole\.(?:log|debug|info|warn|error|trace|dir)\(/,
    without: /\blog(?:ger)?\.(?:debug|info|warn|error|trace)\(/,
    files: JS,
  },
  {
    words: /`var`|\bvar\b/,
    code: /(?<![\w.])var \w/,
    without: /(?<![\w.])(?:const|let) \w/,
    files: /\.(?:[cm]?[jt]sx?|vue|svelte|html)$/,
  },
  { words: /`let`|^let$/, code: /(?<![\w.])let \w/, without: /(?<![\w.])const \w/, files: JS },
  { words: /`const`|^const$/, code: /(?<![\w.])const \w/, without: /(?<![\w.])(?:let|var) \w/, files: JS },
  {
    words: /\barrow[- ]functions?\b|\bpfeilfunktion\w*|\bfunciones flecha\b/i,
    code: /=>/,
    without: /(?<![\w.])function\b\s*\*?\s*\w*\s*\(/,
    files: JS,
  },
  {
    words: /\bfunction (?:declarations?|keyword)\b|`function`/i,
    code: /(?<![\w.])function\b\s*\w*\s*\(/,
    without: /\b(?:const|let) \w+ = (?:async )?(?:\([^()\n]{0,200}\)|\w+)(?:: [^=\n]{0,80})? =>/,
    files: JS,
  },
  {
    words: /\b(?:class components?|react classes)\b/i,
    code: /\bextends (?:React\.)?(?:Pure)?Component\b/,
    without: /\bfunction [A-Z]\w*\(|const [A-Z]\w* = \(/,
    files: JS,
  },
  {
    words: /\bfunction(?:al)? components?\b/i,
    code: /\bfunction [A-Z]\w*\(|const [A-Z]\w* = (?:\(|\w+ =>)/,
    without: /\bextends (?:React\.)?(?:Pure)?Component\b/,
    files: JS,
  },
  {
    words: /\bReact\.FC\b|`FC`|\bFunctionComponent\b/,
    code: /\b(?:React\.)?FC(?:<|\b)|\bFunctionComponent\b/,
    files: TS,
  },
  {
    words: /\bsemi-?colons?\b|\bsemikolons?\b|\bstrichpunkte?\b|\bpunto y coma\b|\bpoints?-virgules?\b/i,
    code: /[\w)\]'"`};];[ \t]*$/m,
    without:
      /^[ \t]*(?:const|let|var|return|throw|await|import|this\.)\b.*[\w'"`)\]][ \t]*$(?!\n[ \t]*[.)\]}?:|&+*=,{])/m,
    files: JS,
  },
  { words: /\basync\s*\/\s*await\b|^`?await`?$|`async`/i, code: /\bawait\b|\basync\b/, without: /\.then\(/, files: JS },
  {
    words: /`?\.then\b(?:\(\))?`?|\b(?:then|promise)[- ]chains?\b|\bchained promises\b|\bcallbacks?\b/i,
    code: /\.then\(/,
    without: /\bawait\b/,
    files: JS,
  },
  { words: /\bfor ?each\b/i, code: /\.forEach\(/, without: /\bfor \((?:const|let) .{1,60} of /, files: JS },
  { words: /\bfor[ .…]*of\b|\bfor loops?\b/i, code: /\bfor (?:await )?\(/, without: /\.forEach\(/, files: JS },
  {
    words: /\bnested ternar\w+\b|\bverschachtelte tern\w+/i,
    code: /\?[^?:\n]{0,80}:[^?\n]{0,80}\?(?![.?])/,
    files: JS,
  },
  { words: /\bternar\w+\b/i, code: /[\w)\]"'] \? [^:\n]{1,80} : /, without: /\bif \(/, files: JS },
  { words: /^`?null`?$/, code: /(?<![\w.])null\b/, without: /(?<![\w.])undefined\b/, files: JS },
  { words: /`undefined`|^undefined$/, code: /(?<![\w.])undefined\b/, without: /(?<![\w.])null\b/, files: JS },
  { words: /\bloose equality\b|`==`|\bdouble equals?\b/i, code: /[^=!<>]==[^=]/, without: /===|!==/, files: JS },
  {
    words: /\bstrict equality\b|`===`|\btriple equals?\b/i,
    code: /===|!==/,
    without: /[^=!<>]==[^=]|!=[^=]/,
    files: JS,
  },
  {
    words: /\btemplate (?:literals?|strings?)\b/i,
    code: /`[^`]*\$\{/,
    without: /["'] \+ \w|\w \+ ["']/,
    anywhere: true,
    files: JS,
  },
  { words: /\bstring concatenation\b/i, code: /["'] \+ \w|\w \+ ["']/, without: /`[^`]*\$\{|f["']/, anywhere: true },
  { words: /\boptional chaining\b/i, code: /\?\./, without: /(\b\w+) && \1\./, files: JS },
  { words: /\b(?:js ?doc|ts ?doc)\b/i, code: /\/\*\*/, anywhere: true, files: JS },
];
