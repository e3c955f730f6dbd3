import { writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { createEnough } from "../../agent/daemon/learner/enough.ts";
import { createLearner } from "../../agent/daemon/learner/learner.ts";
import { errorOf, failureOf } from "../../agent/daemon/learner/messages.ts";
import { isAlive, signalProcess } from "../../agent/process/exec.ts";
import { defaultConfig } from "../../sync/core/config.ts";
import { AppError, isMachineTrouble } from "../../sync/core/errors.ts";
import { type LogFields, silentLog } from "../../sync/core/log.ts";
import { systemRandom } from "../../sync/core/random.ts";
import { openStore } from "../../sync/store/open.ts";
import { createTestClock } from "../support/clock.ts";
import { scratchHome } from "../support/scratch.ts";
import { until, type WorkerHome, workerHome } from "../support/worker-home.ts";

/** A home whose log tells of each learner. */
const talkative = (): WorkerHome => {
  const at = workerHome();
  at.spool({ session_id: "s0", hook_event_name: "SessionStart", cwd: "/nowhere", source: "startup" });
  writeFileSync(at.home.config, "logs:\n  level: debug\n", { mode: 0o600 });
  return at;
};

const learnersOf = (at: WorkerHome): number[] => {
  try {
    return at
      .log()
      .filter(({ msg }) => msg === "learner starts")
      .map((line) => Number(line.process));
  } catch {
    return []; // the log has not been opened yet
  }
};

const teach = (at: WorkerHome, what: string): void =>
  at.spool({
    session_id: "s1",
    hook_event_name: "UserPromptSubmit",
    cwd: "/nowhere",
    prompt_id: what,
    prompt: `No, always use ${what} in this repo.`,
  });

const texts = (at: WorkerHome): string[] => {
  const store = openStore(at.home.database, { readonly: true });
  try {
    return store.memories
      .list({ states: ["trusted", "proposed"], projectId: null, limit: 100 })
      .map(({ text }) => text);
  } finally {
    store.close();
  }
};

const isLearned = (at: WorkerHome, what: string) => (): boolean => texts(at).some((text) => text.includes(what));

describe("the learner", () => {
  test("is there while something is learned and gone soon after; the next prompt brings another", async () => {
    const at = talkative();
    const worker = await at.start();
    teach(at, "pnpm instead of npm");
    await until(isLearned(at, "pnpm"));
    const [first = 0] = learnersOf(at);
    expect([isAlive(first), first === worker.pid]).toEqual([true, false]);
    await until(() => !isAlive(first));
    teach(at, "vitest instead of jest");
    await until(isLearned(at, "vitest"));
    expect(learnersOf(at)).toHaveLength(2);
    expect(await at.status()).toMatchObject({ worker: { pid: worker.pid } });
  }, 90_000);

  test("may be killed at its work: the worker goes on, and what was to be learned is learned once", async () => {
    const at = talkative();
    const worker = await at.start();
    teach(at, "podman instead of docker");
    for (let deaths = 0; deaths < 2; deaths++) {
      await until(() => learnersOf(at).length > deaths);
      signalProcess(learnersOf(at)[deaths] ?? 0, "SIGKILL");
    }
    await until(isLearned(at, "podman"));
    expect(texts(at).filter((text) => text.includes("podman"))).toHaveLength(1);
    expect(at.log().filter(({ msg }) => msg === "learner died")).toHaveLength(2);
    expect(await at.status()).toMatchObject({ worker: { pid: worker.pid, state: "running" } });
  }, 60_000);

  // Left alone it would stay for twenty seconds more.
  test("ends with its worker, however that one ends", async () => {
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      const at = talkative();
      const worker = await at.start();
      teach(at, "tabs instead of spaces");
      await until(isLearned(at, "tabs"));
      const [learner = 0] = learnersOf(at);
      expect(isAlive(learner)).toBe(true);
      worker.signal(signal);
      await until(() => !isAlive(learner));
    }
  }, 20_000);

  test("that stands still does not keep its worker from ending, and ends with it", async () => {
    const at = talkative();
    const worker = await at.start();
    teach(at, "black instead of yapf");
    await until(isLearned(at, "black"));
    const [learner = 0] = learnersOf(at);
    signalProcess(learner, "SIGSTOP");
    const ended = worker.ended;
    worker.signal("SIGTERM");
    await ended;
    await until(() => !isAlive(learner));
  }, 20_000);

  test("of another build touches nothing, and the worker gives way to it", async () => {
    const at = talkative();
    const worker = await at.start();
    await until(() => at.waiting() === 0);
    const db = new Database(at.home.database);
    db.pragma("user_version = 9999");
    const asked = at.post("/api/memories", { text: "Use make.", scope: "user", kind: null, dir: "/nowhere" });
    expect(await asked).toMatchObject({ title: "replaced" });
    await worker.ended;
    expect(at.log().map(({ msg }) => msg)).toContain("Cairn was replaced by another build; the worker gives way to it");
    expect(db.prepare("select count(*) as n from memory").get()).toEqual({ n: 0 });
    db.close();
  }, 20_000);

  test("that has died is told of in the worker's health, until another one has ended well", async () => {
    const at = talkative();
    await at.start();
    const health = async () => (await at.status()).health.find(({ component }) => component === "learner");
    expect(await health()).toMatchObject({ ok: true });
    teach(at, "ruff instead of flake8");
    await until(() => learnersOf(at).length > 0);
    signalProcess(learnersOf(at)[0] ?? 0, "SIGKILL");
    await until(async () => (await health())?.ok === false);
    expect(await health()).toMatchObject({ hint: "`cairn logs` tells more; try again." });
    await until(isLearned(at, "ruff"));
    await until(async () => (await health())?.ok === true);
  }, 60_000);

  test("answers a person whose request it died at with what happened, and the next one with what was asked", async () => {
    const at = talkative();
    await at.start();
    const learn = () =>
      at.post("/api/memories", { text: "Use bun for scripts.", scope: "user", kind: null, dir: "/nowhere" });
    const asked = learn();
    await until(() => learnersOf(at).length > 0);
    signalProcess(learnersOf(at)[0] ?? 0, "SIGKILL");
    expect(await asked).toMatchObject({ title: "learner-died" });
    expect(await learn()).toMatchObject({ change: "added", memory: { text: "Use bun for scripts." } });
  }, 60_000);
});

