import { isAsking, isBinding } from "./everyday-words.ts";
import { mostTelling, pickTerms } from "./pick-terms.ts";
import { nearestTerms, slipsForgiven } from "./spelling.ts";
import { synonymsOf } from "./synonyms.ts";

/** A term by which a memory may hold what was asked for; 1 = the very word. */
export interface Wording {
  readonly term: string;
  readonly weight: number;
}

/** One thing that a text speaks of, in the words a memory may have for it. */
export interface Concept {
  /** Whether it says what the text is about; otherwise only what is to be done. */
  readonly telling: boolean;
  readonly wordings: readonly Wording[];
}

/** What is looked for: the concepts in the order they were spoken of, and how many telling words no memory knows. */
export interface Query {
  readonly concepts: readonly Concept[];
  readonly unknown: number;
}

/** What the memories know of words. */
export interface Vocabulary {
  readonly documentsWith: (term: string) => number;
  readonly termsLike: (term: string, lengthDifference: number) => readonly string[];
  /** How many memories there are in the place that is searched. */
  readonly memories: number;
}

/** A guess at what was meant counts less than a word that was said. */
const SPELLING_WEIGHT = 0.7;
const SYNONYM_WEIGHT = 0.5;
/** To look for the nearest words costs up to 5 ms each among 100,000 memories. */
const RESPELLED_MAX = 3;
/** A longer text has other words to be known by, and most of its strange ones are no slips. */
const TERMS_TO_RESPELL_MAX = 20;
const NEAREST_MAX = 3;

/** What to look for: the telling terms of a text, with other words for them. @param terms of `searchTermsOf`. */
export const queryOf = (terms: readonly string[], vocabulary: Vocabulary): Query => {
  const { documentsWith } = vocabulary;
  const isKnown = ({ term }: Wording): boolean => documentsWith(term) > 0;
  const distinct = mostTelling([...new Set(terms)].filter((term) => !isBinding(term)));
  const strange = distinct.filter((term) => documentsWith(term) === 0 && !isAsking(term));
  const corrections = distinct.length > TERMS_TO_RESPELL_MAX ? new Map() : correctionsOf(strange, vocabulary);
  const concepts = new Map<string, Concept>();
  let unknown = 0;
  for (const term of distinct) {
    const meant = [{ term, weight: 1 }, ...synonymsOf(term).map((other) => ({ term: other, weight: SYNONYM_WEIGHT }))];
    const known = meant.filter(isKnown);
    const wordings: readonly Wording[] = known.length > 0 ? known : (corrections.get(term) ?? []);
    const [first] = wordings;
    if (first === undefined) unknown += isAsking(term) ? 0 : 1;
    else if (!concepts.has(first.term)) concepts.set(first.term, { telling: !isAsking(first.term), wordings });
  }
  const picked = new Set(pickTerms([...concepts.keys()], documentsWith, vocabulary.memories));
  return { concepts: [...concepts].filter(([term]) => picked.has(term)).map(([, concept]) => concept), unknown };
};

/** The known words that were meant by the first few of those that nobody knows. */
const correctionsOf = (strange: readonly string[], { termsLike }: Vocabulary): Map<string, Wording[]> =>
  new Map(
    strange
      .filter((term) => slipsForgiven(term) > 0)
      .slice(0, RESPELLED_MAX)
      .map((term) => {
        const known = termsLike(term, slipsForgiven(term)).filter((other) => !isBinding(other));
        const nearest = nearestTerms(term, known).slice(0, NEAREST_MAX);
        return [term, nearest.map((other) => ({ term: other, weight: SPELLING_WEIGHT }))];
      }),
  );

/** The same counts, each of which is asked for once. */
export const remembering = (count: (term: string) => number): ((term: string) => number) => {
  const counted = new Map<string, number>();
  return (term) => {
    const known = counted.get(term) ?? count(term);
    counted.set(term, known);
    return known;
  };
};
