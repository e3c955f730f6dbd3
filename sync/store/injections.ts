import type Database from "better-sqlite3";
import { z } from "zod";
import { INJECTION_WAYS, type Injection } from "../core/words.ts";

const row = z.object({
  sessionId: z.string(),
  memoryId: z.string(),
  how: z.enum(INJECTION_WAYS),
  agentId: z.string().nullable(),
  atMs: z.number(),
});

export const injectionTable = (db: Database.Database) => {
  const add = db.prepare(
    `insert into injection (session_id, memory_id, how, event_id, agent_id, at_ms)
     values (@sessionId, @memoryId, @how, @eventId, @agentId, @atMs) on conflict do nothing`,
  );
  const count = db.prepare(
    `insert into memory_count (memory_id, injected, last_injected_at_ms) values (?, 1, ?)
     on conflict (memory_id) do update set injected = injected + 1, last_injected_at_ms = excluded.last_injected_at_ms`,
  );
  // What a subagent was given stands in its own window only; the session itself has never seen it.
  const pinned = db.prepare<[string], { memoryId: string }>(
    "select memory_id as memoryId from injection where session_id = ? and how <> 'subagent' group by 1 order by min(at_ms), 1",
  );
  const ofSession = db.prepare(
    `select session_id as sessionId, memory_id as memoryId, how, agent_id as agentId, at_ms as atMs from injection
     where session_id = ? order by at_ms, memory_id`,
  );
  const ofMemory = db.prepare(
    `select session_id as sessionId, memory_id as memoryId, how, agent_id as agentId, at_ms as atMs from injection
     where memory_id = ? order by at_ms desc limit ?`,
  );
  return {
    /** Notes that these memories were given to a session, and counts it. */
    add: (given: Omit<Injection, "memoryId"> & { memoryIds: readonly string[]; eventId: number | null }): void => {
      for (const memoryId of given.memoryIds) {
        const { sessionId, how, agentId, atMs, eventId } = given;
        if (add.run({ sessionId, memoryId, how, eventId, agentId, atMs }).changes > 0) count.run(memoryId, atMs);
      }
    },
    /** What the session has been given so far, in the order it first was. */
    pinned: (sessionId: string): string[] => pinned.all(sessionId).map((found) => found.memoryId),
    ofSession: (sessionId: string): Injection[] => ofSession.all(sessionId).map((found) => row.parse(found)),
    ofMemory: (memoryId: string, limit: number): Injection[] =>
      ofMemory.all(memoryId, limit).map((found) => row.parse(found)),
  };
};
