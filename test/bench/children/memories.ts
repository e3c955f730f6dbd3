import { join } from "node:path";
import type { Store } from "../../../sync/store/open.ts";
import { memories, projectIds } from "../corpus.ts";

const SLICE = 5_000;

/** Puts `count` memories of 20 projects into a new store; the projects are folders of that name in `dir`. */
export const fillMemories = (store: Store, count: number, { dir, nowMs }: { dir: string; nowMs: number }): void => {
  for (const id of projectIds()) store.projects.add({ id, key: join(dir, id), name: id, remote: null, nowMs });
  const all = memories(count, nowMs);
  for (let done = 0; done < count; done += SLICE) {
    store.atomically(() => {
      for (let n = 0; n < SLICE && done + n < count; n++) {
        const next = all.next();
        if (!next.done) store.memories.add(next.value);
      }
    });
  }
};
