import type { CountedMemory } from "../../sync/core/words.ts";
import type { Store } from "../../sync/store/open.ts";

/** Withdraws a memory: it is found and recalled no more, its row and history stay. Null when there is none of this id. `why`: reasons, as JSON. */
export const forget = (store: Store, id: string, nowMs: number, source: string, why = "[]"): CountedMemory | null => {
  const memory = store.memories.byId(id);
  if (!memory) return null;
  if (memory.state === "forgotten") return memory;
  store.memories.save({ ...memory, state: "forgotten", updatedAtMs: nowMs });
  store.memories.note({
    memoryId: id,
    change: "forgotten",
    source,
    sessionId: null,
    quote: null,
    why,
    oldText: memory.text,
    atMs: nowMs,
  });
  return store.memories.byId(id) ?? null;
};
