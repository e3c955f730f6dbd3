import type Database from "better-sqlite3";
import type { CountedMemory } from "../core/words.ts";
import { MEMORY_COLUMNS, toCountedMemory } from "./memories.ts";

/** A memory that matched, with how well: bm25 turned round, so that more is better. */
export interface Found {
  readonly memory: CountedMemory;
  readonly score: number;
}

/** A memory that may be what is looked for: the terms of its text and of what it was learned from, in order. */
export interface Candidate {
  readonly id: string;
  readonly terms: readonly string[];
  readonly context: readonly string[];
}

/** Where to look: the person's and the team's memories, and those of one project or of all. */
export interface SearchPlace {
  readonly projectId: string | null;
  readonly everyProject: boolean;
}

const RESULTS_BEFORE_JOIN = 200;
/** Ten times what is given, since what comes first is decided by more than what FTS5 knows. */
const CANDIDATES = 100;
/** FTS5 takes time with the square of the terms: 64 of them about 3 ms, 800 of them 700 ms. A text is known by its first ones. */
const TERMS_MAX = 64;
/** A word of what a memory was learned from says less of it than a word of its own. */
const CONTEXT_WEIGHT = 0.3;

const placeQuery = ({ projectId, everyProject }: SearchPlace): string => {
  if (everyProject) return "";
  const places = ["suser", "steam", ...(projectId === null ? [] : [`p${projectId}`])];
  return ` AND place : (${places.map((place) => `"${place}"`).join(" OR ")})`;
};

const matchQuery = (columns: string, terms: readonly string[], place?: SearchPlace): string => {
  const first = [...new Set(terms)].slice(0, TERMS_MAX);
  const words = first.map((term) => `"${term.replace(/["\0]/g, "")}"`).join(" OR ");
  return `${columns} : (${words})${place === undefined ? "" : placeQuery(place)}`;
};

const listOf = (terms: string): string[] => (terms === "" ? [] : terms.split(" "));

/** Full-text search over trusted and proposed memories. */
export const memorySearch = (db: Database.Database) => {
  const match = db.prepare(
    // The inner query lets FTS5 rank and cut before any memory row is read.
    `select ${MEMORY_COLUMNS}, f.score from (
       select rowid, -bm25(memory_fts, 1.0, ${CONTEXT_WEIGHT}, 0.0) as score from memory_fts where memory_fts match @query order by score desc limit ${RESULTS_BEFORE_JOIN}
     ) f join memory m on m.n = f.rowid left join memory_count c on c.memory_id = m.id
     order by f.score desc, m.id limit @limit`,
  );
  const candidates = db.prepare<{ query: string }, { id: string; terms: string; context: string }>(
    `select m.id, m.terms, m.context from (
       select rowid, -bm25(memory_fts, 1.0, ${CONTEXT_WEIGHT}, 0.0) as score from memory_fts where memory_fts match @query order by score desc limit ${CANDIDATES}
     ) f join memory m on m.n = f.rowid`,
  );
  const documents = db.prepare<[string], { n: number }>(
    "select sum(doc) as n from memory_term where term = ? and col in ('terms', 'context')",
  );
  // The place is looked up for each match, since matches are few: to go through all memories of the place takes ten times as long.
  const matching = db.prepare<{ query: string; projectId: string | null; everyProject: 0 | 1 }, { n: number }>(
    `select count(*) as n from memory_fts f join memory m on m.n = f.rowid
     where memory_fts match @query and (@everyProject or m.project_id is null or m.project_id = @projectId)`,
  );
  // One place after the other, each along the index.
  const living = db.prepare<[string | null], { n: number }>(
    "select count(*) as n from memory where project_id is ? and state in ('trusted', 'proposed')",
  );
  const livingAnywhere = db.prepare<[], { n: number }>(
    "select count(*) as n from memory where state in ('trusted', 'proposed')",
  );
  const between = db.prepare<{ from: string; to: string; shortest: number; longest: number }, { term: string }>(
    `select distinct term from memory_term
     where term >= @from and term < @to and col = 'terms' and length(term) between @shortest and @longest`,
  );
  return {
    /** In how many memories a term stands; the rarer, the more it tells. */
    documentsWith: (term: string): number => documents.get(term)?.n ?? 0,
    /** In how many memories of a place any of the terms stands; for rare terms. */
    countIn: (terms: readonly string[], { projectId, everyProject }: SearchPlace): number =>
      matching.get({
        query: matchQuery("{terms context}", terms),
        projectId,
        everyProject: everyProject ? 1 : 0,
      })?.n ?? 0,
    /** How many memories a place has. */
    sizeOf: ({ projectId, everyProject }: SearchPlace): number => {
      if (everyProject) return livingAnywhere.get()?.n ?? 0;
      const places = projectId === null ? [null] : [null, projectId];
      return places.reduce((sum, place) => sum + (living.get(place)?.n ?? 0), 0);
    },
    /** The known terms of about this length that begin with the same letter. */
    termsLike: (term: string, lengthDifference: number): string[] => {
      const first = term.codePointAt(0);
      if (first === undefined) return [];
      return between
        .all({
          from: String.fromCodePoint(first),
          to: String.fromCodePoint(first + 1),
          shortest: term.length - lengthDifference,
          longest: term.length + lengthDifference,
        })
        .map((found) => found.term);
    },
    /** Memories that hold any of the terms (made by `termsOf`; the first 64 count) in their own text, best first. */
    anyOf: (terms: readonly string[], place: SearchPlace, limit: number): Found[] => {
      if (terms.length === 0) return [];
      return match
        .all({ query: matchQuery("terms", terms, place), limit })
        .map((found) => ({ memory: toCountedMemory(found), score: (found as { score: number }).score }));
    },
    /** Memories that hold any of the terms, or were learned where they stood; the likeliest ones, in no order. */
    candidates: (terms: readonly string[], place: SearchPlace): Candidate[] => {
      if (terms.length === 0) return [];
      return candidates
        .all({ query: matchQuery("{terms context}", terms, place) })
        .map(({ id, terms: own, context }) => ({ id, terms: listOf(own), context: listOf(context) }));
    },
  };
};
