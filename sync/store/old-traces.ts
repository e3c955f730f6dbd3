import type Database from "better-sqlite3";
import { CALLS_TELLING } from "./tool-uses.ts";

/** A session that has not been heard of for long. */
interface OldSession {
  readonly id: string;
  readonly projectId: string;
  readonly startedAtMs: number;
}

/**
 * What was done so long ago that nobody asks about it any more: chains of code, and the tool calls and changed files of sessions. All is
 * read along indexes and page by page, since the bodies of code are large.
 */
export const oldTraces = (db: Database.Database) => {
  const chains = db.prepare<[string, number], { id: string; lastMs: number }>(
    `select pattern_id as id, max(at_ms) as lastMs from pattern_step where pattern_id > ?
     group by pattern_id order by pattern_id limit ?`,
  );
  const isRemembered = db.prepare<[string], { found: 0 | 1 }>(
    `select exists (
       select 1 from pattern p join memory m on m.state in ('trusted', 'proposed') and (m.project_id is null or m.project_id = p.project_id)
       where p.id = ? and (instr(m.text, p.name) > 0 or instr(m.text, p.file) > 0)
     ) as found`,
  );
  const dropSteps = db.prepare("delete from pattern_step where pattern_id = ?");
  const dropChain = db.prepare("delete from pattern where id = ?");
  const sessions = db.prepare<[string, number, number], OldSession>(
    `select id, project_id as projectId, started_at_ms as startedAtMs from session
     where id > ? and seen_at_ms < ? order by id limit ?`,
  );
  // What the session came to stands in its summary; without one it is still owed.
  const isSummedUp = db.prepare<{ id: string }, { found: 0 | 1 }>(
    `select exists (select 1 from session_summary where session_id = @id)
       or not exists (select 1 from turn where session_id = @id) as found`,
  );
  const callsSince = db.prepare<{ projectId: string; startedAtMs: number }, { n: number }>(
    `select count(*) as n from (
       select 1 from session s join tool_use t on t.session_id = s.id
       where s.project_id = @projectId and s.started_at_ms > @startedAtMs and t.files <> '[]' limit ${CALLS_TELLING}
     )`,
  );
  const dropCalls = db.prepare(
    `delete from tool_use where session_id = @id and tool_use_id in
       (select tool_use_id from tool_use where session_id = @id limit @limit)`,
  );
  const dropFiles = db.prepare("delete from file_change where turn_id in (select id from turn where session_id = ?)");
  return {
    /** The next chains after one, each with when the last thing happened to it. */
    chains: (after: string, limit: number): { readonly id: string; readonly lastMs: number }[] =>
      chains.all(after, limit),
    /** Forgets a chain unless a living memory of its place names the code or its file. Returns whether it went. */
    dropChain: (id: string): boolean => {
      if (isRemembered.get(id)?.found === 1) return false;
      dropSteps.run(id);
      return dropChain.run(id).changes > 0;
    },
    /** The next sessions after one that were last heard of before then. */
    sessions: (after: string, seenBeforeMs: number, limit: number): OldSession[] =>
      sessions.all(after, seenBeforeMs, limit),
    /** Whether a session is summed up, and later ones of its project have calls enough to tell where the work is. */
    isOutdated: ({ id, projectId, startedAtMs }: OldSession): boolean =>
      isSummedUp.get({ id })?.found === 1 && (callsSince.get({ projectId, startedAtMs })?.n ?? 0) >= CALLS_TELLING,
    /** Forgets so many tool calls of a session. Returns how many there were. */
    dropCalls: (id: string, limit: number): number => dropCalls.run({ id, limit }).changes,
    /** Forgets which files the turns of a session changed. */
    dropFiles: (sessionId: string): number => dropFiles.run(sessionId).changes,
  };
};
