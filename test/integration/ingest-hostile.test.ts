import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { setAside } from "../../agent/ingest/spool.ts";
import { openStore } from "../../sync/store/open.ts";
import { converse } from "../support/conversation.ts";
import { alnum } from "../support/fake-secrets.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { scratchDir, scratchHome } from "../support/scratch.ts";
import { diskError, watched } from "../support/through.ts";

const event = (text = "done", session = "s1") => ({
  session_id: session,
  hook_event_name: "Stop",
  cwd: "/nowhere",
  last_assistant_message: text,
});

/** What the machine looks like from outside. */
const outcome = (machine: TestMachine) => ({
  stored: machine.store.events.count(),
  waiting: machine.waiting().length,
  aside: machine.aside().length,
  bad: machine.store.meta.count("events.bad"),
});

describe("a file", () => {
  test("still being written stays; after a minute it was cut short and goes aside", async () => {
    const machine = openMachine();
    machine.spool(event(), { cut: true });
    machine.spool("", { cut: true });
    machine.spool(event("whole"));
    await machine.takeIn();
    expect(outcome(machine)).toEqual({ stored: 1, waiting: 2, aside: 0, bad: 0 });
    await machine.clock.pass(60_000);
    await machine.takeIn();
    expect(outcome(machine)).toEqual({ stored: 1, waiting: 2, aside: 0, bad: 0 });
    await machine.clock.pass(1);
    await machine.takeIn();
    expect(outcome(machine)).toEqual({ stored: 1, waiting: 0, aside: 2, bad: 2 });
  });

  test("still being written is not given up on when the clock is set back", async () => {
    const machine = openMachine();
    machine.spool(event(), { cut: true });
    machine.clock.set(machine.clock.now() - 86_400_000);
    await machine.takeIn();
    expect(outcome(machine)).toEqual({ stored: 0, waiting: 1, aside: 0, bad: 0 });
  });

  test.each([
    ["no JSON", "not json"],
    ["half of a JSON", '{"session_id":"s1","hook_event_name":'],
    ["nothing", ""],
    ["no payload", "[1,2,3]"],
    ["a payload of nobody", '{"hook_event_name":"Stop"}'],
    ["bytes", Uint8Array.from({ length: 999 }, (_, i) => (i * 7) % 251)],
    ["zeros, as a power cut leaves them", new Uint8Array(4_096)],
    ["a million brackets", "[".repeat(1_000_000)],
  ])("that holds %s goes aside, and the rest goes on", async (_, content) => {
    const machine = openMachine();
    machine.spool(event("before"));
    machine.spool(content);
    machine.spool(event("after"));
    await machine.takeIn();
    expect(outcome(machine)).toEqual({ stored: 2, waiting: 0, aside: 1, bad: 1 });
    const [name] = machine.aside();
    expect(
      readFileSync(join(machine.home.spoolBad, name ?? ""))
        .subarray(0, -1)
        .equals(Buffer.from(content)),
    ).toBe(true);
    expect(machine.logged.map(({ level, fields }) => [level, fields.file])).toEqual([["warn", name]]);
  });

  test("larger than any event goes aside unread", async () => {
    const machine = openMachine();
    const name = machine.spool("");
    truncateSync(join(machine.home.spool, name), 3 * 1024 ** 3);
    await machine.takeIn();
    expect(outcome(machine)).toMatchObject({ waiting: 0, aside: 1 });
    expect(machine.logged[0]?.fields.why).toBe("larger than any event");
  });

  test("that disappears meanwhile is nobody's problem, nor are folders, links and hidden files", async () => {
    const machine = openMachine();
    machine.spool(event());
    mkdirSync(join(machine.home.spool, "1.folder.s1"));
    symlinkSync("nowhere", join(machine.home.spool, "1.link.s1"));
    writeFileSync(join(machine.home.spool, ".hidden"), "x");
    await machine.takeIn();
    expect(outcome(machine)).toMatchObject({ stored: 1, aside: 0 });
    expect(() => setAside(machine.home, "gone")).not.toThrow();
  });
});

