import type { Clock } from "../../sync/core/clock.ts";
import { newMemoryId } from "../../sync/core/ids.ts";
import type { Random } from "../../sync/core/random.ts";
import { termsOf } from "../../sync/core/terms.ts";
import type {
  CountedMemory,
  Memory,
  MemoryChange,
  MemoryKind,
  MemoryOrigin,
  MemoryScope,
} from "../../sync/core/words.ts";
import type { Store } from "../../sync/store/open.ts";
import { curate } from "./curate/curate.ts";
import { relationOf } from "./curate/relation.ts";

/** Something that may be worth remembering, whoever found it. */
export interface Lesson {
  readonly text: string;
  readonly kind: MemoryKind;
  readonly scope: Exclude<MemoryScope, "team">;
  readonly projectId: string;
  readonly isPrivate: boolean;
  readonly state: "trusted" | "proposed";
  readonly origin: MemoryOrigin;
  readonly confidence: number;
  /** What caused it (`turn:12`, `told:<id>`); the same cause never counts twice. */
  readonly source: string;
  readonly sessionId: string | null;
  /** The user's own words or the command, redacted. */
  readonly quote: string | null;
  /** Reasons, as JSON. */
  readonly why: string;
  /** What stood around when it was learned (the request, the files, the error): it is found by these words, too. */
  readonly context?: string;
}

export type Remembered = {
  readonly id: string;
  readonly change: "added" | "reinforced" | "merged" | "superseded" | "known";
};

/** How far one more saying brings the confidence towards certainty. */
const REINFORCE = 0.3;
const NEWEST_MAX = 300;
const SIMILAR_MAX = 30;

interface Deps {
  readonly store: Store;
  readonly random: Random;
  readonly nowMs: number;
}

/**
 * Takes a lesson into the playbook: adds it, or reinforces, merges into or supersedes what is there. Call inside a transaction.
 * Nothing is lost: what gives way keeps its row and its history.
 */
export const remember = (deps: Deps, lesson: Lesson): Remembered => {
  const remembered = takeIn(deps, lesson);
  if (lesson.context !== undefined && remembered.change !== "known")
    deps.store.memories.addContext(remembered.id, lesson.context);
  return remembered;
};

const takeIn = (deps: Deps, lesson: Lesson): Remembered => {
  const { store } = deps;
  const earlier = store.memories.causedBy(lesson.source).find((entry) => isOf(lesson, entry));
  if (earlier) return { id: earlier.memoryId, change: "known" };
  const similar = similarTo(store, lesson);
  const decision = curate(lesson, similar);
  const noted = (curation: string): Lesson => ({
    ...lesson,
    why: JSON.stringify({ curation, said: lesson.text, detector: JSON.parse(lesson.why) }),
  });
  const give = (way: readonly { readonly id: string; readonly why: string }[], to: string): boolean =>
    way
      .flatMap(({ id, why }) => similar.filter((memory) => memory.id === id).map((memory) => ({ memory, why })))
      // A guess never pushes out what is trusted; it waits as proposed beside it.
      .filter(({ memory }) => lesson.state === "trusted" || memory.state === "proposed")
      .map(({ memory, why }) => supersede(deps, memory, to, noted(why)))
      .includes(true);
  const target = "id" in decision ? similar.find(({ id }) => id === decision.id) : undefined;
  const isGuessOfMore = decision.action === "merge" && lesson.state === "proposed" && target?.state === "trusted";
  // A guess never rewrites what is trusted.
  if (target === undefined || decision.action === "add" || isGuessOfMore)
    return { id: add(deps, noted(decision.why)), change: "added" };
  if (decision.action === "contradict") {
    const id = add(deps, noted(decision.why));
    return { id, change: give([decision, ...decision.alsoGiveWay], id) ? "superseded" : "added" };
  }
  if (isOfSameSession(store, target, lesson)) return { id: target.id, change: "known" };
  const [change, text] =
    decision.action === "merge" ? (["merged", decision.text] as const) : (["reinforced", target.text] as const);
  strengthen(deps, target, noted(decision.why), change, text);
  give(decision.alsoGiveWay, target.id);
  return { id: target.id, change };
};

/** What was only seen is not surer because the same session shows it again. */
const isOfSameSession = (store: Store, { id }: CountedMemory, { origin, sessionId }: Lesson): boolean =>
  origin === "reflection" &&
  sessionId !== null &&
  store.memories.history(id).some((entry) => entry.sessionId === sessionId);

