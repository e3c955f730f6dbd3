import type { Clock } from "../../../sync/core/clock.ts";
import { newId } from "../../../sync/core/ids.ts";
import type { Random } from "../../../sync/core/random.ts";
import type { CountedMemory } from "../../../sync/core/words.ts";
import type { Store } from "../../../sync/store/open.ts";
import { evidenceOf } from "./evidence.ts";
import { type Tuning, tuningOf } from "./tuning.ts";

interface TuneDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

interface TuneOptions {
  /** False: only says what it would do. */
  readonly apply: boolean;
  /** Which changes are meant; without it, all. */
  readonly only?: readonly Tuning["change"][];
}

const AT_ONCE = 50;

/**
 * Tunes all living memories, each as `tuningOf` says. A memory's text and its place in time stay; what was changed and why is in its
 * history.
 * @returns what was (or would be) done, as the memories were before.
 */
export const tune = async (
  { store, clock, random }: TuneDeps,
  { apply, only }: TuneOptions,
): Promise<(Tuning & { readonly memory: CountedMemory })[]> => {
  const nowMs = clock.now();
  const ids = [...living(store)];
  const done: (Tuning & { readonly memory: CountedMemory })[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const step = () => {
      for (const id of ids.slice(at, at + AT_ONCE)) {
        const memory = store.memories.byId(id);
        const tuning = memory === undefined ? null : tuningOf(evidenceOf(store, memory), nowMs);
        if (memory === undefined || tuning === null || only?.includes(tuning.change) === false) continue;
        if (apply) carryOut(store, memory, tuning, nowMs, `tune:${newId(nowMs, random)}`);
        done.push({ ...tuning, memory });
      }
    };
    // A preview writes nothing, so that it is also had where nothing may be written.
    if (apply) store.atomically(step);
    else step();
    await clock.breathe();
  }
  return done;
};

const PAGE = 500;

/** Ids of all memories that count, read in pages so that nobody waits for it. */
export function* living(store: Store): Generator<string> {
  for (let after = ""; ; ) {
    const page = store.memories.page(after, PAGE);
    for (const { id, state } of page) if (state === "trusted" || state === "proposed") yield id;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.id;
  }
}

const carryOut = (store: Store, memory: CountedMemory, tuning: Tuning, nowMs: number, source: string): void => {
  const { change, confidence, state, reason } = tuning;
  store.memories.save({ ...memory, confidence, state });
  const why = JSON.stringify({
    [change]: reason,
    confidence: `${memory.confidence.toFixed(2)} → ${confidence.toFixed(2)}`,
  });
  store.memories.note({
    memoryId: memory.id,
    change: "tuned",
    source,
    sessionId: null,
    quote: null,
    why,
    oldText: null,
    atMs: nowMs,
  });
};
