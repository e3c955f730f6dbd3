import type Database from "better-sqlite3";
import type { SearchPlace } from "./memory-search.ts";

/** A memory's text for which there is no vector yet. */
export interface Unembedded {
  readonly memoryId: string;
  readonly text: string;
}

/** A memory's vector, of length 1. */
export interface MemoryVector {
  readonly memoryId: string;
  readonly vector: Float32Array;
}

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

const blobOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

const vectorIn = ({ buffer, byteOffset, byteLength }: Buffer): Float32Array =>
  byteOffset % FLOAT_BYTES === 0
    ? new Float32Array(buffer, byteOffset, byteLength / FLOAT_BYTES)
    : new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));

/** The vectors of living memories. Triggers on `memory` take away those whose memory has gone or says something else by now. */
export const embeddingTable = (db: Database.Database) => {
  const missing = db.prepare<object, Unembedded>(
    `select m.id as memoryId, m.text from memory m left join memory_embedding e on e.memory_id = m.id and e.model = @model
     where e.memory_id is null and m.state in ('trusted', 'proposed') and (m.private = 0 or @withPrivate)
     order by m.n desc limit @limit`,
  );
  const textOf = db.prepare<[string], { text: string }>(
    "select text from memory where id = ? and state in ('trusted', 'proposed')",
  );
  const put = db.prepare(
    "insert or replace into memory_embedding (memory_id, model, vector) values (@memoryId, @model, @vector)",
  );
  const counts = db.prepare<[string], { memories: number; embedded: number }>(
    // Triggers keep the vectors to those of living memories, so that nothing has to be joined.
    `select (select count(*) from memory where state in ('trusted', 'proposed')) as memories,
       (select count(*) from memory_embedding where model = ?) as embedded`,
  );
  // In the order of an index: trusted ones first, the surest of them first, and nothing has to be sorted.
  const idsWhere = (place: string) =>
    db.prepare<object, { id: string }>(
      `select m.id from memory m cross join memory_embedding e on e.model = @model and e.memory_id = m.id
       where m.state in ('trusted', 'proposed') ${place} limit @limit`,
    );
  const idsOfPlace = idsWhere(
    "and m.project_id is @place order by m.state desc, m.confidence desc, m.updated_at_ms desc",
  );
  const idsAnywhere = idsWhere("order by m.state desc, m.confidence desc, m.updated_at_ms desc");
  const vectors = db.prepare<object, { memoryId: string; vector: Buffer }>(
    // Along the list: otherwise all vectors of the model are gone through.
    `select e.memory_id as memoryId, e.vector from json_each(@ids) wanted
     cross join memory_embedding e on e.memory_id = wanted.value where e.model = @model`,
  );
  return {
    /** Memories in use or proposed that have no vector of a model, the newest first. */
    missing: (of: { model: string; withPrivate: boolean; limit: number }): Unembedded[] =>
      missing.all({ ...of, withPrivate: of.withPrivate ? 1 : 0 }),
    /** Keeps the vector of a text, unless the memory has gone or says something else meanwhile. Returns whether it was kept. */
    save: ({ memoryId, text, model, vector }: Unembedded & { model: string; vector: Float32Array }): boolean => {
      if (textOf.get(memoryId)?.text !== text) return false;
      return put.run({ memoryId, model, vector: blobOf(vector) }).changes > 0;
    },
    /** How many memories there are, and how many of them have a vector of a model. */
    counts: (model: string): { memories: number; embedded: number } =>
      counts.get(model) ?? { memories: 0, embedded: 0 },
    /** The memories of a place that have a vector of a model, trusted and surest ones first; the project's own before general ones. */
    idsIn: ({ projectId, everyProject }: SearchPlace, model: string, limit: number): string[] => {
      if (everyProject) return idsAnywhere.all({ model, limit }).map(({ id }) => id);
      const find = (place: string | null, most: number): string[] =>
        idsOfPlace.all({ place, model, limit: most }).map(({ id }) => id);
      const own = projectId === null ? [] : find(projectId, limit);
      return own.length < limit ? [...own, ...find(null, limit - own.length)] : own;
    },
    /** The vectors of a model for these memories, in no order. A few hundred at a time: each takes some 3 KB. */
    vectorsOf: (memoryIds: readonly string[], model: string): MemoryVector[] =>
      vectors
        .all({ ids: JSON.stringify(memoryIds), model })
        .map(({ memoryId, vector }) => ({ memoryId, vector: vectorIn(vector) })),
  };
};
