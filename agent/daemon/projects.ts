import { newId } from "../../sync/core/ids.ts";
import type { CountedMemory, Project } from "../../sync/core/words.ts";
import { locateProject } from "../git/locate.ts";
import type { Base } from "./base.ts";

/** The project of a folder, null where none is known. */
export const projectAt = ({ store }: Pick<Base, "store">, dir: string): Project | null =>
  store.projects.byKey(locateProject(dir).key) ?? null;

/** The project of a folder, registered if it is new. */
export const registeredProject = ({ store, clock, random }: Base, dir: string): Project => {
  const { key, name, remote } = locateProject(dir);
  const known = store.projects.byKey(key);
  const nowMs = clock.now();
  const project = known ?? {
    id: newId(nowMs, random),
    key,
    name,
    remote,
    capture: true,
    private: false,
    mirror: "off" as const,
  };
  if (!known) store.projects.add({ id: project.id, key, name, remote, nowMs });
  store.projects.addDir(dir, project.id, nowMs);
  return project;
};

/** The name of the project that a memory belongs to; null where it is the person's own. */
export const projectNameOf = ({ store }: Pick<Base, "store">, { projectId }: CountedMemory): string | null =>
  projectId === null ? null : (store.projects.byId(projectId)?.name ?? null);
