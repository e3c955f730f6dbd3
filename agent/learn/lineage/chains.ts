import { resolve } from "node:path";
import type { Pattern, PatternStep } from "../../../sync/core/words.ts";
import type { Store } from "../../../sync/store/open.ts";

/** A piece of code with all that happened to it, the first thing first. */
interface Chain {
  readonly pattern: Omit<Pattern, "body">;
  readonly steps: readonly PatternStep[];
}

const chainOf = (store: Store, { body, ...pattern }: Pattern): Chain => ({
  pattern,
  steps: store.lineage.steps(pattern.id),
});

/**
 * The chain of an id, or all chains of a file: code that is in it or once was. @param asked an id, or a path as it is called from the
 * folder `dir`.
 */
export const chainsOf = (
  store: Store,
  { asked, dir, projectId }: { readonly asked: string; readonly dir: string; readonly projectId: string | null },
): Chain[] => {
  const one = store.lineage.byId(asked);
  if (one !== undefined) return [chainOf(store, one)];
  return projectId === null
    ? []
    : store.lineage.at(projectId, resolve(dir, asked)).map((pattern) => chainOf(store, pattern));
};
