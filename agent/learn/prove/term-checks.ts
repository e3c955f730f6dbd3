import { type Check, eachChange, type Finding, finding } from "./check.ts";
import { lineAt } from "./code-text.ts";
import { quotesIn, wordsOf } from "./mask.ts";
import type { Rule } from "./rule.ts";

const IN_CODE =
  /\b(?:code|identifiers?|variables?|names?|comments?|docs?|documentation|everywhere|anywhere|überall|namen|código|nombres|en todas partes|partout|noms)\b/i;

const asPart = (words: readonly string[]): RegExp | null =>
  words.length === 0 || !words.every((word) => /^\p{L}[\p{L} -]{2,40}$/u.test(word))
    ? null
    : new RegExp(`(?<!\\p{Ll})(?:${words.map((word) => word.replace(/[ -]/g, "[ _-]?")).join("|")})`, "iu");

/** "Say allowlist, never blacklist – in code, docs and answers": a word is also part of names. */
export const termChecks = (rule: Rule): Check[] => {
  if (!IN_CODE.test(wordsOf(rule.text))) return [];
  return rule.clauses.flatMap(({ wanted, unwanted, polarity }) => {
    const [good, bad] = [asPart(wanted.flatMap(quotesIn)), asPart(unwanted.flatMap(quotesIn))];
    if (polarity !== "do" || good === null || bad === null) return [];
    return [
      eachChange(({ file, added, removed, by }, { prompt }): Finding | null => {
        if (added === "" || /\.(?:lock|snap|csv|svg|map)$/.test(file) || bad.test(prompt)) return null;
        const wrong = bad.exec(added);
        if (wrong !== null)
          return bad.test(removed)
            ? null
            : finding(false, by === "" ? lineAt(added, wrong.index, wrong[0].length) : by);
        const right = good.exec(added);
        return right === null ? null : finding(true, by === "" ? lineAt(added, right.index, right[0].length) : by);
      }),
    ];
  });
};
