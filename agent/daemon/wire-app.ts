import { hostname } from "node:os";
import { stepBreaker } from "../../sync/core/breaker.ts";
import { AppError } from "../../sync/core/errors.ts";
import type { CountedMemory, Project } from "../../sync/core/words.ts";
import type { Job } from "../../sync/store/jobs.ts";
import type { QueueJob, SearchHit, WebDeps } from "../../web/deps.ts";
import { takeNotice } from "../control/notice.ts";
import { topOf } from "../git/locate.ts";
import { storeChecks } from "../health/checks.ts";
import { embeddingsCheck } from "../health/embeddings-state.ts";
import { type Check, createHealth } from "../health/health.ts";
import { modelCheck } from "../health/model-state.ts";
import { readStatus } from "../health/status.ts";
import type { Standing } from "../ingest/ingest.ts";
import { forget } from "../learn/forget.ts";
import { chainsOf } from "../learn/lineage/chains.ts";
import { toldSource } from "../learn/told.ts";
import { rotateEvents } from "../maintain/rotate.ts";
import { breakerLimits, MODEL_SERVICE } from "../model/breaker-limits.ts";
import type { JobDesk } from "../queue/job-desk.ts";
import type { Ahead } from "../recall/ahead.ts";
import { createAnswer } from "../recall/answer.ts";
import type { Nearness } from "../recall/blend.ts";
import { hookOutput } from "../recall/hook-output.ts";
import { createMeaning } from "../recall/meaning.ts";
import { prepareAllBriefs, prepareBriefs } from "../recall/prepared-briefs.ts";
import { findRelevant } from "../recall/recall.ts";
import { relevanceOf } from "../report/relevance.ts";
import { reportOf } from "../report/report.ts";
import { exportLines } from "../transfer/export.ts";
import { importText } from "../transfer/import.ts";
import type { Base } from "./base.ts";
import { readMachine } from "./machine.ts";
import { projectAt, projectNameOf, registeredProject } from "./projects.ts";
import type { Learning } from "./wire-learning.ts";

/** What the app does differently where a worker runs it. */
interface WorkerParts {
  /** Takes a spooled file and what came before it in. */
  readonly takeUpTo: (file: string) => Standing;
  readonly jobs: Pick<JobDesk, "retry" | "discard">;
  readonly learning: Learning;
  /** What belongs to health beside what store and disk tell. */
  readonly checks: readonly Check[];
  /** A hook called from the plugin that lies there. */
  readonly onPluginSeen: (pluginRoot: string) => void;
  /** What was looked for before a hook asked. */
  readonly ahead: Ahead;
  /** The vector of a text, if it can be had within that time. */
  readonly vectorOf: (text: string, withinMs: number) => Promise<Float32Array | null> | null;
  /** A project's settings have changed. */
  readonly onProjectChanged: () => void;
}

