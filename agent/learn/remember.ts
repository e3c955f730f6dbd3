import { newId, newMemoryId } from "../../sync/core/ids.ts";
import type { Random } from "../../sync/core/random.ts";
import { termsOf } from "../../sync/core/terms.ts";
import type { CountedMemory, Memory, MemoryKind, MemoryOrigin, MemoryScope } from "../../sync/core/words.ts";
import type { Store } from "../../sync/store/open.ts";
import { curate } from "./curate/curate.ts";

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
}

export type Remembered = {
  readonly id: string;
  readonly change: "added" | "reinforced" | "merged" | "superseded" | "known";
};

/** How far one more saying brings the confidence towards certainty. */
const REINFORCE = 0.3;
const NEWEST_MAX = 300;
const SIMILAR_MAX = 30;

/**
 * Takes a lesson into the playbook: adds it, or reinforces, merges into or supersedes what is there. Call inside a transaction.
 * Nothing is lost: what gives way keeps its row and its history.
 */
export const remember = (deps: { store: Store; random: Random; nowMs: number }, lesson: Lesson): Remembered => {
  const { store, nowMs } = deps;
  const earlier = store.memories
    .causedBy(lesson.source)
    .find((entry) => entry.quote === lesson.quote && sameText(store, entry.memoryId, lesson));
  if (earlier) return { id: earlier.memoryId, change: "known" };
  const similar = similarTo(store, lesson);
  const decision = curate(lesson, similar);
  const target = "id" in decision ? similar.find(({ id }) => id === decision.id) : undefined;
  const noted = { ...lesson, why: JSON.stringify({ curation: decision.why, detector: JSON.parse(lesson.why) }) };
  if (target === undefined || decision.action === "add") return { id: add(deps, noted), change: "added" };
  switch (decision.action) {
    case "reinforce":
      strengthen(deps, target, noted, "reinforced", target.text);
      return { id: target.id, change: "reinforced" };
    case "merge":
      // A guess never rewrites what is trusted.
      if (lesson.state === "proposed" && target.state === "trusted") return { id: add(deps, noted), change: "added" };
      strengthen(deps, target, noted, "merged", decision.text);
      return { id: target.id, change: "merged" };
    case "contradict": {
      const id = add(deps, noted);
      // A guess never pushes out what is trusted; it waits as proposed beside it.
      if (lesson.state === "proposed" && target.state === "trusted") return { id, change: "added" };
      store.memories.save({ ...target, state: "superseded", supersededBy: id, updatedAtMs: nowMs });
      note(deps, target.id, "superseded", noted, target.text);
      return { id, change: "superseded" };
    }
  }
};

const sameText = (store: Store, memoryId: string, lesson: Lesson): boolean =>
  store.memories.byId(memoryId)?.text === lesson.text;

/**
 * Living memories of the same place: the newest, whatever their words, since the same may be said in others and in another language;
 * beyond those the ones that share words with the lesson.
 */
const similarTo = (store: Store, { text, scope, ...lesson }: Lesson): CountedMemory[] => {
  const projectId = scope === "project" ? lesson.projectId : null;
  const newest = store.memories.living(scope, projectId, NEWEST_MAX);
  if (newest.length < NEWEST_MAX) return newest;
  const found = store.search.anyOf(termsOf(text), { projectId, everyProject: false }, SIMILAR_MAX);
  const more = [...found.map(({ memory }) => memory), ...store.memories.withText(text, projectId)];
  const byId = new Map([...newest, ...more].map((memory) => [memory.id, memory]));
  return [...byId.values()].filter((memory) => memory.scope === scope);
};

const add = ({ store, random, nowMs }: { store: Store; random: Random; nowMs: number }, lesson: Lesson): string => {
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
    // Said again by the user, a proposed memory has been confirmed.
    state: lesson.state === "trusted" ? "trusted" : target.state,
    isPrivate: target.isPrivate || lesson.isPrivate,
    updatedAtMs: deps.nowMs,
  });
};

const note = (
  { store, nowMs }: { store: Store; nowMs: number },
  memoryId: string,
  change: "added" | "reinforced" | "merged" | "superseded",
  { source, sessionId, quote, why }: Lesson,
  oldText: string | null,
): boolean => store.memories.note({ memoryId, change, source, sessionId, quote, why, oldText, atMs: nowMs });

/** A cause for something a person said outright. */
export const toldSource = (nowMs: number, random: Random): string => `told:${newId(nowMs, random)}`;
