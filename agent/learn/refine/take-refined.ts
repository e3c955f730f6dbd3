import type { CountedMemory } from "../../../sync/core/words.ts";
import type { Store } from "../../../sync/store/open.ts";
import type { Turn } from "../../../sync/store/turns.ts";
import { oneLine } from "../../text/cap.ts";
import { curate } from "../curate/curate.ts";
import { relationOf } from "../curate/relation.ts";
import { forget } from "../forget.ts";
import { noteCorrection } from "../prove/prove-turn.ts";
import { remember } from "../remember.ts";
import type { RefineDeps } from "./jobs.ts";
import { askAboutPairs } from "./pairs.ts";
import { matched, type RefinedLesson } from "./refined-lessons.ts";

const SURE = 0.85;
const GUESSED = 0.45;
const QUOTE_MAX = 300;
const OTHERS_MAX = 300;

interface Refined {
  readonly turn: Turn;
  readonly project: { readonly id: string; readonly private: boolean };
  readonly label: "correction" | "preference" | "none";
  readonly lessons: readonly RefinedLesson[];
}

type Deps = Omit<RefineDeps, "model"> & { readonly onLearned: (memoryId: string, from: string) => void };

const sourceOf = (turn: Turn): string => `turn:${turn.id}`;

const why = (what: string, said: string): string =>
  JSON.stringify({ curation: null, said, detector: [{ feature: "model", detail: what }] });

/** Memories that this turn alone has made, and that nothing has happened to since. */
const madeBy = (store: Store, source: string): CountedMemory[] =>
  store.memories
    .causedBy(source)
    .filter(({ change }) => change === "added")
    .flatMap(({ memoryId }) => store.memories.byId(memoryId) ?? [])
    .filter(
      ({ id, state }) =>
        (state === "trusted" || state === "proposed") &&
        store.memories.history(id).every((change) => change.source === source),
    );

/**
 * Takes in what a model made of a turn. Its wording replaces that of the rules where it is surely of the person's own words; the words
 * themselves stay in the history, and nothing that another cause has confirmed is touched. Call inside a transaction.
 */
export const takeRefined = (deps: Deps, refined: Refined): void => {
  const { store } = deps;
  const { turn, lessons } = refined;
  const made = madeBy(store, sourceOf(turn));
  const pairs = matched(made, lessons);
  const wordedAnew = new Set(pairs.values());
  for (const memory of made.filter((one) => !wordedAnew.has(one))) {
    // The rules took apart what the model says in one: nothing is lost.
    const whole = lessons.find((lesson) => lesson.isSure && pairs.has(lesson) && isWithin(memory, lesson));
    const by = whole && pairs.get(whole);
    if (by === undefined) doubt(deps, refined, memory);
    else giveWay(deps, refined, memory, { id: by.id, because: "a model said it together with another" });
  }
  for (const lesson of lessons) {
    const memory = pairs.get(lesson);
    if (memory === undefined) add(deps, refined, lesson);
    else replace(deps, refined, { memory, lesson, made });
  }
};

const isWithin = (memory: CountedMemory, lesson: RefinedLesson): boolean =>
  memory.scope === lesson.scope && relationOf(memory.text, lesson.text)?.is === "same";

/** A lesson that the rules have not found. Returns the memory that it is in now. */
const add = (deps: Deps, { turn, project, label }: Refined, lesson: RefinedLesson): string => {
  const { store, random, clock, onLearned } = deps;
  const nowMs = clock.now();
  const quote = oneLine(turn.prompt, QUOTE_MAX);
  const { id, change } = remember(
    { store, random, nowMs },
    {
      text: lesson.text,
      kind: lesson.kind,
      scope: lesson.scope,
      projectId: project.id,
      isPrivate: project.private,
      state: lesson.isSure ? "trusted" : "proposed",
      confidence: lesson.isSure ? SURE : GUESSED,
      origin: "correction",
      source: sourceOf(turn),
      sessionId: turn.sessionId,
      quote,
      why: JSON.stringify([{ feature: "model", detail: `a model took it for a ${label}` }]),
    },
  );
  if (label === "correction") noteCorrection(store, { turn, memoryId: id, change, quote, atMs: nowMs });
  if (change !== "known") {
    onLearned(id, turn.sessionId);
    askAboutPairs(deps, id, project);
  }
  return id;
};

/** The model's lesson in the place of the rules' wording of it. */
const replace = (
  deps: Deps,
  refined: Refined,
  { memory, lesson, made }: { memory: CountedMemory; lesson: RefinedLesson; made: readonly CountedMemory[] },
): void => {
  const { store, clock, onLearned } = deps;
  const { turn, project } = refined;
  const nowMs = clock.now();
  // What is not surely theirs does not take the place of what the rules took from the person's own words.
  if (!lesson.isSure) return;
  const others = store.memories
    .living(lesson.scope, lesson.scope === "project" ? project.id : null, OTHERS_MAX)
    .filter(({ id }) => !made.some((own) => own.id === id));
  if (lesson.scope !== memory.scope || curate(lesson, others).action !== "add") {
    const id = add(deps, refined, lesson);
    if (id !== memory.id) giveWay(deps, refined, memory, { id, because: "a model said it in another way" });
    return;
  }
  const next = {
    ...memory,
    text: lesson.text,
    kind: lesson.kind,
    state: "trusted" as const,
    confidence: Math.max(memory.confidence, SURE),
    updatedAtMs: nowMs,
  };
  store.memories.save(next);
  const quote = store.memories.history(memory.id)[0]?.quote ?? null;
  const isReworded = memory.text !== lesson.text;
  store.memories.note({
    memoryId: memory.id,
    change: isReworded ? "edited" : "tuned",
    source: sourceOf(turn),
    sessionId: turn.sessionId,
    quote,
    why: why(isReworded ? "a model worded it" : "a model found the same", lesson.text),
    oldText: isReworded ? memory.text : null,
    atMs: nowMs,
  });
  onLearned(memory.id, turn.sessionId);
  askAboutPairs(deps, memory.id, project);
};

const giveWay = (
  { store, clock }: Deps,
  { turn }: Refined,
  memory: CountedMemory,
  { id, because }: { readonly id: string; readonly because: string },
): void => {
  const nowMs = clock.now();
  store.memories.save({ ...memory, state: "superseded", supersededBy: id, updatedAtMs: nowMs });
  store.memories.note({
    memoryId: memory.id,
    change: "superseded",
    source: sourceOf(turn),
    sessionId: turn.sessionId,
    quote: null,
    why: why(because, memory.text),
    oldText: memory.text,
    atMs: nowMs,
  });
};

/** The model sees no lesson there: what was trusted becomes a guess, and a guess goes. */
const doubt = ({ store, clock }: Deps, { turn }: Refined, memory: CountedMemory): void => {
  const nowMs = clock.now();
  const reason = why("a model saw no lasting lesson in it", memory.text);
  if (memory.state === "proposed") {
    forget(store, memory.id, nowMs, sourceOf(turn), reason);
    return;
  }
  const confidence = Math.min(memory.confidence, GUESSED);
  store.memories.save({ ...memory, state: "proposed", confidence, updatedAtMs: nowMs });
  store.memories.note({
    memoryId: memory.id,
    change: "tuned",
    source: sourceOf(turn),
    sessionId: turn.sessionId,
    quote: null,
    why: reason,
    oldText: null,
    atMs: nowMs,
  });
};
