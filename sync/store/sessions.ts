import type Database from "better-sqlite3";
import { z } from "zod";

const row = z.object({
  id: z.string(),
  projectId: z.string(),
  dir: z.string(),
  source: z.string().nullable(),
  model: z.string().nullable(),
  startedAtMs: z.number(),
  seenAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  endReason: z.string().nullable(),
  briefedAtMs: z.number().nullable(),
});

/** When a session was last heard of is kept this roughly: events come by the dozen, and each would write the row anew. */
const SEEN_STEP_MS = 1_000;

/** One Claude Code conversation. Any of its events may be the first that is seen. */
export type Session = z.infer<typeof row>;

export const sessionTable = (db: Database.Database) => {
  const columns = `id, project_id as projectId, dir, source, model, started_at_ms as startedAtMs, seen_at_ms as seenAtMs,
    ended_at_ms as endedAtMs, end_reason as endReason, briefed_at_ms as briefedAtMs`;
  const byId = db.prepare(`select ${columns} from session where id = ?`);
  const insert = db.prepare(
    `insert into session (id, project_id, dir, started_at_ms, seen_at_ms) values (?, ?, ?, ?, ?)
     on conflict (id) do update set seen_at_ms = excluded.seen_at_ms where excluded.seen_at_ms >= seen_at_ms + ${SEEN_STEP_MS}`,
  );
  const begin = db.prepare(
    "update session set source = @source, model = coalesce(@model, model), ended_at_ms = null, end_reason = null where id = @id",
  );
  const end = db.prepare("update session set ended_at_ms = @atMs, end_reason = @reason where id = @id");
  const briefed = db.prepare("update session set briefed_at_ms = ? where id = ?");
  const atWork = db.prepare(
    `select ${columns} from session where seen_at_ms >= @sinceMs and ended_at_ms is null
       and (@projectId is null or project_id = @projectId) order by id limit 50`,
  );
  const latest = db.prepare(
    `select ${columns} from session where @projectId is null or project_id = @projectId order by seen_at_ms desc, id limit @limit`,
  );
  const summarise = db.prepare(
    `insert into session_summary (session_id, text, facts, at_ms) values (@sessionId, @text, @facts, @atMs)
     on conflict (session_id) do update set text = excluded.text, facts = excluded.facts, at_ms = excluded.at_ms`,
  );
  const summary = db.prepare<[string], { text: string; atMs: number }>(
    "select text, at_ms as atMs from session_summary where session_id = ?",
  );
  const parse = (found: unknown): Session | undefined => (found === undefined ? undefined : row.parse(found));
  return {
    byId: (id: string): Session | undefined => parse(byId.get(id)),
    /** Adds the session unless it is there, and notes that it was heard of. */
    seen: (session: { id: string; projectId: string; dir: string; atMs: number }): void => {
      insert.run(session.id, session.projectId, session.dir, session.atMs, session.atMs);
    },
    /** A SessionStart: a resumed session is no longer ended. */
    begin: (id: string, source: string | null, model: string | null): void => {
      begin.run({ id, source, model });
    },
    end: (id: string, atMs: number, reason: string | null): void => {
      end.run({ id, atMs, reason });
    },
    /** Notes when a brief was given; null = it is owed again. */
    briefed: (id: string, atMs: number | null): void => {
      briefed.run(atMs, id);
    },
    /** Sessions of a project (null: of any) that have not ended and were heard of since then. */
    atWork: (projectId: string | null, sinceMs: number): Session[] =>
      atWork.all({ projectId, sinceMs }).map((found) => row.parse(found)),
    /** Those heard of last, of a project or (null) of any. */
    latest: (projectId: string | null, limit: number): Session[] =>
      latest.all({ projectId, limit }).map((found) => row.parse(found)),
    summarise: (summaryOf: { sessionId: string; text: string; facts: string; atMs: number }): void => {
      summarise.run(summaryOf);
    },
    /** When the session was last summarised, or null. */
    summarisedAtMs: (id: string): number | null => summary.get(id)?.atMs ?? null,
    summary: (id: string): string | null => summary.get(id)?.text ?? null,
  };
};
