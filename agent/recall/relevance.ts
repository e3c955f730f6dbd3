import type { Concept, Query } from "./query.ts";

/** What a memory is judged by: the terms of its text, and of what it was learned from. */
export interface Fields {
  readonly terms: readonly string[];
  readonly context: readonly string[];
}

/** What a place knows of words: how many memories it has, and in how many of them a concept stands. */
export interface Statistics {
  readonly memories: number;
  readonly documentsWith: (concept: Concept) => number;
}

export interface Relevance {
  /** More is better; only to be compared within one query. */
  readonly score: number;
  /** How much of what was asked for it speaks of, 0…1. */
  readonly coverage: number;
}

/** How soon a term said again adds nothing, and how much a long text is held against a memory (BM25's k1 and b). */
const SATURATION = 1;
const LENGTH_PENALTY = 0.3;
const CONTEXT_WEIGHT = 0.35;
/** A word that says what to do may settle what comes first, never what bears on the text. */
const ASKING_WEIGHT = 0.3;
/** Two words of the text that stand together in the memory as well. */
const PAIR_WEIGHT = 0.3;
const PAIR_DISTANCE = 3;
/** A word that a memory repeats without end says no more with each. */
const PLACES_MAX = 8;
/** A memory is about what it begins with. */
const SUBJECT_WEIGHT = 0.15;
/** Of a long text a memory need not speak of more than so many concepts. */
const CONCEPTS_TO_COVER = 5;
/** A place of fewer memories knows too little of how rare a word is. */
const MEMORIES_MIN = 20;

/** How much a word tells that stands in so many of so many memories. */
const rarity = (documents: number, memories: number): number =>
  Math.log(1 + (Math.max(memories, documents) - documents + 0.5) / (documents + 0.5));

const average = (numbers: readonly number[]): number =>
  numbers.reduce((sum, n) => sum + n, 0) / Math.max(1, numbers.length);

/**
 * How well each memory answers a query: BM25 over its text and, weighed less, what it was learned from, with the rarity of words in the
 * place that is searched (a project's everyday words tell nothing there, however rare they are elsewhere); more for words that stand
 * together as they were said together, and for what the memory begins with.
 */
export const relevanceOf = (query: Query, candidates: readonly Fields[], statistics: Statistics): Relevance[] => {
  const memories = Math.max(statistics.memories, MEMORIES_MIN);
  const rarities = query.concepts.map(
    (concept) => (concept.telling ? 1 : ASKING_WEIGHT) * rarity(statistics.documentsWith(concept), memories),
  );
  const tellingRarities = rarities.filter((_, n) => query.concepts[n]?.telling);
  const usual = average(candidates.map(({ terms }) => terms.length)) || 1;
  const usualContext = average(candidates.map(({ context }) => context.length)) || 1;
  const asked = massToCover(tellingRarities, query.unknown, rarity(0, memories));
  const placesIn = placesOf(query.concepts);
  return candidates.map(({ terms, context }) => {
    const places = placesIn(terms);
    const placesAround = placesIn(context);
    let score = 0;
    let covered = 0;
    for (const [n, { telling }] of query.concepts.entries()) {
      const own = places[n] ?? NOWHERE;
      const around = placesAround[n] ?? NOWHERE;
      const often =
        (own.weight * own.at.length) / lengthFactor(terms.length / usual) +
        (CONTEXT_WEIGHT * around.weight * Math.min(1, around.at.length)) / lengthFactor(context.length / usualContext);
      if (often === 0) continue;
      const worth = rarities[n] ?? 0;
      score += (worth * often * (SATURATION + 1)) / (often + SATURATION);
      if (telling) covered += worth * Math.max(own.weight, CONTEXT_WEIGHT * around.weight);
      const next = places[n + 1];
      if (next && standTogether(own, next)) score += PAIR_WEIGHT * Math.min(worth, rarities[n + 1] ?? 0);
    }
    // However usual the word is: who is spoken of in half of all memories may still be whom this one is about.
    if (places.some(({ at }) => at[0] === 0)) score *= 1 + SUBJECT_WEIGHT;
    return { score, coverage: asked === 0 ? 0 : Math.min(1, covered / asked) };
  });
};

interface Places {
  readonly at: readonly number[];
  readonly weight: number;
}
const NOWHERE: Places = { at: [], weight: 0 };

/** Where in terms the best of each concept's wordings stands: all of them in one pass, since a prompt waits for it. */
const placesOf = (concepts: readonly Concept[]): ((terms: readonly string[]) => Places[]) => {
  const meanings = new Map<string, { readonly concept: number; readonly rank: number; readonly weight: number }[]>();
  for (const [concept, { wordings }] of concepts.entries()) {
    for (const [rank, { term, weight }] of wordings.entries()) {
      const others = meanings.get(term) ?? [];
      meanings.set(term, [...others, { concept, rank, weight }]);
    }
  }
  return (terms) => {
    const found = concepts.map(() => ({ rank: Number.POSITIVE_INFINITY, weight: 0, at: [] as number[] }));
    for (const [at, term] of terms.entries()) {
      for (const { concept, rank, weight } of meanings.get(term) ?? []) {
        const places = found[concept];
        if (places === undefined || rank > places.rank) continue;
        if (rank < places.rank) Object.assign(places, { rank, weight, at: [at] });
        else if (places.at.length < PLACES_MAX) places.at.push(at);
      }
    }
    return found;
  };
};

const lengthFactor = (relative: number): number => 1 - LENGTH_PENALTY + LENGTH_PENALTY * relative;

const standTogether = (a: Places, b: Places): boolean =>
  a.at.some((one) => b.at.some((other) => other !== one && Math.abs(other - one) <= PAIR_DISTANCE));

/** What must be spoken of to cover all: the most telling concepts, and words that no memory knows, which are as rare as can be. */
const massToCover = (rarities: readonly number[], unknown: number, unknownMass: number): number =>
  [...rarities, ...Array.from({ length: Math.min(unknown, CONCEPTS_TO_COVER) }, () => unknownMass)]
    .sort((a, b) => b - a)
    .slice(0, CONCEPTS_TO_COVER)
    .reduce((sum, mass) => sum + mass, 0);
