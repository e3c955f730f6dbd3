import type { Clock } from "../../../sync/core/clock.ts";
import { newId } from "../../../sync/core/ids.ts";
import type { Random } from "../../../sync/core/random.ts";
import type { Project } from "../../../sync/core/words.ts";
import type { Store } from "../../../sync/store/open.ts";
import type { Turn } from "../../../sync/store/turns.ts";
import { oneLine } from "../../text/cap.ts";
import type { Place } from "../reflect/project-path.ts";
import type { ReadStep } from "../reflect/read-steps.ts";
import { codeDeedsOf } from "./deeds.ts";
import { workingCopy } from "./known-code.ts";
import { trace } from "./trace.ts";

const WHY_CHARS = 200;
/** How long code is looked at before others get their turn at the event loop. */
const SLICE_MS = 10;

/** What a turn did to the functions, classes and methods of its project. Returns what writes it down, to be called inside a transaction. */
export const traceTurn = async (
  { store, clock, random }: { readonly store: Store; readonly clock: Clock; readonly random: Random },
  of: { readonly turn: Turn; readonly project: Project; readonly place: Place; readonly read: readonly ReadStep[] },
): Promise<() => void> => {
  const { turn, project, place, read } = of;
  const { lineage } = store;
  const code = workingCopy({
    inFile: (file) => lineage.inFile(project.id, file),
    below: (folder) => lineage.below(project.id, folder),
    named: (name) => lineage.named(project.id, name),
    steps: lineage.steps,
  });
  const dir = store.sessions.byId(turn.sessionId)?.dir ?? "";
  const why = oneLine(turn.prompt, WHY_CHARS);
  let sliceEndsMs = clock.monotonicMs() + SLICE_MS;
  for (const one of read) {
    const { sessionId, toolUseId, atMs } = one.use;
    // A turn may be gone through twice; what is known of a call stays as it is.
    if (lineage.isTraced(sessionId, toolUseId)) continue;
    for (const deed of codeDeedsOf(one, dir, place)) {
      const call = { sessionId, turnId: turn.id, toolUseId, why, atMs, projectId: project.id, deed };
      trace(code, call, () => newId(clock.now(), random));
    }
    if (clock.monotonicMs() < sliceEndsMs) continue;
    await clock.breathe();
    sliceEndsMs = clock.monotonicMs() + SLICE_MS;
  }
  const { patterns, steps, joins } = code.findings();
  return () => {
    for (const pattern of patterns) lineage.save(pattern);
    for (const step of steps) lineage.addStep(step);
    for (const { from, to } of joins) lineage.join(from, to);
  };
};
