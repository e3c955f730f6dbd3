import type { Clock } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import type { Random } from "../../sync/core/random.ts";
import type { Job } from "../../sync/store/jobs.ts";
import type { Store } from "../../sync/store/open.ts";
import type { ToolUse } from "../../sync/store/tool-uses.ts";
import type { Turn } from "../../sync/store/turns.ts";
import { detect, type Surroundings, type ToolGlimpse } from "./detect/detect.ts";
import { noteCorrection } from "./prove/prove-turn.ts";
import { addModelJob } from "./refine/jobs.ts";
import { isWorthAsking } from "./refine/refine-turn.ts";
import { compareAhead, remember } from "./remember.ts";
import { turnOf } from "./turn-of-job.ts";
import { extract } from "./word/extract.ts";

interface TurnDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly config: () => Config;
  /** A memory is new or surer; `from` = the session that taught it. Called within the transaction. */
  readonly onLearned: (memoryId: string, from: string) => void;
}

const LAST_TOOLS = 8;
const nothing = () => undefined;

const glimpse = ({ tool, summary, files }: ToolUse): ToolGlimpse => ({ tool, summary, files });

/** What stood around a turn when the user wrote it: the answer before it and what the agent had just done. */
export const surroundingsOf = (store: Store, turn: Turn): Surroundings => {
  const before = store.turns.before(turn.sessionId, turn.id);
  const uses = before ? store.toolUses.ofTurn(before.id) : [];
  const those = (wanted: (use: ToolUse) => boolean) => uses.filter(wanted).map(glimpse);
  return {
    previousAnswer: before?.answer ?? null,
    interruptedTools: those((use) => use.outcome === "interrupted"),
    rejectedTools: those((use) => use.outcome === "rejected"),
    userModified: those((use) => use.userModified),
    lastTools: uses.slice(-LAST_TOOLS).map(glimpse),
  };
};

const CONTEXT_CHARS = 600;

/** What a lesson is also found by: all that was said with it, and the files and commands that it was said about. */
const contextOf = ({ text, lastTools }: { readonly text: string } & Surroundings): string =>
  [text.slice(0, CONTEXT_CHARS), ...lastTools.flatMap(({ summary, files }) => [summary, ...files])]
    .join("\n")
    .slice(0, 2 * CONTEXT_CHARS);

/** Job `learn.turn`: detects and extracts what the user's words teach. */
export const learnTurn = (deps: TurnDeps) => async (job: Job) => {
  const { store, clock, random, config, onLearned } = deps;
  if (!config().learning.enabled) return nothing;
  const { turn, project } = turnOf(store, job);
  const said = { text: turn.prompt, ...surroundingsOf(store, turn) };
  const detection = detect(said);
  // The very first time, each of the two takes some 30 ms, because their patterns are compiled then.
  await clock.breathe();
  const candidates = detection.label === "none" ? [] : extract(said, detection);
  const ofProject = candidates.map((candidate) => ({ ...candidate, projectId: project.id }));
  await compareAhead(deps, ofProject);
  return () => {
    const nowMs = clock.now();
    const why = JSON.stringify(detection.reasons);
    const { label, durable, score } = detection;
    store.turns.detected({ turnId: turn.id, label, durable, score, reasons: why, atMs: nowMs });
    for (const candidate of candidates) {
      const { id, change } = remember(
        { store, random, nowMs },
        {
          ...candidate,
          projectId: project.id,
          isPrivate: project.private,
          origin: "correction",
          source: `turn:${turn.id}`,
          sessionId: turn.sessionId,
          why,
          context: contextOf(said),
        },
      );
      if (label === "correction") {
        noteCorrection(store, { turn, memoryId: id, change, quote: candidate.quote, atMs: nowMs });
      }
      onLearned(id, turn.sessionId);
    }
    // After the rules, never in their place: until a model has answered, and where none does, what they found stands.
    if (isWorthAsking(score)) addModelJob(deps, "refine.turn", job.subject, project);
  };
};
