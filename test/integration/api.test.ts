import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Status } from "../../web/deps.ts";
import { correct } from "../support/conversation.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { someMemory } from "../support/memory.ts";
import { scratchDir } from "../support/scratch.ts";
import { diskError, watched } from "../support/through.ts";

const json = async (response: Response): Promise<Record<string, unknown>> =>
  (await response.json()) as Record<string, unknown>;
const post = (machine: TestMachine, path: string, body: unknown) =>
  machine.request(path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });

const hitsOf = async (machine: TestMachine, path: string): Promise<string[]> => {
  const response = await machine.request(path);
  expect(response.status).toBe(200);
  const { hits } = (await response.json()) as { hits: { memory: { id: string } }[] };
  return hits.map(({ memory }) => memory.id);
};

describe("the API", () => {
  test("tells its version and how everything is", async () => {
    const machine = openMachine();
    expect(await json(await machine.request("/api/version"))).toEqual({ version: "1.2.3" });
    machine.spool("not json");
    machine.spool({ session_id: "s1", hook_event_name: "Stop", cwd: "/nowhere" });
    await machine.takeIn();
    machine.spool({ session_id: "s2", hook_event_name: "Stop", cwd: "/nowhere" });
    machine.store.alerts.add({ id: "a1", kind: "restored", message: "Look.", hint: null, atMs: 1 });
    const status = (await json(await machine.request("/api/status"))) as unknown as Status;
    expect(status).toMatchObject({
      machine: { id: expect.any(String), name: expect.any(String) },
      worker: { state: "stopped", pid: null, heartbeatAgeMs: null, currentJob: null },
      queue: { ready: 0, running: 0, retrying: 0, dead: 0, processed: 0 },
      events: { spooled: 1, stored: 1, today: 1, bad: 1, unreadable: 1, notCaptured: 0 },
      memories: { total: 0, trusted: 0, proposed: 0 },
      budget: { tokensToday: 0, limit: 0 },
      model: { name: "none", state: "off", today: [] },
      paused: null,
      pausedSessions: [],
      project: null,
      alerts: [{ message: "Look." }],
    });
    expect(status.health.map(({ component, ok }) => [component, ok])).toEqual([
      ["config", true],
      ["database", true],
      ["spool", true],
      ["queue", true],
      ["disk", true],
      ["model", true],
      ["embeddings", true],
    ]);
    expect(await json(await post(machine, "/api/alerts/seen", {}))).toEqual({ seen: 1 });
    expect(((await json(await machine.request("/api/status"))) as unknown as Status).alerts).toEqual([]);
  });

  test("says what is wrong with a machine's health, and what to do", async () => {
    const machine = openMachine();
    machine.queue.add({ kind: "unknown", subject: "", projectId: null, dedupeKey: "x" });
    const [job] = machine.store.jobs.list("ready", 1);
    machine.store.jobs.save(job?.id ?? "", { state: "dead", attempts: 1, reason: "no" }, 1);
    const { health } = (await json(await machine.request("/api/status?fresh=true"))) as unknown as Status;
    expect(health.find(({ component }) => component === "queue")).toMatchObject({
      ok: false,
      message: "1 dead",
      hint: expect.stringContaining("cairn queue"),
    });
  });

  test("tells of a pause, for a while or until it is ended", async () => {
    const machine = openMachine();
    const paused = async () => ((await json(await machine.request("/api/status"))) as unknown as Status).paused;
    const untilMs = machine.clock.now() + 60_000;
    writeFileSync(join(machine.home.dir, "paused"), `${untilMs / 1_000}\n`);
    expect(await paused()).toEqual({ until: untilMs });
    await machine.clock.pass(60_001);
    expect(await paused()).toBeNull();
    writeFileSync(join(machine.home.dir, "paused"), "0\n");
    expect(await paused()).toEqual({ until: null });
  });

  test("learns, searches, lists, explains and forgets", async () => {
    const machine = openMachine();
    const [dir, elsewhere] = [scratchDir(), scratchDir()];
    const learned = await post(machine, "/api/memories", {
      text: "  Use pnpm\n instead of npm. ",
      scope: "project",
      dir,
    });
    expect(learned.status).toBe(201);
    const { memory, change } = (await learned.json()) as { memory: { id: string; text: string }; change: string };
    expect({ change, ...memory }).toMatchObject({
      change: "added",
      text: "Use pnpm instead of npm.",
      scope: "project",
      state: "trusted",
      origin: "told",
      kind: "rule",
    });
    await post(machine, "/api/memories", { text: "I prefer tabs.", scope: "user", kind: "preference", dir: elsewhere });

    const at = (place: string) => encodeURIComponent(place);
    expect(await hitsOf(machine, "/api/search?q=pnpm")).toEqual([memory.id]);
    expect(await hitsOf(machine, `/api/search?q=pnpm&dir=${at(dir)}`)).toEqual([memory.id]);
    expect(await hitsOf(machine, `/api/search?q=pnpm&dir=${at(elsewhere)}`)).toEqual([]);
    expect(await hitsOf(machine, `/api/search?q=${encodeURIComponent('" OR NEAR( terms:* \0')}`)).toEqual([]);
    expect(await hitsOf(machine, `/api/memories?dir=${at(dir)}`)).toHaveLength(2);
    expect(await hitsOf(machine, `/api/memories?dir=${at(elsewhere)}`)).toHaveLength(1);
    expect(await hitsOf(machine, `/api/memories?dir=${at("/never/seen")}`)).toHaveLength(1);
    expect(await hitsOf(machine, "/api/memories?limit=1")).toHaveLength(1);

    const why = await json(await machine.request(`/api/memories/${memory.id}`));
    expect(why).toMatchObject({
      memory: { id: memory.id },
      projectName: expect.any(String),
      changes: [{ change: "added", quote: "Use pnpm instead of npm." }],
      injections: [],
      supersedes: [],
    });

    expect(await json(await post(machine, `/api/memories/${memory.id}/forget`, {}))).toMatchObject({
      memory: { state: "forgotten" },
    });
    expect((await post(machine, `/api/memories/${memory.id}/forget`, {})).status).toBe(200);
    expect(await hitsOf(machine, "/api/search?q=pnpm")).toEqual([]);
    expect(await hitsOf(machine, "/api/memories?state=forgotten")).toEqual([memory.id]);
  });

  test("explains what was learned from a correction by the words that caused it", async () => {
    const machine = openMachine();
    await correct(machine, scratchDir(), "No, always use pnpm instead of npm in this repo.");
    const [id = ""] = await hitsOf(machine, "/api/search?q=pnpm");
    const { changes } = (await json(await machine.request(`/api/memories/${id}`))) as {
      changes: { quote: string; why: string }[];
    };
    expect(changes[0]?.quote).toContain("always use pnpm instead of npm");
    expect(JSON.parse(changes[0]?.why ?? "")).toHaveProperty("detector");
  });

  test("never stores a secret that somebody tells it", async () => {
    const machine = openMachine();
    const token = `ghp_${"a1B2".repeat(9)}`;
    const learned = await post(machine, "/api/memories", {
      text: `The token is ${token}`,
      scope: "user",
      dir: "/nowhere",
    });
    expect(await learned.text()).not.toContain(token);
  });

  test("lists, retries and discards jobs", async () => {
    const machine = openMachine();
    const add = (key: string) => machine.queue.add({ kind: "unknown", subject: key, projectId: null, dedupeKey: key });
    for (const key of ["a", "b", "c"]) add(key);
    const ids = machine.store.jobs.list("ready", 9).map(({ id }) => id);
    for (const id of ids.slice(0, 2)) machine.store.jobs.save(id, { state: "dead", attempts: 0, reason: "no" }, 1);
    const listed = async (state: string) =>
      ((await json(await machine.request(`/api/queue?state=${state}`))) as { jobs: { id: string }[] }).jobs;
    expect((await listed("dead")).map(({ id }) => id).sort()).toEqual(ids.slice(0, 2).sort());
    expect(await listed("ready")).toMatchObject([
      { id: ids[2], kind: "unknown", subject: "c", attempts: 0, reason: null },
    ]);
    expect(await json(await post(machine, `/api/queue/${ids[0]}/retry`, {}))).toEqual({ moved: 1 });
    expect(await json(await post(machine, "/api/queue/retry", {}))).toEqual({ moved: 1 });
    expect(await json(await post(machine, `/api/queue/${ids[2]}/discard`, {}))).toEqual({ moved: 1 });
    for (const path of ["retry", "discard"])
      expect((await post(machine, `/api/queue/${ids[2]}/${path}`, {})).status).toBe(404);
    expect(await listed("dead")).toEqual([]);
  });

  test("changes a project's settings, also of one it has never seen", async () => {
    const machine = openMachine();
    const dir = scratchDir();
    expect(await json(await post(machine, "/api/projects", { dir, capture: false }))).toMatchObject({
      project: { key: dir, capture: false, private: false },
    });
    expect(await json(await post(machine, "/api/projects", { dir, private: true }))).toMatchObject({
      project: { capture: false, private: true },
    });
    const status = (await json(
      await machine.request(`/api/status?dir=${encodeURIComponent(dir)}`),
    )) as unknown as Status;
    expect(status.project).toMatchObject({ capture: false, private: true });
  });

  test("marks what is learned in a private project, whatever its scope", async () => {
    const machine = openMachine();
    const dir = scratchDir();
    await post(machine, "/api/projects", { dir, private: true });
    for (const scope of ["user", "project"]) {
      const learned = await post(machine, "/api/memories", { text: `A secret ${scope} rule.`, scope, dir });
      expect(await json(learned)).toMatchObject({ memory: { isPrivate: true } });
    }
    await correct(machine, dir, "No, always use pnpm instead of npm in this repo.");
    const all = machine.store.memories.list({ states: ["trusted", "proposed"], projectId: null, limit: 9 });
    expect(all.length).toBeGreaterThanOrEqual(3);
    expect(all.every(({ isPrivate }) => isPrivate)).toBe(true);
  });
});

