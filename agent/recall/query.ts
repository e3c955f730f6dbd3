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
  const counted = new Map<string, number>();
  const documentsWith = (term: string): number => {
    const known = counted.get(term) ?? vocabulary.documentsWith(term);
    counted.set(term, known);
    return known;
  };
  const distinct = mostTelling([...new Set(terms)].filter((term) => !isBinding(term)));
  const unknown = distinct.filter((term) => documentsWith(term) === 0);
  const respelled = new Map(
    (distinct.length > TERMS_TO_RESPELL_MAX ? [] : unknown)
      .filter((term) => slipsForgiven(term) > 0)
      .slice(0, RESPELLED_MAX)
      .map((term) => [term, nearestTerms(term, vocabulary.termsLike(term, slipsForgiven(term))).slice(0, NEAREST_MAX)]),
  );
  const meant = distinct.flatMap((term): Concept[] => {
    const telling = !isAsking(term);
    const synonyms = synonymsOf(term)
      .filter((other) => documentsWith(other) > 0)
      .map((other) => ({ term: other, weight: SYNONYM_WEIGHT }));
    if (documentsWith(term) > 0) return [{ telling, wordings: [{ term, weight: 1 }, ...synonyms] }];
    const guesses = (respelled.get(term) ?? []).map((other) => ({ term: other, weight: SPELLING_WEIGHT }));
    const wordings = synonyms.length > 0 ? synonyms : guesses;
    return wordings.length > 0 ? [{ telling, wordings }] : [];
  });
  const picked = new Set(
    pickTerms(
      meant.flatMap(({ wordings }) => wordings[0]?.term ?? []),
      documentsWith,
    ),
  );
  return {
    concepts: meant.filter(({ wordings: [first] }) => first && picked.has(first.term)),
    unknown: distinct.length - meant.length,
  };
};
