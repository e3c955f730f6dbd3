/** How names of files are given in a memory: by an example, by a pattern, by a style. */

const PLACEHOLDER =
  /^(?:x{1,4}|y|z|a|b|n|foo|bar|baz|name|names?|something|thing|title|short|slug|description|desc|topic|subject|component|comp|feature|module|page|resource|entity|model|table|verb|what|summary|date|id|number|num|ticket|some|file|filename|my|example|words?|pkg|package|source|src|original|unit|method|class|author|version|type|action|route|scope|domain|service)$/i;

const escaped = (text: string): string => text.replace(/[\\^$*+?.()|[\]{}/-]/g, "\\$&");
const PASCAL = "(?:[A-Z][a-z\\d]*)+";
const ANY = "[\\w-]+";

/** One word of a pattern: what stands for a name becomes one, in its own style. */
const word = (text: string, isExample: boolean): string => {
  if (/^(?:YYYY)$/.test(text)) return "\\d{4}";
  if (/^(?:MM|DD|HH|hh|mm|ss|YY)$/.test(text)) return "\\d{2}";
  if (/^(?:YYYYMMDD)$/.test(text)) return "\\d{8}";
  if (/^N{1,6}$|^\d{3,}$|^X{2,5}$/.test(text)) return `\\d{${text.length}}`;
  if (/^\d+$/.test(text)) return "\\d+";
  if (PLACEHOLDER.test(text) || isExample) {
    if (/^[A-Z][a-z]/.test(text)) return PASCAL;
    if (/^[a-z]+[A-Z]/.test(text)) return "[a-z]\\w*";
    return isExample && /^[a-z]+$/.test(text) ? "[a-z\\d]+" : "\\w+";
  }
  // `useSomething`: a beginning that stays, and a name.
  const parts = text.match(/^[a-z]+|[A-Z][a-z\d]*|\d+/g) ?? [];
  if (parts.length > 1 && parts.join("") === text && parts.some((part) => PLACEHOLDER.test(part)))
    return parts
      .map((part) => (PLACEHOLDER.test(part) ? (/^[A-Z]/.test(part) ? PASCAL : "[a-z\\d]+") : escaped(part)))
      .join("");
  return escaped(text);
};

/** Between words of the same kind one hyphen or underscore stands for any number of them. */
const PART = /<[^>]{1,40}>|\{[^}]{1,40}\}|\[[^\]]{1,40}\]|\*+|…|\.{3}|[A-Za-z]+|\d+|./g;

