import type { Clock } from "../../../sync/core/clock.ts";
import type { Config } from "../../../sync/core/config.ts";
import type { Random } from "../../../sync/core/random.ts";
import type { Project } from "../../../sync/core/words.ts";
import type { Job } from "../../../sync/store/jobs.ts";
import type { Store } from "../../../sync/store/open.ts";
import type { Session } from "../../../sync/store/sessions.ts";
import { traceTurn } from "../lineage/trace-turn.ts";
import { noteOutcomes, proveTurn } from "../prove/prove-turn.ts";
import { addModelJob } from "../refine/jobs.ts";
import { hadTrouble } from "../refine/refine-trajectory.ts";
import { compareAhead, remember } from "../remember.ts";
import { turnOf } from "../turn-of-job.ts";
import type { Insight } from "./insight.ts";
import { type Place, projectPath } from "./project-path.ts";
import { readSteps } from "./read-steps.ts";
import { ON_SESSION, reflectOnChanges, reflectOnTurn } from "./reflect-on.ts";
import { editedFile } from "./step.ts";
import { summariseSession } from "./summary.ts";
import { filesPutBack } from "./tried-and-dropped.ts";

interface ReflectDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly config: () => Config;
}

/** Of a longer session what came last teaches enough. */
const STEPS_MAX = 500;
const nothing = () => undefined;

const placeOf = (store: Store, { id, key }: Project, dir: string | undefined): Place => ({
  key,
  dirs: [...store.projects.dirs(id), ...(dir === undefined ? [] : [dir])],
});

/** Takes what was seen into the playbook. Call inside a transaction. */
const rememberSeen = (
  { store, random, clock }: ReflectDeps,
  insights: readonly Insight[],
  from: { readonly project: Project; readonly sessionId: string; readonly source: string },
): void => {
  const { project, sessionId, source } = from;
  for (const { from: feature, ...insight } of insights) {
    remember(
      { store, random, nowMs: clock.now() },
      {
        ...insight,
        projectId: project.id,
        isPrivate: project.private,
        origin: "reflection",
        source,
        sessionId,
        why: JSON.stringify([{ feature, weight: 1, detail: insight.quote }]),
      },
    );
  }
};

/**
 * Job `reflect.turn`: what came of the memories it knew, where its code comes from, and candidates from what the agent did (subject: the
 * turn, or turn/subagent).
 */
export const reflectTurn = (deps: ReflectDeps) => async (job: Job) => {
  const { store, clock, config } = deps;
  if (!config().learning.enabled) return nothing;
  const { turn, project, agentId } = turnOf(store, job);
  const outcomes = await proveTurn({ store, clock }, turn, agentId);
  const uses = store.toolUses.ofTurn(turn.id).filter((use) => use.agentId === agentId);
  const read = await readSteps(deps, uses, [turn.id]);
  const steps = read.map(({ step }) => step);
  const insights = reflectOnTurn(steps.slice(-STEPS_MAX), { prompt: turn.prompt, answer: turn.answer ?? "" });
  const place = placeOf(store, project, store.sessions.byId(turn.sessionId)?.dir);
  const changed = new Set(steps.flatMap((step) => projectPath(place, editedFile(step) ?? "") ?? []));
  await clock.breathe();
  const trace = await traceTurn(deps, { turn, project, place, read });
  await compareAhead(
    deps,
    insights.map((insight) => ({ ...insight, projectId: project.id })),
  );
  return () => {
    noteOutcomes(store, outcomes);
    if (hadTrouble(uses)) addModelJob(deps, "refine.trajectory", job.subject, project);
    const from = { project, sessionId: turn.sessionId, source: `trajectory:${job.subject}` };
    for (const file of changed) store.lineage.addFile(project.id, file, turn.id);
    const together =
      changed.size < 2 ? [] : reflectOnChanges(store.lineage.changesWith(project.id, [...changed]), changed);
    rememberSeen(deps, [...insights, ...together], from);
    trace();
  };
};

/**
 * Whether a later job will say it all anew, so that this one need not: every end of a turn brings one. Not where the session ended and
 * nothing was said of it since, as its end is waited for.
 */
const isSaidLater = (store: Store, { id, endedAtMs }: Session, job: Job, nowMs: number): boolean => {
  const isOwed = endedAtMs !== null && (store.sessions.summarisedAtMs(id) ?? 0) < endedAtMs;
  return !isOwed && store.jobs.waitsLater(job, nowMs);
};

/** Job `summarise.session`: what was asked and done, in words, and what the whole course of it teaches. */
export const endSession = (deps: ReflectDeps) => async (job: Job) => {
  const { store, clock, config } = deps;
  const session = store.sessions.byId(job.subject);
  const project = session && store.projects.byId(session.projectId);
  if (!project || isSaidLater(store, session, job, clock.now())) return nothing;
  const turns = store.turns.ofSession(job.subject);
  if (turns.length === 0) return nothing;
  const uses = store.toolUses.ofSession(job.subject);
  const read = config().learning.enabled
    ? await readSteps(
        deps,
        uses,
        turns.map(({ id }) => id),
      )
    : [];
  const place = placeOf(store, project, session.dir);
  const said = turns.map(({ prompt, answer }) => ({ prompt, answer: answer ?? "" }));
  await clock.breathe();
  const trajectory = { turns: said, steps: read.map(({ step }) => step).slice(-STEPS_MAX) };
  const { text, facts } = summariseSession(turns, uses, filesPutBack(trajectory));
  const insights: Insight[] = [];
  for (const reflectOn of ON_SESSION) {
    await clock.breathe();
    insights.push(...reflectOn(trajectory, (path) => projectPath(place, path) ?? path));
  }
  // One after the other: each is held against all that is known. What a death leaves undone is done by the next try, and nothing twice.
  for (const insight of insights) {
    await compareAhead(deps, [{ ...insight, projectId: project.id }]);
    await clock.breathe();
    const from = { project, sessionId: job.subject, source: `session:${job.subject}` };
    store.atomically(() => rememberSeen(deps, [insight], from));
  }
  return () =>
    store.sessions.summarise({ sessionId: job.subject, text, facts: JSON.stringify(facts), atMs: clock.now() });
};
