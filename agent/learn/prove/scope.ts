import { kindIn, LANGUAGES, TEST_FILE } from "./file-kinds.ts";
import { wordsOf } from "./mask.ts";
import { placed, placesIn } from "./places.ts";
import type { Rule } from "./rule.ts";

/** Prose is no code: what a memory says of code does not bind a README. */
export const PROSE = /\.(?:md|mdx|txt|rst|adoc|tex|po)$/i;
const isTest = (file: string): boolean =>
  TEST_FILE.test(file) || /(?:^|\/)(?:tests?|specs?|__tests__|e2e)\//.test(file);
const isDocs = (file: string): boolean => PROSE.test(file) || /(?:^|\/)docs?\//.test(file);

const PARTS: readonly (readonly [words: string, isIn: (file: string) => boolean])[] = [
  [
    "(?:the |our |unit |integration |e2e |all |any |new )*(?:tests?|specs?|test code|test files|pruebas|tests unitarios)",
    isTest,
  ],
  ["(?:the |our |production |prod |application |app |library |non-test )+code", (file) => !isTest(file)],
  [
    "(?:the |our |user |public |end-user )*(?:docs?|documentation|readmes?|guides?|handbook|manual|markdown|articles?|posts?|pages of the docs|doku(?:mentation)?|documentación)",
    isDocs,
  ],
  [
    "(?:the |our )*(?:frontend|front-end|client|ui|web app|browser code)",
    (file) =>
      !/(?:^|\/)(?:server|back-?end|api)\//i.test(file) &&
      /(?:^|\/)(?:front-?end|client|web|ui|www|app|components|pages|views)\/|\.(?:[jt]sx|vue|svelte|css|scss|html)$/i.test(
        file,
      ),
  ],
  [
    "(?:the |our )*(?:backend|back-end|server|api)(?: code)?",
    (file) => /(?:^|\/)(?:back-?end|server|api|services?|backend)\//i.test(file),
  ],
  [
    "(?:the |our |new |react |vue |ui |all |any |function )*components?",
    (file) => /\.(?:tsx|jsx|vue|svelte)$|\.module\.\w+$/.test(file) || /components?\//i.test(file),
  ],
  ["(?:the |our |new |db |database |sql )*migrations?", (file) => /migrat/i.test(file)],
  ["(?:the |our |public )*(?:headers?)", (file) => /\.(?:h|hpp|hh)$/.test(file)],
  ["(?:the |our )*controllers?", (file) => /controller/i.test(file)],
  ["(?:the |our |domain )*models?", (file) => /model/i.test(file)],
  ["(?:the |our )*(?:handlers?|route handlers|routes|endpoints)", (file) => /handler|route|endpoint|api/i.test(file)],
  [
    "(?:the |our )*(?:ci|workflows?|pipelines?|github actions)",
    (file) => /\.github\/|\.gitlab-ci|\.circleci/.test(file),
  ],
];

const IN = "(?:in|inside|within|for|under|throughout|across|im|in den|für|bei|en|dans|para|pour)";
const SCOPED = PARTS.map(([words, isIn]) => ({
  within: new RegExp(`\\b${IN} (?:the |der |den |las? |los |les? )?${words}(?![\\w-])`, "i"),
  outside: new RegExp(
    `\\b(?:outside(?: of)?|except(?: in| for)?|other than|apart from|but not|unless|außer(?:halb)?|salvo en|fuera de|sauf|hors) (?:in |for |of |the |dans |les |des |de )*${words}(?![\\w-])`,
    "i",
  ),
  isIn,
}));

const MODULE = new RegExp(
  `\\b${IN} (?:the |our )([\\w-]{3,30}) (?:module|package|service|app|layer|crate|workspace|project|codebase|plugin|library)\\b`,
  "i",
);

export interface Scope {
  readonly holds: (file: string) => boolean;
  /** Whether a language, a place or a kind of file was named at all. */
  readonly isLimited: boolean;
  readonly isForProse: boolean;
}

/** The files that a memory is about, from where it says it holds: a language, a folder, a kind of file. */
export const scopeOf = (rule: Rule): Scope => {
  const said = rule.clauses
    .filter(
      ({ polarity, text }) =>
        (polarity === "do" || polarity === "dont") && !/\b(?:belongs?|go|goes|lives?|is|are) in\b/i.test(text),
    )
    .map(({ text }) => text)
    .join(". ");
  const words = wordsOf(said);
  const limits: ((file: string) => boolean)[] = [];
  const outside = SCOPED.filter((one) => one.outside.test(wordsOf(rule.text)));
  for (const { isIn } of outside) limits.push((file) => !isIn(file));
  const within = SCOPED.filter((one) => one.within.test(words) && !outside.includes(one));
  if (within.length > 0) limits.push((file) => within.some(({ isIn }) => isIn(file)));
  // A choice between languages limits nothing.
  const choices = wordsOf(
    [...rule.wanted, ...rule.unwanted].filter((phrase) => phrase.split(" ").length < 2).join(" "),
  );
  const languages = LANGUAGES.filter(([name]) => name.test(words) && !name.test(choices)).map(([, file]) => file);
  if (languages.length > 0) limits.push((file) => languages.some((language) => language.test(file)));
  const placeLimit =
    /\b(?:in|inside|within|under|unter|en|dans|im|for) (?:the |der |den |files (?:in|under) )?(`[^`]+`)/gi;
  const places = [...said.matchAll(placeLimit)].flatMap((found) => placesIn(found[1] ?? ""));
  if (places.length > 0) limits.push(placed(places));
  const apart = [
    ...rule.exceptions.flatMap(placesIn),
    ...[
      ...rule.text.matchAll(/\b(?:outside(?: of)?|except(?: in)?|außerhalb(?: von)?|fuera de|hors de) (`[^`]+`)/gi),
    ].flatMap((found) => placesIn(found[1] ?? "")),
  ];
  if (apart.length > 0) {
    const isApart = placed(apart);
    limits.push((file) => !isApart(file));
  }
  // "except for pages": a kind of file.
  for (const text of rule.exceptions) {
    const kind = kindIn(wordsOf(text.split(/[,;]/)[0] ?? "").slice(0, 60));
    if (kind !== undefined) limits.push((file) => !kind.path.test(file));
  }
  const module = MODULE.exec(words)?.[1]?.toLowerCase();
  if (module !== undefined && !/^(?:same|this|whole|other|new|our)$/.test(module))
    limits.push((file) => file.toLowerCase().includes(module));
  return {
    holds: (file) => limits.every((limit) => limit(file)),
    isLimited: limits.length > 0,
    isForProse:
      within.some(({ isIn }) => isIn === isDocs) ||
      (languages.length === 0 &&
        /\b(?:prose|docs|documentation|readme|markdown|copy|site|website|blog|articles?|texts?|content|doku\w*)\b/i.test(
          words,
        )),
  };
};
