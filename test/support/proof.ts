import { type Deed, deedsOf } from "../../agent/learn/prove/deed.ts";
import { prove } from "../../agent/learn/prove/prove.ts";

// What agents do, as short as tables of hundreds of rows need it.

/** Ran a command. */
export const $ = (command: string): Deed[] => deedsOf("Bash", { command });
/** Wrote a file. */
export const w = (file_path: string, content = "x"): Deed[] => deedsOf("Write", { file_path, content });
/** Edited a file. */
export const e = (file_path: string, old_string: string, new_string: string): Deed[] =>
  deedsOf("Edit", { file_path, old_string, new_string });
/** Answered. */
export const a = (text: string): Deed[] => [{ kind: "answer", text }];

type Verdict = "violated" | "obeyed" | null;

/** What deeds mean for a memory (null: nothing), where it matters after which prompt. */
export type Case = readonly [is: Verdict, deeds: readonly Deed[], prompt?: string];
export type Row = readonly [memory: string, cases: readonly Case[]];

/** What proof says of a memory after each of the cases. */
export const verdicts = (memory: string, cases: readonly Case[]): Verdict[] =>
  cases.map(
    ([, deeds, prompt = "please do the work"]) => prove(memory, { prompt, deeds, earlier: [] })?.verdict ?? null,
  );

/** What it should say. */
export const labels = (cases: readonly Case[]): Verdict[] => cases.map(([is]) => is);