/** A name as a pattern: `YYYY-MM-DD-title.md`, `Name.stories.tsx`, `test_*.py`; an example counts by its shape up to the first dot. */
export const namePattern = (name: string, isExample = false): RegExp => {
  let isBeforeDot = true;
  const parts = (name.slice(0, 120).match(PART) ?? []).map((part) => {
    if (part === ".") isBeforeDot = false;
    if (/^[<{[*…]|^\.{3}$/.test(part)) return part === "*" || part === "**" ? "[^/]*" : ANY;
    if (/^[A-Za-z\d]+$/.test(part)) return word(part, isExample && isBeforeDot);
    return escaped(part);
  });
  let body = parts.join("");
  // `short-title` is any number of words.
  body = body
    .replace(/\\w\+(?:\\-\\w\+)+/g, "[a-z\\d]+(?:-[a-z\\d]+)*")
    .replace(/(?:\[a-z\\d\]\+\\-)+\[a-z\\d\]\+/g, "[a-z\\d]+(?:-[a-z\\d]+)*");
  if (name.includes("-") && /\\w\+/.test(body)) body = body.replace(/\\w\+/g, "[\\w-]+");
  const open = name.includes(".") ? "" : "(?:\\.[\\w.]+)?";
  return new RegExp(`^${body}${open}$`);
};

/** Whether a pattern has anything open in it; without that it names one file. */
export const isPattern = (name: string): boolean => {
  const base = name.slice(name.lastIndexOf("/") + 1);
  // `app/<name>/route.ts`: the folder is open, the file is called that.
  if (/[<{[*…]/.test(name.slice(0, -base.length)) && /^[a-z]+\.\w+$/.test(base)) return false;
  return (
    /[<{[*…]/.test(base) ||
    (base.match(/[A-Za-z]+|\d+/g) ?? []).some(
      (part) =>
        PLACEHOLDER.test(part) ||
        /^(?:YYYY|MM|DD|N{2,}|\d{3,}|YYYYMMDD)$/.test(part) ||
        (!/^\d{1,2}$/.test(part) && word(part, false) !== escaped(part)),
    )
  );
};

/** Whether a name says in words what is open: `Name.stories.tsx`, `useSomething.ts`. */
export const hasPlaceholder = (name: string): boolean =>
  /[<{[*…]|YYYY|NNN/.test(name) || (name.match(/[A-Z]?[a-z]+/g) ?? []).some((part) => PLACEHOLDER.test(part));

/** A path with open parts: `tests/unit/a/test_b.py` stands for every folder and every name at these places. */
export const pathPattern = (path: string): RegExp => {
  const segments = path
    .replace(/^\.?\//, "")
    .split("/")
    .slice(0, 12);
  const name = segments.pop() ?? "";
  const folders = segments.map((one) => {
    if (one === "**") return "(?:[^/]+/)*";
    return /^[<{[*…$]/.test(one) || /^(?:[a-z]|foo|bar|pkg|name|NAME|dir|path)$/.test(one)
      ? "(?:[^/]+/)+"
      : `${escaped(one)}/`;
  });
  return new RegExp(
    `(?:^|/)${folders.join("").replace(/(?:\(\?:\[\^\/\]\+\/\)\+)+/g, "(?:[^/]+/)*")}${namePattern(name).source.slice(1)}`,
  );
};

/** Styles of names, for the part before the first dot. */
export const NAME_STYLES: readonly (readonly [words: RegExp, stem: RegExp, without?: RegExp])[] = [
  [
    /\bkebab[- ]?case\b|\bhyphenated\b|\b(?:hyphens?|dashes)\b|\bcon guiones\b|\bmit bindestrich/i,
    /^[_.]?[a-z\d]+(?:-[a-z\d]+)*$/,
    /^[^-]*$/,
  ],
  [/(?:\b|_)snake[_ -]?case\b/i, /^_{0,2}[a-z\d]+(?:_[a-z\d]+)*_{0,2}$/],
  [/\bpascal[- ]?case\b|\bupper camel ?case\b/i, /^(?:[A-Z][a-z\d]*)+$/],
  [/\bcamel[- ]?case\b/i, /^[a-z\d]+(?:[A-Z][a-z\d]*)*$/],
  [/\bleading underscore\b|\b(?:start|begin)s? with an underscore\b|\bunterstrich\b/i, /^_/, /^[^_]/],
  [/\blower[- ]?case\b|\bminúsculas\b|\bkleingeschrieben|\bkleinbuchstaben\b|\bminuscules?\b/i, /^[^A-Z]*$/],
  [/\bupper[- ]?case\b|\bmayúsculas\b|\bgroßbuchstaben\b/i, /^[^a-z]*$/],
  [
    /\b(?:two|2|several|multiple) words\b|\bmulti-?word\b|\bzwei wörter\w*/i,
    /^(?:[A-Z]+[a-z\d]*){2,}$|^[a-z\d]+[A-Z]|[^_-][_-][^_-]/,
  ],
  [/\bno spaces\b|\bwithout spaces\b|\bsin espacios\b/i, /^[^\s]*$/],
];

/** The name of a file without its folder; and up to its first dot, or the second one of a dotfile. */
export const baseOf = (file: string): string => file.slice(file.lastIndexOf("/") + 1);
export const stemOf = (file: string): string => baseOf(file).replace(/(?!^)\..*$/, "");

/** Whether a file lies in the root of a project: by its relative path, or where home folders hold projects. */
export const isInRoot = (file: string): boolean =>
  !file.includes("/") || /^\/(?:home|Users)\/[^/]+\/[^/]+\/[^/]+$/.test(file) || /^\.\/[^/]+$/.test(file);

/** Names that tools give: no style binds them. */
export const FIXED_NAME =
  /^(?:README|CHANGELOG|LICENSE|CONTRIBUTING|Makefile|Dockerfile|Gemfile|Rakefile|Procfile|Justfile|justfile|Jenkinsfile|Vagrantfile|AGENTS|CLAUDE|SECURITY|__init__|__main__|index|main|mod|lib|conftest|setup|manage)(?:\.\w+)*$|^\.|config\.\w+$|\.(?:json|toml|lock|ya?ml)$/;