/** Hands the capabilities to the web as the functions it declares. */
export const wireApp = (base: Base, parts: WorkerParts): WebDeps => {
  const { home, store, clock, random, config } = base;
  const { learn, tune, cleanUp, mirror } = parts.learning;
  const answer = createAnswer({ ...base, ahead: parts.ahead });
  const meaning = createMeaning({ ...base, vectorOf: parts.vectorOf });
  const checks = [
    ...storeChecks(store, home),
    modelCheck(store, clock, config),
    embeddingsCheck(store, config),
    ...parts.checks,
  ];
  const health = createHealth(checks, clock);
  const placeAt = (dir: string | null) => ({
    projectId: dir === null ? null : (projectAt(base, dir)?.id ?? null),
    everyProject: dir === null,
  });
  const nameOf = (memory: CountedMemory) => projectNameOf(base, memory);
  const hit = (memory: CountedMemory, score: number): SearchHit => ({ memory, score, projectName: nameOf(memory) });

  return {
    version: base.version,
    hookAnswer: (file, pluginRoot, hasGone) => {
      if (pluginRoot !== null) parts.onPluginSeen(pluginRoot);
      const standing = parts.takeUpTo(file);
      // Not "nothing to say": the hook of a session that starts then prints the prepared brief.
      if (standing === "behind") throw new AppError("busy", "The worker is still catching up with this session.");
      if (standing === "unknown") return null;
      const event = store.events.byFile(file);
      if (!event) return null;
      const message = event.name === "SessionStart" ? takeNotice(home) : null;
      const say = (near: Nearness | null) => hookOutput(event.name, answer(event, near), message);
      const asked = meaning.ofPrompt(event);
      return asked === null ? say(null) : asked.then((near) => (hasGone() ? null : say(near)));
    },
    status: async ({ fresh, dir }) => {
      const machine = readMachine(home);
      const { learning } = config();
      const project = dir === null ? null : projectAt(base, dir);
      return readStatus(
        { home, clock, store, machine: machine ?? { id: "", name: hostname() }, learning },
        await health(fresh),
        project,
      );
    },
    search: async ({ text, dir, limit }) => {
      const place = placeAt(dir);
      const near = await meaning.ofSearch(text, place, dir === null ? null : projectAt(base, dir));
      return findRelevant(store, text, place, near)
        .slice(0, limit)
        .map(({ memory, score }) => hit(memory, score));
    },
    memories: ({ states, dir, limit }) =>
      store.memories
        .list({ states, projectId: dir === null ? null : (projectAt(base, dir)?.id ?? ""), limit })
        .map((memory) => hit(memory, 0)),
    explain: (id) => {
      const memory = store.memories.byId(id);
      if (!memory) return null;
      return {
        memory,
        projectName: nameOf(memory),
        changes: store.memories.history(id),
        injections: store.injections.ofMemory(id, 20),
        outcomes: store.outcomes.ofMemory(id, 20),
        supersedes: store.memories.supersededBy(id),
      };
    },
    learn,
    tune,
    cleanUp,
    forget: (id) => {
      const forgotten = store.atomically(() => forget(store, id, clock.now(), toldSource(clock.now(), random)));
      // Nowhere may it come back from, not even while no worker runs.
      if (forgotten?.projectId === null) prepareAllBriefs(base);
      else if (forgotten) prepareBriefs(base, forgotten.projectId);
      return forgotten;
    },
    report: ({ weeks, dir }) =>
      reportOf(store, { weeks, nowMs: clock.now(), projectId: dir === null ? null : (projectAt(base, dir)?.id ?? "") }),
    lineage: (asked, dir) => chainsOf(store, { asked, dir, top: topOf(dir), project: projectAt(base, dir) }),
    relevance: (sessionId, dir) =>
      relevanceOf(store, sessionId, dir === null ? null : (projectAt(base, dir)?.id ?? "")),
    jobs: (state, limit) => store.jobs.list(state, limit).map(jobView),
    retryJobs: (id) => {
      const ids = id === null ? store.jobs.list("dead", 1_000).map((job) => job.id) : [id];
      return ids.filter((one) => parts.jobs.retry(one)).length;
    },
    discardJob: parts.jobs.discard,
    archiveEvents: async () => ({
      archived: await rotateEvents({ store, home, clock, limits: { ...config().events, keepCount: 0 } }),
    }),
    exportLines: (options) => exportLines({ store, clock }, options),
    importText: async (text) => {
      const imported = await importText({ store, clock }, text);
      prepareAllBriefs(base);
      return imported;
    },
    setProject: async (dir, settings) => {
      const project = store.atomically(() => {
        const { id } = registeredProject(base, dir);
        if (settings.mirror !== undefined) store.projects.setMirror(id, settings.mirror);
        if (settings.capture !== undefined) store.projects.setCapture(id, settings.capture);
        if (settings.private !== undefined) store.projects.setPrivate(id, settings.private);
        const changed = store.projects.byId(id);
        if (changed?.private && changed.mirror === "shared") refuseSharing(changed);
        return changed;
      });
      if (!project) throw new AppError("not-found", `There is no project at ${dir}.`);
      parts.onProjectChanged();
      prepareBriefs(base, project.id);
      await mirror({ project, dir });
      return project;
    },
    resetModel: () => {
      const after = stepBreaker(store.breakers.of(MODEL_SERVICE), { type: "reset" }, breakerLimits(config()));
      if (after !== null) store.breakers.save(MODEL_SERVICE, after);
    },
    seeAlerts: () => store.alerts.markSeen(clock.now()),
  };
};

/** Thrown inside the transaction, so that no setting changes. */
const refuseSharing = ({ name }: Project): never => {
  throw new AppError("invalid", `${name} is private, so its memories are not put where they would be committed.`, {
    hint: "`cairn init --mirror private` keeps them in the checkout and out of git.",
  });
};

const jobView = ({ id, kind, subject, life, createdAtMs }: Job): QueueJob => ({
  id,
  kind,
  subject,
  state: life.state,
  attempts: life.attempts,
  atMs: life.state === "ready" ? life.runAtMs : life.state === "running" ? life.leaseEndsMs : null,
  reason: "reason" in life ? life.reason : null,
  createdAtMs,
});
