import { child } from "../built.ts";
import { type Measured, type Row, valueAtMost } from "../row.ts";

const row = (name: string, count: number, limitMs: number): Row => ({
  name,
  what: `recall for a prompt among ${count.toLocaleString("en-GB")} memories, p95`,
  budget: valueAtMost(limitMs, "ms"),
  measure: ({ quick }) => child<Measured>("recall", { count, rounds: quick ? 1 : 3 }),
});

export const recall10k = row("recall-10k", 10_000, 10);
export const recall100k = row("recall-100k", 100_000, 50);
