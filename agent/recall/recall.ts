import type { Config } from "../../sync/core/config.ts";
import { searchTermsOf } from "../../sync/core/terms.ts";
import type { CountedMemory } from "../../sync/core/words.ts";
import type { Found, SearchPlace } from "../../sync/store/memory-search.ts";
import type { Store } from "../../sync/store/open.ts";
import { blend, type Nearness } from "./blend.ts";
import { isCommon } from "./pick-terms.ts";
import { type Concept, queryOf, remembering } from "./query.ts";
import { isRecallable, orderForBrief, type Ranked, rank } from "./rank.ts";
import { type Relevance, relevanceOf } from "./relevance.ts";

type RecallSettings = Config["recall"];

/** What a memory must speak of at least, of what the text is about, and beside the best one, to be worth interrupting for. */
const COVERAGE_MIN = 0.06;
const SHARE_OF_BEST_MIN = 0.35;
/** Three times what is given, so that worth has a say and filters leave enough. */
const RELEVANT_MAX = 30;
/** More than fit into the longest brief. */
const BRIEF_CANDIDATES = 200;

/** A memory with how well it answers a text, and how much of the text it speaks of (0…1). */
export interface Relevant extends Found {
  readonly coverage: number;
}

/** A memory that shares words with a text; see `Relevance`. */
export interface WordMatch extends Relevance {
  readonly id: string;
}

/** The likeliest memories that share words with a text, in no order. */
export const matchesOf = (store: Store, text: string, place: SearchPlace): WordMatch[] => {
  const memories = store.search.sizeOf(place);
  const documentsWithTerm = remembering(store.search.documentsWith);
  const { termsLike } = store.search;
  const query = queryOf(searchTermsOf(text), { documentsWith: documentsWithTerm, termsLike, memories });
  const candidates = store.search.candidates(query.concepts.flatMap(termsIn), place);
  const documentsWith = (concept: Concept): number => {
    const everywhere = Math.max(...termsIn(concept).map(documentsWithTerm));
    const here = Math.min(everywhere, memories);
    return isCommon(here) ? here : store.search.countIn(termsIn(concept), place);
  };
  const judged = relevanceOf(query, candidates, { memories, documentsWith });
  return candidates.map(({ id }, n) => ({ id, score: judged[n]?.score ?? 0, coverage: judged[n]?.coverage ?? 0 }));
};

/**
 * Memories that have to do with a text, whether they may be given to an agent or not, the most relevant first: those that share words
 * with it (`matches`, where they are known), and those that are `near` in meaning where that is known.
 */
export const findRelevant = (
  store: Store,
  text: string,
  place: SearchPlace,
  near: Nearness | null = null,
  matches: readonly WordMatch[] = matchesOf(store, text, place),
): Relevant[] =>
  blend(matches, near)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, RELEVANT_MAX)
    .flatMap(({ id, score, coverage }) => {
      const memory = store.memories.byId(id);
      return memory === undefined ? [] : [{ memory, score, coverage }];
    });

const termsIn = (concept: Concept): string[] => concept.wordings.map(({ term }) => term);

const bearsOn = ({ score, coverage }: Relevant, best: number): boolean =>
  coverage >= COVERAGE_MIN && score >= SHARE_OF_BEST_MIN * best;

/**
 * Memories that bear on a text, best first: recallable ones of this project, the person and the team. Whoever only works is not to be
 * interrupted by what hardly bears on it; `thorough` = somebody asks on purpose and wants that too.
 */
export const recallFor = (
  store: Store,
  text: string,
  {
    place,
    nowMs,
    settings,
    exclude,
    thorough = false,
    near = null,
    matches,
  }: {
    place: SearchPlace;
    nowMs: number;
    settings: RecallSettings;
    exclude: ReadonlySet<string>;
    thorough?: boolean;
    near?: Nearness | null;
    matches?: readonly WordMatch[];
  },
): Ranked[] => {
  const relevant = findRelevant(store, text, place, near, matches);
  const best = relevant[0]?.score ?? 0;
  const found = relevant.filter((one) => !exclude.has(one.memory.id) && (thorough || bearsOn(one, best)));
  return rank(found, settings, nowMs).slice(0, settings.top);
};

/** What a session should know from the beginning, the most worth first. `first` = ids that must lead (pinned ones). */
export const memoriesForBrief = (
  store: Store,
  projectId: string | null,
  settings: RecallSettings,
  first: readonly string[] = [],
): CountedMemory[] => {
  const { minConfidence, minHelpful } = settings;
  const all = store.memories.applicable({ projectId, minConfidence, minHelpful, limit: BRIEF_CANDIDATES });
  const leading = first
    .flatMap((id) => store.memories.byId(id) ?? [])
    .filter((memory) => isRecallable(memory, settings));
  const led = new Set(leading.map(({ id }) => id));
  return [...leading, ...orderForBrief(all.filter(({ id }) => !led.has(id)))];
};
