import type { Project } from "../../sync/core/words.ts";
import { remember } from "../learn/remember.ts";
import { mirrorProject } from "../mirror/mirror.ts";
import { redact } from "../text/redact.ts";
import type { Base } from "./base.ts";

/** As sure as a guess: what came with a checkout is shown and never given to an agent before a person has taken it. */
const FOREIGN_CONFIDENCE = 0.4;

/** Brings the mirror of a project's checkout up to date. What others have put there becomes proposed. */
export const wireMirror =
  ({ store, clock, random }: Base) =>
  (project: Project, dir: string): Promise<void> =>
    mirrorProject(
      {
        store,
        clock,
        takeForeign: ({ id, text, kind }, { id: projectId, private: isPrivate }) =>
          remember(
            { store, random, nowMs: clock.now() },
            {
              text: redact(text).replace(/\s+/g, " ").trim(),
              kind: kind ?? "rule",
              scope: "project",
              projectId,
              isPrivate,
              state: "proposed",
              origin: "import",
              confidence: FOREIGN_CONFIDENCE,
              source: `mirror:${id}`,
              sessionId: null,
              quote: null,
              why: JSON.stringify([{ feature: "mirror", weight: 1, detail: "came with the checkout" }]),
            },
          ),
      },
      project,
      dir,
    );
