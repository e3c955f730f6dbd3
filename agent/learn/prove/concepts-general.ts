import type { CodeConcept } from "./concept.ts";

const CSS = /\.(?:css|scss|sass|less|vue|svelte|[jt]sx|html)$/;
const SQL = /\.(?:sql|py|[jt]sx?|go|rb|php|java|kt|cs|rs|ex)$/;
const EMOJI = /(?![©®™↔↕✓✔✗✘➜→])\p{Extended_Pictographic}/u;
const NO_TABS = /(?<!Makefile)(?<!\.(?:json|lock|svg|csv|snap|go|mk))$/;
const NO_DATA = /\.(?!json$|lock$|svg$|csv$|snap$)\w+$/;
const NAMED = "(?:def|let|const|var|fn|func|function|fun|val)";

/** What is said of code in any language, of styles, of queries and of tests. */
export const GENERAL_CONCEPTS: readonly CodeConcept[] = [
  { words: /\bfake timers?\b/i, code: /FakeTimers|fake_?timers|freeze_time|freezegun|setSystemTime/ },
  {
    words: /\bsingle[- ]quot(?:es?|ed)\b|\beinfache anführungszeichen\b|\bcomillas simples\b|\bguillemets simples\b/i,
    code: /'[^'\n"]*'/,
    without: /(?<![=\w.!?)\]}])"[^'\n"\\=]*"/,
    anywhere: true,
    files: /\.(?:[cm]?[jt]sx?|py|rb|php|vue|svelte|dart)$/,
  },
  {
    words: /\bdouble[- ]quot(?:es?|ed)\b|\bdoppelte anführungszeichen\b|\bcomillas dobles\b|\bguillemets doubles\b/i,
    code: /"[^'\n"]*"/,
    without: /'[^'\n"\\]*'/,
    anywhere: true,
    files: /\.(?:[cm]?[jt]sx?|py|rb|php|vue|svelte|dart)$/,
  },
  {
    words: /\btabs?\b(?!le| bar| component| order| key)|\btabulator\w*|\btabulaciones\b/i,
    code: /^\t+\S/m,
    without: /^ {2,}(?![*])\S/m,
    anywhere: true,
    files: NO_DATA,
  },
  {
    words: /\b(?:(?:two|four|2|4|zwei|vier) )?(?:spaces|leerzeichen|espacios|espaces)\b/i,
    code: /^ {2,}\S/m,
    without: /^\t+\S/m,
    anywhere: true,
    files: NO_TABS,
  },
  { words: /\b(?:todo|fixme)s?\b/i, code: /\b(?:TODO|FIXME|XXX)\b/, anywhere: true },
  {
    words: /\bcommented[- ]out code\b|\bauskommentiert\w*|\bcódigo comentado\b/i,
    code: /^\s*(?:\/\/|#)\s*(?:const|let|var|return|if|for|import|def|print|await|\w+\([^)\n]{0,120}\);?\s*$|\w+ = )/m,
    anywhere: true,
  },
  {
    words: /\b(?:trailing|end-of-line|inline) comments?\b/i,
    code: /\S[ \t]+(?:\/\/|# )\s?\S/,
    without: /^\s*(?:\/\/|# )\s?\S/m,
    anywhere: true,
    files: NO_DATA,
  },
  { words: /\bblock comments?\b/i, code: /\/\*(?!\*)/, without: /(?:^|\s)\/\/ /m, anywhere: true },
  {
    words: /\b(?:code |new |any |extra |redundant |obvious )*(?:comments?|kommentare?n?|comentarios?|commentaires?)\b/i,
    code: /(?:^|\s)(?:\/\/(?!\/?\s*(?:eslint|biome|@ts|prettier))|# (?!type:|noqa)|--\s|\/\*(?!\*?\s*eslint))\s?\S/m,
    anywhere: true,
    files: NO_DATA,
  },
  {
    words: /\b!?important\b|`!important`/i,
    code: /!\s*important\b/,
    anywhere: true,
    files: CSS,
    occasion: /[{;:]|\{\s*$/m,
  },
  {
    words: /`px`|\bpx\b|\bpixels?(?: values?)?\b/i,
    code: /\b\d+px\b/,
    without: /\d*\.?\d+rem\b/,
    anywhere: true,
    files: CSS,
  },
  { words: /`rem`|\brems?\b/i, code: /\d*\.?\d+rem\b/, without: /\b(?!0px|1px)\d+px\b/, anywhere: true, files: CSS },
  {
    words:
      /\bhex(?:adecimal)?(?: codes?| colou?rs?| values?)?\b|\b(?:hard-?coded|literal|raw) colou?rs?\b|\bcolou?r (?:literals?|values?)\b/i,
    code: /(?<![\w&/])#[\da-f]{3}(?:[\da-f]{3}(?:[\da-f]{2})?)?\b|\brgba?\(/i,
    without: /\bvar\(--|\btheme\b|\$[\w-]+/,
    anywhere: true,
    files: CSS,
  },
  {
    words:
      /\bcolou?rs? (?:come |are taken )?(?:from|via|through) (?:\w+ )?variables\b|\b(?:css (?:custom properties|variables)|custom properties|design tokens?|tokens|css-variablen|theme variables)\b/i,
    code: /\bvar\(--|\btokens?\./,
    without: /:\s*(?:#[\da-f]{3,8}\b|rgba?\()/i,
    anywhere: true,
    files: CSS,
  },
  {
    words: /\bid selectors?\b|\bids? (?:in|as) (?:css|selectors?)\b|\bids in css\b/i,
    code: /(?:^|[\s,])#[a-z][\w-]*[^;\n{]{0,80}\{/im,
    without: /(?:^|[\s,])\.[a-z][\w-]*[^;\n{]{0,80}\{/im,
    anywhere: true,
    files: /\.(?:css|scss|sass|less)$/,
  },
  {
    words: /\bfloats?\b(?= |$)(?!.*\b(?:money|price|amount|number)s?\b)/i,
    code: /\bfloat:\s*(?:left|right)/,
    without: /display:\s*(?:flex|grid)/,
    anywhere: true,
    files: CSS,
  },
  {
    words: /\btailwind\b|\butility classes\b/i,
    code: /class(?:Name)?="[^"]*\b(?:flex|grid|p[xy]?-\d|m[xy]?-\d|text-\w+|bg-\w+)\b/,
    without: /\bstyle=(?:\{\{|")/,
    anywhere: true,
  },
  { words: /\b(?:z-?index)\b/i, code: /z-index:\s*\d{3,}|\bz-\[?\d{3,}/, anywhere: true, files: CSS },
  {
    words: /\blogical properties\b/i,
    code: /\b(?:margin|padding|inset)-(?:inline|block)/,
    without: /\b(?:margin|padding)-(?:left|right|top|bottom)\b/,
    anywhere: true,
    files: CSS,
  },
  {
    words: /\bmax-width (?:media )?quer\w+|\bdesktop[- ]first\b/i,
    code: /@media[^{\n]{0,80}max-width/,
    without: /@media[^{\n]{0,80}min-width/,
    anywhere: true,
    files: CSS,
  },
  {
    words: /\bmobile[- ]first\b/i,
    code: /@media[^{\n]{0,80}min-width/,
    without: /@media[^{\n]{0,80}max-width/,
    anywhere: true,
    files: CSS,
  },
  { words: /\bemojis?\b/i, code: EMOJI, anywhere: true },
  {
    words: /(?<!`)\b(?:exceptions?|throw(?:ing|s)?|raise|raising)\b(?! (?:handler|class|message|type))/i,
    code: /\bthrow\b|\braise\b/,
    without: /\b(?:Result|Either|Err|Ok)\b/,
  },
  {
    words: /\b(?:swallow\w*|empty catch\w*|silent\w* (?:ignor|catch|fail)\w*|ignor\w* errors)\b/i,
    code: /\bcatch\s*(?:\([^)\n]{0,60}\))?\s*\{\s*\}|\bexcept[^:\n]{0,60}:\s*(?:\n\s*)?pass\b|\brescue\s*(?:=>\s*\w+)?\s*\n\s*(?:nil\s*\n\s*)?end\b|_ = err\b/,
  },
  {
    words: /`?\bselect \*`?|\bselect star\b/i,
    code: /\bselect\s+(?:\w+\.)?\*/i,
    without: /\bselect\s+\w+(?:\.\w+)?\s*,/i,
    anywhere: true,
    files: SQL,
  },
  {
    words:
      /\b(?:uppercase|upper-case|capitali[sz]ed|großgeschrieben\w*|mayúsculas)\b.*\b(?:keywords?|sql)\b|\b(?:sql )?keywords? (?:are |in )?(?:upper|caps|capital|großgeschrieben|en mayúsculas)/i,
    code: /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE)\b/,
    without: /\b(?:select\s.{1,80}\sfrom\s|insert into|delete from|create table|alter table)\b/,
    anywhere: true,
    files: SQL,
  },
  {
    words:
      /\b(?:lower-?case|kleingeschrieben\w*|minúsculas)\b.*\b(?:keywords?|sql)\b|\b(?:sql )?keywords? (?:are |in )?lower/i,
    code: /\b(?:select\s|insert into|delete from|create table|alter table)/,
    without: /\b(?:SELECT\s|INSERT INTO|DELETE FROM|CREATE TABLE|ALTER TABLE)/,
    anywhere: true,
    files: SQL,
  },
  {
    words:
      /\b(?:interpolat\w*|concatenat\w*|string[- ]built|format\w*) (?:\w+ )*(?:sql|quer(?:y|ies))\b|\b(?:sql|quer(?:y|ies)|consultas?|requêtes?|abfragen)\b.{0,30}\b(?:f-strings?|concatenat\w*|interpolat\w*|template (?:strings|literals)|string formatting|konkaten\w*|concaten\w*|`?\.format)|\bsql (?:by |from |via |with )?(?:string )?(?:concatenat|interpolat)\w*/i,
    code: /(?:f"|["`])\s*(?:select|insert into|update|delete from)\b[^"`\n]{0,200}(?:\$\{|\{\w|" ?\+|%s" ?%)|(?:f'|')\s*(?:select|insert into|update|delete from)\b[^'\n]{0,200}(?:\{\w|' ?\+|%s' ?%)/i,
    without: /(?:select|insert|update|delete)\b[^"'`\n]{0,200}(?:\?|\$\d|%s|:\w+)/i,
    anywhere: true,
  },
  {
    words:
      /\b(?:parameteri[sz]ed|prepared|bound) (?:quer\w+|statements?|sql|parameters)|\bplaceholders\b|\bbind (?:sql |all |the |query )*(?:values?|parameters?|variables?)/i,
    code: /(?:select|insert|update|delete)\b[^"'`\n]{0,200}(?:(?:[=<>,(]|like) ?\?|\$\d|%s|:\w+)/i,
    without: /(?:f["']|["'`])\s*(?:select|insert into|update|delete from)\b[^"'`\n]{0,200}(?:\$\{|\{\w|["'] ?\+)/i,
    anywhere: true,
  },
  {
    words: /\braw (?:sql|quer(?:y|ies))\b/i,
    code: /["'`]\s*(?:select|insert into|update|delete from)\s|\$queryRaw|\.raw\(/i,
    anywhere: true,
  },
  {
    words: /`?\bserial\b`?|\bauto-?increment\w*\b/i,
    code: /\b(?:big)?serial\b|\bauto_?increment\b/i,
    without: /\buuid\b|\bgenerated (?:always|by default) as identity\b/i,
    anywhere: true,
    files: SQL,
  },
  {
    words: /\btimestamptz\b/i,
    code: /\btimestamptz\b|\btimestamp with time zone\b/i,
    without: /\btimestamp\b(?!tz| with time zone)/i,
    anywhere: true,
    files: SQL,
  },
  {
    words: /`timestamp`|\btimestamps? without (?:a )?time ?zone\b/i,
    code: /\btimestamp\b(?!tz| with time zone)/i,
    without: /\btimestamptz\b/i,
    anywhere: true,
    files: SQL,
  },
  { words: /`varchar(?:\(n\))?`|\bvarchar\b/i, code: /\bvarchar\b/i, without: /\btext\b/i, anywhere: true, files: SQL },
  { words: /\bcascad(?:e|ing)\b/i, code: /\bon delete cascade\b|\bdependent: :destroy\b/i, anywhere: true },
  {
    words: /\bmock(?:s|ing|ed|ery)?\b|\bmocken\b/i,
    code: /\b(?:vi|jest)\.(?:mock|fn|spyOn)\(|\bMagicMock\b|\bMock\(|\bmock\.patch\b|@patch\b|\bMockito\b|@Mock\b|\bsinon\.|\bmonkeypatch\b|\bgomock\b/,
  },
  {
    words:
      /\b(?:fixed )?(?:sleeps?|sleeping|waits?|timeouts?|delays?)\b(?=.*\btests?\b)|\bsleeps?\b|\bwaitForTimeout\b|\bfixed (?:waits?|delays?|timeouts?)\b|\barbitrary (?:waits?|timeouts?)\b/i,
    code: /(?<!\w)(?:sleep|waitForTimeout|cy\.wait)\(|\btime\.Sleep\(|\bThread\.sleep\(|\bsetTimeout\(|\basyncio\.sleep\(/,
    without: /\bwaitFor\(|\beventually\b|\bexpect\.poll\(|\bawait\w*Until\b/i,
  },
  { words: /`?\beval\b(?:\(\))?`?/i, code: /(?<![\w.])eval\(/ },
  { words: /\b(?:Math\.random|`random`)\b/, code: /\bMath\.random\(|\brandom\.random\(/ },
  {
    words: /\bmagic (?:numbers?|constants?)\b/i,
    code: /[=<>*+(,]\s*(?!(?:1000|8080|3000|(?:19|20)\d\d)\b)\d{4,}\b(?!\s*[:\]])/,
    without: /\b[A-Z][A-Z_]{3,}\b/,
  },
  {
    words: /\bhard-?coded? (?:urls?|hosts?|paths?|endpoints?|addresses)\b|\burls? (?:are |is )?hard-?coded\b/i,
    code: /["'`]https?:\/\/(?!localhost|example|schemas?\.|www\.w3)/,
    anywhere: true,
  },
  {
    words: /\bhard-?coded? (?:secrets?|passwords?|keys?|tokens?|credentials)\b|\bsecrets? in (?:the )?code\b/i,
    code: /\b(?:api_?key|password|secret|token)\w*["']?\s*[:=]\s*["'][^"'\n]{8,}["']/i,
    anywhere: true,
  },
  {
    words: /\bhard-?coded? (?:ui )?(?:strings?|texts?|labels?|copy)\b|\bi18n\b|\btranslation keys?\b/i,
    code: />\s*[A-Z][a-z]+(?: [a-z]+)*[^<{}\n]*<\/|\b(?:placeholder|label|title|alt)="[A-Z]/,
    without: /\bt\(["'`]|\$t\(|<Trans\b|\bi18n\./,
    anywhere: true,
    files: /\.(?:[jt]sx|vue|svelte|html|erb)$/,
  },
  {
    words: /\bsnake[_ -]?case\b/i,
    code: new RegExp(`\\b${NAMED} [a-z]+_[a-z_\\d]+\\b`),
    without: new RegExp(`\\b${NAMED} [a-z]+[A-Z]\\w*\\b`),
  },
  {
    words: /\bcamel[- ]?case\b/i,
    code: new RegExp(`\\b${NAMED} [a-z]+[A-Z]\\w*\\b`),
    without: new RegExp(`\\b${NAMED} [a-z]+_[a-z]\\w*\\b`),
  },
  {
    words:
      /\b(?:SCREAMING_SNAKE(?:_CASE)?|UPPER_SNAKE(?:_CASE)?|upper snake case|screaming snake case)\b|\bconstants? (?:are |in )?(?:all )?(?:upper-?case|caps)\b/i,
    code: /\b(?:const|static|final)\b[^=\n]{0,60}\b[A-Z][A-Z\d]*_?[A-Z\d_]*\s*(?::[^=\n]{1,40})?=/,
    without: /^(?:export )?const [a-z]\w* = (?:\d|["'])/m,
  },
  {
    words: /\bhungarian\b|\b`?I`?[- ]prefix\w*|\bprefix\w* (?:interfaces? )?with (?:an )?`?I`?\b/i,
    code: /\binterface I[A-Z]\w+/,
    without: /\binterface (?!I[A-Z])\w+/,
  },
  {
    words: /\bearly returns?\b|\bguard clauses?\b/i,
    code: /\bif\b[^\n]{0,120}(?:\)|:|\{)?\s*(?:\n\s*)?return\b/,
    files: NO_DATA,
  },
  { words: /\b`?else`? after (?:a )?`?return`?\b/i, code: /\breturn\b[^\n]*\n\s*\}\s*else\b/ },
  {
    words: /\bclass(?:es)?\b(?= instead| over|$)|\bsingletons?\b|\binheritance\b/i,
    code: /\bclass \w+(?: extends |\(\w)|\bgetInstance\(/,
  },
  {
    words: /\bprivate (?:fields?|members?|methods?)\b.*`?#/i,
    code: /(?<![\w'"`(])#[a-z]\w*\s*[=(;]/,
    without: /\bprivate \w+/,
    files: /\.[cm]?[jt]s$/,
  },
  {
    words: /\b`?latest`?(?: tags?| images?)?\b/i,
    code: /^\s*(?:FROM|image:)\s*\S+(?::latest\b|(?<!:[\w.-]+)\s*$)/m,
    without: /^\s*(?:FROM|image:)\s*\S+(?::\d|@sha256)/m,
    files: /Dockerfile|\.ya?ml$/,
    anywhere: true,
  },
  { words: /\balpine\b/i, code: /^FROM \S*alpine/m, files: /Dockerfile/, anywhere: true },
  {
    words: /\bcaret ranges?\b|\bversion ranges?\b|`\^`|\bexact versions?\b|\bpinned\b/i,
    code: /"\s*:\s*"[\^~]\d/,
    without: /"\s*:\s*"\d+\.\d+\.\d+"/,
    files: /package\.json$/,
    anywhere: true,
  },
];
