import type { Job } from "../../../sync/store/jobs.ts";
import type { Turn } from "../../../sync/store/turns.ts";
import type { Surroundings } from "../read/surroundings.ts";
import { turnOf } from "../turn-of-job.ts";
import { askOrLater, type RefineDeps } from "./jobs.ts";
import { lessonsIn } from "./refined-lessons.ts";
import { takeRefined } from "./take-refined.ts";
import { TURN_SYSTEM, turnAnswer, turnPrompt } from "./turn-question.ts";

interface RefineTurnDeps extends RefineDeps {
  readonly surroundingsOf: (turn: Turn) => Surroundings;
  /** A memory is new or surer; `from` = the session that taught it. Called within the transaction. */
  readonly onLearned: (memoryId: string, from: string) => void;
}

/** From this on a turn may be one that teaches. Of the labelled turns that do, 95 % are asked about then (from 0.5 on 86 %), of the others a third. */
const ASK_FROM = 0.2;
const ANSWER_TOKENS_MAX = 1_000;
const nothing = () => undefined;

/** Whether a model is to look at a turn that the rules gave this score. */
export const isWorthAsking = (score: number): boolean => score >= ASK_FROM;

/** Job `refine.turn`: a model reads a turn that the rules have read, and may word their lessons better, add some, or doubt some. */
export const refineTurn = (deps: RefineTurnDeps) => async (job: Job, signal: AbortSignal) => {
  const { turn, project } = turnOf(deps.store, job);
  const detection = deps.store.turns.detection(turn.id);
  if (detection === undefined || project.private) return nothing;
  const answer = await askOrLater(deps, job, {
    purpose: "refine",
    system: TURN_SYSTEM,
    prompt: turnPrompt({ text: turn.prompt, ...deps.surroundingsOf(turn) }),
    schema: turnAnswer,
    maxTokens: ANSWER_TOKENS_MAX,
    signal,
  });
  if (answer === null) return nothing;
  const lessons = lessonsIn(answer, { prompt: turn.prompt, isSignal: detection.label !== "none" });
  const teaches = answer.label !== "none" && answer.durable && answer.lessons.length > 0;
  // It has lessons, but none in good form: those of the rules stand.
  if (teaches && lessons.length === 0) return nothing;
  return () => takeRefined(deps, { turn, project, label: answer.label, lessons });
};
