import type Database from "better-sqlite3";
import { z } from "zod";
import { JOB_STATES, type JobLife } from "../core/job.ts";

const row = z.object({
  id: z.string(),
  kind: z.string(),
  subject: z.string(),
  projectId: z.string().nullable(),
  priority: z.number(),
  state: z.enum(JOB_STATES),
  attempts: z.number(),
  atMs: z.number(),
  reason: z.string().nullable(),
  createdAtMs: z.number(),
});
type Row = z.infer<typeof row>;

/** One piece of the worker's own background work. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  /** What it is about: the id of a turn, a session …; its kind says which. */
  readonly subject: string;
  readonly projectId: string | null;
  readonly priority: number;
  readonly life: JobLife;
  readonly createdAtMs: number;
}

/** A job to add. Adding the same `dedupeKey` again is adding once, also after that job has ended. */
export interface NewJob {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly projectId: string | null;
  readonly dedupeKey: string;
  readonly priority: number;
  readonly runAtMs: number;
  readonly nowMs: number;
}

export interface QueueCounts {
  readonly ready: number;
  readonly running: number;
  /** Ready, but waiting for another attempt. */
  readonly retrying: number;
  readonly dead: number;
}

/** Which kinds of jobs are meant. */
export type KindFilter = { readonly only: readonly string[] } | { readonly except: readonly string[] };

const ALL_KINDS: KindFilter = { except: [] };

const filterOf = (which: KindFilter): { readonly kinds: string | null; readonly only: 0 | 1 } => {
  const kinds = "only" in which ? which.only : which.except;
  const isAll = "except" in which && kinds.length === 0;
  return { kinds: isAll ? null : JSON.stringify(kinds), only: "only" in which ? 1 : 0 };
};

const lifeOf = (found: Row): JobLife => {
  switch (found.state) {
    case "ready":
      return { state: "ready", attempts: found.attempts, runAtMs: found.atMs, reason: found.reason };
    case "running":
      return { state: "running", attempts: found.attempts, leaseEndsMs: found.atMs };
    case "done":
      return { state: "done", attempts: found.attempts };
    case "dead":
      return { state: "dead", attempts: found.attempts, reason: found.reason ?? "" };
  }
};

const atOf = (life: JobLife, nowMs: number): number =>
  life.state === "ready" ? life.runAtMs : life.state === "running" ? life.leaseEndsMs : nowMs;

const toJob = (found: unknown): Job => {
  const parsed = row.parse(found);
  const { id, kind, subject, projectId, priority, createdAtMs } = parsed;
  return { id, kind, subject, projectId, priority, createdAtMs, life: lifeOf(parsed) };
};

export const jobTable = (db: Database.Database) => {
  const columns =
    "id, kind, subject, project_id as projectId, priority, state, attempts, at_ms as atMs, reason, created_at_ms as createdAtMs";
  const insert = db.prepare(
    `insert into job (id, kind, subject, project_id, dedupe_key, priority, at_ms, moved_at_ms, created_at_ms)
     values (@id, @kind, @subject, @projectId, @dedupeKey, @priority, @runAtMs, @nowMs, @nowMs) on conflict do nothing`,
  );
  const ofKinds = "(@kinds is null or (kind in (select value from json_each(@kinds))) = @only)";
  const due = db.prepare(
    `select ${columns} from job where state = 'ready' and at_ms <= @nowMs and ${ofKinds}
     order by priority desc, at_ms, rowid limit 1`,
  );
  const nextAt = db.prepare<[object], { atMs: number | null }>(
    `select min(at_ms) as atMs from job where state = 'ready' and ${ofKinds}`,
  );
  const byId = db.prepare(`select ${columns} from job where id = ?`);
  const save = db.prepare(
    "update job set state = @state, attempts = @attempts, at_ms = @atMs, reason = @reason, moved_at_ms = @nowMs where id = @id",
  );
  const later = db.prepare(
    "select 1 from job where state = 'ready' and kind = @kind and subject = @subject and id <> @id and at_ms > @nowMs limit 1",
  );
  const inState = db.prepare(`select ${columns} from job where state = ? order by at_ms, rowid limit ?`);
  const retrying = db.prepare(
    `select ${columns} from job where state = 'ready' and attempts > 0 order by at_ms, rowid limit ?`,
  );
  const counts = db.prepare<[], { state: string; retrying: number; n: number }>(
    "select state, state = 'ready' and attempts > 0 as retrying, count(*) as n from job where state <> 'done' group by 1, 2",
  );
  const removeEnded = db.prepare(
    "delete from job where id in (select id from job where state = 'done' and at_ms < ? order by at_ms limit ?)",
  );
  const removeLog = db.prepare(
    "delete from job_log where id in (select id from job_log where at_ms < ? order by id limit ?)",
  );
  const remove = db.prepare("delete from job where id = ? and state in ('done', 'dead')");
  const log = db.prepare<
    [string],
    { fromState: string | null; toState: string; attempts: number; reason: string | null; atMs: number }
  >(
    "select from_state as fromState, to_state as toState, attempts, reason, at_ms as atMs from job_log where job_id = ? order by id",
  );
  return {
    /** Returns whether the job is new. */
    add: (job: NewJob): boolean => insert.run(job).changes > 0,
    /** The job to run next, or the next of some kinds, or of all but some. */
    due: (nowMs: number, which: KindFilter = ALL_KINDS): Job | undefined => {
      const found = due.get({ nowMs, ...filterOf(which) });
      return found === undefined ? undefined : toJob(found);
    },
    /** When the next ready job may run, or null when none waits. */
    nextAtMs: (which: KindFilter = ALL_KINDS): number | null => nextAt.get(filterOf(which))?.atMs ?? null,
    byId: (id: string): Job | undefined => {
      const found = byId.get(id);
      return found === undefined ? undefined : toJob(found);
    },
    /** Whether another job of this kind and subject waits for a later time. */
    waitsLater: ({ kind, subject, id }: Pick<Job, "kind" | "subject" | "id">, nowMs: number): boolean =>
      later.get({ kind, subject, id, nowMs }) !== undefined,
    /** Writes a life that `step` returned; the database refuses any move that is not in the table. */
    save: (id: string, life: JobLife, nowMs: number): void => {
      const reason = "reason" in life ? life.reason : null;
      save.run({ id, state: life.state, attempts: life.attempts, atMs: atOf(life, nowMs), reason, nowMs });
    },
    list: (state: Row["state"] | "retrying", limit: number): Job[] =>
      (state === "retrying" ? retrying.all(limit) : inState.all(state, limit)).map(toJob),
    counts: (): QueueCounts => {
      const found = counts.all();
      const sum = (state: string, again?: 0 | 1) =>
        found
          .filter((c) => c.state === state && (again === undefined || c.retrying === again))
          .reduce((n, c) => n + c.n, 0);
      return { ready: sum("ready", 0), running: sum("running"), retrying: sum("ready", 1), dead: sum("dead") };
    },
    /** The moves of a job, oldest first. */
    log: (id: string) => log.all(id),
    /** Removes done jobs that ended before `ms`, `limit` at a time. Returns how many. */
    removeDoneBefore: (ms: number, limit: number): number =>
      removeEnded.run(ms, limit).changes + removeLog.run(ms, limit).changes,
    /** Removes one ended job. */
    remove: (id: string): boolean => remove.run(id).changes > 0,
  };
};
