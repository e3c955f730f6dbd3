import type { Ran } from "../shell/commands.ts";
import { withoutVoids } from "./code-text.ts";
import type { Deed } from "./deed.ts";
import { doingOf, type Written } from "./doings.ts";

export type Verdict = "obeyed" | "violated";

/** A turn in which a memory was known: what was asked, what was done, and what had been done in the session before. */
export interface Conduct {
  readonly prompt: string;
  readonly deeds: readonly Deed[];
  readonly earlier: readonly Deed[];
}

export interface Finding {
  readonly verdict: Verdict;
  /** The command, the line or the words that show it. */
  readonly evidence: string;
}

/** One thing in what an agent does by which a memory can be held against it. Pure. */
export type Check = (conduct: Conduct) => readonly Finding[];

export const finding = (isGood: boolean, evidence: string): Finding => ({
  verdict: isGood ? "obeyed" : "violated",
  evidence,
});

/** A check that looks at each command by itself. */
export const eachCommand =
  (judge: (ran: Ran, conduct: Conduct) => Finding | null): Check =>
  (conduct) =>
    conduct.deeds.flatMap((deed) =>
      doingOf(deed).ran.flatMap((ran) => (isQuestion(ran) ? [] : (judge(ran, conduct) ?? []))),
    );

/** `npm --version` does nothing that a memory could be about. */
const isQuestion = ({ argv }: Ran): boolean =>
  argv.length === 2 && /^(?:--version|--help|-V|help|version)$/.test(argv[1] ?? "");

/** A check that looks at each change of a file by itself. */
export const eachChange =
  (judge: (written: Written, conduct: Conduct) => Finding | null): Check =>
  (conduct) =>
    conduct.deeds.flatMap((deed) => doingOf(deed).written.flatMap((written) => judge(written, conduct) ?? []));

/** Nobody reads an answer as long as that. */
const ANSWER_MAX = 40_000;

/** A check that looks at what is said to the user. */
export const eachAnswer =
  (judge: (text: string, conduct: Conduct) => Finding | null): Check =>
  (conduct) =>
    conduct.deeds.flatMap((deed) =>
      deed.kind === "answer" ? (judge(withoutVoids(deed.text.slice(0, ANSWER_MAX)), conduct) ?? []) : [],
    );
