import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../sync/core/clock.ts";
import type { CountedMemory, Project } from "../../sync/core/words.ts";
import type { Store } from "../../sync/store/open.ts";
import { locateProject, topOf } from "../git/locate.ts";
import { excludeFromGit, makeFolder, mirrorFolder, readWhole, replace, rewrite, withLock } from "./folder.ts";
import { briefText, type ForeignEntry, mirrorText, readMirror } from "./mirror-file.ts";
import { withoutOwnSections } from "./own-sections.ts";

interface MirrorDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Takes in what came with the checkout; called within a transaction, and again each time. */
  readonly takeForeign: (entry: ForeignEntry, project: Project) => void;
}

/** More than a file that people look at should hold. */
const MEMORIES_MAX = 1_000;

const isMirrored =
  (project: Project) =>
  ({ scope, projectId, isPrivate }: CountedMemory): boolean =>
    scope === "project" && projectId === project.id && !(project.mirror === "shared" && isPrivate);

/**
 * Brings `.cairn/` of the checkout that `dir` lies in up to date with the project's memories, and takes in what others have put there.
 * Does nothing where the project has no mirror. The database is the truth: a lost or damaged file is written anew.
 */
export const mirrorProject = async (
  { store, clock, takeForeign }: MirrorDeps,
  project: Project,
  dir: string,
): Promise<void> => {
  const { key } = locateProject(dir);
  const top = topOf(dir);
  if (key !== project.key || !existsSync(top)) return;
  rewrite(join(top, "CLAUDE.md"), withoutOwnSections);
  if (project.mirror === "off") return;
  const folder = mirrorFolder(top);
  makeFolder(folder);
  if (key !== top) excludeFromGit(key, project.mirror === "private");
  await withLock(folder, clock, () => {
    const found = readWhole(folder, (text) => readMirror(text, (id) => store.memories.byId(id) !== undefined));
    store.atomically(() => {
      for (const entry of found?.readable ?? []) takeForeign(entry, project);
    });
    const memories = store.memories
      .list({ states: ["trusted"], projectId: project.id, limit: MEMORIES_MAX })
      .filter(isMirrored(project));
    replace(folder.memories, mirrorText(memories, found?.foreign ?? []), folder.backup);
    replace(folder.brief, briefText(memories), null);
  });
};
