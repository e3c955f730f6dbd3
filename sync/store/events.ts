import type Database from "better-sqlite3";
import { z } from "zod";

const row = z.object({
  id: z.number(),
  file: z.string(),
  sessionId: z.string(),
  name: z.string(),
  sameKey: z.string(),
  atMs: z.number(),
  body: z.string(),
  bodyBytes: z.number(),
  turnId: z.number().nullable(),
});

/** One hook payload as it came, redacted and capped. `body` is JSON. */
export type EventRow = z.infer<typeof row>;

export const eventTable = (db: Database.Database) => {
  const columns =
    "id, file, session_id as sessionId, name, same_key as sameKey, at_ms as atMs, body, body_bytes as bodyBytes, turn_id as turnId";
  const insert = db.prepare(
    "insert into event (file, session_id, name, same_key, at_ms, body, body_bytes) values (?, ?, ?, ?, ?, ?, ?)",
  );
  const setTurn = db.prepare("update event set turn_id = ? where id = ?");
  const byFile = db.prepare(`select ${columns} from event where file = ?`);
  const knownFile = db.prepare(
    "select 1 from event where file = @file union all select 1 from event_echo where file = @file",
  );
  const same = db.prepare<unknown[], { id: number }>(
    "select id from event where same_key = @sameKey and at_ms between @fromMs and @toMs limit 1",
  );
  const echo = db.prepare("insert into event_echo (file, event_id, at_ms) values (?, ?, ?) on conflict do nothing");
  const count = db.prepare<[], { n: number }>("select count(*) as n from event");
  const countSince = db.prepare<[number], { n: number }>("select count(*) as n from event where at_ms >= ?");
  const latest = db.prepare<[], { atMs: number | null }>("select max(at_ms) as atMs from event");
  const oldest = db.prepare(`select ${columns} from event order by id limit ?`);
  const remove = db.prepare("delete from event where id in (select value from json_each(?))");
  const removeEchoes = db.prepare("delete from event_echo where at_ms < ?");
  // `same_key` begins with the session and a line feed, so its index finds them; a second index would cost every insert.
  const ofSession = db.prepare(
    `select ${columns} from event
     where same_key >= @id || char(10) and same_key < @id || char(11) and session_id = @id order by id`,
  );
  const bodyBySame = db.prepare<[string], { body: string }>("select body from event where same_key = ? limit 1");
  return {
    add: ({ file, sessionId, name, sameKey, atMs, body, bodyBytes }: Omit<EventRow, "id" | "turnId">): number =>
      Number(insert.run(file, sessionId, name, sameKey, atMs, body, bodyBytes).lastInsertRowid),
    setTurn: (id: number, turnId: number): void => {
      setTurn.run(turnId, id);
    },
    byFile: (file: string): EventRow | undefined => {
      const found = byFile.get(file);
      return found === undefined ? undefined : row.parse(found);
    },
    /** Whether this spool file has been taken in, as an event or as the echo of one. */
    hasFile: (file: string): boolean => knownFile.get({ file }) !== undefined,
    /** The event that already reported the same happening between the two moments, or null. */
    sameAs: (sameKey: string, fromMs: number, toMs: number): number | null =>
      same.get({ sameKey, fromMs, toMs })?.id ?? null,
    addEcho: (file: string, eventId: number, atMs: number): void => {
      echo.run(file, eventId, atMs);
    },
    count: (): number => count.get()?.n ?? 0,
    countSince: (ms: number): number => countSince.get(ms)?.n ?? 0,
    latestAtMs: (): number | null => latest.get()?.atMs ?? null,
    /** The payload (JSON) of a tool call, as it began or as it ended; null when it is archived. */
    ofToolUse: (sessionId: string, toolUseId: string): string | null =>
      ["PreToolUse", "PostToolUse", "PostToolUseFailure"]
        .map((name) => bodyBySame.get(`${sessionId}\n${name}\n${toolUseId}`)?.body)
        .find((body) => body !== undefined) ?? null,
    /** The payload (JSON) of a tool call with what it answered, or else as it began; null when it is archived. */
    resultOf: (sessionId: string, toolUseId: string): string | null =>
      ["PostToolUse", "PostToolUseFailure", "PreToolUse"]
        .map((name) => bodyBySame.get(`${sessionId}\n${name}\n${toolUseId}`)?.body)
        .find((body) => body !== undefined) ?? null,
    ofSession: (sessionId: string): EventRow[] => ofSession.all({ id: sessionId }).map((found) => row.parse(found)),
    /** The oldest `n` events, in the order of ingest. */
    oldest: (n: number): EventRow[] => oldest.all(n).map((found) => row.parse(found)),
    /** Removes events. Returns how many. */
    remove: (ids: readonly number[]): number => remove.run(JSON.stringify(ids)).changes,
    removeEchoesBefore: (ms: number): number => removeEchoes.run(ms).changes,
  };
};