describe("what is wrong with a request", () => {
  const GOOD = { text: "Use pnpm.", scope: "user", dir: "/x" };
  test.each([
    ["GET", "/api/status?fresh=maybe", null, ["fresh"]],
    ["GET", "/api/status?dir=", null, ["dir"]],
    ["GET", "/api/search", null, ["q"]],
    ["GET", "/api/search?q=&limit=0", null, ["q", "limit"]],
    ["GET", "/api/search?q=a&limit=1001", null, ["limit"]],
    ["GET", "/api/search?q=a&limit=two", null, ["limit"]],
    ["GET", "/api/memories?state=lost", null, ["state"]],
    ["GET", "/api/queue", null, ["state"]],
    ["GET", "/api/queue?state=asleep", null, ["state"]],
    ["GET", "/api/export?evidence=1", null, ["evidence"]],
    ["POST", "/api/memories", "{", ["JSON"]],
    ["POST", "/api/memories", "[]", ["request"]],
    ["POST", "/api/memories", { ...GOOD, text: "  a " }, ["text"]],
    ["POST", "/api/memories", { ...GOOD, text: "x".repeat(2_001) }, ["text"]],
    ["POST", "/api/memories", { ...GOOD, scope: "team", kind: "opinion", dir: "" }, ["scope", "kind", "dir"]],
    ["POST", "/api/memories", { ...GOOD, extra: 1 }, ["extra"]],
    ["POST", "/api/projects", { dir: 7, capture: "yes" }, ["dir", "capture"]],
  ])("is said: %s %s", async (method, path, body, named) => {
    const machine = openMachine();
    const init = body === null ? { method } : { method, body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await machine.request(path, init);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    const problem = await json(response);
    expect(problem).toMatchObject({ status: 400, title: "invalid" });
    for (const name of named) expect(problem.detail).toContain(name);
    expect(machine.store.memories.counts()).toEqual({});
  });

  test.each([
    ["GET", "/"],
    ["GET", "/api"],
    ["GET", "/api/memories/ctx-nobody"],
    ["POST", "/api/memories/ctx-nobody/forget"],
    ["POST", "/api/queue/nothing/retry"],
    ["POST", "/api/queue/nothing/discard"],
    ["DELETE", "/api/memories/ctx-nobody"],
    ["GET", "/api/%E0%A4%A"],
    ["GET", "/api/memories/%00"],
  ])("is that it is not there: %s %s", async (method, path) => {
    const response = await openMachine().request(path, { method });
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await json(response)).toMatchObject({
      title: "not-found",
      status: 404,
      detail: expect.any(String),
      hint: expect.any(String),
    });
  });

  test("is the disk: said as something that passes, with what to do", async () => {
    const machine = openMachine({
      through: (store) =>
        watched(store, {
          before: (call) => {
            if (call === "memories.add") throw diskError("SQLITE_FULL", "database or disk is full");
          },
        }),
    });
    const response = await post(machine, "/api/memories", GOOD);
    expect(response.status).toBe(503);
    expect(await json(response)).toMatchObject({ title: "store-unusable", hint: expect.stringContaining("space") });
  });

  test("is a bug of ours: named, logged with its stack, and the next request is answered", async () => {
    let broken = true;
    const machine = openMachine({
      through: (store) =>
        watched(store, {
          before: (call) => {
            if (broken && call === "memories.list") throw new TypeError("undefined is not a memory");
          },
        }),
    });
    machine.store.memories.add(someMemory());
    const response = await machine.request("/api/memories");
    expect([response.status, await json(response)]).toEqual([
      500,
      expect.objectContaining({ title: "internal", detail: expect.stringContaining("undefined is not a memory") }),
    ]);
    expect(machine.logged.at(-1)).toMatchObject({
      level: "error",
      fields: { stack: expect.stringContaining("TypeError") },
    });
    broken = false;
    expect((await machine.request("/api/memories")).status).toBe(200);
  });
});

test("an export that fails in its middle never looks whole", async () => {
  const machine = openMachine({
    through: (store) =>
      watched(store, {
        before: (call) => {
          if (call === "memories.page") throw diskError();
        },
      }),
  });
  const response = await machine.request("/api/export");
  await expect(response.text()).rejects.toThrow();
});
