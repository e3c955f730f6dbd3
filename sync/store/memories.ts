import type Database from "better-sqlite3";
import { z } from "zod";
import { searchTermsOf } from "../core/terms.ts";
import {
  type CountedMemory,
  MEMORY_CHANGES,
  MEMORY_KINDS,
  MEMORY_ORIGINS,
  MEMORY_SCOPES,
  MEMORY_STATES,
  type Memory,
  type MemoryChange,
  type MemoryCounts,
  type MemoryScope,
  type MemoryState,
} from "../core/words.ts";

const row = z.object({
  id: z.string(),
  kind: z.enum(MEMORY_KINDS),
  scope: z.enum(MEMORY_SCOPES),
  projectId: z.string().nullable(),
  text: z.string(),
  state: z.enum(MEMORY_STATES),
  origin: z.enum(MEMORY_ORIGINS),
  confidence: z.number(),
  isPrivate: z.literal([0, 1]).transform(Boolean),
  supersededBy: z.string().nullable(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
});

const countedRow = row.extend({
  injected: z.number(),
  helpful: z.number(),
  harmful: z.number(),
  lastInjectedAtMs: z.number().nullable(),
});

const historyRow = z.object({
  memoryId: z.string(),
  change: z.enum(MEMORY_CHANGES),
  source: z.string(),
  sessionId: z.string().nullable(),
  quote: z.string().nullable(),
  why: z.string(),
  oldText: z.string().nullable(),
  atMs: z.number(),
});

export interface MemoryFilter {
  readonly states: readonly MemoryState[];
  /** Only what applies to this project: its own, the person's and the team's. Null = of all projects. */
  readonly projectId: string | null;
  readonly limit: number;
}

export const MEMORY_COLUMNS = `m.id, m.kind, m.scope, m.project_id as projectId, m.text, m.state, m.origin, m.confidence,
  m.private as isPrivate, m.superseded_by as supersededBy, m.created_at_ms as createdAtMs, m.updated_at_ms as updatedAtMs,
  coalesce(c.injected, 0) as injected, coalesce(c.helpful, 0) as helpful, coalesce(c.harmful, 0) as harmful,
  c.last_injected_at_ms as lastInjectedAtMs`;

/** A memory that is learned again and again, or from a pasted log, must not match everything. */
const CONTEXT_TERMS_MAX = 100;

export const toCountedMemory = (found: unknown): CountedMemory => countedRow.parse(found);

export const memoryTable = (db: Database.Database) => {
  const from = "memory m left join memory_count c on c.memory_id = m.id";
  const byId = db.prepare(`select ${MEMORY_COLUMNS} from ${from} where m.id = ?`);
  const list = db.prepare(
    `select ${MEMORY_COLUMNS} from ${from}
     where m.state in (select value from json_each(@states))
       and (@projectId is null or m.project_id is null or m.project_id = @projectId)
     order by m.updated_at_ms desc, m.id limit @limit`,
  );
  const applicable = db.prepare(
    `select ${MEMORY_COLUMNS} from ${from}
     where m.project_id is @projectId and m.state = 'trusted' and (m.confidence >= @minConfidence or c.helpful >= @minHelpful)
     order by m.confidence desc, m.updated_at_ms desc, m.id limit @limit`,
  );
  const withText = db.prepare(
    `select ${MEMORY_COLUMNS} from ${from}
     where m.text = ? and m.project_id is ? and m.state in ('trusted', 'proposed') order by m.id`,
  );
  const living = db.prepare(
    `select ${MEMORY_COLUMNS} from ${from}
     where m.project_id is @projectId and m.scope = @scope and m.state in ('trusted', 'proposed')
     order by m.updated_at_ms desc, m.id limit @limit`,
  );
  const page = db.prepare(`select ${MEMORY_COLUMNS} from ${from} where m.id > ? order by m.id limit ?`);
  const insert = db.prepare(
    `insert into memory (id, kind, scope, project_id, text, terms, state, origin, confidence, private, superseded_by, created_at_ms, updated_at_ms)
     values (@id, @kind, @scope, @projectId, @text, @terms, @state, @origin, @confidence, @isPrivate, @supersededBy, @createdAtMs, @updatedAtMs) on conflict do nothing`,
  );
  const update = db.prepare(
    `update memory set text = @text, terms = @terms, kind = @kind, state = @state, origin = @origin, confidence = @confidence,
       private = @isPrivate, superseded_by = @supersededBy, updated_at_ms = @updatedAtMs where id = @id`,
  );
  const contextOf = db.prepare<[string], { context: string }>("select context from memory where id = ?");
  const setContext = db.prepare("update memory set context = @context where id = @id");
  const addHistory = db.prepare(
    `insert into memory_history (memory_id, change, source, session_id, quote, why, old_text, at_ms)
     values (@memoryId, @change, @source, @sessionId, @quote, @why, @oldText, @atMs) on conflict do nothing`,
  );
  const supersededBy = db.prepare(`select ${MEMORY_COLUMNS} from ${from} where m.superseded_by = ? order by m.id`);
  const historyColumns = `memory_id as memoryId, change, source, session_id as sessionId, quote, why, old_text as oldText, at_ms as atMs`;
  const history = db.prepare(`select ${historyColumns} from memory_history where memory_id = ? order by id`);
  const bySource = db.prepare(`select ${historyColumns} from memory_history where source = ? order by id`);
  const taughtIn = db.prepare<[string], { memoryId: string }>(
    "select distinct memory_id as memoryId from memory_history where session_id = ? order by 1",
  );
  const taughtSince = db.prepare<[string], { memoryId: string; atMs: number }>(
    "select memory_id as memoryId, min(at_ms) as atMs from memory_history where session_id = ? group by 1 order by 1",
  );
  const counts = db.prepare<[], { state: string; n: number }>("select state, count(*) as n from memory group by state");
  const vote = db.prepare(
    `insert into memory_count (memory_id, helpful, harmful) values (@id, @helpful, @harmful)
     on conflict (memory_id) do update set helpful = helpful + excluded.helpful, harmful = harmful + excluded.harmful`,
  );
  const countAtLeast = db.prepare(
    `insert into memory_count (memory_id, injected, helpful, harmful, last_injected_at_ms)
     values (@id, @injected, @helpful, @harmful, @lastInjectedAtMs)
     on conflict (memory_id) do update set injected = max(injected, excluded.injected), helpful = max(helpful, excluded.helpful),
       harmful = max(harmful, excluded.harmful),
       last_injected_at_ms = max(coalesce(last_injected_at_ms, excluded.last_injected_at_ms), coalesce(excluded.last_injected_at_ms, last_injected_at_ms))`,
  );
  const toRow = (memory: Memory) => ({
    ...memory,
    isPrivate: memory.isPrivate ? 1 : 0,
    terms: searchTermsOf(memory.text).join(" "),
  });
  return {
    byId: (id: string): CountedMemory | undefined => {
      const found = byId.get(id);
      return found === undefined ? undefined : toCountedMemory(found);
    },
    /** Newest change first. */
    list: (filter: MemoryFilter): CountedMemory[] =>
      list.all({ ...filter, states: JSON.stringify(filter.states) }).map(toCountedMemory),
    /** Trusted memories that apply to a project (null: to any) and are confident or proved enough, its own and the surest first. */
    applicable: (of: {
      projectId: string | null;
      minConfidence: number;
      minHelpful: number;
      limit: number;
    }): CountedMemory[] => {
      // One place after the other, each along the index: for both at once all memories would have to be read and sorted.
      const own = of.projectId === null ? [] : applicable.all(of);
      const general = applicable.all({ ...of, projectId: null, limit: of.limit - own.length });
      return [...own, ...general].map(toCountedMemory);
    },
    /** Living memories of exactly this text, of one project or (null) of none. Reads all there are. */
    withText: (text: string, projectId: string | null): CountedMemory[] =>
      withText.all(text, projectId).map(toCountedMemory),
    /** Trusted and proposed memories of one scope and project (null: of none), the last changed first. */
    living: (scope: MemoryScope, projectId: string | null, limit: number): CountedMemory[] =>
      living.all({ scope, projectId, limit }).map(toCountedMemory),
    /** The next memories in the order of their ids, in every state; for export. */
    page: (afterId: string, limit: number): CountedMemory[] => page.all(afterId, limit).map(toCountedMemory),
    /** Returns whether it is new: one of that id stays as it is. */
    add: (memory: Memory): boolean => insert.run(toRow(memory)).changes > 0,
    /** Writes everything that may change of a memory; scope and project never do. */
    save: (memory: Memory): void => {
      update.run(toRow(memory));
    },
    /** Adds the words that stood around when it was learned: it is found by them too, though they are no part of it. */
    addContext: (id: string, text: string): void => {
      const known = contextOf.get(id)?.context;
      if (known === undefined) return;
      const terms = new Set([...known.split(" "), ...searchTermsOf(text)].filter((term) => term !== ""));
      const context = [...terms].slice(0, CONTEXT_TERMS_MAX).join(" ");
      if (context !== known) setContext.run({ id, context });
    },
    /** Notes a change with its cause. False when the same cause already made it, so that nothing counts twice. */
    note: (entry: MemoryChange): boolean => addHistory.run(entry).changes > 0,
    history: (id: string): MemoryChange[] => history.all(id).map((found) => historyRow.parse(found)),
    /** The memories that this one took the place of. */
    supersededBy: (id: string): CountedMemory[] => supersededBy.all(id).map(toCountedMemory),
    /** The memories that a session's own words taught; their text stands in that session anyway. */
    taughtIn: (sessionId: string): string[] => taughtIn.all(sessionId).map((found) => found.memoryId),
    /** When a session's own words first taught each of its memories. */
    taughtSince: (sessionId: string): { memoryId: string; atMs: number }[] => taughtSince.all(sessionId),
    /** What one cause (`turn:12`) did to memories. */
    causedBy: (source: string): MemoryChange[] => bySource.all(source).map((found) => historyRow.parse(found)),
    counts: (): Partial<Record<MemoryState, number>> =>
      Object.fromEntries(counts.all().map(({ state, n }) => [state, n])),
    /** Raises the counts to at least these; for import, so that twice is once. */
    countAtLeast: (id: string, counts: MemoryCounts): void => {
      countAtLeast.run({ ...counts, id });
    },
    /** Adds to the helpful and harmful counts of this machine. */
    vote: (id: string, helpful: number, harmful: number): void => {
      vote.run({ id, helpful, harmful });
    },
  };
};
