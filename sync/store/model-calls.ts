import type Database from "better-sqlite3";
import { z } from "zod";
import type { ModelCost } from "../core/words.ts";

const row = z.object({
  day: z.string(),
  purpose: z.string(),
  model: z.string(),
  calls: z.number(),
  failures: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cachedTokens: z.number(),
});

export const modelCallTable = (db: Database.Database) => {
  const add = db.prepare(
    `insert into model_call (day, purpose, model, calls, failures, input_tokens, output_tokens, cached_tokens)
     values (@day, @purpose, @model, @calls, @failures, @inputTokens, @outputTokens, @cachedTokens)
     on conflict (day, purpose, model) do update set calls = calls + excluded.calls, failures = failures + excluded.failures,
       input_tokens = input_tokens + excluded.input_tokens, output_tokens = output_tokens + excluded.output_tokens,
       cached_tokens = cached_tokens + excluded.cached_tokens`,
  );
  const tokensOn = db.prepare<[string], { tokens: number }>(
    "select coalesce(sum(input_tokens + output_tokens + cached_tokens), 0) as tokens from model_call where day = ?",
  );
  const since = db.prepare(
    `select day, purpose, model, calls, failures, input_tokens as inputTokens, output_tokens as outputTokens,
       cached_tokens as cachedTokens from model_call where day >= ? order by day, purpose, model`,
  );
  return {
    /** Adds to what a day's questions of one purpose to one model cost. */
    add: (cost: ModelCost): void => {
      add.run(cost);
    },
    /** All tokens of a day: read, written and read from the cache. */
    tokensOn: (day: string): number => tokensOn.get(day)?.tokens ?? 0,
    /** From that day on, oldest first. */
    since: (day: string): ModelCost[] => since.all(day).map((found) => row.parse(found)),
  };
};
