import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { JOB_MOVES, JOB_STATES, type JobLife } from "../../sync/core/job.ts";
import { openStore, type Store } from "../../sync/store/open.ts";
import { scratchDir } from "../support/scratch.ts";

const NOW_MS = 1_000;

/** A store and the bare database under it, as somebody with a SQL prompt has it. */
const opened = (): { store: Store; sql: Database.Database } => {
  const file = join(scratchDir(), "cairn.db");
  const store = openStore(file);
  const sql = new Database(file);
  onTestFinished(() => {
    sql.close();
    store.close();
  });
  return { store, sql };
};

const newJob = (changes: Partial<Parameters<Store["jobs"]["add"]>[0]> = {}) => ({
  id: "j1",
  kind: "learn.turn",
  subject: "1",
  projectId: "p1",
  dedupeKey: changes.id ?? "j1",
  priority: 0,
  runAtMs: NOW_MS,
  nowMs: NOW_MS,
  ...changes,
});

/** A life in each state, as `step` makes them. */
const LIVES: Readonly<Record<string, JobLife>> = {
  ready: { state: "ready", attempts: 1, runAtMs: 5, reason: "no" },
  running: { state: "running", attempts: 1, leaseEndsMs: 9 },
  done: { state: "done", attempts: 1 },
  dead: { state: "dead", attempts: 1, reason: "no" },
};
const PATH_TO: Readonly<Record<string, readonly string[]>> = {
  ready: [],
  running: ["running"],
  done: ["running", "done"],
  dead: ["dead"],
};

/** A job that has come to this state by allowed moves. */
const jobIn = (state: string): { store: Store; sql: Database.Database } => {
  const all = opened();
  all.store.jobs.add(newJob());
  for (const to of PATH_TO[state] ?? []) all.store.jobs.save("j1", LIVES[to] as JobLife, NOW_MS);
  return all;
};

describe("the database itself", () => {
  test("lets a job move along the table and no other way, whoever asks", () => {
    for (const from of JOB_STATES) {
      for (const to of JOB_STATES) {
        const { store, sql } = jobIn(from);
        const allowed = from === to || JOB_MOVES.some((pair) => pair[0] === from && pair[1] === to);
        const byHand = () => sql.prepare("update job set state = ? where id = 'j1'").run(to);
        if (!allowed) {
          expect(byHand, `${from} -> ${to}`).toThrow("a job cannot move that way");
          expect(() => store.jobs.save("j1", LIVES[to] as JobLife, 2)).toThrow("a job cannot move that way");
        } else expect(byHand).not.toThrow();
        expect(store.jobs.byId("j1")?.life.state).toBe(allowed ? to : from);
      }
    }
  });

  test("lets no job begin as anything but ready", () => {
    const { sql } = opened();
    for (const state of ["running", "done", "dead", "asleep"]) {
      const add = () =>
        sql
          .prepare(
            "insert into job (id, kind, subject, dedupe_key, state, moved_at_ms, created_at_ms) values ('x','k','','x',?,0,0)",
          )
          .run(state);
      expect(add).toThrow(/begins as ready|CHECK/);
    }
  });

  test("writes every move of a job into its log, with attempt and reason", () => {
    const { store } = opened();
    store.jobs.add(newJob());
    store.jobs.save("j1", { state: "running", attempts: 1, leaseEndsMs: 9 }, 2);
    store.jobs.save("j1", { state: "ready", attempts: 1, runAtMs: 5, reason: "no luck" }, 3);
    store.jobs.save("j1", { state: "ready", attempts: 1, runAtMs: 4, reason: "no luck" }, 4); // hurried, not moved
    store.jobs.save("j1", { state: "dead", attempts: 1, reason: "discarded" }, 5);
    expect(store.jobs.log("j1")).toEqual([
      { fromState: null, toState: "ready", attempts: 0, reason: null, atMs: NOW_MS },
      { fromState: "ready", toState: "running", attempts: 1, reason: null, atMs: 2 },
      { fromState: "running", toState: "ready", attempts: 1, reason: "no luck", atMs: 3 },
      { fromState: "ready", toState: "dead", attempts: 1, reason: "discarded", atMs: 5 },
    ]);
  });

  test("brings what follows exactly once, in the transaction of the move", () => {
    const { store } = jobIn("running");
    const follow = () => store.jobs.list("ready", 10);
    expect(() =>
      store.atomically(() => {
        store.jobs.save("j1", { state: "done", attempts: 1 }, 7);
        throw new Error("died before the commit");
      }),
    ).toThrow("died");
    expect(follow()).toEqual([]);
    store.jobs.save("j1", { state: "done", attempts: 1 }, 7);
    expect(follow()).toMatchObject([{ kind: "brief.prepare", projectId: "p1", life: { runAtMs: 7, attempts: 0 } }]);
    store.jobs.save("j1", { state: "done", attempts: 1 }, 8);
    expect(follow()).toHaveLength(1);
  });

  test("brings nothing for a job that fails, and nothing for kinds without a sequel", () => {
    const { store } = jobIn("dead");
    store.jobs.add(newJob({ id: "j2", kind: "brief.prepare" }));
    store.jobs.save("j2", { state: "running", attempts: 1, leaseEndsMs: 9 }, 2);
    store.jobs.save("j2", { state: "done", attempts: 1 }, 3);
    expect(store.jobs.counts()).toEqual({ ready: 0, running: 0, retrying: 0, dead: 1 });
  });
});

