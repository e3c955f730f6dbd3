import type { Clock } from "../../sync/core/clock.ts";
import type { CountedMemory, Memory, Project } from "../../sync/core/words.ts";
import type { Store } from "../../sync/store/open.ts";
import { type ImportLine, readLine } from "./lines.ts";

interface Imported {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly bad: readonly { readonly line: number; readonly problem: string }[];
}

/** Lines in one transaction; small enough that the main loop is never held for long. */
const SLICE = 50;

type Outcome = "added" | "changed" | "unchanged" | "silent" | { readonly problem: string };

/**
 * Takes an export in. Additive and repeatable: what is there stays unless the imported text is newer, counts only grow, a bad line is
 * named by its number and the rest still comes in.
 */
export const importText = async ({ store, clock }: { store: Store; clock: Clock }, text: string): Promise<Imported> => {
  const totals = { added: 0, changed: 0, unchanged: 0 };
  const bad: { line: number; problem: string }[] = [];
  const importer = createImporter(store, clock.now());
  const lines = text.split("\n");
  for (let from = 0; from < lines.length; from += SLICE) {
    store.atomically(() => {
      for (const [i, raw] of lines.slice(from, from + SLICE).entries()) {
        if (raw.trim() === "") continue;
        const read = readLine(raw);
        const outcome: Outcome = "problem" in read ? read : importer(read.ok);
        if (typeof outcome === "object") bad.push({ line: from + i + 1, problem: outcome.problem });
        else if (outcome !== "silent") totals[outcome]++;
      }
    });
    await clock.breathe();
  }
  return { ...totals, bad };
};

const createImporter = (store: Store, nowMs: number) => {
  /** Project ids in the file → ids here, where the same repository is known under another id. */
  const projectIds = new Map<string, string>();
  /** Not those of the file itself: two clones of one repository are two projects, and stay two. */
  const before = store.projects.all();

  const project = (from: Omit<Project, "mirror">): Outcome => {
    const inItsPlace = store.projects.byKey(from.key);
    const isAnother = inItsPlace?.remote && from.remote && inItsPlace.remote !== from.remote;
    const same =
      store.projects.byId(from.id) ??
      (isAnother ? undefined : inItsPlace) ??
      before.find((known) => from.remote !== null && known.remote === from.remote);
    projectIds.set(from.id, same?.id ?? from.id);
    if (same) return "silent";
    // On another computer another repository may lie where this one did.
    const key = inItsPlace ? `elsewhere:${from.id}` : from.key;
    store.projects.add({ id: from.id, key, name: from.name, remote: from.remote, nowMs });
    store.projects.setCapture(from.id, from.capture);
    store.projects.setPrivate(from.id, from.private);
    return "silent";
  };

  const memory = (from: CountedMemory): Outcome => {
    const projectId = from.projectId === null ? null : projectIds.get(from.projectId);
    if (projectId === undefined) return { problem: `projectId: no project ${from.projectId} stands before it` };
    const { injected, helpful, harmful, lastInjectedAtMs, ...rest } = from;
    const incoming: Memory = { ...rest, projectId };
    const known = store.memories.byId(from.id);
    if (known && (known.scope !== from.scope || known.projectId !== projectId)) {
      return { problem: `id: ${from.id} is here already, with another scope, and a scope never changes` };
    }
    if (injected + helpful + harmful > 0 || lastInjectedAtMs !== null) {
      store.memories.countAtLeast(from.id, { injected, helpful, harmful, lastInjectedAtMs });
    }
    if (!known) {
      store.memories.add(incoming);
      return "added";
    }
    if (from.updatedAtMs <= known.updatedAtMs) return "unchanged";
    store.memories.save(incoming);
    const cause = { source: `import:${from.updatedAtMs}`, sessionId: null, quote: null, why: "[]", atMs: nowMs };
    store.memories.note({ ...cause, memoryId: from.id, change: "edited", oldText: known.text });
    return "changed";
  };

  return (line: ImportLine): Outcome => {
    if ("cairn" in line) return "silent";
    switch (line.type) {
      case "project":
        return project(line);
      case "memory":
        return memory(line);
      case "change": {
        const { type: _, ...change } = line;
        if (!store.memories.byId(change.memoryId))
          return { problem: `memoryId: no memory ${change.memoryId} stands before it` };
        store.memories.note(change);
        return "silent";
      }
    }
  };
};
