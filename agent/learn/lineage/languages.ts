/** How definitions look in a language: a pattern with `name` (and `owner`) for each kind, tried in order on each line. */
export interface Grammar {
  readonly language: string;
  readonly rules: readonly (readonly [kind: "function" | "class" | "method", sign: RegExp])[];
}

const CLASS = String.raw`(?<name>[\p{L}_$][\p{L}\p{N}_$]*)`;
const re = (source: string, flags = "u"): RegExp => new RegExp(source.replaceAll("NAME", CLASS), flags);

const SCRIPT: Grammar["rules"] = [
  ["class", re(String.raw`^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?(?:class)\s+NAME`)],
  [
    "function",
    re(String.raw`^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:async\s+)?function\s*\*?\s*NAME\s*[(<]`),
  ],
  [
    "function",
    re(
      String.raw`^\s*(?:export\s+)?(?:const|let|var)\s+NAME\s*(?::[^=]{0,200})?=\s*(?:\w+\()*(?:async\s*)?(?:function\b|\([^()]{0,300}(?:\([^()]{0,100}\)[^()]{0,200})?\)\s*(?::[^=]{1,120})?=>|[\p{L}_$][\p{L}\p{N}_$]*\s*=>|<[^>]{1,80}>\s*\(|\(\s*$|\([^)]{0,200},?\s*$)`,
    ),
  ],
  [
    "method",
    re(
      String.raw`^\s+(?:(?:public|private|protected|static|async|override|readonly|get|set)\s+)*\*?(?!(?:if|for|while|switch|catch|return|function|new|await|typeof|super|else|do|with|constructor\b.{0,0}\.)\b)#?NAME\s*(?:<[^>]{1,80}>)?\([^;]{0,300}\)?\s*(?::[^={;]{1,120})?\{\s*$`,
    ),
  ],
];

const JVM: Grammar["rules"] = [
  [
    "class",
    re(
      String.raw`^\s*(?:(?:public|private|protected|internal|static|final|abstract|sealed|open|data|partial|inner|case|enum)\s+)*(?:class|interface|record|object|trait|struct|enum)\s+NAME`,
    ),
  ],
  [
    "function",
    re(
      String.raw`^\s*(?:(?:public|private|protected|internal|override|open|suspend|inline|operator|static|final|implicit|tailrec|fileprivate|mutating|class)\s+)*(?:fun|func|def)\s+(?:<[^>]{1,80}>\s*)?(?:(?<owner>[\p{L}_][\p{L}\p{N}_]*)\.)?NAME`,
    ),
  ],
  [
    "method",
    re(
      String.raw`^\s+(?:(?:public|private|protected|internal|static|final|abstract|virtual|override|async|synchronized|native|sealed|extern|unsafe|readonly)\s+)+[\p{L}_][\p{L}\p{N}_<>\[\],.? ]*\s+NAME\s*\(`,
    ),
  ],
];

const C: Grammar["rules"] = [
  [
    "class",
    re(
      String.raw`^\s*(?:template\s*<[^>]*>\s*)?(?:typedef\s+)?(?:class|struct|union|enum(?:\s+class)?)\s+NAME\s*(?:final\s*)?(?::[^;]*)?\{?\s*$`,
    ),
  ],
  ["method", re(String.raw`^[\p{L}_][\p{L}\p{N}_:<>,&* ]*?[\s*&](?<owner>[\p{L}_][\p{L}\p{N}_]*)::~?NAME\s*\([^;]*$`)],
  [
    "function",
    re(
      String.raw`^(?!(?:return|else|if|for|while|switch|case|typedef|using|namespace|#)\b)[\p{L}_][\p{L}\p{N}_:<>,&* ]*?[\s*&]NAME\s*\([^;=]*$`,
    ),
  ],
];

const PYTHON: Grammar["rules"] = [
  ["class", re(String.raw`^\s*class\s+NAME`)],
  ["function", re(String.raw`^\s*(?:async\s+)?def\s+NAME`)],
];

const GO: Grammar["rules"] = [
  ["class", re(String.raw`^type\s+NAME\s+(?:struct|interface)\b`)],
  ["method", re(String.raw`^func\s+\(\s*(?:\w+\s+)?\*?(?<owner>\w+)(?:\[[^\]]*\])?\s*\)\s*NAME`)],
  ["function", re(String.raw`^func\s+NAME`)],
];

const RUST: Grammar["rules"] = [
  ["class", re(String.raw`^\s*(?:pub(?:\([^)]*\))?\s+)?(?:struct|enum|trait|union)\s+NAME`)],
  [
    "function",
    re(String.raw`^\s*(?:pub(?:\([^)]*\))?\s+)?(?:(?:const|async|unsafe|extern(?:\s+"[^"]*")?)\s+)*fn\s+NAME`),
  ],
];

const RUBY: Grammar["rules"] = [
  ["class", re(String.raw`^\s*(?:class|module)\s+(?:[\p{L}\p{N}_]+::)*NAME`)],
  ["function", re(String.raw`^\s*def\s+(?:self\.)?NAME`)],
];

const ELIXIR: Grammar["rules"] = [
  ["class", re(String.raw`^\s*defmodule\s+(?:[\p{L}\p{N}_]+\.)*NAME`)],
  ["function", re(String.raw`^\s*defp?\s+NAME`)],
];

const PHP: Grammar["rules"] = [
  ["class", re(String.raw`^\s*(?:(?:abstract|final|readonly)\s+)*(?:class|interface|trait|enum)\s+NAME`)],
  ["function", re(String.raw`^\s*(?:(?:public|private|protected|static|final|abstract)\s+)*function\s+&?NAME`)],
];

const SHELL: Grammar["rules"] = [["function", re(String.raw`^\s*(?:function\s+)?NAME\s*\(\)\s*\{?`)]];
const LUA: Grammar["rules"] = [["function", re(String.raw`^\s*(?:local\s+)?function\s+(?:(?<owner>\w+)[.:])?NAME`)]];

const BY_SUFFIX: ReadonlyMap<string, Grammar> = new Map(
  (
    [
      ["TypeScript", SCRIPT, "ts tsx mts cts"],
      ["JavaScript", SCRIPT, "js jsx mjs cjs"],
      ["Vue", SCRIPT, "vue"],
      ["Svelte", SCRIPT, "svelte"],
      ["Python", PYTHON, "py pyi"],
      ["Go", GO, "go"],
      ["Rust", RUST, "rs"],
      ["Java", JVM, "java"],
      ["Kotlin", JVM, "kt kts"],
      ["Scala", JVM, "scala"],
      ["C#", JVM, "cs"],
      ["Swift", JVM, "swift"],
      ["C", C, "c h"],
      ["C++", C, "cc cpp cxx hpp hh"],
      ["Ruby", RUBY, "rb"],
      ["Elixir", ELIXIR, "ex exs"],
      ["PHP", PHP, "php"],
      ["Shell", SHELL, "sh bash zsh"],
      ["Lua", LUA, "lua"],
    ] as const
  ).flatMap(([language, rules, suffixes]) =>
    suffixes.split(" ").map((suffix) => [suffix, { language, rules }] as const),
  ),
);

/** How definitions look in a file; null where its language is none of those that are read. */
export const grammarOf = (file: string): Grammar | null =>
  BY_SUFFIX.get(/\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? "") ?? null;
