import type { Clock } from "../../../sync/core/clock.ts";
import type { CountedMemory } from "../../../sync/core/words.ts";
import type { Store } from "../../../sync/store/open.ts";
import { forget } from "../forget.ts";
import { evidenceOf } from "./evidence.ts";
import { doubleOf, forgettingOf, type Tidying } from "./tidying.ts";
import { living } from "./tune.ts";

interface CleanupDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** A step with the memories it is about as they were. */
export interface CleanupStep extends Tidying {
  readonly memory: CountedMemory;
  readonly stays: CountedMemory | null;
}

/** How long memories are compared before others get their turn at the event loop. */
const SLICE_MS = 10;

/**
 * Finds memories that say the same as another, that another excludes, or that are of no use, and (with `apply`) takes them out of the
 * playbook. Each keeps its row and says in its history what took its place and why.
 * @returns what was (or would be) done.
 */
export const cleanUp = async (deps: CleanupDeps, { apply }: { readonly apply: boolean }): Promise<CleanupStep[]> => {
  const { store, clock } = deps;
  const memories = [...living(store)].flatMap((id) => store.memories.byId(id) ?? []);
  const steps = [...(await doubles(memories, clock)), ...(await useless(memories, deps))];
  // One reason to go is enough, and nothing goes into what goes itself.
  const going = new Map<string, Tidying>();
  for (const step of steps)
    if (!going.has(step.id) && (step.into === null || !going.has(step.into)) && !isTarget(going, step))
      going.set(step.id, step);
  const byId = new Map(memories.map((memory) => [memory.id, memory]));
  const planned = [...going.values()].flatMap((step): CleanupStep[] => {
    const memory = byId.get(step.id);
    return memory === undefined ? [] : [{ ...step, memory, stays: byId.get(step.into ?? "") ?? null }];
  });
  if (!apply) return planned;
  return store.atomically(() => planned.filter((step) => carryOut(store, step, clock.now())));
};

/** Something goes into it already: it must stay for that. */
const isTarget = (going: ReadonlyMap<string, Tidying>, { id }: Tidying): boolean =>
  [...going.values()].some(({ into }) => into === id);

const doubles = async (memories: readonly CountedMemory[], clock: Clock): Promise<Tidying[]> => {
  const places = new Map<string, CountedMemory[]>();
  for (const memory of memories) {
    const place = memory.projectId ?? memory.scope;
    places.set(place, [...(places.get(place) ?? []), memory]);
  }
  const found: Tidying[] = [];
  let sliceEndsMs = clock.monotonicMs() + SLICE_MS;
  for (const inPlace of places.values()) {
    for (const [n, a] of inPlace.entries()) {
      for (const b of inPlace.slice(n + 1)) found.push(...[doubleOf(a, b) ?? []].flat());
      if (clock.monotonicMs() < sliceEndsMs) continue;
      await clock.breathe();
      sliceEndsMs = clock.monotonicMs() + SLICE_MS;
    }
  }
  return found;
};

const useless = async (memories: readonly CountedMemory[], { store, clock }: CleanupDeps): Promise<Tidying[]> => {
  const found: Tidying[] = [];
  let sliceEndsMs = clock.monotonicMs() + SLICE_MS;
  for (const memory of memories) {
    found.push(...[forgettingOf(evidenceOf(store, memory), clock.now()) ?? []].flat());
    if (clock.monotonicMs() < sliceEndsMs) continue;
    await clock.breathe();
    sliceEndsMs = clock.monotonicMs() + SLICE_MS;
  }
  return found;
};

const isUnchanged = (store: Store, { id, text, state }: CountedMemory): boolean => {
  const now = store.memories.byId(id);
  return now?.text === text && now.state === state;
};

/** Carries a step out, unless one of the memories has changed since it was planned. */
const carryOut = (store: Store, { memory, stays, change, reason }: CleanupStep, nowMs: number): boolean => {
  const source = `cleanup:${memory.id}`;
  if (!isUnchanged(store, memory) || (stays !== null && !isUnchanged(store, stays))) return false;
  if (stays === null) {
    forget(store, memory.id, nowMs, source, JSON.stringify({ cleanup: reason }));
    return true;
  }
  const cause = { source, sessionId: null, quote: null, atMs: nowMs };
  const why = JSON.stringify({ cleanup: `${reason}: "${stays.text}"` });
  store.memories.save({ ...memory, state: "superseded", supersededBy: stays.id, updatedAtMs: nowMs });
  store.memories.note({ ...cause, memoryId: memory.id, change: "superseded", why, oldText: memory.text });
  if (change === "supersede") return true;
  const kept = store.memories.byId(stays.id) ?? stays;
  store.memories.save({
    ...kept,
    confidence: Math.max(kept.confidence, memory.confidence),
    isPrivate: kept.isPrivate || memory.isPrivate,
  });
  store.memories.vote(stays.id, memory.helpful, memory.harmful);
  const took = JSON.stringify({ cleanup: `it took in "${memory.text}"` });
  store.memories.note({ ...cause, memoryId: stays.id, change: "merged", why: took, oldText: null });
  return true;
};