/** Whether a change was made by this very lesson: one turn may teach several. */
const isOf = (lesson: Lesson, { quote, why }: MemoryChange): boolean =>
  quote === lesson.quote && saidIn(why) === lesson.text;

/** What was said, as the history of the memory that it became keeps it; undefined where another program wrote the history. */
const saidIn = (why: string): unknown => {
  try {
    const noted: unknown = JSON.parse(why);
    return typeof noted === "object" && noted !== null && "said" in noted ? noted.said : undefined;
  } catch {
    return undefined;
  }
};

const supersede = (deps: Deps, memory: CountedMemory, by: string, lesson: Lesson): boolean => {
  deps.store.memories.save({ ...memory, state: "superseded", supersededBy: by, updatedAtMs: deps.nowMs });
  return note(deps, memory.id, "superseded", lesson, memory.text);
};

/** How long lessons are compared before others get their turn at the event loop. */
const SLICE_MS = 10;

/**
 * Compares lessons with what is known of their place, in slices. `remember` then finds the answers ready: it runs inside a transaction,
 * where nothing can be waited for, and hundreds of memories take longer than the event loop may be held.
 */
export const compareAhead = async (
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  lessons: readonly Pick<Lesson, "text" | "scope" | "projectId">[],
): Promise<void> => {
  let sliceEndsMs = clock.monotonicMs() + SLICE_MS;
  for (const lesson of lessons) {
    for (const { text } of similarTo(store, lesson)) {
      relationOf(lesson.text, text);
      if (clock.monotonicMs() < sliceEndsMs) continue;
      await clock.breathe();
      sliceEndsMs = clock.monotonicMs() + SLICE_MS;
    }
  }
};

/**
 * Living memories of the same place: the newest, whatever their words, since the same may be said in others and in another language;
 * beyond those the ones that share words with the lesson.
 */
const similarTo = (
  store: Store,
  { text, scope, ...lesson }: Pick<Lesson, "text" | "scope" | "projectId">,
): CountedMemory[] => {
  const projectId = scope === "project" ? lesson.projectId : null;
  const newest = store.memories.living(scope, projectId, NEWEST_MAX);
  if (newest.length < NEWEST_MAX) return newest;
  const found = store.search.anyOf(termsOf(text), { projectId, everyProject: false }, SIMILAR_MAX);
  const more = [...found.map(({ memory }) => memory), ...store.memories.withText(text, projectId)];
  const byId = new Map([...newest, ...more].map((memory) => [memory.id, memory]));
  return [...byId.values()].filter((memory) => memory.scope === scope);
};

const add = ({ store, random, nowMs }: Deps, lesson: Lesson): string => {
  const memory: Memory = {
    id: newMemoryId(random),
    kind: lesson.kind,
    scope: lesson.scope,
    projectId: lesson.scope === "project" ? lesson.projectId : null,
    text: lesson.text,
    state: lesson.state,
    origin: lesson.origin,
    confidence: lesson.confidence,
    isPrivate: lesson.isPrivate,
    supersededBy: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  store.memories.add(memory);
  note({ store, nowMs }, memory.id, "added", lesson, null);
  return memory.id;
};

const strengthen = (
  deps: { store: Store; nowMs: number },
  target: CountedMemory,
  lesson: Lesson,
  change: "reinforced" | "merged",
  text: string,
): void => {
  if (!note(deps, target.id, change, lesson, change === "merged" ? target.text : null)) return;
  const surer = Math.max(target.confidence, lesson.confidence);
  deps.store.memories.save({
    ...target,
    text,
    confidence: Math.min(0.99, surer + (1 - surer) * REINFORCE),
    // Said again by the user, or seen again in another session, a proposed memory has been confirmed.
    state:
      lesson.state === "trusted" || (change === "reinforced" && isSeenAgain(target, lesson)) ? "trusted" : target.state,
    isPrivate: target.isPrivate || lesson.isPrivate,
    updatedAtMs: deps.nowMs,
  });
};

const isSeenAgain = (target: CountedMemory, lesson: Lesson): boolean =>
  target.origin === "reflection" && lesson.origin === "reflection" && lesson.sessionId !== null;

const note = (
  { store, nowMs }: { store: Store; nowMs: number },
  memoryId: string,
  change: "added" | "reinforced" | "merged" | "superseded",
  { source, sessionId, quote, why }: Lesson,
  oldText: string | null,
): boolean => store.memories.note({ memoryId, change, source, sessionId, quote, why, oldText, atMs: nowMs });
