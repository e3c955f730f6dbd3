import type { Deed } from "./deed.ts";

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

/** A check that looks at one kind of deed by itself. */
export const eachOf =
  <K extends Deed["kind"]>(kind: K, judge: (deed: Extract<Deed, { kind: K }>) => Finding | null): Check =>
  ({ deeds }) =>
    deeds.flatMap((deed) => (deed.kind === kind ? (judge(deed as Extract<Deed, { kind: K }>) ?? []) : []));
