import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../sync/core/config.ts";
import { readIfThere, writeAtomically } from "../../sync/core/files.ts";
import { briefName, type Home } from "../../sync/core/home.ts";
import type { Store } from "../../sync/store/open.ts";
import { composeBrief } from "./brief.ts";
import { hookOutput } from "./hook-output.ts";
import { memoriesForBrief } from "./recall.ts";

const NAME_BYTES_MAX = 255;

/** A folder that a hook can look up: by its absolute path, on one line, in the name of a file. */
const canHaveBrief = (dir: string): boolean =>
  dir.startsWith("/") && !/[\n\0]/.test(dir) && Buffer.byteLength(briefName(dir)) <= NAME_BYTES_MAX;

/**
 * Writes the briefs that SessionStart prints when the worker does not answer: one for each folder the project was opened in, and the
 * person's own for projects never seen. First line = whose it is (two folders may share a file name), second = the hook's answer.
 */
export const prepareBriefs = (
  deps: { store: Store; home: Home; config: () => Config },
  projectId: string | null,
): void => {
  mkdirSync(deps.home.briefs, { recursive: true, mode: 0o700 });
  write(deps, "default", null);
  if (projectId === null) return;
  for (const dir of deps.store.projects.dirs(projectId).filter(canHaveBrief)) write(deps, dir, projectId);
};

/** As `prepareBriefs`, for every project: after a change of what applies to all of them. */
export const prepareAllBriefs = (deps: Parameters<typeof prepareBriefs>[0]): void => {
  for (const projectId of [null, ...deps.store.projects.all().map(({ id }) => id)]) prepareBriefs(deps, projectId);
};

/** Reading and writing are one step towards other processes: what one has forgotten another must not write back. */
const write = (deps: { store: Store; home: Home; config: () => Config }, dir: string, projectId: string | null): void =>
  deps.store.atomically(() => writeAsItIs(deps, dir, projectId));

const writeAsItIs = (
  { store, home, config }: { store: Store; home: Home; config: () => Config },
  dir: string,
  projectId: string | null,
): void => {
  const project = projectId === null ? "this project" : (store.projects.byId(projectId)?.name ?? "this project");
  const memories = config().recall.enabled ? memoriesForBrief(store, projectId, config().recall) : [];
  const brief = composeBrief(memories, { project, kind: "brief", maxChars: config().recall.briefChars });
  const text = `${dir}\n${hookOutput("SessionStart", brief?.text ?? null, null) ?? ""}\n`;
  const path = join(home.briefs, briefName(dir));
  if (readIfThere(path) !== text) writeAtomically(path, text);
};
