import { type Clock, nextTurn } from "../../sync/core/clock.ts";
import type { SearchPlace } from "../../sync/store/memory-search.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Nearness } from "./blend.ts";

/** More vectors are not looked through: some 30 MB at 768 numbers each. The surest memories count. */
const VECTORS_MAX = 10_000;
/** Looked through without letting anybody else go on: about 1 ms. */
const SLICE = 200;
const NEAREST_MAX = 20;
/** A place of few memories knows too little of what is usual: so many more are taken to be there, as near as this. */
const SUPPOSED = { memories: 4, cosine: 0.4 } as const;

/** The cosine of two vectors of length 1; null where they are not of one kind. */
export const cosineOf = (a: Float32Array, b: Float32Array): number | null => {
  if (a.length !== b.length) return null;
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += (a[n] as number) * (b[n] as number);
  return sum;
};

/** What stands out, and from what: the nearest ones and the usual cosine. */
export const nearnessOf = (cosines: readonly { readonly id: string; readonly cosine: number }[]): Nearness => {
  const supposed = Array.from({ length: SUPPOSED.memories }, () => SUPPOSED.cosine);
  const all = Float64Array.from([...supposed, ...cosines.map(({ cosine }) => cosine)]).sort();
  const byCosine = [...cosines].sort((a, b) => b.cosine - a.cosine || (a.id < b.id ? -1 : 1));
  return { nearest: byCosine.slice(0, NEAREST_MAX), usual: all[all.length >> 1] ?? SUPPOSED.cosine };
};

/**
 * Looks through the vectors of a place for the nearest to one, in slices, reading each from the store anew so that nothing stays in
 * memory. Null where that takes until `deadlineMs` (of the monotonic clock).
 */
export const nearestTo = async (
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  vector: Float32Array,
  { place, model, deadlineMs }: { readonly place: SearchPlace; readonly model: string; readonly deadlineMs: number },
): Promise<Nearness | null> => {
  const ids = store.embeddings.idsIn(place, model, VECTORS_MAX);
  const cosines: { id: string; cosine: number }[] = [];
  for (let from = 0; from < ids.length; from += SLICE) {
    if (clock.monotonicMs() >= deadlineMs) return null;
    for (const { memoryId: id, vector: its } of store.embeddings.vectorsOf(ids.slice(from, from + SLICE), model)) {
      const cosine = cosineOf(vector, its);
      if (cosine !== null) cosines.push({ id, cosine });
    }
    await nextTurn();
  }
  return nearnessOf(cosines);
};