test("a learner from which nothing is heard for two minutes of its worker's time is ended, and another one does its work", async () => {
  const home = scratchHome();
  const store = openStore(home.database);
  const clock = createTestClock();
  const learners: number[] = [];
  const hung: unknown[] = [];
  const log = {
    ...silentLog,
    debug: (message: string, fields?: LogFields) => {
      if (message === "learner starts") learners.push(Number(fields?.process));
    },
    error: (message: string) => void hung.push(message),
  };
  const base = { home, store, clock, random: systemRandom, config: () => defaultConfig, version: "1.2.3" };
  const learner = createLearner({ ...base, log, env: {}, onReplaced: () => undefined });
  const stop = new AbortController();
  const over = learner.service.run(stop.signal);
  const learn = (text: string) => learner.learning.learn({ text, scope: "user", kind: null, dir: "/nowhere" });
  expect(await learn("Use make.")).toMatchObject({ change: "added" });
  signalProcess(learners[0] ?? 0, "SIGSTOP");
  const asked = learn("Use just.").catch((error: unknown) => error);
  // What it had said before it stood still counts as heard at the first look.
  await clock.pass(24 * 5_000);
  expect(hung).toEqual([]);
  await clock.pass(2 * 5_000);
  expect(await asked).toMatchObject({ code: "learner-died" });
  expect(hung).toEqual(["learner hangs", "learner died"]);
  expect(await learn("Use just.")).toMatchObject({ change: "added" });
  stop.abort();
  await over;
  store.close();
}, 20_000);

describe("a learner has done enough", () => {
  const quiet = { isBusy: false, isDue: false, modelJobs: 0, rssBytes: 0 };
  const setUp = () => {
    const enough = createEnough(() => defaultConfig);
    return (times: number, beat = {}) =>
      Array.from({ length: times }, () => enough({ ...quiet, ...beat })).findIndex(Boolean);
  };

  test("when nothing has been due for twenty beats", () => {
    const beat = setUp();
    expect(beat(19)).toBe(-1);
    expect(beat(1, { isDue: true })).toBe(-1);
    expect(beat(19)).toBe(-1);
    expect(beat(1, { isBusy: true })).toBe(-1);
    expect(beat(30)).toBe(19);
  });

  test("when it has asked a model a hundred times or has grown too large, but never in the middle of a job", () => {
    const large = { rssBytes: 301 * 1_048_576, isDue: true };
    expect(setUp()(3, { modelJobs: 99, isDue: true })).toBe(-1);
    expect(setUp()(3, { modelJobs: 100, isDue: true })).toBe(0);
    expect(setUp()(3, { modelJobs: 100, isBusy: true })).toBe(-1);
    expect(setUp()(3, large)).toBe(0);
    expect(setUp()(3, { ...large, isBusy: true })).toBe(-1);
  });
});

test("an error keeps what a user is told on its way between processes", () => {
  const known = new AppError("invalid", "No.", { hint: "Yes.", retry: true });
  const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  expect(isMachineTrouble(errorOf(failureOf(full)))).toBe(true);
  expect(errorOf(failureOf(known))).toEqual(known);
  expect(errorOf(failureOf(new TypeError("oops")))).toEqual(new Error("oops"));
});
