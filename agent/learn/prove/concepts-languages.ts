import type { CodeConcept } from "./concept.ts";

const PY = /\.(?:py|pyi|ipynb)$/;
const RS = /\.rs$/;
const GO = /\.go$/;
const JAVA = /\.java$/;
const JVM = /\.(?:java|kt|kts|scala)$/;
const KT = /\.kts?$/;
const SWIFT = /\.swift$/;
const CS = /\.cs$/;
const RB = /\.(?:rb|rake)$/;
const PHP = /\.php$/;
const C = /\.(?:c|cc|cpp|cxx|h|hpp)$/;
const SH = /\.(?:sh|bash|zsh)$|(?:^|\/)bin\/[\w-]+$/;

/** Python, Go, Rust and the others. */
export const LANGUAGE_CONCEPTS: readonly CodeConcept[] = [
  {
    words:
      /`?\bprint\b(?:\(\)|s|\s+statements?|\s+debugging|\s+calls?)?`?(?! (?:css|style|out the|view|layout|media))/i,
    code: /(?<![\w.])print\(/,
    without: /\blog(?:ger|ging)?\.(?:debug|info|warning|error|exception)\(/,
    files: PY,
  },
  {
    words: /\bf-?strings?\b/i,
    code: /(?<!\w)[fF]["']/,
    without: /["']\.format\(|["'] % [\w(]/,
    anywhere: true,
    files: PY,
  },
  {
    words: /`?\.format\(?\)?`?|`%`|\bpercent formatting\b|\bstr\.format\b/,
    code: /["']\.format\(|["'] % [\w(]/,
    without: /(?<!\w)[fF]["']/,
    anywhere: true,
    files: PY,
  },
  {
    words: /\bbare except\w*\b|\bnacktes? except\b|`except:`/i,
    code: /\bexcept\s*:/,
    without: /\bexcept \(?[\w.]+/,
    files: PY,
  },
  {
    words:
      /\b(?:broad|blanket|generic|catch-all) (?:except\w*|catch\w*)\b|`except Exception`|\bcatch (?:bare |plain )?`?(?:Exception|Throwable|BaseException)\b|`catch \(Exception/i,
    code: /\bexcept(?: Exception| BaseException)?(?: as \w+)?\s*:|\bcatch \((?:Exception|Throwable)\b/,
    without: /\bexcept \(?(?!Exception|BaseException)[\w.]+|\bcatch \((?!Exception|Throwable)\w+/,
    files: /\.(?:py|java|kt|cs|php)$/,
  },
  {
    words: /\bwildcard imports?\b|\bstar imports?\b|`import \*`|`from \w+ import \*`/i,
    code: /\bfrom \S+ import \*|\bimport (?:static )?[\w.]+\.\*;?/,
    without: /\bfrom \S+ import \w|\bimport (?:static )?[\w.]+\w;/,
  },
  {
    words: /\bpathlib\b|`Path`/,
    code: /\bpathlib\b|\bPath\(/,
    without: /\bos\.path\.\w+\(/,
    files: PY,
    anywhere: true,
  },
  { words: /\bos\.path\b/, code: /\bos\.path\.\w+/, without: /\bPath\(/, files: PY },
  { words: /\bdataclass(?:es)?\b/i, code: /@(?:dataclasses\.)?dataclass\b/, files: PY },
  { words: /\bpydantic\b/i, code: /\bfrom pydantic\b|\bBaseModel\b/, files: PY },
  { words: /\bmutable default\w*\b/i, code: /def \w+\([^)\n]{0,200}=\s*(?:\[\]|\{\}|set\(\))/, files: PY },
  {
    words: /\blist comprehensions?\b|\bcomprehensions?\b/i,
    code: /\[[^\]\n]{1,200} for \w+ in /,
    without: /\b(?:map|filter)\(lambda\b/,
    files: PY,
  },
  { words: /\blambdas?\b/i, code: /\blambda\b/, files: PY },
  { words: /\bdocstrings?\b/i, code: /"""|'''/, anywhere: true, files: PY },
  { words: /\b(?:typing\.)?Optional\b/, code: /\bOptional\[/, without: /\| None\b/, files: PY },
  {
    words: /\bunittest\b/i,
    code: /\bimport unittest\b|\bunittest\.TestCase\b|\bself\.assert\w+\(/,
    without: /^def test_|^\s*assert /m,
    files: PY,
  },
  {
    words: /\bpytest (?:style|functions?|fixtures?)\b|\bplain asserts?\b|`assert`/i,
    code: /^def test_|@pytest\.fixture|^\s*assert /m,
    without: /\bunittest\.TestCase\b|\bself\.assert\w+\(/,
    files: PY,
  },
  { words: /\bpandas\b/i, code: /\bimport pandas\b|\bpd\.\w+/, files: PY },
  {
    words: /\brequests\b(?= |$|,|`)(?! (?:are|is|for|from|to|in|go|must|that))/,
    code: /\bimport requests\b|\brequests\.(?:get|post|put|delete|patch|Session)\(/,
    without: /\bhttpx\./,
    files: PY,
  },
  { words: /\bglobals?\b(?: variables?| state)?/i, code: /^\s*global \w/m, files: PY },
  {
    words: /\bnaive datetimes?\b|`datetime\.now\(\)`|\bdatetime\.utcnow\b/i,
    code: /\bdatetime\.(?:now\(\)|utcnow\(\))/,
    without: /\bdatetime\.now\((?:tz=)?(?:timezone\.)?\w+/,
    files: PY,
  },
  { words: /`?\bunwraps?\b(?:\(\))?`?/i, code: /\.unwrap\(\)/, without: /\.expect\(|\?;|\?\)|\.unwrap_or/, files: RS },
  {
    words: /`?\bpanics?\b!?(?:\(\))?`?/i,
    code: /\bpanic!?\(|\.unwrap\(\)/,
    without: /\bErr\(|\breturn .{0,60}\berr(?:ors?)?\b|\banyhow!|\bbail!/,
    files: /\.(?:rs|go)$/,
  },
  { words: /`?\bunsafe\b`?/i, code: /\bunsafe\b/, files: /\.(?:rs|cs|go|swift)$/ },
  { words: /`?\.?\bclone\b(?:\(\))?`?/, code: /\.clone\(\)/, files: RS },
  {
    words: /`?println!?`?|\bdbg!/,
    code: /\be?println!\(|\bdbg!\(/,
    without: /\b(?:tracing|log)::|\b(?:info|debug|warn|error)!\(/,
    files: RS,
  },
  { words: /\banyhow\b/i, code: /\banyhow\b/, files: RS },
  { words: /\bthiserror\b/i, code: /\bthiserror\b/, files: RS },
  {
    words: /\b(?:fmt\.Print\w*|`fmt\.Println`)/,
    code: /\bfmt\.Print(?:ln|f)?\(/,
    without: /\b(?:slog|log|logger|zap)\.\w+\(/,
    files: GO,
  },
  {
    words: /\bfmt\.Errorf\b|\bwrap(?:ped)? (?:all |every )?errors?\b|`%w`|\berrors? (?:are|must be|get) wrapped\b/i,
    code: /fmt\.Errorf\([^\n]{0,200}%w/,
    without: /\breturn (?:\w+, )*err$/m,
    files: GO,
    anywhere: true,
  },
  { words: /`interface\{\}`|\bempty interface\b/, code: /\binterface\{\}/, without: /(?<![\w.])any\b/, files: GO },
  { words: /`?\binit\b(?:\(\))?`? functions?|`init\(\)`/, code: /^func init\(\)/m, files: GO },
  { words: /\bnaked returns?\b/i, code: /^\s*return\s*$/m, files: GO },
  {
    words: /\btable[- ]driven(?: tests?)?\b/i,
    code: /\b(?:tests|cases|tt|tcs|testCases)\s*:?=\s*(?:\[\]struct|map\[string\]struct)/,
    files: /_test\.go$/,
  },
  { words: /\btestify\b/i, code: /stretchr\/testify|\b(?:assert|require)\.\w+\(t,/, files: GO, anywhere: true },
  {
    words: /\bforce[- ]?(?:unwrap\w*|casts?)\b|\bforced unwrap\w*\b|\bimplicitly unwrapped\b/i,
    code: /[\w)\]]!(?=[.\s),\]]|$)(?!=)|\bas!|\btry!/m,
    without: /\bguard let\b|\bif let\b|\?\?|\bas\?/,
    files: SWIFT,
  },
  { words: /\bguard let\b|`guard`/, code: /\bguard (?:let|var)\b|\bguard \w/, files: SWIFT },
  { words: /\bforce[- ]?try\b|`try!`/i, code: /\btry!/, files: SWIFT },
  { words: /`!!`|\bnot-null assertion\b|\bdouble bang\b/i, code: /[\w)\]]!!/, without: /\?:|\?\./, files: KT },
  {
    words: /\blombok\b/i,
    code: /@(?:Data|Getter|Setter|Builder|Value|AllArgsConstructor|NoArgsConstructor|RequiredArgsConstructor|Slf4j)\b|\bimport lombok\b|\blombok\./,
    without: /\brecord \w+\s*\(/,
    files: /\.(?:java|gradle|kts|xml)$/,
  },
  { words: /\brecords?\b/i, code: /\brecord \w+\s*[(<]/, files: /\.(?:java|cs)$/ },
  {
    words: /\bfield injection\b|`@Autowired`/i,
    code: /@Autowired|@Inject\b/,
    without: /\b(?:public|protected)? ?[A-Z]\w+\((?:final )?[A-Z]\w+ \w+/,
    files: JVM,
  },
  {
    words: /\bconstructor injection\b/i,
    code: /\b(?:public )?[A-Z]\w+\((?:final )?[A-Z]\w+ \w+/,
    without: /@Autowired\s+(?:private|protected)/,
    files: JVM,
  },
  {
    words: /\bSystem\.out\b|`System\.out\.println`/,
    code: /\bSystem\.(?:out|err)\.print/,
    without: /\blog(?:ger)?\.\w+\(/i,
    files: JVM,
  },
  { words: /\bchecked exceptions?\b/i, code: /\)\s*throws \w+/, files: JAVA },
  {
    words: /\bjunit ?4\b/i,
    code: /\borg\.junit\.(?:Test|Assert|Before)\b/,
    without: /\borg\.junit\.jupiter\b/,
    files: JVM,
  },
  {
    words: /\bjunit ?5\b|\bjupiter\b/i,
    code: /\borg\.junit\.jupiter\b/,
    without: /\borg\.junit\.(?:Test|Assert|Before)\b/,
    files: JVM,
  },
  { words: /\bassertj\b/i, code: /\bassertThat\(/, without: /\bassertEquals\(/, files: JVM },
  { words: /\b`?var`?\b/, code: /(?<![\w.])var \w+ =/, files: /\.(?:java|cs)$/ },
  { words: /\bregions?\b|`#region`/, code: /#region\b/, files: CS },
  { words: /\basync void\b/i, code: /\basync void\b/, without: /\basync Task\b/, files: CS },
  { words: /\.Result\b|\.Wait\(\)/, code: /\.Result\b|\.Wait\(\)/, files: CS },
  { words: /\bfrozen_string_literal\b/, code: /frozen_string_literal: true/, files: RB, anywhere: true },
  { words: /`?\bputs\b`?/, code: /^\s*puts\b/m, files: RB },
  { words: /\bmonkey[- ]?patch\w*/i, code: /^class (?:String|Array|Hash|Integer|Object|Numeric)\b/m, files: RB },
  {
    words: /\bcallbacks?\b/i,
    code: /^\s*(?:before|after|around)_(?:save|create|update|destroy|commit|validation)\b/m,
    files: RB,
  },
  { words: /\bvar_dump\b|\bdd\(\)/, code: /\b(?:var_dump|dd|dump|print_r)\(/, files: PHP },
  { words: /\bstrict[_ ]types\b/i, code: /declare\(strict_types=1\)/, files: PHP, anywhere: true },
  { words: /\bfacades?\b/i, code: /\bIlluminate\\Support\\Facades\\/, files: PHP },
  {
    words: /`?\bmalloc\b(?:\(\))?`?|\b(?:dynamic|heap) (?:memory )?allocations?\b|\bdynamic memory\b/i,
    code: /(?<!\w)(?:[mc]|re)alloc\(/,
    files: C,
    occasion: /^\s*static (?:const )?\w+ \w+\[/m,
  },
  {
    words: /\binplace\b/i,
    code: /\binplace\s*=\s*True\b/,
    without: /^\s*(\w+) = \1\.\w+\(/m,
    files: PY,
  },
  {
    words: /\bbuilt-?in generics\b|\b(?:pep ?585)\b/i,
    code: /[:>[,]\s*(?:list|dict|tuple|set)\[/,
    without:
      /\bfrom typing import[^\n]{0,80}\b(?:List|Dict|Optional|Tuple|Set|Union)\b|\btyping\.(?:List|Dict|Optional|Tuple|Set|Union)\b/,
    files: PY,
  },
  {
    words: /\braw (?:pointers?|new)\b|\bnaked new\b/i,
    code: /=\s*new \w+|\bdelete \w+/,
    without: /\bmake_(?:unique|shared)\b|\b(?:unique|shared)_ptr\b/,
    files: /\.(?:cc|cpp|cxx|h|hpp)$/,
  },
  {
    words: /\b(?:smart pointers?|unique_ptr|shared_ptr)\b/i,
    code: /\b(?:unique|shared)_ptr\b|\bmake_(?:unique|shared)\b/,
    without: /=\s*new \w+/,
    files: C,
  },
  { words: /\busing namespace\b/i, code: /\busing namespace \w/, files: C },
  { words: /\bpragma once\b/i, code: /#pragma once/, without: /#ifndef \w+_H/, files: C, anywhere: true },
  { words: /\binclude guards?\b/i, code: /#ifndef \w+_H/, without: /#pragma once/, files: C, anywhere: true },
  { words: /`?\bgoto\b`?/, code: /\bgoto \w+/ },
  { words: /\bset -e(?:uo pipefail)?\b/, code: /^set -[a-z]*e/m, files: SH, anywhere: true },
  { words: /`\[\[`|\bdouble brackets\b/, code: /\[\[ /, without: /(?<!\[)\[ /, files: SH },
  { words: /\bbackticks\b/i, code: /`[^`\n]+`/, without: /\$\(/, files: SH, anywhere: true },
];
