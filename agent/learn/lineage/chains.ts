import { resolve } from "node:path";
import type { Pattern, PatternStep, Project } from "../../../sync/core/words.ts";
import type { Store } from "../../../sync/store/open.ts";
import { projectPath } from "../reflect/project-path.ts";

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
 * folder `dir`; @param top the top of the checkout that the folder lies in.
 */
export const chainsOf = (
  store: Store,
  {
    asked,
    dir,
    top,
    project,
  }: { readonly asked: string; readonly dir: string; readonly top: string; readonly project: Project | null },
): Chain[] => {
  const one = store.lineage.byId(asked);
  if (one !== undefined) return [chainOf(store, one)];
  if (project === null) return [];
  const place = { key: project.key, dirs: [top, ...store.projects.dirs(project.id)] };
  const file = projectPath(place, resolve(dir, asked));
  return file === null ? [] : store.lineage.everIn(project.id, file).map((pattern) => chainOf(store, pattern));
};
