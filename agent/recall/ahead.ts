import type { Clock } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import type { SearchPlace } from "../../sync/store/memory-search.ts";
import type { Store } from "../../sync/store/open.ts";
import { promptOf } from "./prompt.ts";
import { matchesOf, type WordMatch } from "./recall.ts";

interface AheadDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly config: () => Config;
}

/** What of a stored event matters here. */
interface Taken {
  readonly name: string;
  readonly sessionId: string;
  readonly atMs: number;
  readonly body: string;
}

export type Ahead = ReturnType<typeof createAhead>;

/** A hook asks within this time or not at all. */
const FRESH_MS = 1_000;
/** With more at once a worker is catching up, and nobody waits for most of it. */
const AT_ONCE = 3;

/**
 * Looks for what bears on a prompt as soon as its event is in. The hook spools first and then starts a program to ask, which takes longer
 * than the search: so the answer is mostly found before the question comes.
 */
export const createAhead = ({ store, clock, config }: AheadDeps) => {
  let latest: { readonly text: string; readonly projectId: string; readonly atMs: number; found: WordMatch[] } | null =
    null;
  return {
    /** Call with what has just been stored. */
    look: (events: readonly Taken[]): void => {
      const event = events.length > AT_ONCE ? undefined : events.findLast(({ name }) => name === "UserPromptSubmit");
      if (event === undefined || !config().recall.enabled || clock.now() - event.atMs > FRESH_MS) return;
      const text = promptOf(event);
      const projectId = store.sessions.byId(event.sessionId)?.projectId;
      if (text === null || projectId === undefined) return;
      const found = matchesOf(store, text, { projectId, everyProject: false });
      latest = { text, projectId, atMs: clock.now(), found };
    },
    /** As `matchesOf`, at once where that was asked for ahead. */
    matchesOf: (text: string, place: SearchPlace): WordMatch[] => {
      const ready = latest;
      latest = null;
      const isIt = ready?.text === text && ready.projectId === place.projectId && clock.now() - ready.atMs <= FRESH_MS;
      return ready !== null && isIt ? ready.found : matchesOf(store, text, place);
    },
  };
};
