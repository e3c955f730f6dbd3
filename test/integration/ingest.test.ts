import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { converse } from "../support/conversation.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { scratchDir } from "../support/scratch.ts";

const namesOf = (machine: TestMachine, sessionId: string): string[] =>
  machine.store.events.ofSession(sessionId).map(({ name }) => name);

const stop = (text: string, session = "s1") => ({
  session_id: session,
  hook_event_name: "Stop",
  cwd: "/nowhere",
  last_assistant_message: text,
});

describe("a session", () => {
  test("becomes its rows: session, turns, tool uses with their outcome, jobs", async () => {
    const machine = openMachine();
    const dir = scratchDir();
    const session = converse(machine, dir);
    session.start();
    session.prompt("Add a date library");
    session.tool("Bash", { command: "npm i dayjs" }, { stdout: "added 1 package" });
    session.failedTool("Bash", { command: "npm test" }, "Exit code 3");
    session.tool("Edit", { file_path: "/a/b.ts", old_string: "a", new_string: "b" }, { userModified: true });
    session.stop("I added dayjs.");
    session.end("prompt_input_exit");
    await machine.takeIn();

    expect(machine.waiting()).toEqual([]);
    expect(machine.store.sessions.byId(session.id)).toMatchObject({
      dir,
      source: "startup",
      model: "some-model",
      endReason: "prompt_input_exit",
      endedAtMs: machine.clock.now() + 10,
    });
    expect(machine.store.turns.ofSession(session.id)).toMatchObject([
      { prompt: "Add a date library", answer: "I added dayjs.", state: "answered" },
    ]);
    const uses = machine.store.toolUses.ofSession(session.id);
    expect(
      uses.map(({ tool, summary, outcome, error, userModified, durationMs }) => ({
        tool,
        summary,
        outcome,
        error,
        userModified,
        durationMs,
      })),
    ).toEqual([
      { tool: "Bash", summary: "npm i dayjs", outcome: "ok", error: null, userModified: false, durationMs: 5 },
      {
        tool: "Bash",
        summary: "npm test",
        outcome: "failed",
        error: "Exit code 3",
        userModified: false,
        durationMs: 5,
      },
      { tool: "Edit", summary: "/a/b.ts", outcome: "ok", error: null, userModified: true, durationMs: 5 },
    ]);
    expect(uses[2]?.files).toEqual(["/a/b.ts"]);
    const kinds = machine.store.jobs
      .list("ready", 99)
      .map(({ kind }) => kind)
      .sort();
    expect(kinds).toEqual(["brief.prepare", "learn.turn", "reflect.turn", "summarise.session", "summarise.session"]);
  });

  test("may begin with any event and in the order of the writing, whatever the files are called", async () => {
    const machine = openMachine();
    const now = machine.clock.now();
    const at = (name: string, ms: number, fields = {}) =>
      machine.spool({ session_id: "s1", hook_event_name: name, cwd: "/nowhere", ...fields }, { atMs: now + ms });
    at("SessionEnd", 50, { reason: "other" });
    at("Stop", 40, { last_assistant_message: "second" });
    at("UserPromptSubmit", 30, { prompt: "two" });
    at("PostToolUse", 10, { tool_name: "Bash", tool_use_id: "t1", tool_input: { command: "ls" }, tool_response: {} });
    at("UserPromptSubmit", 20, { prompt: "one" });
    await machine.takeIn();
    expect(namesOf(machine, "s1")).toEqual([
      "PostToolUse",
      "UserPromptSubmit",
      "UserPromptSubmit",
      "Stop",
      "SessionEnd",
    ]);
    const turns = machine.store.turns.ofSession("s1");
    expect(turns.map(({ prompt, state, answer }) => [prompt, state, answer])).toEqual([
      ["one", "silent", null],
      ["two", "answered", "second"],
    ]);
    expect(machine.store.toolUses.byId("s1", "t1")).toMatchObject({ outcome: "ok", turnId: null });
  });

  test("that is resumed goes on and is no longer ended; a fork is a session of its own", async () => {
    const machine = openMachine();
    const session = converse(machine, "/nowhere");
    session.start();
    session.end();
    session.start("resume");
    await machine.takeIn();
    expect(machine.store.sessions.byId(session.id)).toMatchObject({ source: "resume", endedAtMs: null });
    const fork = converse(machine, "/nowhere", "forked");
    fork.prompt("go on here");
    await machine.takeIn();
    expect(machine.store.sessions.byId("forked")).toMatchObject({ source: null, briefedAtMs: null });
  });

  test("without a folder, or in one that is gone, has a project all the same", async () => {
    const machine = openMachine();
    machine.spool({ session_id: "s1", hook_event_name: "Stop" });
    machine.spool({ session_id: "s2", hook_event_name: "Stop", cwd: join(scratchDir(), "gone", 'it\'s "here"') });
    await machine.takeIn();
    expect(machine.aside()).toEqual([]);
    expect(machine.store.projects.all()).toHaveLength(2);
  });

  test("keeps its project when it moves to another folder, and shares it with other folders of the same one", async () => {
    const machine = openMachine();
    const dir = scratchDir();
    mkdirSync(join(dir, "real"));
    symlinkSync(join(dir, "real"), join(dir, "link"));
    converse(machine, join(dir, "real"), "s1").prompt("one");
    converse(machine, join(dir, "link"), "s2").prompt("two");
    converse(machine, "/elsewhere", "s1").prompt("three");
    await machine.takeIn();
    expect(machine.store.projects.all()).toHaveLength(1);
  });
});

