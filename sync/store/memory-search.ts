import type Database from "better-sqlite3";
import type { CountedMemory } from "../core/words.ts";
import { MEMORY_COLUMNS, toCountedMemory } from "./memories.ts";

/** A memory that matched, with how well: bm25 turned round, so that more is better. */
export interface Found {
  readonly memory: CountedMemory;
  readonly score: number;
}

/** A memory that may be what is looked for, with the terms of its text and of what it was learned from, in order. */
export interface Candidate {
  readonly memory: CountedMemory;
  readonly terms: readonly string[];
  readonly context: readonly string[];
}

/** Where to look: the person's and the team's memories, and those of one project or of all. */
export interface SearchPlace {
  readonly projectId: string | null;
  readonly everyProject: boolean;
}

const RESULTS_BEFORE_JOIN = 200;
/** FTS5 takes time with the square of the terms: 64 of them about 3 ms, 800 of them 700 ms. A text is known by its first ones. */
const TERMS_MAX = 64;
/** A word of what a memory was learned from says less of it than a word of its own. */
const CONTEXT_WEIGHT = 0.3;

const placeQuery = ({ projectId, everyProject }: SearchPlace): string => {
  if (everyProject) return "";
  const places = ["suser", "steam", ...(projectId === null ? [] : [`p${projectId}`])];
  return ` AND place : (${places.map((place) => `"${place}"`).join(" OR ")})`;
};

const matchQuery = (columns: string, terms: readonly string[], place: SearchPlace): string => {
  const first = [...new Set(terms)].slice(0, TERMS_MAX);
  const words = first.map((term) => `"${term.replace(/["\0]/g, "")}"`).join(" OR ");
  return `${columns} : (${words})${placeQuery(place)}`;
};

const listOf = (terms: string): string[] => (terms === "" ? [] : terms.split(" "));

/** Full-text search over trusted and proposed memories. */
export const memorySearch = (db: Database.Database) => {
  const match = db.prepare(
    // The inner query lets FTS5 rank and cut before any memory row is read.
    `select ${MEMORY_COLUMNS}, m.terms, m.context, f.score from (
       select rowid, -bm25(memory_fts, 1.0, ${CONTEXT_WEIGHT}, 0.0) as score from memory_fts where memory_fts match @query order by score desc limit ${RESULTS_BEFORE_JOIN}
     ) f join memory m on m.n = f.rowid left join memory_count c on c.memory_id = m.id
     order by f.score desc, m.id limit @limit`,
  );
  const documents = db.prepare<[string], { n: number }>(
    "select sum(doc) as n from memory_term where term = ? and col in ('terms', 'context')",
  );
  const matching = db.prepare<[string], { n: number }>("select count(*) as n from memory_fts where memory_fts match ?");
  const living = db.prepare<{ projectId: string | null; everyProject: 0 | 1 }, { n: number }>(
    `select count(*) as n from memory where state in ('trusted', 'proposed')
       and (@everyProject or project_id is null or project_id = @projectId)`,
  );
  const between = db.prepare<{ from: string; to: string; shortest: number; longest: number }, { term: string }>(
    `select distinct term from memory_term
     where term >= @from and term < @to and col = 'terms' and length(term) between @shortest and @longest`,
  );
  return {
    /** In how many memories a term stands; the rarer, the more it tells. */
    documentsWith: (term: string): number => documents.get(term)?.n ?? 0,
    /** In how many memories of a place any of the terms stands. */
    countIn: (terms: readonly string[], place: SearchPlace): number =>
      matching.get(matchQuery("{terms context}", terms, place))?.n ?? 0,
    /** How many memories a place has. */
    sizeOf: ({ projectId, everyProject }: SearchPlace): number =>
      living.get({ projectId, everyProject: everyProject ? 1 : 0 })?.n ?? 0,
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
    /** Memories that hold any of the terms, or were learned where they stood; roughly the best first. */
    candidates: (terms: readonly string[], place: SearchPlace): Candidate[] => {
      if (terms.length === 0) return [];
      return match
        .all({ query: matchQuery("{terms context}", terms, place), limit: RESULTS_BEFORE_JOIN })
        .map((found) => {
          const { terms: own, context } = found as { terms: string; context: string };
          return { memory: toCountedMemory(found), terms: listOf(own), context: listOf(context) };
        });
    },
  };
};
