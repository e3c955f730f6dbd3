import { AppError } from "../../sync/core/errors.ts";
import type { Project } from "../../sync/core/words.ts";
import type { Learned, Lesson, WebDeps } from "../../web/deps.ts";
import { compareAhead, remember } from "../learn/remember.ts";
import { toldSource } from "../learn/told.ts";
import { cleanUp } from "../learn/upkeep/cleanup.ts";
import { tune } from "../learn/upkeep/tune.ts";
import { kindOfTold } from "../learn/word/kind.ts";
import { offer } from "../recall/offers.ts";
import { prepareAllBriefs, prepareBriefs } from "../recall/prepared-briefs.ts";
import { redact } from "../text/redact.ts";
import type { Base } from "./base.ts";
import { projectAt, projectNameOf, registeredProject } from "./projects.ts";
import { wireMirror } from "./wire-mirror.ts";

/** What a person asks for that only those who can learn can do. Plain data goes in and comes out, so that it can be asked of another process. */
export interface Learning extends Pick<WebDeps, "learn" | "tune" | "cleanUp"> {
  /** Brings the mirror in the checkout at `dir` up to date, and takes in what others have put there. */
  readonly mirror: (checkout: { readonly project: Project; readonly dir: string }) => Promise<void>;
}

export const wireLearning = (base: Base): Learning => ({
  learn: (lesson) => learnTold(base, lesson),
  tune: async (options) => {
    const done = await tune(base, options);
    if (options.apply && done.length > 0) prepareAllBriefs(base);
    return done.map(({ memory, change, confidence, state, reason }) => {
      return { memory, projectName: projectNameOf(base, memory), change, confidence, state, reason };
    });
  },
  cleanUp: async (options) => {
    const done = await cleanUp(base, options);
    if (options.apply && done.length > 0) prepareAllBriefs(base);
    return done.map(({ memory, stays, change, reason }) => {
      return { memory, projectName: projectNameOf(base, memory), change, stays, reason };
    });
  },
  mirror: ({ project, dir }) => wireMirror(base)(project, dir),
});

const learnTold = async (base: Base, { text: raw, scope, kind, dir }: Lesson): Promise<Learned> => {
  const { store, clock, random } = base;
  const text = redact(raw).replace(/\s+/g, " ").trim();
  await compareAhead(base, [{ text, scope, projectId: projectAt(base, dir)?.id ?? "" }]);
  const nowMs = clock.now();
  const { id, change, project } = store.atomically(() => {
    const of = registeredProject(base, dir);
    const remembered = remember(
      { store, random, nowMs },
      {
        text,
        scope,
        kind: kind ?? kindOfTold(text),
        projectId: of.id,
        isPrivate: of.private,
        state: "trusted",
        origin: "told",
        confidence: 0.9,
        source: toldSource(nowMs, random),
        sessionId: null,
        quote: text,
        why: JSON.stringify([{ feature: "told", weight: 1, detail: "noted with cairn learn" }]),
      },
    );
    return { ...remembered, project: of };
  });
  const memory = store.memories.byId(id);
  if (!memory) throw new AppError("internal", `The memory ${id} is gone.`);
  prepareBriefs(base, project.id);
  offer(base, memory, null, nowMs);
  return { memory, change };
};
