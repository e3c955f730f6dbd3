import type Database from "better-sqlite3";
import { z } from "zod";
import type { Alert } from "../core/words.ts";

const row = z.object({
  id: z.string(),
  kind: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
  atMs: z.number(),
  seenAtMs: z.number().nullable(),
});

export const alertTable = (db: Database.Database) => {
  const columns = "id, kind, message, hint, at_ms as atMs, seen_at_ms as seenAtMs";
  const add = db.prepare(
    "insert into alert (id, kind, message, hint, at_ms) values (@id, @kind, @message, @hint, @atMs) on conflict do nothing",
  );
  const open = db.prepare(`select ${columns} from alert where seen_at_ms is null order by at_ms desc, id limit 50`);
  const seen = db.prepare("update alert set seen_at_ms = ? where seen_at_ms is null");
  return {
    add: (alert: Omit<Alert, "seenAtMs">): void => {
      add.run(alert);
    },
    open: (): Alert[] => open.all().map((found) => row.parse(found)),
    /** Marks all open ones as seen. Returns how many. */
    markSeen: (atMs: number): number => seen.run(atMs).changes,
  };
};
