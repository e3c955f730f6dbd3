/** Terms that stand in more memories than this say little and cost much to rank. */
const COMMON_DOCUMENTS = 2_000;
/** Whether a term that stands in so many memories is left out where there are others. */
export const isCommon = (documents: number): boolean => documents > COMMON_DOCUMENTS;
const TERMS_MAX = 12;
/** To count where a term stands costs up to 0.3 ms among 100,000 memories, so of a pasted log not all are looked up. */
const LOOKED_UP_MAX = 64;

/**
 * The telling terms of a text: those that stand in some memory, the rarest first. A long prompt is mostly about how, and the few
 * rare words in it are what it is about.
 * @param terms of `searchTermsOf`; @param documentsWith in how many memories a term stands; @param memories how many there are where it
 * is looked for: among few, no term can be too common.
 */
export const pickTerms = (
  terms: readonly string[],
  documentsWith: (term: string) => number,
  memories = Number.POSITIVE_INFINITY,
): string[] => {
  const known = mostTelling([...new Set(terms)])
    .map((term) => ({ term, documents: documentsWith(term) }))
    .filter(({ documents }) => documents > 0)
    .sort((a, b) => a.documents - b.documents || (a.term < b.term ? -1 : 1));
  let documents = 0;
  const picked: string[] = [];
  for (const one of known.slice(0, TERMS_MAX)) {
    documents += one.documents;
    if (picked.length > 0 && isCommon(Math.min(documents, memories))) break;
    picked.push(one.term);
  }
  return picked;
};

/** As many terms as may be looked up, in their order; of more the long ones, since long words are rare ones. */
export const mostTelling = (terms: readonly string[]): readonly string[] =>
  terms.length <= LOOKED_UP_MAX ? terms : terms.toSorted((a, b) => b.length - a.length).slice(0, LOOKED_UP_MAX);
