import { codesIn, wordsOf } from "./mask.ts";
import type { Message, MessageJudge } from "./messages.ts";
import type { Rule } from "./rule.ts";
import { isDenied, isWithin, lengthIn } from "./text-judges.ts";

/** `feat/…`, `user/ticket-title`: the shape of a branch. */
export const branchShape = (rule: Rule): MessageJudge[] =>
  rule.clauses.flatMap((clause) => {
    if (clause.polarity !== "do") return [];
    const rejected = clause.unwanted.flatMap(codesIn);
    const codes = [...codesIn(clause.text), ...clause.asides.flatMap(codesIn)].filter(
      (code) =>
        !rejected.includes(code) &&
        /^[\w<>{}[\]…./*#-]+$/.test(code) &&
        /[/<{…*-]|^v?[\dX]+\.[\dY]/.test(code) &&
        !/^--?\w/.test(code),
    );
    if (
      codes.length === 0 ||
      (!/\b(?:name[ds]?|call(?:ed)?|prefix\w*|start|begin|leading|branch(?:es)? (?:are|is|must|should|as|in)|hei(?:ß|ss)\w*|llama\w*|nomm\w*|follow|like|as|format|pattern|beginnen)\b/i.test(
        wordsOf(clause.text),
      ) &&
        !/^(?:branch(?:es)?(?: names?)?|ramas?|zweige?) ?:/i.test(rule.text))
    )
      return [];
    // "`<initials>/<topic>`, mine is mk, e.g. `mk/login-retry`": whose it is stands for itself.
    const own = codes.find((code) => /^[a-z]{2,12}\/[a-z]/.test(code))?.split("/")[0];
    const isOwn =
      own !== undefined &&
      new RegExp(`\\b(?:mine|I['’]m|I am|my \\w+) (?:is |are )?\\W?${own}\\b`, "i").test(rule.text);
    const patterns = codes.map((given) => {
      const code = isOwn
        ? given.replace(/^<(?:initials|name|user(?:name)?|handle|you|who|me|author)>(?=\/)/, own)
        : given;
      // `vX.Y.Z` is any version.
      const body = (/^v?X\.Y/.test(code) ? code.replace(/[XYZ]/g, "1") : code)
        .replace(/…|\.{3}|<[^>]*>|\{[^}]*\}|\[[^\]]*\]|\*/g, "\u0000")
        .split("\u0000")
        .map((part) =>
          part
            .replace(/[\\^$*+?.()|]/g, "\\$&")
            .replace(
              /\b(?:name|title|slug|topic|description|short|ticket|initials|user|username|thing|what)\b/gi,
              "[\\w.#-]+",
            )
            .replace(/\b[A-Z]{2,}-\d+\b/g, "[A-Z]+-\\d+")
            .replace(/^v\d+/, "v\\d+")
            .replace(/(?<=\\\.)\d+/g, "\\d+"),
        )
        .join("[\\w.#/-]+");
      return new RegExp(`^${body}${/[/-]$/.test(code) ? "" : "$"}`);
    });
    // "Release branches are called …" says nothing of the others.
    const only = /\b(release|hotfix|bugfix|fix|feature|experiment\w*|personal) branch/i
      .exec(clause.text)?.[1]
      ?.toLowerCase();
    return [
      ({ title }: Message) =>
        only !== undefined && codes.length === 1 && !title.toLowerCase().startsWith(only.slice(0, 4))
          ? null
          : patterns.some((pattern) => pattern.test(title)),
    ];
  });

const BRANCH_SIGNS: readonly (readonly [words: RegExp, shows: RegExp])[] = [
  [/\bslash(?:es)?\b|\bschrägstriche?\b|\bbarras?\b/i, /\//],
  [/\bunderscores?\b|\bunterstriche?\b|\bguion(?:es)? bajos?\b/i, /_/],
  [/\bupper-?case\b|\bcapitals?\b|\bcapital letters\b|\bgroßbuchstaben\b|\bmayúsculas\b|\bmajuscules\b/i, /[A-Z]/],
  [/\blower-?case\b|\bkleinbuchstaben\b|\bkleingeschrieben\b|\bminúsculas\b|\bminuscules\b/i, /^[^A-Z]*$/],
  [/\bkebab[- ]case\b|\bhyphens?\b|\bdashes\b|\bbindestrich\w*/i, /^(?:[\w.]+\/)*[a-z\d]+(?:[-.][a-z\d]+)*$/],
  [/\bdots?\b|\bpunkte\b/i, /\./],
];

/** "Branch names carry no slashes": the letters of a branch. */
export const branchSigns = (rule: Rule): MessageJudge[] =>
  rule.clauses.flatMap((clause) => {
    if (clause.polarity !== "do" && clause.polarity !== "dont") return [];
    const length = lengthIn(clause);
    const signs = BRANCH_SIGNS.flatMap(([words, shows]): MessageJudge[] => {
      const at = clause.text.search(words);
      return at === -1 ? [] : [({ title }) => shows.test(title) !== isDenied(clause, at)];
    });
    return length === null ? signs : [...signs, ({ title }) => isWithin(length, title)];
  });
