import type { Clock } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import type { Random } from "../../sync/core/random.ts";
import type { Job } from "../../sync/store/jobs.ts";
import type { Store } from "../../sync/store/open.ts";
import type { ToolUse } from "../../sync/store/tool-uses.ts";
import type { Turn } from "../../sync/store/turns.ts";
import { detect, type Surroundings, type ToolGlimpse } from "./detect.ts";
import { extract } from "./extract.ts";
import { noteCorrection, noteOutcomes, proveTurn } from "./prove/prove-turn.ts";
import { addModelJob } from "./refine/jobs.ts";
import { hadTrouble } from "./refine/refine-trajectory.ts";
import { isWorthAsking } from "./refine/refine-turn.ts";
import { reflect } from "./reflect/failed-then-passed.ts";
import { summariseSession } from "./reflect/summary.ts";
import { remember } from "./remember.ts";
import { turnOf } from "./turn-of-job.ts";

interface LearnDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly config: () => Config;
}

interface TurnDeps extends LearnDeps {
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

/** Job `reflect.turn`: what came of the memories it knew, and candidates from what the agent did (subject: the turn, or turn/subagent). */
export const reflectTurn = (deps: LearnDeps) => async (job: Job) => {
  const { store, clock, random, config } = deps;
  if (!config().learning.enabled) return nothing;
  const { turn, project, agentId } = turnOf(store, job);
  const outcomes = await proveTurn({ store, clock }, turn, agentId);
  const uses = store.toolUses.ofTurn(turn.id).filter((use) => use.agentId === agentId);
  const candidates = reflect(uses);
  return () => {
    noteOutcomes(store, outcomes);
    if (hadTrouble(uses)) addModelJob(deps, "refine.trajectory", job.subject, project);
    for (const candidate of candidates) {
      remember(
        { store, random, nowMs: clock.now() },
        {
          ...candidate,
          projectId: project.id,
          isPrivate: project.private,
          origin: "reflection",
          source: `trajectory:${job.subject}`,
          sessionId: turn.sessionId,
          why: JSON.stringify([{ feature: "trajectory", weight: 1, detail: candidate.quote }]),
        },
      );
    }
  };
};

/** Job `summarise.session`: what was asked and done, in words. A later end of a turn brings a later job, which says it all anew. */
export const summarise =
  ({ store, clock }: LearnDeps) =>
  (job: Job) => {
    const turns = store.turns.ofSession(job.subject);
    if (turns.length === 0) return nothing;
    const { text, facts } = summariseSession(turns, store.toolUses.ofSession(job.subject));
    return () =>
      store.sessions.summarise({ sessionId: job.subject, text, facts: JSON.stringify(facts), atMs: clock.now() });
  };
