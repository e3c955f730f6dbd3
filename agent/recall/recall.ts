import type { Config } from "../../sync/core/config.ts";
import { termsOf } from "../../sync/core/terms.ts";
import type { CountedMemory } from "../../sync/core/words.ts";
import type { SearchPlace } from "../../sync/store/memory-search.ts";
import type { Store } from "../../sync/store/open.ts";
import { pickTerms } from "./pick-terms.ts";
import { isRecallable, orderForBrief, type Ranked, rank } from "./rank.ts";

type RecallSettings = Config["recall"];

/** Candidates that a search ranks; ten times what is given, so that filters leave enough. */
const CANDIDATES = 100;
/** More than fit into the longest brief. */
const BRIEF_CANDIDATES = 200;

/** Memories that bear on a text, best first: recallable ones of this project, the person and the team. */
export const recallFor = (
  store: Store,
  text: string,
  {
    place,
    nowMs,
    settings,
    exclude,
  }: { place: SearchPlace; nowMs: number; settings: RecallSettings; exclude: ReadonlySet<string> },
): Ranked[] => {
  const terms = pickTerms(termsOf(text), store.search.documentsWith);
  const found = store.search.anyOf(terms, place, CANDIDATES).filter(({ memory }) => !exclude.has(memory.id));
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