describe("jobs", () => {
  test("of one key are one job, also after it has ended", () => {
    const { store } = jobIn("done");
    expect(store.jobs.add(newJob({ id: "j2", dedupeKey: "j1" }))).toBe(false);
    expect(store.jobs.byId("j2")).toBeUndefined();
    expect(store.jobs.add(newJob({ id: "j3" }))).toBe(true);
  });

  test("come by priority, then by time, then by age, and never before their time", () => {
    const someJob = fc.record({ priority: fc.integer({ min: -2, max: 2 }), runAtMs: fc.integer({ min: 0, max: 6 }) });
    fc.assert(
      fc.property(fc.array(someJob, { maxLength: 12 }), fc.integer({ min: 0, max: 6 }), (jobs, nowMs) => {
        const store = openStore(":memory:");
        const all = jobs.map((job, i) => ({ ...job, id: `j${99 - i}`, nth: i }));
        for (const job of all) store.jobs.add(newJob(job));
        const order: string[] = [];
        for (let job = store.jobs.due(nowMs); job; job = store.jobs.due(nowMs)) {
          order.push(job.id);
          store.jobs.save(job.id, { state: "running", attempts: 1, leaseEndsMs: 99 }, nowMs);
        }
        const expected = all
          .filter(({ runAtMs }) => runAtMs <= nowMs)
          .sort((a, b) => b.priority - a.priority || a.runAtMs - b.runAtMs || a.nth - b.nth);
        expect(order).toEqual(expected.map(({ id }) => id));
        const waiting = all.filter(({ runAtMs }) => runAtMs > nowMs).map(({ runAtMs }) => runAtMs);
        expect(store.jobs.nextAtMs()).toBe(waiting.length === 0 ? null : Math.min(...waiting));
        store.close();
      }),
      { numRuns: 50 },
    );
  });

  test("come back from the database as the life that was written", () => {
    for (const state of JOB_STATES) {
      const { store } = jobIn(state);
      const life = state === "ready" ? { state, attempts: 0, runAtMs: NOW_MS, reason: null } : LIVES[state];
      expect(store.jobs.byId("j1")?.life).toEqual(life);
    }
  });

  test("are counted by what they wait for", () => {
    const { store } = opened();
    for (const id of ["a", "b", "c", "d", "e"]) store.jobs.add(newJob({ id }));
    store.jobs.save("b", { state: "running", attempts: 1, leaseEndsMs: 9 }, 1);
    store.jobs.save("c", { state: "dead", attempts: 0, reason: "no" }, 1);
    for (const id of ["d", "e"]) store.jobs.save(id, { state: "running", attempts: 1, leaseEndsMs: 9 }, 1);
    store.jobs.save("d", { state: "ready", attempts: 1, runAtMs: 9, reason: "no" }, 1);
    store.jobs.save("e", { state: "done", attempts: 1 }, 1);
    expect(store.jobs.counts()).toEqual({ ready: 2, running: 1, retrying: 1, dead: 1 }); // e brought another
    expect(store.jobs.list("retrying", 9).map(({ id }) => id)).toEqual(["d"]);
  });

  test("that are done go after a while with their log, those that are dead stay", () => {
    const { store } = jobIn("done");
    store.jobs.add(newJob({ id: "j2" }));
    store.jobs.save("j2", { state: "dead", attempts: 0, reason: "no" }, NOW_MS);
    expect(store.jobs.removeDoneBefore(NOW_MS, 10)).toBe(0);
    store.jobs.removeDoneBefore(NOW_MS + 1_000, 10);
    expect(store.jobs.byId("j1")).toBeUndefined();
    expect(store.jobs.log("j1")).toEqual([]);
    expect(store.jobs.byId("j2")?.life.state).toBe("dead");
  });
});
