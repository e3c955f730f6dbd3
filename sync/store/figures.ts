import type Database from "better-sqlite3";
import { z } from "zod";

const correctionRow = z.object({
  memoryId: z.string(),
  isRepeated: z.literal([0, 1]).transform(Boolean),
  atMs: z.number(),
});
const givenRow = z.object({ memoryId: z.string(), sessionId: z.string(), atMs: z.number() });

/** The user taught a memory, or had to teach it again. */
export type Correction = z.infer<typeof correctionRow>;
/** A session was given a memory, at first. */
export type Given = z.infer<typeof givenRow>;

/** Whose figures: those of one project and what holds everywhere, or (null) of all. */
interface Span {
  readonly sinceMs: number;
  readonly projectId: string | null;
}

/** What a report counts, from several tables. */
export const figures = (db: Database.Database) => {
  const ofPlace = "(@projectId is null or m.project_id is null or m.project_id = @projectId)";
  const corrections = db.prepare(
    `select h.memory_id as memoryId, h.change in ('reinforced', 'merged') as isRepeated, h.at_ms as atMs
     from memory_history h join memory m on m.id = h.memory_id join detection d on h.source = 'turn:' || d.turn_id
     where h.at_ms >= @sinceMs and h.change in ('added', 'reinforced', 'merged') and d.label = 'correction' and ${ofPlace}
     order by h.id`,
  );
  const given = db.prepare(
    `select i.memory_id as memoryId, i.session_id as sessionId, min(i.at_ms) as atMs
     from injection i join memory m on m.id = i.memory_id where i.at_ms >= @sinceMs and ${ofPlace}
     group by 1, 2 order by 3, 1, 2`,
  );
  return {
    /** Corrections that taught something, oldest first. */
    corrections: (span: Span): Correction[] => corrections.all(span).map((found) => correctionRow.parse(found)),
    /** Each memory once for each session that was given it, oldest first. */
    given: (span: Span): Given[] => given.all(span).map((found) => givenRow.parse(found)),
  };
};
