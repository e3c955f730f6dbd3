import { describe, expect, onTestFinished, test } from "vitest";
import { createQueue, type Handler, type Handlers } from "../../agent/queue/queue.ts";
import { Later } from "../../sync/core/job.ts";
import { silentLog } from "../../sync/core/log.ts";
import { seededRandom } from "../../sync/core/random.ts";
import { runServices } from "../../sync/core/service.ts";
import type { Store } from "../../sync/store/open.ts";
import { createTestClock } from "../support/clock.ts";
import { scratchStore } from "../support/scratch.ts";
import { diskError, watched } from "../support/through.ts";

const SETTINGS = { concurrency: 2, jobTimeoutS: 60, attemptsMax: 3 };
const never = new AbortController().signal;
const nothing = () => undefined;

const NO_SLOW = { kinds: [] as string[], timeoutS: () => 300 };
const SLOW = { ...NO_SLOW, kinds: ["slow"] };
const asIs = (store: Store): Store => store;

const openQueue = (handlers: Handlers, through: (store: Store) => Store = (same) => same, slow = NO_SLOW) => {
  const clock = createTestClock();
  const store = through(scratchStore());
  const queue = createQueue({
    store,
    clock,
    random: seededRandom(1),
    log: silentLog,
    handlers,
    settings: () => SETTINGS,
    slow,
  });
  const add = (subject: string, more: { priority?: number; runAtMs?: number; kind?: string } = {}) => {
    queue.add({ kind: "test", subject, projectId: null, dedupeKey: subject, ...more });
    return store.jobs.list("ready", 99).find((job) => job.subject === subject)?.id ?? "";
  };
  const life = (id: string) => store.jobs.byId(id)?.life;
  /** Starts the service as the worker does. */
  const serve = () => {
    const stop = new AbortController();
    const done = runServices([queue.service], stop.signal, { clock, log: silentLog });
    onTestFinished(async () => {
      stop.abort();
      await done;
    });
    return { stop: () => stop.abort(), done };
  };
  return { clock, store, queue, add, life, serve };
};

const failing: Handler = () => {
  throw new Error("no luck");
};

/** A handler that only notes what it ran for. */
const noting =
  (ran: string[]): Handler =>
  (job) => {
    ran.push(job.subject);
    return nothing;
  };

/** A handler that waits until the test lets each of its runs go on. */
const gated = (commit: () => void = nothing) => {
  const runs: { readonly subject: string; readonly signal: AbortSignal; readonly goOn: (how?: Error) => void }[] = [];
  const handler: Handler = (job, signal) =>
    new Promise((resolve, reject) => {
      runs.push({ subject: job.subject, signal, goOn: (error) => (error ? reject(error) : resolve(commit)) });
    });
  return { runs, handler };
};