describe("what was interrupted or refused", () => {
  const call = (machine: TestMachine, id: string, name = "PreToolUse", fields = {}) =>
    machine.spool({
      session_id: "s1",
      hook_event_name: name,
      cwd: "/nowhere",
      tool_name: "Bash",
      tool_input: { command: id },
      tool_use_id: id,
      ...fields,
    });

  test("a call still running when the next prompt comes was interrupted, unless a subagent runs it", async () => {
    const machine = openMachine();
    const session = converse(machine, "/nowhere", "s1");
    session.prompt("one");
    machine.clock.set(machine.clock.now() + 1_000);
    call(machine, "t1");
    call(machine, "t2", "PreToolUse", { agent_id: "a1" });
    machine.clock.set(machine.clock.now() + 1_000);
    session.prompt("no, not that");
    await machine.takeIn();
    expect(machine.store.toolUses.byId("s1", "t1")?.outcome).toBe("interrupted");
    expect(machine.store.toolUses.byId("s1", "t2")?.outcome).toBe("running");
    expect(machine.store.turns.ofSession("s1").map(({ state }) => state)).toEqual(["interrupted", "open"]);
  });

  test("a call that only the batch knows, or that never got a result, was rejected", async () => {
    const machine = openMachine();
    call(machine, "t1");
    call(machine, "t2");
    call(machine, "t2", "PostToolUse", { tool_response: {} });
    const calls = ["t1", "t2", "t3"].map((id) => ({
      tool_name: "Bash",
      tool_input: { command: id },
      tool_use_id: id,
      tool_response: `answer ${id}`,
    }));
    machine.clock.set(machine.clock.now() + 10);
    machine.spool({ session_id: "s1", hook_event_name: "PostToolBatch", cwd: "/nowhere", tool_calls: calls });
    await machine.takeIn();
    const outcomes = machine.store.toolUses
      .ofSession("s1")
      .map(({ toolUseId, outcome, error }) => [toolUseId, outcome, error]);
    expect(outcomes).toEqual([
      ["t1", "rejected", "answer t1"],
      ["t2", "ok", null],
      ["t3", "rejected", "answer t3"],
    ]);
  });

  test("a result that is taken in before its start wins over it", async () => {
    const machine = openMachine();
    call(machine, "t1", "PostToolUseFailure", { error: "Exit code 1", is_interrupt: true, duration_ms: 3.7 });
    machine.clock.set(machine.clock.now() + 10);
    call(machine, "t1");
    await machine.takeIn();
    expect(machine.store.toolUses.byId("s1", "t1")).toMatchObject({ outcome: "interrupted", durationMs: 4 });
  });
});

describe("a happening that two copies of the plugin report", () => {
  const echoes = async (payload: Parameters<TestMachine["spool"]>[0], gapMs: number): Promise<number> => {
    const machine = openMachine();
    machine.spool(payload);
    machine.spool(payload, { atMs: machine.clock.now() + gapMs });
    await machine.takeIn();
    expect(machine.waiting()).toEqual([]);
    return machine.store.events.count();
  };
  const call = {
    session_id: "s1",
    hook_event_name: "PreToolUse",
    cwd: "/nowhere",
    tool_use_id: "t1",
    tool_name: "Bash",
  };
  const prompt = {
    session_id: "s1",
    hook_event_name: "UserPromptSubmit",
    cwd: "/nowhere",
    prompt: "yes",
    prompt_id: "p1",
  };

  test("counts once, for ever when it has an id", async () => {
    expect(await echoes(call, 3)).toBe(1);
    expect(await echoes(call, 3_600_000)).toBe(1);
    expect(await echoes(prompt, 3_600_000)).toBe(1);
  });

  test("counts once within five seconds when only its content is the same, in either order of the files", async () => {
    expect(await echoes(stop("done"), 5_000)).toBe(1);
    expect(await echoes(stop("done"), -5_000)).toBe(1);
    expect(await echoes(stop("done"), 5_001)).toBe(2);
    const { prompt_id: _, ...older } = prompt;
    expect(await echoes(older, 6_000)).toBe(2);
  });

  test("brings no second turn, tool use or job, however the two are interleaved", async () => {
    const machine = openMachine();
    const session = converse(machine, "/nowhere", "s1");
    session.start();
    session.prompt("one");
    session.tool("Bash", { command: "ls" });
    session.stop("done");
    const twice = machine.waiting();
    for (const [i, name] of twice.entries()) {
      const path = join(machine.home.spool, name);
      const copy = join(machine.home.spool, `${7_000 + i}.copy.s1`);
      writeFileSync(copy, readFileSync(path));
      const seconds = machine.clock.now() / 1_000 + i / 1_000;
      utimesSync(copy, seconds, seconds);
    }
    await machine.takeIn();
    expect(machine.store.events.count()).toBe(5);
    expect(machine.store.turns.ofSession("s1")).toHaveLength(1);
    const jobs = machine.store.jobs.list("ready", 99).map(({ kind }) => kind);
    expect(new Set(jobs).size).toBe(jobs.length);
    expect(machine.waiting()).toEqual([]);
  });
});

