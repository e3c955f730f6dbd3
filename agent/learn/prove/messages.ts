import type { Ran } from "../shell/commands.ts";
import { withoutVoids } from "./code-text.ts";
import type { Deed } from "./deed.ts";
import { doingOf } from "./doings.ts";

/** A text that an agent leaves for others: the message of a commit, a pull request, the name of a branch. */
export interface Message {
  readonly kind: "commit" | "request" | "issue" | "branch" | "tag";
  readonly title: string;
  /** Empty where there is none, null where it cannot be told. */
  readonly body: string | null;
  readonly ran: Ran;
}

/** Says of a message whether it is as it should be; null where it has nothing to do with it. */
export type MessageJudge = (message: Message) => boolean | null;

const valuesOf = ({ argv }: Ran, long: string, short: string): string[] =>
  argv.flatMap((arg, i) => {
    if (arg.startsWith(`${long}=`)) return [arg.slice(long.length + 1)];
    // `-am text`, `-qm text`
    if (arg === long || arg === short || (/^-[a-zA-Z]{2,5}$/.test(arg) && arg.endsWith(short.slice(1))))
      return [argv[i + 1] ?? ""];
    return short.length === 2 &&
      arg.startsWith(short) &&
      !arg.startsWith("--") &&
      arg.length > 2 &&
      !/^-[a-zA-Z]+$/.test(arg)
      ? [arg.slice(2)]
      : [];
  });

/** The text of a file that was written before, in this turn. */
const fileText = (file: string | undefined, ran: Ran, before: readonly Deed[]): string | null => {
  if (file === undefined) return null;
  if (file === "-") return ran.heredoc === "" ? null : ran.heredoc;
  for (const deed of before.toReversed()) {
    const written = doingOf(deed).written.findLast((one) => one.file === file || one.file.endsWith(`/${file}`));
    if (written !== undefined) return written.added === "" ? null : written.added;
  }
  return null;
};

const parted = (text: string): { readonly title: string; readonly body: string } => {
  const [title = "", ...rest] = withoutVoids(text).trim().split("\n");
  return { title: title.trim(), body: rest.join("\n").trim() };
};

const messageOf = (ran: Ran, before: readonly Deed[]): Message | null => {
  const { program, words, argv } = ran;
  if (program === "git" && words[0] === "commit") {
    const said = valuesOf(ran, "--message", "-m");
    const file = valuesOf(ran, "--file", "-F")[0];
    const text = said.length > 0 ? said.join("\n\n") : fileText(file, ran, before);
    if (text === null || /^\s*\$[\w({]/.test(text)) return null;
    return { kind: "commit", ...parted(text), ran };
  }
  if (
    /^(?:gh|glab|hub)$/.test(program) &&
    /^(?:pr|mr|pull-request|issue)$/.test(words[0] ?? "") &&
    /^(?:create|edit)$/.test(words[1] ?? "")
  ) {
    const title = valuesOf(ran, "--title", "-t")[0] ?? "";
    const said = [...valuesOf(ran, "--body", "-b"), ...valuesOf(ran, "--description", "-d")][0];
    const body = said ?? fileText(valuesOf(ran, "--body-file", "-F")[0], ran, before);
    const kind = words[0] === "issue" ? "issue" : "request";
    return title === "" && body === null ? null : { kind, title, body: body?.trim() ?? null, ran };
  }
  if (program !== "git") return null;
  const after = (option: string) => argv[argv.indexOf(option) + 1] ?? "";
  const branch = (name: string): Message | null =>
    /^[\w./#-]+$/.test(name) && !name.startsWith("-") ? { kind: "branch", title: name, body: "", ran } : null;
  if (words[0] === "checkout")
    return argv.includes("-b") ? branch(after("-b")) : argv.includes("-B") ? branch(after("-B")) : null;
  if (words[0] === "switch")
    return argv.includes("-c") ? branch(after("-c")) : argv.includes("--create") ? branch(after("--create")) : null;
  if (words[0] === "worktree") return argv.includes("-b") ? branch(after("-b")) : null;
  if (words[0] === "branch") {
    if (argv.includes("-m") || argv.includes("-M")) return branch(words.at(-1) ?? "");
    return argv.some((arg) => /^-/.test(arg)) || words.length < 2 ? null : branch(words[1] ?? "");
  }
  if (words[0] === "tag" && words.length > 1 && !argv.includes("-d") && !argv.includes("-l"))
    return { kind: "tag", title: words[1] ?? "", body: "", ran };
  return null;
};

/** The messages that a turn leaves, in order. */
export const messagesIn = (deeds: readonly Deed[]): Message[] =>
  deeds.flatMap((deed, i) => {
    const { ran } = doingOf(deed);
    return ran.flatMap((one) => messageOf(one, deeds.slice(0, i + 1)) ?? []);
  });
