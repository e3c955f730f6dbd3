import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

export const RELATIONS = ["same", "contradicts", "different"] as const;
export type Relation = (typeof RELATIONS)[number];

const pairRow = z.strictObject({
  topic: z.string(),
  known: z.string(),
  candidate: z.string(),
  relation: z.enum(RELATIONS),
  action: z.enum(["add", "reinforce", "merge", "contradict"]),
  /** Other words for the same, the same words for something else, or another language. */
  hard: z.boolean(),
});

/** A memory, one that is said later, what the two are to each other, and what should become of the second. */
export type Pair = z.infer<typeof pairRow>;

const DATA = join(import.meta.dirname, "../eval/data/pairs");

/** The labelled pairs of one half. The halves have no topic in common, and nothing was made on the checking half. */
export const memoryPairs = (half: "tune" | "check"): Pair[] =>
  readFileSync(join(DATA, `${half}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => pairRow.parse(JSON.parse(line)));
