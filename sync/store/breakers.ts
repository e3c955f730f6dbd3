import type Database from "better-sqlite3";
import { z } from "zod";
import { type Breaker, closedBreaker } from "../core/breaker.ts";

const row = z.object({
  state: z.enum(["closed", "open", "half-open"]),
  inARow: z.number(),
  recent: z.string(),
  untilMs: z.number(),
  opened: z.number(),
  reason: z.string().nullable(),
});

export const breakerTable = (db: Database.Database) => {
  const get = db.prepare(
    `select state, in_a_row as inARow, recent, until_ms as untilMs, opened, reason from breaker where service = ?`,
  );
  const save = db.prepare(
    `insert or replace into breaker (service, state, in_a_row, recent, until_ms, opened, reason)
     values (@service, @state, @inARow, @recent, @untilMs, @opened, @reason)`,
  );
  return {
    /** A closed one where the service has never been called. */
    of: (service: string): Breaker => {
      const found = get.get(service);
      return found === undefined ? closedBreaker : row.parse(found);
    },
    save: (service: string, breaker: Breaker): void => {
      save.run({ ...breaker, service });
    },
  };
};
