import { type Check, eachChange, type Finding, finding } from "./check.ts";
import { FILE_KINDS, isKind, kindIn, TEST_FILE } from "./file-kinds.ts";
import { codesIn, wordsOf } from "./mask.ts";
import type { Requirement } from "./requirement.ts";
import { isPublicOnly, REQUIREMENTS } from "./requirement-table.ts";
import type { Rule } from "./rule.ts";
import { PROSE, scopeOf } from "./scope.ts";

const BEGINS =
  /\b(?:start|begin|open)s?(?: off)? with\b|\b(?:first line|top of|at the top|header)\b|\b(?:beginn\w*|fang\w*) mit\b|\bempiezan? con\b|\bcommencent? par\b/i;

/** "Scripts start with `set -euo pipefail`", "each file begins with the licence header `// SPDX…`". */
const headers = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const [code] = codesIn(clause.text);
    if (
      clause.polarity !== "do" ||
      code === undefined ||
      code.length < 5 ||
      !BEGINS.test(wordsOf(clause.text)) ||
      /\b(?:names?|named|branch\w*|messages?|titles?|answers?|tests?|subjects?|prefix\w*)\b/i.test(wordsOf(clause.text))
    )
      return [];
    const kind = kindIn(wordsOf(clause.text));
    const scope = scopeOf(rule);
    if (kind === undefined && !scope.isLimited && !/\bfiles?\b/i.test(clause.text)) return [];
    return [
      eachChange(({ file, added, isNew }): Finding | null => {
        if (!isNew || added.trim() === "" || PROSE.test(file) || /\.(?:json|lock)$/.test(file)) return null;
        if (kind !== undefined ? !isKind(kind, file, added) : !scope.holds(file)) return null;
        return finding(
          added
            .split("\n")
            .slice(0, 12)
            .join("\n")
            .includes(code.split("…")[0]?.trim() ?? code),
          file,
        );
      }),
    ];
  });

/** "Services extend `BaseService`": what has to stand in the definition of each of a kind. */
const derivations = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const [code] = codesIn(clause.text);
    const head =
      /^(?<of>.+?)\b(?:extends?|inherits?(?: from)?|implements?|derives?(?: from)?|subclass(?:es)?|are|is|use|uses|erben von|heredan? de)\b/i.exec(
        wordsOf(clause.text.replace(/`[^`]*`/g, "")),
      )?.groups?.of;
    if (
      clause.polarity !== "do" ||
      code === undefined ||
      head === undefined ||
      !/\b(?:extend|inherit|implement|deriv|subclass|erben|hered)/i.test(clause.text)
    )
      return [];
    const kind = FILE_KINDS.find((one) => one.content !== undefined && one.words.test(head));
    const stem = /(\w{4,})\s*$/
      .exec(head.trim())?.[1]
      ?.replace(/ies$/, "y")
      .replace(/(?<=ss|x|ch)es$|s$/, "");
    if (kind?.content === undefined && stem === undefined) return [];
    const defines = new RegExp(`^[^\\n]{0,80}\\b(?:class|struct) \\w*${stem ?? ""}\\b[^\\n]{0,200}`, "gim");
    return [
      eachChange(({ file, added }): Finding | null => {
        const lines = [...added.slice(0, 16_000).matchAll(defines)]
          .map(([line]) => line)
          .filter((line) => !line.includes(`class ${code}`));
        if (lines.length === 0 || PROSE.test(file)) return null;
        const wrong = lines.find((line) => !line.includes(code));
        return finding(wrong === undefined, (wrong ?? lines[0] ?? "").trim());
      }),
    ];
  });

const CONTINUES = /^(?:without|no|never|not|don['’]t|start|begin|end|in|ohne|nie|sin|nunca|sans|jamais)\b/i;

/** Checks on what has to stand with something in the code, each time it is written. */
export const requirementChecks = (rule: Rule): readonly Check[] => {
  const scope = scopeOf(rule);
  let last: readonly Requirement[] = [];
  const found = rule.clauses.flatMap((clause): Check[] => {
    if (clause.polarity !== "do" && clause.polarity !== "dont") return [];
    const said = [clause.text, ...clause.asides].join(" ");
    const requirements = REQUIREMENTS.filter(
      ({ words, isUnderstood }) => words.test(said) && (isUnderstood?.(clause) ?? true),
    );
    // "…, without \"should\"": says more of what was spoken of before.
    const isMore = requirements.length === 0 && CONTINUES.test(clause.text);
    const due = isMore ? last.filter(({ isUnderstood }) => isUnderstood?.(clause) ?? false) : requirements;
    if (due.length > 0) last = due;
    return due.map(({ files, find }) =>
      eachChange(({ file, added, isNew, by }): Finding | null => {
        if (added === "" || PROSE.test(file) || /\.(?:lock|snap|csv)$/.test(file) || !scope.holds(file)) return null;
        if (files !== undefined && !files.test(file)) return null;
        if (TEST_FILE.test(file) && isPublicOnly(clause)) return null;
        const occurrences = find(added, clause);
        if (/\blines\b/.test(occurrences[0]?.text ?? "") && !isNew) return null;
        const wrong = occurrences.find(({ isGood }) => !isGood);
        if (occurrences.length === 0) return null;
        return finding(wrong === undefined, by === "" ? ((wrong ?? occurrences[0])?.text.slice(0, 200) ?? file) : by);
      }),
    );
  });
  return [...found, ...headers(rule), ...derivations(rule)];
};
