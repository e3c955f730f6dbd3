import type Database from "better-sqlite3";
import { z } from "zod";

const row = z.object({
  id: z.number(),
  sessionId: z.string(),
  promptId: z.string().nullable(),
  prompt: z.string(),
  answer: z.string().nullable(),
  state: z.enum(["open", "answered", "interrupted", "failed", "silent"]),
  atMs: z.number(),
});

/** A prompt of the user and what came of it. */
export type Turn = z.infer<typeof row>;

const detectionRow = z.object({
  turnId: z.number(),
  label: z.enum(["correction", "preference", "none"]),
  durable: z.literal([0, 1]).transform(Boolean),
  score: z.number(),
  reasons: z.string(),
  atMs: z.number(),
});

/** What the detector made of a turn; `reasons` is JSON. */
export type DetectionRow = z.infer<typeof detectionRow>;

export const turnTable = (db: Database.Database) => {
  const columns = "id, session_id as sessionId, prompt_id as promptId, prompt, answer, state, at_ms as atMs";
  const byId = db.prepare(`select ${columns} from turn where id = ?`);
  const latest = db.prepare(`select ${columns} from turn where session_id = ? order by id desc limit 1`);
  const latestId = db.prepare<[string], { id: number }>(
    "select id from turn where session_id = ? order by id desc limit 1",
  );
  const before = db.prepare(`select ${columns} from turn where session_id = ? and id < ? order by id desc limit 1`);
  const ofSession = db.prepare(`select ${columns} from turn where session_id = ? order by id`);
  const insert = db.prepare(
    "insert into turn (session_id, prompt_id, prompt, at_ms) values (@sessionId, @promptId, @prompt, @atMs)",
  );
  const close = db.prepare(
    "update turn set state = @state, answer = coalesce(@answer, answer), closed_at_ms = @atMs where id = @id",
  );
  const detected = db.prepare(
    `insert or replace into detection (turn_id, label, durable, score, reasons, at_ms)
     values (@turnId, @label, @durable, @score, @reasons, @atMs)`,
  );
  const detection = db.prepare(
    "select turn_id as turnId, label, durable, score, reasons, at_ms as atMs from detection where turn_id = ?",
  );
  const parse = (found: unknown): Turn | undefined => (found === undefined ? undefined : row.parse(found));
  return {
    byId: (id: number): Turn | undefined => parse(byId.get(id)),
    latest: (sessionId: string): Turn | undefined => parse(latest.get(sessionId)),
    /** Without reading what was said in it. */
    latestId: (sessionId: string): number | null => latestId.get(sessionId)?.id ?? null,
    /** The turn before `id` in its session. */
    before: (sessionId: string, id: number): Turn | undefined => parse(before.get(sessionId, id)),
    ofSession: (sessionId: string): Turn[] => ofSession.all(sessionId).map((found) => row.parse(found)),
    /** Opens a turn; returns its id. */
    open: (turn: { sessionId: string; promptId: string | null; prompt: string; atMs: number }): number =>
      Number(insert.run(turn).lastInsertRowid),
    close: (id: number, state: Exclude<Turn["state"], "open">, answer: string | null, atMs: number): void => {
      close.run({ id, state, answer, atMs });
    },
    detected: (detectionOf: Omit<DetectionRow, "durable"> & { durable: boolean }): void => {
      detected.run({ ...detectionOf, durable: detectionOf.durable ? 1 : 0 });
    },
    detection: (turnId: number): DetectionRow | undefined => {
      const found = detection.get(turnId);
      return found === undefined ? undefined : detectionRow.parse(found);
    },
  };
};