describe("a payload", () => {
  test("of six megabytes is stored, capped and with its real size", async () => {
    const machine = openMachine();
    const content = "const x = 1;\n".repeat(230_000);
    const call = { tool_name: "Write", tool_use_id: "t1", tool_input: { file_path: "/a/b.ts", content } };
    machine.spool({ ...event(), hook_event_name: "PostToolUse", ...call, tool_response: { type: "create", content } });
    await machine.takeIn();
    const [stored] = machine.store.events.ofSession("s1");
    expect(stored?.bodyBytes).toBeGreaterThan(6_000_000);
    expect(Buffer.byteLength(stored?.body ?? "")).toBeLessThanOrEqual(16_384);
    expect(JSON.parse(stored?.body ?? "")).toMatchObject({ tool_use_id: "t1", session_id: "s1" });
    expect(machine.store.toolUses.byId("s1", "t1")).toMatchObject({ summary: "/a/b.ts", outcome: "ok" });
  });

  test("in which nothing is secret is stored as it was written", async () => {
    const machine = openMachine();
    const written = '{ "session_id":"s1", "hook_event_name":"Stop",  "big":12345678901234567890, "odd":"\\u0041\\/" }';
    machine.spool(written);
    await machine.takeIn();
    expect(machine.store.events.ofSession("s1")[0]?.body).toBe(written);
  });

  test("that names a field twice keeps no secret of the first", async () => {
    const machine = openMachine();
    const token = `ghp_${alnum(36)}`;
    machine.spool(`{"session_id":"s1","hook_event_name":"Stop","note":"${token}","note":"harmless"}`);
    await machine.takeIn();
    expect(JSON.parse(machine.store.events.ofSession("s1")[0]?.body ?? "")).toMatchObject({ note: "harmless" });
    expect(machine.store.events.ofSession("s1")[0]?.body).not.toContain(token);
  });

  test("with zero bytes, lone surrogates and invalid UTF-8 is stored as valid text", async () => {
    const machine = openMachine();
    const json =
      '{"session_id":"s1","hook_event_name":"UserPromptSubmit","cwd":"/no\\u0000where","prompt":"a\\u0000b \\ud800 c XX d"}';
    const bytes = Buffer.from(json.replace("XX", "\x01\x01"), "latin1");
    machine.spool(Uint8Array.from(bytes, (byte) => (byte === 1 ? 0xff : byte)));
    await machine.takeIn();
    expect(outcome(machine)).toMatchObject({ stored: 1, aside: 0 });
    expect(machine.store.turns.ofSession("s1")[0]?.prompt).toBe("a\0b \ufffd c \ufffd\ufffd d");
    await machine.work();
    expect(machine.store.jobs.counts().dead).toBe(0);
  });

  test("nested deeper than anything else is stored", async () => {
    const machine = openMachine();
    machine.spool(`{"session_id":"s1","hook_event_name":"Stop","deep":${"[".repeat(50_000)}${"]".repeat(50_000)}}`);
    await machine.takeIn();
    expect(outcome(machine)).toEqual({ stored: 1, waiting: 0, aside: 0, bad: 0 });
  });

  test("whose every field is of an odd kind or size is stored", async () => {
    const machine = openMachine();
    for (const [i, odd] of [null, 7, -1e308, true, [], {}, "x".repeat(100_000), "__proto__"].entries()) {
      const fields = [
        "cwd",
        "prompt",
        "prompt_id",
        "source",
        "reason",
        "tool_name",
        "tool_input",
        "tool_response",
        "tool_calls",
        "error",
        "duration_ms",
        "agent_id",
        "agent_type",
        "last_assistant_message",
      ];
      for (const name of [
        "SessionStart",
        "UserPromptSubmit",
        "PostToolUse",
        "PostToolBatch",
        "SubagentStop",
        "SessionEnd",
      ]) {
        const call = { tool_use_id: `t${i}`, ...Object.fromEntries(fields.map((field) => [field, odd])) };
        machine.spool({ session_id: `s${i}`, hook_event_name: name, ...call });
      }
    }
    await machine.takeIn();
    expect(machine.logged).toEqual([]);
    expect(outcome(machine)).toEqual({ stored: 48, waiting: 0, aside: 0, bad: 0 });
    await machine.work();
    expect(machine.store.jobs.counts().dead).toBe(0);
  });

  test("with a session of any name ends no worker", async () => {
    const machine = openMachine();
    for (const id of ["../../x", "a/b", ".", "'; drop table event; --", "x".repeat(5_000), "a".repeat(300)]) {
      const session = converse(
        { ...machine, spool: (payload) => machine.spool(payload, { nameless: true }) },
        "/nowhere",
        id,
      );
      session.start();
      session.prompt("hello");
      session.end();
    }
    await machine.takeIn();
    await machine.work();
    expect(outcome(machine)).toEqual({ stored: 18, waiting: 0, aside: 0, bad: 0 });
  });
});

