import type Database from "better-sqlite3";
import { z } from "zod";
import { type Outcome, type OutcomeCounts, VERDICTS } from "../core/words.ts";

const row = z.object({
  memoryId: z.string(),
  turnId: z.number(),
  verdict: z.enum(VERDICTS),
  sessionId: z.string(),
  evidence: z.string(),
  atMs: z.number(),
});

const countsRow = z.object({ memoryId: z.string(), obeyed: z.number(), violated: z.number(), recorrected: z.number() });

export const outcomeTable = (db: Database.Database) => {
  const columns = "memory_id as memoryId, turn_id as turnId, verdict, session_id as sessionId, evidence, at_ms as atMs";
  const counted = `sum(verdict = 'obeyed') as obeyed, sum(verdict = 'violated') as violated, sum(verdict = 'recorrected') as recorrected`;
  const insert = db.prepare(
    `insert into outcome (memory_id, turn_id, verdict, session_id, evidence, at_ms)
     values (@memoryId, @turnId, @verdict, @sessionId, @evidence, @atMs) on conflict do nothing`,
  );
  const ofMemory = db.prepare(
    `select ${columns} from outcome where memory_id = ? order by at_ms desc, turn_id desc, verdict limit ?`,
  );
  const ofSession = db.prepare(
    `select ${columns} from outcome where session_id = ? order by at_ms, turn_id, memory_id, verdict`,
  );
  const since = db.prepare(
    `select ${columns} from outcome where at_ms >= ? order by at_ms, turn_id, memory_id, verdict`,
  );
  const counts = db.prepare(`select memory_id as memoryId, ${counted} from outcome where memory_id = ? group by 1`);
  const countsSince = db.prepare(`select memory_id as memoryId, ${counted} from outcome where at_ms >= ? group by 1`);
  const toRow = (found: unknown): Outcome => row.parse(found);
  return {
    /** Returns whether it is new: the same turn never counts twice. */
    add: (outcome: Outcome): boolean => insert.run(outcome).changes > 0,
    /** Newest first. */
    ofMemory: (memoryId: string, limit: number): Outcome[] => ofMemory.all(memoryId, limit).map(toRow),
    ofSession: (sessionId: string): Outcome[] => ofSession.all(sessionId).map(toRow),
    since: (ms: number): Outcome[] => since.all(ms).map(toRow),
    counts: (memoryId: string): OutcomeCounts => {
      const found = counts.get(memoryId);
      return found === undefined ? { obeyed: 0, violated: 0, recorrected: 0 } : countsRow.parse(found);
    },
    /** Per memory, those that came since then. */
    countsSince: (ms: number): ReadonlyMap<string, OutcomeCounts> =>
      new Map(
        countsSince.all(ms).map((found) => {
          const read = countsRow.parse(found);
          return [read.memoryId, read];
        }),
      ),
  };
};
