import { type Ran, typed } from "../shell/commands.ts";
import { type Check, eachCommand, finding } from "./check.ts";
import type { Rule } from "./rule.ts";

const BASE =
  /\b(?:branch\w*|start\w*|creat\w*|zweig\w*|ramas?|cut)\b[^.;`]{0,40}?\b(?:off|from|out of|on top of|ab|von|desde|depuis|à partir de)(?: of)? (?:the |latest |a fresh |fresh |up-to-date |current )*`?(?<base>(?:origin|upstream)\/[\w./-]+|main|master|develop|development|trunk|staging|next)`?(?![\w/-])/i;

/** The new branch that a command makes, and what it starts from, where it says. */
const startOf = ({ program, words, argv }: Ran): { readonly from: string | null } | null => {
  if (program !== "git") return null;
  const isNew =
    (words[0] === "checkout" && argv.some((arg) => /^-[bB]$/.test(arg))) ||
    (words[0] === "switch" && argv.some((arg) => /^(?:-[cC]|--create)$/.test(arg))) ||
    (words[0] === "worktree" && words[1] === "add" && argv.includes("-b"));
  if (isNew) {
    const others = words.slice(words[0] === "worktree" ? 2 : 1);
    return { from: (words[0] === "worktree" ? others[2] : others[1]) ?? null };
  }
  return words[0] === "branch" && words.length > 1 && !argv.some((arg) => /^-[a-zA-Z]$|^--/.test(arg))
    ? { from: words[2] ?? null }
    : null;
};

/** "Branch off `origin/main`": what a new branch starts from. */
export const branchBase = (rule: Rule): Check[] =>
  rule.clauses.flatMap(({ polarity, text, wanted }) => {
    const base = polarity === "do" ? BASE.exec(wanted[0] ?? text)?.groups?.base : undefined;
    if (base === undefined) return [];
    const isRemote = base.includes("/");
    return [
      eachCommand((ran, { deeds }) => {
        const start = startOf(ran);
        if (start === null) return null;
        if (start.from !== null)
          return finding(start.from === base || (!isRemote && start.from === `origin/${base}`), typed(ran));
        // Where it stood before can only be seen where it was gone to.
        const lines = deeds.flatMap((deed) => (deed.kind === "command" ? deed.line : [])).join("\n");
        const stood =
          /\bgit (?:switch|checkout) (?!-)([\w./-]+)(?![\s\S]*\bgit (?:switch|checkout) (?!-)[\w./-]+)/.exec(
            lines,
          )?.[1];
        if (isRemote) return /\bgit (?:pull|reset --hard|rebase)\b/.test(lines) ? null : finding(false, typed(ran));
        return stood === undefined ? null : finding(stood === base, typed(ran));
      }),
    ];
  });