describe("an event that the store does not take", () => {
  const refusing = (error: () => Error) =>
    openMachine({
      through: (store) =>
        watched(store, {
          before: (call, args) => {
            if (call === "events.add" && JSON.stringify(args).includes("POISON")) throw error();
          },
        }),
    });

  test("goes aside alone; those around it, of the same new project too, are stored", async () => {
    const machine = refusing(() => new Error("a bug"));
    const dir = scratchDir();
    const session = converse(machine, dir, "s1");
    session.prompt("POISON");
    session.prompt("good");
    for (let i = 0; i < 5; i++) session.lay("Stop", { last_assistant_message: `good ${i}` });
    session.prompt("POISON too");
    session.stop("good again");
    await machine.takeIn();
    expect(outcome(machine)).toEqual({ stored: 7, waiting: 0, aside: 2, bad: 2 });
    expect(machine.store.projects.all()).toHaveLength(1);
  });

  test("because the disk is full stays where it is, and is stored once there is room", async () => {
    let full = true;
    const machine = openMachine({
      through: (store) =>
        watched(store, {
          before: (call) => {
            if (full && call === "jobs.add") throw diskError("SQLITE_FULL", "database or disk is full");
          },
        }),
    });
    const session = converse(machine, scratchDir(), "s1");
    session.start();
    session.prompt("one");
    await expect(machine.takeIn()).rejects.toThrow("disk is full");
    expect(outcome(machine)).toEqual({ stored: 0, waiting: 2, aside: 0, bad: 0 });
    full = false;
    await machine.takeIn();
    expect(outcome(machine)).toEqual({ stored: 2, waiting: 0, aside: 0, bad: 0 });
    expect(machine.store.projects.all()).toHaveLength(1);
  });

  test("because the database is damaged stays as well, and the damage is not hidden", async () => {
    const machine = refusing(() => diskError("SQLITE_CORRUPT", "database disk image is malformed"));
    machine.spool(event("POISON"));
    await expect(machine.takeIn()).rejects.toMatchObject({ code: "SQLITE_CORRUPT" });
    expect(outcome(machine)).toEqual({ stored: 0, waiting: 1, aside: 0, bad: 0 });
  });
});

describe("a hook that asks about a file", () => {
  test("cannot lead out of the spool, whatever it calls the file", async () => {
    const machine = openMachine();
    await machine.clock.pass(600_000);
    writeFileSync(machine.home.config, "capture: true\n");
    for (const name of [
      "../config.yaml",
      "../cairn.db",
      "..",
      ".",
      "bad",
      "a/b",
      "x\0y",
      "",
      "x".repeat(3_000),
      "%2e%2e",
      "\u{1F389}",
    ]) {
      const response = await machine.request(`/hook/${encodeURIComponent(name)}`);
      expect([204, 404], name).toContain(response.status);
    }
    expect(readFileSync(machine.home.config, "utf8")).toBe("capture: true\n");
    expect(outcome(machine)).toEqual({ stored: 0, waiting: 0, aside: 0, bad: 0 });
  });

  test("brings what its session did before into the store first, in order, and leaves other sessions waiting", async () => {
    const machine = openMachine();
    const session = converse(machine, "/nowhere", "s1");
    session.start();
    session.prompt("one");
    session.stop("first answer");
    const asked = session.prompt("two");
    session.tool("Bash", { command: "ls" });
    machine.spool(event("other", "s2"));
    await machine.ask(asked);
    const stored = machine.store.events.ofSession("s1").map(({ name }) => name);
    expect(stored).toEqual(["SessionStart", "UserPromptSubmit", "Stop", "UserPromptSubmit"]);
    expect(machine.waiting()).toHaveLength(3);
    await machine.takeIn();
    expect(machine.waiting()).toEqual([]);
  });

  test("without knowing its session brings everything older first", async () => {
    const machine = openMachine();
    machine.spool(event("other", "s2"), { atMs: machine.clock.now() - 10 });
    const asked = machine.spool(event("mine"), { nameless: true });
    machine.spool(event("later", "s3"), { atMs: machine.clock.now() + 10 });
    await machine.ask(asked);
    expect(outcome(machine)).toMatchObject({ stored: 2, waiting: 1 });
  });

  test("while everything is being taken in gets its answer, and nothing is taken in twice", async () => {
    const machine = openMachine();
    for (let i = 0; i < 1_200; i++) machine.spool(event(`answer ${i}`, `s${i % 3}`), { atMs: machine.clock.now() + i });
    const session = converse(machine, "/nowhere", "s1");
    await machine.clock.pass(2_000);
    const asked = session.start();
    const draining = machine.takeIn();
    await machine.ask(asked);
    await machine.ask(asked);
    await draining;
    expect(outcome(machine)).toEqual({ stored: 1_201, waiting: 0, aside: 0, bad: 0 });
  });
});

test("what is set aside is counted once, also when the count could not be written at first", async () => {
  let full = true;
  const home = scratchHome();
  openStore(home.database).close();
  const machine = openMachine({
    home,
    through: (store) =>
      watched(store, {
        before: (call) => {
          if (full && call === "meta.add") throw diskError("SQLITE_FULL");
        },
      }),
  });
  machine.spool("not json");
  await expect(machine.takeIn()).rejects.toThrow();
  full = false;
  await machine.takeIn();
  expect(outcome(machine)).toEqual({ stored: 0, waiting: 0, aside: 1, bad: 1 });
});
