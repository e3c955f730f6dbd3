import type { Job } from "../../../sync/store/jobs.ts";
import type { ToolUse } from "../../../sync/store/tool-uses.ts";
import { oneLine } from "../../text/cap.ts";
import { redact } from "../../text/redact.ts";
import { remember } from "../remember.ts";
import { turnOf } from "../turn-of-job.ts";
import { formProblems } from "../word/form.ts";
import { askOrLater, type RefineDeps } from "./jobs.ts";
import { askAboutPairs } from "./pairs.ts";
import { KIND_BY_SECTION, TRAJECTORY_SYSTEM, trajectoryAnswer, trajectoryPrompt } from "./trajectory-question.ts";

const CONFIDENCE = 0.45;
const INSIGHTS_MAX = 3;
const KNOWN_MAX = 20;
const TEXT_CHARS_MAX = 400;
const ANSWER_TOKENS_MAX = 1_000;
/** Fewer steps than this teach nothing that the next agent would not find out as quickly. */
const STEPS_MIN = 4;
const nothing = () => undefined;

/** Whether a model is to look at what an agent did: something went wrong on a way that has some length. Pure. */
export const hadTrouble = (uses: readonly ToolUse[]): boolean =>
  uses.length >= STEPS_MIN && uses.some(({ outcome }) => outcome !== "ok" && outcome !== "running");

/**
 * Job `refine.trajectory` (subject: the turn, or turn/subagent): insights of a model into what an agent did, and which memories served it.
 * They come from what tools said, so they start as proposed.
 */
export const refineTrajectory = (deps: RefineDeps) => async (job: Job, signal: AbortSignal) => {
  const { store, random, clock } = deps;
  const { turn, project, agentId } = turnOf(store, job);
  if (project.private) return nothing;
  const known = givenTo(deps, turn.sessionId, agentId);
  const answer = await askOrLater(deps, job, {
    purpose: "reflect",
    system: TRAJECTORY_SYSTEM,
    prompt: trajectoryPrompt({
      request: turn.prompt,
      answer: agentId === null ? turn.answer : null,
      uses: store.toolUses.ofTurn(turn.id).filter((use) => use.agentId === agentId),
      known,
    }),
    schema: trajectoryAnswer,
    maxTokens: ANSWER_TOKENS_MAX,
    signal,
  });
  if (answer === null) return nothing;
  return () => {
    for (const { section, text: raw } of answer.insights.slice(0, INSIGHTS_MAX)) {
      const text = redact(oneLine(raw, TEXT_CHARS_MAX));
      if (formProblems(text).length > 0) continue;
      const { id, change } = remember(
        { store, random, nowMs: clock.now() },
        {
          text,
          kind: KIND_BY_SECTION[section],
          scope: "project",
          projectId: project.id,
          isPrivate: project.private,
          state: "proposed",
          origin: "reflection",
          confidence: CONFIDENCE,
          source: `trajectory:${job.subject}`,
          sessionId: turn.sessionId,
          quote: null,
          why: JSON.stringify([{ feature: "model", detail: "a model saw it in what the agent did" }]),
        },
      );
      if (change === "added") askAboutPairs(deps, id, project);
    }
    // What the rules could tell they have counted already.
    const told = new Set(
      store.outcomes
        .ofSession(turn.sessionId)
        .filter(({ turnId }) => turnId === turn.id)
        .map(({ memoryId }) => memoryId),
    );
    const marks = new Map(answer.marks.map(({ id, mark }) => [id, mark]));
    for (const { id } of known) {
      const mark = told.has(id) ? undefined : marks.get(id);
      if (mark === "helpful") store.memories.vote(id, 1, 0);
      if (mark === "harmful") store.memories.vote(id, 0, 1);
    }
  };
};

/** Living memories that this agent had been given, none that is private. */
const givenTo = ({ store }: RefineDeps, sessionId: string, agentId: string | null) => {
  const given = store.injections
    .ofSession(sessionId)
    .filter((injection) => injection.agentId === null || injection.agentId === agentId);
  return [...new Set(given.map(({ memoryId }) => memoryId))]
    .flatMap((id) => store.memories.byId(id) ?? [])
    .filter(({ state, isPrivate }) => state === "trusted" && !isPrivate)
    .slice(-KNOWN_MAX);
};