describe("a death between the commit and the deletion of the file", () => {
  test("changes nothing: the file is known and goes", async () => {
    const machine = openMachine();
    const file = machine.spool(stop("done"));
    const bytes = readFileSync(join(machine.home.spool, file));
    await machine.takeIn();
    writeFileSync(join(machine.home.spool, file), bytes);
    await machine.takeIn();
    expect(machine.store.events.count()).toBe(1);
    expect([machine.waiting(), machine.aside()]).toEqual([[], []]);
    const db = new Database(machine.home.database, { readonly: true });
    expect(db.prepare("select count(*) as n from event_echo").get()).toEqual({ n: 0 }); // it is the report itself, no second one
    db.close();
  });

  test("nor does it when all events have been archived since", async () => {
    const machine = openMachine();
    const file = machine.spool(stop("done"));
    const bytes = readFileSync(join(machine.home.spool, file));
    await machine.takeIn();
    writeFileSync(join(machine.home.spool, file), bytes);
    await machine.request("/api/queue/archive", { method: "POST" });
    await machine.takeIn();
    const archived = readdirSync(machine.home.archive);
    expect(machine.store.events.count() + archived.length).toBe(1);
    expect(machine.waiting()).toEqual([]);
  });
});

describe("privacy", () => {
  const setProject = async (machine: TestMachine, dir: string, settings: object): Promise<void> => {
    const body = JSON.stringify({ dir, ...settings });
    expect((await machine.request("/api/projects", { method: "POST", body })).status).toBe(200);
  };

  test("capture off records nothing of that project, from the moment it is said, and everything of others", async () => {
    const machine = openMachine();
    const [secret, open] = [scratchDir(), scratchDir()];
    converse(machine, secret, "s1").prompt("before");
    await machine.takeIn();
    await setProject(machine, secret, { capture: false });
    converse(machine, secret, "s1").prompt("after");
    converse(machine, secret, "s2").prompt("another session");
    converse(machine, open, "s3").prompt("open");
    await machine.takeIn();
    expect(machine.waiting()).toEqual([]);
    expect(namesOf(machine, "s1")).toHaveLength(1);
    expect(machine.store.sessions.byId("s2")).toBeUndefined();
    expect(namesOf(machine, "s3")).toHaveLength(1);
    expect(machine.store.meta.count("events.notCaptured")).toBe(2);
    expect(readFileSync(machine.home.database).includes("another session")).toBe(false);
    await setProject(machine, secret, { capture: true });
    converse(machine, secret, "s2").prompt("on again");
    await machine.takeIn();
    expect(namesOf(machine, "s2")).toHaveLength(1);
  });

  test("capture off in the settings records nothing anywhere", async () => {
    const machine = openMachine({ config: { capture: false } });
    converse(machine, scratchDir(), "s1").prompt("anything");
    await machine.takeIn();
    expect([machine.store.events.count(), machine.waiting(), machine.aside()]).toEqual([0, [], []]);
    machine.configure({});
    converse(machine, scratchDir(), "s1").prompt("anything");
    await machine.takeIn();
    expect(machine.store.events.count()).toBe(1);
  });

  test("secrets and what is marked private never reach the database", async () => {
    const machine = openMachine();
    const token = `ghp_${"a1B2".repeat(9)}`;
    const session = converse(machine, "/nowhere", "s1");
    session.prompt(`Use ${token} and <private>the name of my cat</private>, please`);
    session.tool("Bash", { command: `curl -H "Authorization: Bearer ${token}" x` }, { stdout: `token=${token}` });
    await machine.takeIn();
    await machine.work();
    const bytes = ["", "-wal"].map((end) => readFileSync(machine.home.database + end, "latin1")).join("");
    expect(bytes).toContain("[redacted:github-token]");
    expect(bytes).not.toContain(token);
    expect(bytes).not.toContain("my cat");
  });
});

test("a database that was moved away under the spool does not matter: files of another life are taken in", async () => {
  const machine = openMachine();
  mkdirSync(machine.home.spool, { recursive: true });
  machine.spool(stop("done"));
  const elsewhere = join(scratchDir(), "spool");
  renameSync(machine.home.spool, elsewhere);
  await machine.takeIn(); // no spool at all
  renameSync(elsewhere, machine.home.spool);
  await machine.takeIn();
  expect(machine.store.events.count()).toBe(1);
});
