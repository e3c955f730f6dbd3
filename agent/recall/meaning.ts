import type { Clock } from "../../sync/core/clock.ts";
import { type Config, embeddingsIn, isOfThisMachine } from "../../sync/core/config.ts";
import type { Project } from "../../sync/core/words.ts";
import type { EventRow } from "../../sync/store/events.ts";
import type { SearchPlace } from "../../sync/store/memory-search.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Nearness } from "./blend.ts";
import { nearestTo } from "./nearest.ts";
import { promptOf } from "./prompt.ts";

interface MeaningDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly config: () => Config;
  /** The vector of a text, if it can be had within that time. */
  readonly vectorOf: (text: string, withinMs: number) => Promise<Float32Array | null> | null;
}

/** A hook waits 0.4 s in all; this long after it was spooled, what is known by then has to do. */
const PROMPT_MS = 300;
/** Of which for the vector, at most. */
const VECTOR_MS = 150;
/** And this is left for looking through the memories. */
const LOOK_MS = 100;
/** Whoever searches can wait a little. */
const SEARCH_MS = 1_000;
/** A text is known by its beginning; what is pasted behind it would only take time. */
const CHARS_MAX = 2_000;

/**
 * What is near a text in meaning. Each returns null at once where nobody is to be asked: nothing was set, the place has no vectors, there
 * is no time left, or the text is a private project's and would leave this machine.
 */
export const createMeaning = ({ store, clock, config, vectorOf }: MeaningDeps) => {
  const nearTo = (
    text: string,
    place: SearchPlace,
    { vectorMs, lookMs, isPrivate }: { vectorMs: number; lookMs: number; isPrivate: boolean },
  ): Promise<Nearness | null> | null => {
    const settings = embeddingsIn(config().recall);
    if (settings === null || vectorMs <= 0 || text.trim() === "") return null;
    if (isPrivate && !isOfThisMachine(settings.url)) return null;
    const { model } = settings;
    if (store.embeddings.idsIn(place, model, 1).length === 0) return null;
    const deadlineMs = clock.monotonicMs() + vectorMs + lookMs;
    const asked = vectorOf(text.slice(0, CHARS_MAX), vectorMs);
    if (asked === null) return null;
    return asked.then((vector) =>
      vector === null ? null : nearestTo({ store, clock }, vector, { place, model, deadlineMs }),
    );
  };

  return {
    /** Near a prompt, while its hook waits. */
    ofPrompt: (event: EventRow): Promise<Nearness | null> | null => {
      // The usual case, which is to cost nothing.
      if (embeddingsIn(config().recall) === null) return null;
      const text = promptOf(event);
      const session = text === null ? undefined : store.sessions.byId(event.sessionId);
      const project = session && store.projects.byId(session.projectId);
      if (text === null || project === undefined) return null;
      const leftMs = PROMPT_MS - Math.max(0, clock.now() - event.atMs);
      const place = { projectId: project.id, everyProject: false };
      const vectorMs = Math.min(VECTOR_MS, leftMs - LOOK_MS);
      return nearTo(text, place, { vectorMs, lookMs: LOOK_MS, isPrivate: project.private });
    },
    /** Near what somebody searches for. */
    ofSearch: (text: string, place: SearchPlace, project: Project | null): Promise<Nearness | null> | null =>
      nearTo(text, place, { vectorMs: SEARCH_MS, lookMs: SEARCH_MS, isPrivate: project?.private ?? false }),
  };
};
