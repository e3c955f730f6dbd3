/** Something that can be said of code in words and seen in it by a pattern. */
export interface CodeConcept {
  /** How people call it. */
  readonly words: RegExp;
  /** How it shows in what was added. */
  readonly code: RegExp;
  /** What stands there where it is not done, if that can be seen. */
  readonly without?: RegExp;
  /** In which files it can be told. */
  readonly files?: RegExp;
  /** Whether what stands in strings and comments counts as well. */
  readonly anywhere?: true;
}

const JS = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;
const TS = /\.(?:[cm]?tsx?|vue|svelte)$/;
const PY = /\.(?:py|ipynb)$/;
const CSS = /\.(?:css|scss|sass|less|vue|svelte|[jt]sx|html)$/;

const EMOJI = /\p{Extended_Pictographic}(?<![©®™↔↕])/u;
const LINE_COMMENT = /(?:^|\s)(?:\/\/|#(?![!{\w-]*(?:include|define|if|endif|region|pragma))|--\s)\s?\S/m;

/** The first whose words are in a phrase counts. */
export const CODE_CONCEPTS: readonly CodeConcept[] = [
  { words: /\bdefault exports?\b/i, code: /\bexport default\b|\bexport \{[^}]*\bas default\b/, files: JS },
  {
    words: /\bnamed exports?\b/i,
    code: /\bexport (?:const|function|class|async|type|interface|\{)/,
    without: /\bexport default\b/,
    files: JS,
  },
  { words: /`any`|\bany types?\b|\btype any\b|^any$/i, code: /[:<,|]\s*any\b|\bas any\b/, files: TS },
  { words: /\bnon-null assertions?\b/i, code: /[\w)\]]!(?:\.|;|\)|,|\[)/, files: TS },
  { words: /\btype assertions?\b|\bcasts?\b|\bcasting\b/i, code: /\bas (?!const\b)[A-Z{]/, files: TS },
  { words: /\bts-ignore\b/i, code: /@ts-ignore/, anywhere: true, files: TS },
  { words: /\benums?\b/i, code: /\benum \w+/ },
  { words: /\binterfaces? (?:over|instead|rather)|^interfaces?$/i, code: /\binterface \w+/, files: TS },
  { words: /^types?(?: alias(?:es)?)?$/i, code: /\btype \w+(?:<[^>]*>)? =/, files: TS },
  {
    words: /\bconsole(?:\.log|\s+log\w*|\s+statements?)\b|`console/i,
    code: /\bconsole\.(?:log|debug|info)\(/,
    files: JS,
  },
  { words: /\bprint(?:\(\)|s|\s+statements?|\s+debugging)?(?=\s|$|`|,)/i, code: /(?<![\w.])print\(/, files: PY },
  { words: /`?\bvar\b`?/, code: /(?<![\w.])var \w/, files: JS },
  { words: /`let`|^let$/, code: /(?<![\w.])let \w/, files: JS },
  { words: /`const`|^const$/, code: /(?<![\w.])const \w/, files: JS },
  { words: /\barrow functions?\b/i, code: /=>\s*[{(\w]/, without: /(?<!\w)function\s*\w*\s*\(/, files: JS },
  { words: /\bfunction declarations?\b/i, code: /(?<!\w)function\s+\w+\s*\(/, files: JS },
  { words: /\bsingle quotes?\b/i, code: /'[^'\n"]*'/, without: /"[^'\n"]*"/, anywhere: true },
  { words: /\bdouble quotes?\b/i, code: /"[^'\n"]*"/, without: /'[^'\n"]*'/, anywhere: true },
  { words: /\bsemicolons?\b/i, code: /;\s*$/m, without: /[\w)\]'"`]\s*\n(?!\s*[.)\]}])/, files: JS },
  { words: /\btabs?\b/i, code: /^\t+\S/m, without: /^ {2,}\S/m, anywhere: true },
  { words: /\bspaces\b/i, code: /^ {2,}\S/m, without: /^\t+\S/m, anywhere: true },
  { words: /\b(?:todo|fixme)s?\b/i, code: /\b(?:TODO|FIXME)\b/, anywhere: true },
  { words: /\bdocstrings?\b/i, code: /"""|'''/, anywhere: true, files: PY },
  { words: /\b(?:jsdoc|tsdoc)\b/i, code: /\/\*\*/, anywhere: true, files: JS },
  {
    words: /\b(?:inline |code )?(?:comments?|kommentare?n?|comentarios?|commentaires?)\b/i,
    code: LINE_COMMENT,
    anywhere: true,
  },
  {
    words: /\btype hints?\b|\btype annotations?\b/i,
    code: /def \w+\([^)]*:\s*\w|->\s*\w/,
    without: /def \w+\((?:self,? ?)?[\w, =]*\):/,
    files: PY,
  },
  { words: /\bf-?strings?\b/i, code: /(?<!\w)f["']/, without: /\.format\(|["'] % /, anywhere: true, files: PY },
  { words: /\bwildcard imports?\b|\bstar imports?\b/i, code: /from \S+ import \*|import [\w.]+\.\*;/ },
  { words: /\brelative imports?\b/i, code: /from ["']\.\.?\/|from \.+\w* import/, anywhere: true },
  { words: /\bbare excepts?\b/i, code: /except\s*:/, files: PY },
  { words: /\binline styles?\b/i, code: /\bstyle=(?:\{\{|["'])/, anywhere: true },
  { words: /!important|`!important`/i, code: /!important/, anywhere: true, files: CSS },
  { words: /\b(?:px|pixels?)\b/i, code: /\d+px\b/, anywhere: true, files: CSS },
  { words: /\brems?\b/i, code: /\d*\.?\d+rem\b/, without: /\d+px\b/, anywhere: true, files: CSS },
  { words: /\bhex(?:adecimal)? colou?rs?\b|\bhard-?coded colou?rs?\b/i, code: /#[\da-f]{3,8}\b/i, anywhere: true },
  { words: /\bemojis?\b/i, code: EMOJI, anywhere: true },
  { words: /\bexceptions?\b/i, code: /\bthrow\b|\braise \w|\bcatch\s*\(/ },
  { words: /`?\bunwrap\b(?:\(\))?`?/i, code: /\.unwrap\(\)/, files: /\.rs$/ },
  { words: /\b(?:unsafe)\b/i, code: /\bunsafe\b/, files: /\.(?:rs|cs|go)$/ },
  { words: /\bforce[- ]unwrap\w*\b/i, code: /\w!(?:\.|\s|\)|$)/m, files: /\.swift$/ },
  { words: /`?goto`?/, code: /\bgoto \w+/ },
  { words: /\braw pointers?\b|\bmalloc\b/i, code: /\bmalloc\(|\bnew \w+/, files: /\.(?:c|cc|cpp|h|hpp)$/ },
  { words: /`?\bselect \*`?/i, code: /\bselect \*/i, anywhere: true },
  {
    words: /\braw (?:sql|queries)\b|\bstring concatenat\w+ in sql\b/i,
    code: /["'`]\s*(?:select|insert into|update|delete from)\s/i,
    anywhere: true,
  },
  { words: /\bnested ternar\w+|\bternar\w+\b/i, code: /\?[^?:\n]+:[^;\n]/, files: JS },
  { words: /\bclass(?:es|\s+components?)\b/i, code: /\bclass \w+/ },
  { words: /\bsnapshot tests?\b|\bsnapshots\b/i, code: /toMatch(?:Inline)?Snapshot\(/ },
  {
    words: /\bmock(?:s|ing|ed)?\b/i,
    code: /\b(?:vi|jest)\.(?:mock|fn|spyOn)\(|\bMagicMock\b|\bmock\.patch\b|@patch\b|\bMockito\b|\bsinon\./,
  },
  { words: /\bsleeps?\b|\bfixed waits?\b/i, code: /\b(?:sleep|waitForTimeout)\(|\bsetTimeout\(/ },
  { words: /`?\beval\b`?/i, code: /(?<![\w.])eval\(/ },
  { words: /\basync\/await\b|\bawait\b/i, code: /\bawait\b/, without: /\.then\(/, files: JS },
  { words: /\.then\b|\bthen chains?\b|\bpromise chains?\b/i, code: /\.then\(/, files: JS },
  { words: /\bforEach\b/, code: /\.forEach\(/, files: JS },
  { words: /\bconstructor injection\b/i, code: /constructor\(|public \w+\([^)]+\)/, without: /@Autowired/ },
  { words: /\bfield injection\b|@Autowired/i, code: /@Autowired/ },
  { words: /\blombok\b/i, code: /@(?:Data|Getter|Setter|Builder)\b|import lombok/ },
  { words: /\btailwind\b/i, code: /class(?:Name)?="[^"]*\b(?:flex|grid|p-\d|m-\d|text-\w+|bg-\w+)\b/, anywhere: true },
  { words: /\bzod\b/i, code: /from ["']zod["']|\bz\.(?:object|string|number)\(/, anywhere: true },
  {
    words: /\bsnake[_ -]?case\b/i,
    code: /\b(?:def|let|const|var|fn) [a-z]+_[a-z_]+\b/,
    without: /\b(?:def|let|const|var|fn) [a-z]+[A-Z]\w*\b/,
  },
  {
    words: /\bcamel[- ]?case\b/i,
    code: /\b(?:def|let|const|var|function) [a-z]+[A-Z]\w*\b/,
    without: /\b(?:def|let|const|var|function) [a-z]+_[a-z]\w*\b/,
  },
];
