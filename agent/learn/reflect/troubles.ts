import { CLIENTS, ranBy } from "./call.ts";
import { code } from "./insight.ts";
import type { Step } from "./step.ts";

/** A way in which a tool refuses a call again and again, and what to do so that it does not. */
export interface Trouble {
  readonly tool: RegExp;
  readonly sign: RegExp;
  /** What to do; null where the failures do not tell. `name`: what the sign caught. */
  readonly order: (failures: readonly Failure[], name: string) => string | null;
}

export interface Failure {
  readonly step: Step;
  /** The next call of the same tool (and on the same file or with the same program) that passed. */
  readonly passed: Step | null;
  /** What passed between the two. */
  readonly between: readonly Step[];
  /** The next call of the same tool on a file of the same name elsewhere that passed. */
  readonly elsewhere: Step | null;
  /** The next command that passed and did more than ask what there is. */
  readonly next: Step | null;
  /** What was run last since the file was read or changed; empty where nothing was. */
  readonly since: string;
}

export const EDITS = /^(?:Edit|MultiEdit|Write|NotebookEdit)$/;

const suffixesOf = (failures: readonly Failure[]): string => {
  const suffixes = new Set(failures.flatMap(({ step }) => /\.\w+$/.exec(step.file ?? "")?.[0] ?? []));
  return suffixes.size === 1 ? `${code([...suffixes][0] ?? "")} files` : "files";
};

const without = (pattern: RegExp, text: string): string => text.replace(pattern, "");
const before = (step: Step | null): string => step?.changes.map((change) => change.before ?? "").join("\n") ?? "";

/** What was wrong with the text to replace in most of the failures, as far as the call that passed shows it. */
const notFound = (failures: readonly Failure[]): string | null => {
  const differ = (sign: RegExp, onlyIn: "passed" | "failed"): boolean =>
    failures.filter(({ step, passed }) => {
      const [failed, right] = [before(step), before(passed)];
      if (right === "" || without(/\s+/g, failed) !== without(/\s+/g, right)) return false;
      return onlyIn === "passed" ? sign.test(right) && !sign.test(failed) : sign.test(failed) && !sign.test(right);
    }).length *
      2 >
    failures.length;
  const files = suffixesOf(failures);
  if (differ(/^\t/m, "passed")) return `Indent with a tab, not spaces, in the text to replace when you edit ${files}.`;
  if (differ(/^\t/m, "failed")) return `Indent with spaces, not a tab, in the text to replace when you edit ${files}.`;
  if (differ(/\r\n/, "passed")) return `Use CRLF at the ends of lines in the text to replace when you edit ${files}.`;
  return `Read the exact lines again before you edit ${files}: the text to replace is often not found.`;
};

/** The program that a command line begins with, wherever it goes first. */
export const programOf = (step: Step | null): string => (step === null ? [] : ranBy(step))[0]?.argv[0] ?? "";

/** The program that all failures called, or null. */
const sameProgram = (failures: readonly Failure[]): string | null => {
  const programs = new Set(failures.map(({ step }) => programOf(step)));
  return programs.size === 1 ? ([...programs][0] ?? null) : null;
};

/** The last two folders that all paths share; empty where they share none. */
const commonFolder = (paths: readonly string[]): string => {
  const [first = [], ...others] = paths.map((path) => path.split("/").slice(0, -1));
  let shared = 0;
  while (shared < first.length && others.every((parts) => parts[shared] === first[shared])) shared++;
  return first
    .slice(0, shared)
    .filter((part) => part !== "")
    .slice(-2)
    .join("/");
};