describe("a job", () => {
  test("is done together with what it found out, in one transaction", async () => {
    const { store, queue, add, life } = openQueue({ test: () => () => store.meta.add("found", 1) });
    const id = add("a");
    expect(await queue.runOne(never)).toBe(true);
    expect([life(id)?.state, store.meta.count("found"), store.meta.count("jobs.processed")]).toEqual(["done", 1, 1]);
    expect(await queue.runOne(never)).toBe(false);
  });

  test("whose writes fail has written nothing and fails with the reason", async () => {
    const { store, queue, add, life } = openQueue({
      test: () => () => {
        store.meta.add("found", 1);
        throw new Error("half way");
      },
    });
    const id = add("a");
    await queue.runOne(never);
    expect(store.meta.count("found")).toBe(0);
    expect(life(id)).toMatchObject({ state: "ready", attempts: 1, reason: "half way" });
  });

  test("that fails is tried again after a growing pause, then dead, then again when a person says so", async () => {
    const { clock, store, queue, add, life } = openQueue({ test: failing });
    const id = add("a");
    const pauses: number[] = [];
    for (let i = 0; i < 2; i++) {
      expect(await queue.runOne(never)).toBe(true);
      const now = life(id);
      pauses.push(now?.state === "ready" ? now.runAtMs - clock.now() : 0);
      expect(await queue.runOne(never)).toBe(false);
      await clock.pass(pauses[i] ?? 0);
    }
    for (const [i, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(500 * 2 ** i);
      expect(pause).toBeLessThanOrEqual(1_000 * 2 ** i);
    }
    await queue.runOne(never);
    expect(life(id)).toEqual({ state: "dead", attempts: 3, reason: "no luck" });
    await clock.pass(1e9);
    expect(await queue.runOne(never)).toBe(false);
    expect(queue.retry(id)).toBe(true);
    expect(life(id)).toMatchObject({ state: "ready", attempts: 0 });
    expect(store.jobs.log(id).map(({ toState }) => toState)).toEqual([
      ...["ready", "running", "ready", "running", "ready", "running", "dead"],
      "ready",
    ]);
  });

  test("of a kind this version does not know is not lost: it ends up dead with that reason", async () => {
    const { clock, queue, add, life } = openQueue({});
    const id = add("a", { kind: "from.the.future" });
    for (let i = 0; i < 3; i++) {
      await queue.runOne(never);
      await clock.pass(60_000);
    }
    expect(life(id)).toMatchObject({ state: "dead", reason: expect.stringContaining("from.the.future") });
  });

  test("with a reason of any length or kind is written down", async () => {
    const thrown = ["x".repeat(1e6), { odd: 1 }, null, undefined, Object.assign(new Error("e"), { code: 7 })];
    let n = 0;
    const { queue, add, life } = openQueue({
      test: () => {
        throw thrown[n++];
      },
    });
    for (const [i] of thrown.entries()) {
      const id = add(`job ${i}`);
      await queue.runOne(never);
      expect(life(id)).toMatchObject({ state: "ready", reason: expect.any(String) });
    }
  });

  test("is added once for a key, runs by priority, and not before its time", async () => {
    const ran: string[] = [];
    const { clock, queue, add } = openQueue({ test: noting(ran) });
    add("later", { runAtMs: clock.now() + 1_000 });
    add("low", { priority: -1 });
    add("high", { priority: 5 });
    expect(queue.add({ kind: "test", subject: "again", projectId: null, dedupeKey: "high" })).toBe(false);
    while (await queue.runOne(never));
    expect(ran).toEqual(["high", "low"]);
    await clock.pass(1_000);
    while (await queue.runOne(never));
    expect(ran).toEqual(["high", "low", "later"]);
  });

  test("that waits or is dead can be given up; what runs or is done cannot", async () => {
    const { runs, handler } = gated();
    const { store, queue, add } = openQueue({ test: handler });
    const waiting = add("a", { priority: -1 });
    const running = add("b");
    const ended = queue.runOne(never);
    expect([queue.discard(running), queue.discard(waiting), queue.discard(waiting)]).toEqual([false, true, false]);
    expect(store.jobs.log(waiting).at(-1)).toMatchObject({ toState: "dead", reason: "discarded" });
    expect(store.jobs.counts().dead).toBe(0);
    runs[0]?.goOn();
    await ended;
    expect([queue.discard(running), queue.retry(running)]).toEqual([false, false]);
    expect(store.jobs.byId(running)?.life.state).toBe("done");
  });
});

describe("jobs that wait for somebody outside", () => {
  test("have a runner of their own, one at a time, so that no other job waits behind them", async () => {
    const { runs, handler } = gated();
    const ran: string[] = [];
    const { clock, add, serve, store } = openQueue({ slow: handler, test: noting(ran) }, asIs, SLOW);
    for (const subject of ["s1", "s2", "s3"]) add(subject, { kind: "slow", priority: 9 });
    serve();
    await clock.pass(1_000);
    add("a");
    await clock.pass(1_000);
    expect([runs.map(({ subject }) => subject), ran]).toEqual([["s1"], ["a"]]);
    runs[0]?.goOn();
    await clock.pass(1_000);
    expect(runs.map(({ subject }) => subject)).toEqual(["s1", "s2"]);
    expect(store.jobs.counts()).toMatchObject({ ready: 1, running: 1 });
  });

  test("are not waited for when the worker stops, lose no attempt, and have a time of their own", async () => {
    const { runs, handler } = gated();
    const { clock, add, life, serve, queue } = openQueue({ slow: handler }, asIs, SLOW);
    const id = add("s", { kind: "slow" });
    const { stop, done } = serve();
    await clock.pass(200_000);
    expect(life(id)?.state).toBe("running");
    stop();
    await done;
    expect(runs[0]?.signal.aborted).toBe(true);
    expect(life(id)).toMatchObject({ state: "ready", attempts: 0 });
    expect(queue.slowJobs()).toBe(1);
  });

  test("may ask for a later time, which costs no attempt", async () => {
    const { clock, queue, add, life } = openQueue(
      {
        slow: () => {
          throw new Later(clock.now() + 90_000, "nobody there");
        },
      },
      asIs,
      SLOW,
    );
    const id = add("s", { kind: "slow" });
    for (let n = 0; n < 5; n++) {
      expect(await queue.runOne(never)).toBe(true);
      expect(life(id)).toMatchObject({ state: "ready", attempts: 0, runAtMs: clock.now() + 90_000 });
      await clock.pass(89_999);
      expect(await queue.runOne(never)).toBe(false);
      await clock.pass(1);
    }
  });
});

describe("a job that takes too long", () => {
  test("has failed, is told to give up, and what it brings later is not written", async () => {
    const { runs, handler } = gated(() => store.meta.add("late", 1));
    const { clock, store, queue, add, life } = openQueue({ test: handler });
    const id = add("a");
    const first = queue.runOne(never);
    await clock.pass(59_999);
    expect([life(id)?.state, runs[0]?.signal.aborted]).toEqual(["running", false]);
    await clock.pass(1);
    await first;
    expect(life(id)).toMatchObject({ state: "ready", attempts: 1, reason: "It took longer than 60 s." });
    expect(runs[0]?.signal.aborted).toBe(true);
    await clock.pass(2_000);
    const second = queue.runOne(never);
    runs[0]?.goOn(); // the zombie, while the second attempt runs
    await clock.pass(1);
    expect([store.meta.count("late"), life(id)?.state]).toEqual([0, "running"]);
    runs[1]?.goOn();
    await second;
    expect([store.meta.count("late"), life(id)?.state]).toEqual([1, "done"]);
  });

  test("and was given to somebody else meanwhile writes nothing when it is finished after all", async () => {
    const { runs, handler } = gated(() => store.meta.add("found", 1));
    const { clock, store, queue, add, life } = openQueue({ test: handler });
    const id = add("a");
    const first = queue.runOne(never);
    queue.releaseAll(true);
    await clock.pass(2_000);
    const second = queue.runOne(never);
    runs[0]?.goOn();
    await first;
    expect([store.meta.count("found"), life(id)]).toEqual([
      0,
      expect.objectContaining({ state: "running", attempts: 2 }),
    ]);
    runs[1]?.goOn();
    await second;
    expect([store.meta.count("found"), life(id)?.state]).toEqual([1, "done"]);
  });

  test("is judged by time that passes, not by the clock on the wall", async () => {
    const { runs, handler } = gated();
    const { clock, queue, add, life } = openQueue({ test: handler });
    const id = add("a");
    const run = queue.runOne(never);
    for (const jumpMs of [86_400_000, -2 * 86_400_000]) {
      clock.set(clock.now() + jumpMs);
      await clock.pass(20_000);
      expect(life(id)?.state).toBe("running");
    }
    await clock.pass(20_000);
    await run;
    expect(life(id)).toMatchObject({ state: "ready", attempts: 1 });
    expect(runs).toHaveLength(1);
  });
});

describe("a worker", () => {
  test("that stops gives its jobs back at once, without an attempt, and they write nothing", async () => {
    const { runs, handler } = gated(() => store.meta.add("late", 1));
    const { clock, store, add, life, serve } = openQueue({ test: handler });
    const ids = [add("a"), add("b"), add("c")];
    const service = serve();
    await clock.pass(0);
    expect(runs).toHaveLength(2); // at the same time, as the settings say
    service.stop();
    await service.done;
    for (const id of ids) expect(life(id)).toMatchObject({ state: "ready", attempts: 0, reason: null });
    for (const run of runs) run.goOn();
    await clock.pass(1);
    expect(store.meta.count("late")).toBe(0);
    expect(runs[0]?.signal.aborted).toBe(true);
  });

  test("that died left jobs behind: each counts an attempt, and the one that kills every worker ends up dead", async () => {
    const { queue, store, add, life, clock } = openQueue({ test: () => nothing });
    const id = add("a");
    for (let attempt = 1; attempt <= 3; attempt++) {
      store.jobs.save(id, { state: "running", attempts: attempt, leaseEndsMs: clock.now() + 1 }, clock.now());
      expect(queue.releaseAll(true)).toBe(1);
    }
    expect(life(id)).toEqual({ state: "dead", attempts: 3, reason: "the worker ended while it ran" });
    expect(queue.releaseAll(true)).toBe(0);
  });

  test("wakes for what is added and for what becomes due, and sleeps otherwise", async () => {
    const ran: string[] = [];
    const { clock, add, serve } = openQueue({ test: noting(ran) });
    serve();
    await clock.pass(10_000);
    add("now");
    await clock.pass(500);
    expect(ran).toEqual(["now"]);
    add("soon", { runAtMs: clock.now() + 5_000 });
    await clock.pass(4_900);
    expect(ran).toEqual(["now"]);
    await clock.pass(600);
    expect(ran).toEqual(["now", "soon"]);
    await clock.pass(120_000);
    for (const ms of clock.sleeping()) expect(ms).toBe(60_000);
  });
});

describe("a full disk", () => {
  /** A store whose disk is full whenever `isFull` says so of a call. */
  const onDisk = (isFull: (call: string) => boolean) => (store: Store) =>
    watched(store, {
      before: (call) => {
        if (isFull(call)) throw diskError("SQLITE_FULL", "database or disk is full");
      },
    });

  test("costs a job no attempt: it is tried again half a minute later", async () => {
    let full = true;
    const { clock, queue, store, add, life } = openQueue(
      { test: () => () => store.meta.add("found", 1) },
      onDisk((call) => full && call === "meta.add"),
    );
    const id = add("a");
    for (let i = 0; i < 10; i++) {
      await queue.runOne(never);
      expect(life(id)).toMatchObject({ state: "ready", attempts: 0, runAtMs: clock.now() + 30_000 });
      await clock.pass(30_000);
    }
    full = false;
    await queue.runOne(never);
    expect([life(id)?.state, store.meta.count("found")]).toEqual(["done", 1]);
  });

  test("under a job's own files is no fault of the job either, but a missing file is", async () => {
    const codes = ["ENOSPC", "EIO", "EMFILE", "ENOENT"];
    const { queue, add, life } = openQueue({
      test: (job) => {
        throw diskError(job.subject);
      },
    });
    for (const code of codes) {
      const id = add(code);
      await queue.runOne(never);
      expect([code, life(id)?.attempts]).toEqual([code, code === "ENOENT" ? 1 : 0]);
    }
  });

  test("that lets nothing be written, not even that a job failed, leaves no job running once there is room", async () => {
    let full = false;
    let ranBefore = false;
    const { clock, store, add, life, serve } = openQueue(
      {
        test: () => {
          full = !ranBefore;
          ranBefore = true;
          return () => store.meta.add("found", 1);
        },
      },
      onDisk((call) => full && /\.(add|save)$/.test(call)),
    );
    const id = add("a");
    serve();
    await clock.pass(300_000);
    expect(life(id)?.state).toBe("running");
    full = false;
    await clock.pass(60_000);
    expect(life(id)).toEqual({ state: "done", attempts: 1 });
  });
});

test("a damaged database is no job's fault and is not hidden", async () => {
  const { queue, add, life } = openQueue({
    test: () => {
      throw diskError("SQLITE_CORRUPT", "malformed");
    },
  });
  const id = add("a");
  await expect(queue.runOne(never)).rejects.toMatchObject({ code: "SQLITE_CORRUPT" });
  expect(life(id)).toMatchObject({ state: "running", attempts: 1 });
});
