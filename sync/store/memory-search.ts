import type Database from "better-sqlite3";
import type { CountedMemory } from "../core/words.ts";
import { MEMORY_COLUMNS, toCountedMemory } from "./memories.ts";

/** A memory that matched, with how well: bm25 turned round, so that more is better. */
export interface Found {
  readonly memory: CountedMemory;
  readonly score: number;
}

/** Where to look: the person's and the team's memories, and those of one project or of all. */
export interface SearchPlace {
  readonly projectId: string | null;
  readonly everyProject: boolean;
}

const RESULTS_BEFORE_JOIN = 200;
/** FTS5 takes time with the square of the terms: 64 of them about 3 ms, 800 of them 700 ms. A text is known by its first ones. */
const TERMS_MAX = 64;

const placeQuery = ({ projectId, everyProject }: SearchPlace): string => {
  if (everyProject) return "";
  const places = ["suser", "steam", ...(projectId === null ? [] : [`p${projectId}`])];
  return ` AND place : (${places.map((place) => `"${place}"`).join(" OR ")})`;
};

/** Full-text search over trusted and proposed memories. */
export const memorySearch = (db: Database.Database) => {
  const match = db.prepare(
    // The inner query lets FTS5 rank and cut before any memory row is read.
    `select ${MEMORY_COLUMNS}, f.score from (
       select rowid, -bm25(memory_fts, 1.0, 0.0) as score from memory_fts where memory_fts match @query order by score desc limit ${RESULTS_BEFORE_JOIN}
     ) f join memory m on m.n = f.rowid left join memory_count c on c.memory_id = m.id
     order by f.score desc, m.id limit @limit`,
  );
  const documents = db.prepare<[string], { n: number }>("select doc as n from memory_term where term = ?");
  return {
    /** In how many memories a term stands; the rarer, the more it tells. */
    documentsWith: (term: string): number => documents.get(term)?.n ?? 0,
    /** Memories that hold any of the terms (made by `termsOf`; the first 64 count), best first. */
    anyOf: (terms: readonly string[], place: SearchPlace, limit: number): Found[] => {
      if (terms.length === 0) return [];
      const first = [...new Set(terms)].slice(0, TERMS_MAX);
      const words = first.map((term) => `"${term.replace(/["\0]/g, "")}"`).join(" OR ");
      const query = `terms : (${words})${placeQuery(place)}`;
      return match
        .all({ query, limit })
        .map((found) => ({ memory: toCountedMemory(found), score: (found as { score: number }).score }));
    },
  };
};