/** Where files of one name lie and where they were looked for, without what both paths have in common. */
const folderMove = (failed: string, passed: string): { wrong: string; right: string } | null => {
  const [a, b] = [failed.split("/"), passed.split("/")];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [wrong, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (end === 0 || right.length === 0) return null;
  const next = a.slice(a.length - end, -1)[0];
  const within = (parts: readonly string[]): string => [...parts, ...(next === undefined ? [] : [next])].join("/");
  return { wrong: within(wrong) || ".", right: within(right) };
};

/** The shell that complained, by its name where all failures have it. */
const shellOf = (failures: readonly Failure[]): string => {
  const names = new Set(
    failures.map(({ step }) => /^(?:\S*\/)?(zsh|bash|fish|dash|sh): /m.exec(step.error)?.[1] ?? ""),
  );
  const [name = ""] = names;
  return names.size === 1 && name !== "" ? code(name) : "the shell";
};

export const TROUBLES: readonly Trouble[] = [
  {
    tool: EDITS,
    sign: /has not been read yet|must (?:first )?read|read it first/i,
    order: () => "Read each file before you edit the file: edits of files that were not read are refused.",
  },
  {
    tool: EDITS,
    sign: /modified since (?:it was )?(?:last )?read|changed (?:on disk )?since|unexpectedly modified/i,
    order: (failures) => {
      const callers = new Set(failures.map(({ since }) => since));
      const [caller] = callers;
      return callers.size === 1 && caller !== undefined && caller !== ""
        ? `Read ${suffixesOf(failures)} again after ${code(caller)} and before you edit them: the call changes them.`
        : `Read ${suffixesOf(failures)} again right before you edit them: something else changes them, too.`;
    },
  },
  {
    tool: EDITS,
    sign: /(?:string|text) to replace (?:was )?not found|no match(?:es)? (?:was |were )?found|old_string not found/i,
    order: notFound,
  },
  {
    tool: EDITS,
    sign: /found \d+ matches|not unique|multiple (?:matches|occurrences)|replace_all/i,
    order: (failures) =>
      `Give more of the lines around the text to replace when you edit ${suffixesOf(failures)}: short texts are not unique.`,
  },
  {
    tool: EDITS,
    sign: /old_string and new_string are (?:exactly )?the same|no changes to make/i,
    order: () => "Check that an edit changes something before you send the edit.",
  },
  {
    tool: /^Read$/,
    sign: /exceeds (?:the )?maximum|too (?:large|big)|maximum allowed (?:tokens|size)/i,
    order: (failures) => `Read large ${suffixesOf(failures)} in parts, with an offset and a limit.`,
  },
  {
    tool: EDITS,
    sign: /\b(?:blocked|denied|not allowed|protected|read-only|EROFS|EACCES|permission|generated)\b/i,
    order: (failures) => {
      const folder = commonFolder(failures.flatMap(({ step }) => step.file ?? []));
      return folder === "" ? null : `Don't edit files in ${code(folder)}: edits there are refused.`;
    },
  },
  {
    tool: /^(?:Read|Edit|MultiEdit|Write|Glob|Grep|LS)$/,
    sign: /must be (?:an )?absolute/i,
    order: (failures) => `Give ${code(failures[0]?.step.tool ?? "Read")} an absolute path: relative paths are refused.`,
  },
  {
    tool: /^(?:Read|Edit|MultiEdit)$/,
    sign: /does not exist|no such file|ENOENT/i,
    order: (failures) => {
      const moves = failures.flatMap(({ step, elsewhere }) => folderMove(step.file ?? "", elsewhere?.file ?? "") ?? []);
      const [first] = moves;
      if (
        first === undefined ||
        moves.length * 2 <= failures.length ||
        moves.some(({ right }) => right !== first.right)
      )
        return null;
      return `Search for files in ${code(first.right)}, not in ${code(first.wrong)}.`;
    },
  },
  {
    tool: /^Read$/,
    sign: /EISDIR|is a directory/i,
    order: () => "List a folder with `ls`: to read a folder as a file fails.",
  },
  {
    tool: /^Bash$/,
    sign: /command not found: ([\w.+-]+)|(?:^|[\s:])(?!(?:error|module|file|command|zsh|bash|sh|dash|fish)\b)([a-z][\w.+-]*): (?:command )?not found/m,
    order: (failures, name) => {
      const other = programOf(failures.at(-1)?.next ?? null);
      const known = other === "" || other === name ? "Don't call" : `Call ${code(other)}, not`;
      return `${known} ${code(name)}, which is not installed here.`;
    },
  },
  {
    tool: /^Bash$/,
    sign: /\bcd: (?:no such file or directory: |can't cd to )?([^\s:]+)/,
    order: (_, name) => `Don't run ${code(`cd ${name}`)} again: the shell stays in the folder that was changed to.`,
  },
  {
    tool: /^Bash$/,
    sign: /no matches found|unmatched [["'(]/i,
    order: (failures) =>
      `Put quotes around arguments with brackets, stars or question marks: ${shellOf(failures)} takes such words for patterns.`,
  },
  {
    tool: /^Bash$/,
    sign: /externally[- ]managed/i,
    order: () => "Install Python packages into a virtual environment: the system's Python refuses packages.",
  },
  {
    tool: /^(?:Bash|WebFetch|WebSearch)$/,
    sign: /could not resolve host|name resolution|getaddrinfo|ENOTFOUND|no route to host|network (?:access )?(?:is )?(?:unreachable|blocked|disabled|denied|not (?:allowed|available))|\btunnel(?:ing)? failed|proxyconnect|blocked by (?:the )?(?:network|proxy|firewall)/i,
    order: (failures) =>
      failures.every(({ passed }) => passed === null)
        ? "Don't count on the network here: hosts can't be reached."
        : null,
  },
  {
    tool: /^Bash$/,
    sign: /EADDRINUSE|address already in use/i,
    order: (failures) => {
      const port = /:(\d{2,5})\b/.exec(failures[0]?.step.error ?? "")?.[1];
      return `Free the port${port === undefined ? "" : ` ${port}`} before you start ${code(failures[0]?.step.command ?? "")}: the address is often in use.`;
    },
  },
  {
    tool: /^Bash$/,
    sign: /database (?:file )?is locked/i,
    order: (failures) =>
      `Don't run ${code(sameProgram(failures) ?? "the tests")} in parallel: the database is locked then.`,
  },
  {
    tool: /^Bash$/,
    sign: /cannot connect to the docker daemon/i,
    order: () => "Start the docker daemon before you call `docker`: nothing answers otherwise.",
  },
  {
    tool: /^Bash$/,
    sign: /command timed out/i,
    order: (failures) => {
      const program = sameProgram(failures);
      return program === null
        ? `Give long calls such as ${code(failures[0]?.step.command ?? "")} more time or run long calls in the background: calls run into the timeout.`
        : `Give ${code(program)} more time or run ${code(program)} in the background: the call runs into the timeout.`;
    },
  },
  {
    tool: /^Bash$/,
    sign: /permission denied|operation not permitted|must be privileged|EACCES/i,
    order: (failures) => {
      const program = sameProgram(failures);
      // Who may not connect is told by what the program says.
      if (program === null || CLIENTS.test(program)) return null;
      return failures.some(({ next }) => next?.command.startsWith(`sudo ${program} `))
        ? `Call ${code(`sudo ${program}`)}, not ${code(program)}: permission is denied otherwise.`
        : `Don't call ${code(program)} without asking: permission is denied here.`;
    },
  },
  {
    tool: /^(?!Bash$|Read$|Grep$|Glob$|LS$|Edit$|MultiEdit$|Write$|NotebookEdit$)\w/,
    // Only one and the same failure counts, whatever the numbers in it.
    sign: /^([^\n]+)/,
    order: (failures) =>
      `Don't rely on the tool ${code(failures[0]?.step.tool ?? "")}, which failed ${failures.length} times in one session.`,
  },
];
