import { newId } from "../../sync/core/ids.ts";
import type { Job } from "../../sync/store/jobs.ts";
import { learnTurn, surroundingsOf } from "../learn/learn-turn.ts";
import { refinePair } from "../learn/refine/refine-pair.ts";
import { refineTrajectory } from "../learn/refine/refine-trajectory.ts";
import { refineTurn } from "../learn/refine/refine-turn.ts";
import { endSession, reflectTurn } from "../learn/reflect/reflect-turn.ts";
import { tune } from "../learn/upkeep/tune.ts";
import { makeBackup } from "../maintain/backup.ts";
import { copyInChild } from "../maintain/in-child.ts";
import { rotateEvents, sweep } from "../maintain/rotate.ts";
import type { Embeddings } from "../model/guarded-embeddings.ts";
import type { Model } from "../model/model.ts";
import type { Handlers } from "../queue/queue.ts";
import { EMBED_JOB, embedMemories } from "../recall/embed-memories.ts";
import { offer } from "../recall/offers.ts";
import { prepareAllBriefs, prepareBriefs } from "../recall/prepared-briefs.ts";
import type { Base } from "./base.ts";
import { wireMirror } from "./wire-mirror.ts";

const nothing = () => undefined;

/** Which function carries out which kind of job. */
export const wireJobs = (base: Base, model: Model, embeddings: Embeddings): Handlers => ({
  "learn.turn": learnTurn({ ...base, onLearned: (id, from) => offerToOthers(base, id, from) }),
  "reflect.turn": reflectTurn(base),
  "refine.turn": refineTurn({
    ...base,
    model,
    surroundingsOf: (turn) => surroundingsOf(base.store, turn),
    onLearned: (id, from) => offerToOthers(base, id, from),
  }),
  "refine.trajectory": refineTrajectory({ ...base, model }),
  "refine.pair": refinePair({ ...base, model }),
  "summarise.session": async (job) => {
    const commit = await endSession(base)(job);
    return () => {
      commit();
      mirrorSoon(base, job);
    };
  },
  "mirror.write": async (job) => {
    const session = base.store.sessions.byId(job.subject);
    const project = session && base.store.projects.byId(session.projectId);
    if (session && project) await wireMirror(base)(project, session.dir);
    return nothing;
  },
  "brief.prepare": (job) => {
    prepareBriefs(base, job.projectId);
    return nothing;
  },
  [EMBED_JOB]: embedMemories({ ...base, embed: (texts, signal) => embeddings.embed(texts, "document", signal) }),
  "maintain.nightly": async (_job, signal) => {
    const { store, home, clock, config } = base;
    const rotation = { store, home, clock, limits: config().events };
    // First what frees room on the disk, which may be what the copy needs.
    await rotateEvents(rotation);
    await sweep(rotation);
    // Only what takes nothing away: a guess is promoted, and what is of no use goes, when a person says so.
    const tuned = await tune(base, { apply: true, only: ["rise", "fade"] });
    if (tuned.length > 0) prepareAllBriefs(base);
    await makeBackup((to) => copyInChild(home.database, to, signal), home, clock.now(), config().backups.keep);
    return nothing;
  },
});

/** A session's end is when its project's checkout is brought up to date, in a job of its own: files may be refused, summaries not. */
const mirrorSoon = ({ store, clock, random }: Base, { id, subject, projectId }: Job): void => {
  const nowMs = clock.now();
  const dedupeKey = `mirror.write:${id}`;
  store.jobs.add({
    id: newId(nowMs, random),
    kind: "mirror.write",
    subject,
    projectId,
    dedupeKey,
    priority: -2,
    runAtMs: nowMs,
    nowMs,
  });
};

/** Other sessions at work in the same place hear at their next tool call what one of them was taught. */
const offerToOthers = (base: Base, memoryId: string, from: string | null): void => {
  const memory = base.store.memories.byId(memoryId);
  if (memory) offer(base, memory, from, base.clock.now());
};
