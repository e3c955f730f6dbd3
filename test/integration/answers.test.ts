import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { leaveNotice } from "../../agent/control/notice.ts";
import type { CountedMemory } from "../../sync/core/words.ts";
import { converse } from "../support/conversation.ts";
import { type Answer, openMachine, type TestMachine } from "../support/machine.ts";
import { someMemory } from "../support/memory.ts";
import { scratchDir } from "../support/scratch.ts";

/** The ids that an answer names, in its order. */
const idsIn = (answer: Answer | null): string[] =>
  answer?.hookSpecificOutput?.additionalContext.match(/(?<=\[)ctx-[a-z0-9]+/g) ?? [];

/** A machine that knows a project and these memories of it. */
const knowing = async (...memories: Partial<CountedMemory>[]): Promise<{ machine: TestMachine; dir: string }> => {
  const machine = openMachine();
  const dir = scratchDir();
  converse(machine, dir, "earlier").prompt("hello");
  await machine.takeIn();
  await machine.work();
  const projectId = machine.store.projects.all()[0]?.id ?? "";
  for (const { projectId: of, ...memory } of memories)
    machine.store.memories.add(someMemory({ ...memory, projectId: of === "this" ? projectId : null }));
  await machine.clock.pass(60_000);
  return { machine, dir };
};

const PNPM = { id: "ctx-pnpm", text: "Use pnpm instead of npm." };
const TESTS = { id: "ctx-tests", text: "Run the tests with vitest.", projectId: "this" } as const;
const DEPLOY = { id: "ctx-deploy", text: "Deploy with the release script.", projectId: "this" } as const;

describe("SessionStart", () => {
  test("brings the brief: the project's own first, then the person's", async () => {
    const { machine, dir } = await knowing(PNPM, TESTS);
    const answer = await machine.ask(converse(machine, dir).start());
    expect(answer?.hookSpecificOutput?.hookEventName).toBe("SessionStart");
    expect(idsIn(answer)).toEqual(["ctx-tests", "ctx-pnpm"]);
    expect(machine.store.memories.byId("ctx-tests")).toMatchObject({
      injected: 1,
      lastInjectedAtMs: machine.clock.now(),
    });
  });

  test("brings the same bytes again when a session is resumed, as long as nothing was learned", async () => {
    const { machine, dir } = await knowing(PNPM, TESTS);
    const session = converse(machine, dir);
    const first = await machine.ask(session.start());
    await machine.clock.pass(86_400_000);
    expect(await machine.ask(session.start("resume"))).toEqual(first);
  });

  test("brings nothing of another project", async () => {
    const { machine } = await knowing(TESTS, DEPLOY);
    expect(await machine.ask(converse(machine, scratchDir()).start())).toBeNull();
  });

  test("brings nothing proposed, unsure, superseded or forgotten", async () => {
    const { machine, dir } = await knowing(
      { ...PNPM, state: "proposed" },
      { ...PNPM, id: "ctx-old1", state: "superseded" },
      { ...PNPM, id: "ctx-old2", state: "forgotten" },
      { ...PNPM, id: "ctx-weak", confidence: 0.3 },
    );
    expect(await machine.ask(converse(machine, dir).start())).toBeNull();
  });

  test("shows the notice that waits, once, to the user only", async () => {
    const { machine, dir } = await knowing(PNPM);
    leaveNotice(machine.home, 'The worker "crashed"\ntwice');
    const answer = await machine.ask(converse(machine, dir).start());
    expect(answer?.systemMessage).toBe('The worker "crashed"\ntwice');
    expect(answer?.hookSpecificOutput?.additionalContext).not.toContain("crashed");
    expect((await machine.ask(converse(machine, dir).start()))?.systemMessage).toBeUndefined();
  });

  test("is not stopped by a notice that a crash cut short", async () => {
    const { machine, dir } = await knowing(PNPM);
    writeFileSync(machine.home.notice, '"systemMess');
    expect(idsIn(await machine.ask(converse(machine, dir).start()))).toEqual(["ctx-pnpm"]);
    expect(existsSync(machine.home.notice)).toBe(false);
  });
});

describe("a prompt", () => {
  test("brings what bears on it and was not given yet, and never the same again", async () => {
    const { machine, dir } = await knowing();
    const session = converse(machine, dir);
    await machine.ask(session.start()); // nothing is known yet
    const project = machine.store.projects.all()[0]?.id ?? "";
    for (const memory of [TESTS, DEPLOY]) machine.store.memories.add(someMemory({ ...memory, projectId: project }));
    const ask = (prompt: string) => machine.ask(session.prompt(prompt));
    const answer = await ask("please run the tests");
    expect(idsIn(answer)).toEqual(["ctx-tests"]);
    expect(answer?.hookSpecificOutput?.hookEventName).toBe("UserPromptSubmit");
    expect(await ask("run the tests again")).toBeNull();
    expect(idsIn(await ask("deploy it and run the tests"))).toEqual(["ctx-deploy"]);
    expect(await ask("what is the weather like")).toBeNull();
  });

  test("gets the whole brief when SessionStart was never seen, and then only what is new", async () => {
    const { machine, dir } = await knowing(PNPM, TESTS);
    const session = converse(machine, dir);
    expect(idsIn(await machine.ask(session.prompt("hello")))).toEqual(["ctx-tests", "ctx-pnpm"]);
    expect(await machine.ask(session.prompt("run the tests with pnpm"))).toBeNull();
  });

  test("is not given the brief that the hook printed while the worker was away, but it counts as given", async () => {
    const { machine, dir } = await knowing(PNPM, TESTS);
    const session = converse(machine, dir);
    session.start();
    await machine.takeIn(); // late: nobody asked
    mkdirSync(machine.home.offers, { recursive: true });
    writeFileSync(join(machine.home.offers, `${session.id}.briefed`), "");
    expect(await machine.ask(session.prompt("run the tests"))).toBeNull();
    expect(machine.store.injections.pinned(session.id)).toHaveLength(2);
    expect(existsSync(join(machine.home.offers, `${session.id}.briefed`))).toBe(false);
  });

  test("that is a slash command, empty or a query in some search language brings nothing and breaks nothing", async () => {
    const { machine, dir } = await knowing();
    const session = converse(machine, dir);
    await machine.ask(session.start());
    machine.store.memories.add(someMemory({ ...TESTS, projectId: null }));
    for (const prompt of ["/test the tests", "", " ", '" OR terms : *', "NEAR(", "\0", "\ud800"])
      expect(idsIn(await machine.ask(session.prompt(prompt))), prompt).toEqual([]);
  });

  test("brings nothing of another project", async () => {
    const { machine } = await knowing(TESTS);
    const session = converse(machine, scratchDir());
    await machine.ask(session.start());
    expect(await machine.ask(session.prompt("please run the tests with vitest"))).toBeNull();
  });

  test("that is very long is looked through for its rare words", async () => {
    const { machine, dir } = await knowing();
    const session = converse(machine, dir);
    await machine.ask(session.start());
    const project = machine.store.projects.all()[0]?.id ?? "";
    for (let n = 0; n < 40; n++)
      machine.store.memories.add(someMemory({ id: `ctx-00${n}`, projectId: project, text: "Common words." }));
    machine.store.memories.add(someMemory({ ...DEPLOY, projectId: project, text: "The zeppelin needs helium." }));
    const words = Array.from({ length: 1_000 }, (_, i) => `common words ${i}`).join(" ");
    expect(
      idsIn(await machine.ask(session.prompt(`${words.slice(0, 3_000)} zeppelin ${words.slice(0, 3_000)}`)))[0],
    ).toBe("ctx-deploy");
  });

  test("brings ten memories at most", async () => {
    const { machine, dir } = await knowing();
    const session = converse(machine, dir);
    await machine.ask(session.start());
    for (let n = 10; n < 40; n++)
      machine.store.memories.add(someMemory({ id: `ctx-00${n}`, text: `Use zebra number ${n}.` }));
    expect(idsIn(await machine.ask(session.prompt("zebra")))).toHaveLength(10);
  });
});

describe("a compaction", () => {
  test("brings back what the session had been given, before anything else", async () => {
    const { machine, dir } = await knowing(PNPM, TESTS, { ...DEPLOY, confidence: 0.55 });
    machine.configure({ recall: { briefChars: 500 } });
    const session = converse(machine, dir);
    await machine.ask(session.start());
    const before = machine.store.injections.pinned(session.id);
    machine.configure({});
    machine.store.memories.add(someMemory({ id: "ctx-newer", text: "Something learned since.", confidence: 0.99 }));
    const answer = await machine.ask(session.start("compact"));
    expect(idsIn(answer).sort()).toEqual(["ctx-deploy", "ctx-newer", "ctx-pnpm", "ctx-tests"]);
    const given = machine.store.injections.ofMemory(before[0] ?? "", 9).map(({ how }) => how);
    expect(given).toContain("compact");
  });

  test("leads with the pinned ones when there is not room for all", async () => {
    const { machine, dir } = await knowing({ ...PNPM, confidence: 0.55, text: `Pinned ${"x".repeat(300)}` });
    const session = converse(machine, dir);
    await machine.ask(session.start());
    for (let n = 10; n < 90; n++)
      machine.store.memories.add(
        someMemory({ id: `ctx-00${n}`, text: `Rule ${n} ${"x".repeat(200)}`, confidence: 0.99, helpful: 9 }),
      );
    expect(idsIn(await machine.ask(converse(machine, dir).start()))).not.toContain("ctx-pnpm");
    const ids = idsIn(await machine.ask(session.start("compact")));
    expect(ids[0]).toBe("ctx-pnpm");
    expect(ids.length).toBeGreaterThan(10);
  });

  test("does not bring back what was forgotten meanwhile", async () => {
    const { machine, dir } = await knowing(PNPM, TESTS);
    const session = converse(machine, dir);
    await machine.ask(session.start());
    await machine.request("/api/memories/ctx-pnpm/forget", { method: "POST" });
    expect(idsIn(await machine.ask(session.start("compact")))).toEqual(["ctx-tests"]);
  });
});

describe("a subagent", () => {
  test("gets a brief of its own that begins with what bears on its task", async () => {
    const { machine, dir } = await knowing(PNPM, TESTS, DEPLOY);
    const session = converse(machine, dir);
    session.start();
    session.lay("PreToolUse", { tool_name: "Agent", tool_use_id: "t1", tool_input: { prompt: "deploy the release" } });
    const answer = await machine.ask(session.lay("SubagentStart", { agent_id: "a1", agent_type: "general" }));
    expect(answer?.hookSpecificOutput?.hookEventName).toBe("SubagentStart");
    expect(idsIn(answer)).toHaveLength(3);
    expect(answer?.hookSpecificOutput?.additionalContext.length).toBeLessThanOrEqual(4_000);
    expect(machine.store.injections.ofMemory("ctx-deploy", 9)).toMatchObject([{ how: "subagent", agentId: "a1" }]);
  });

  test("that knows something does not keep it from the session around it", async () => {
    const { machine, dir } = await knowing();
    const session = converse(machine, dir);
    await machine.ask(session.start());
    machine.store.memories.add(someMemory(PNPM));
    expect(idsIn(await machine.ask(session.lay("SubagentStart", { agent_id: "a1", agent_type: "general" })))).toEqual([
      "ctx-pnpm",
    ]);
    expect(idsIn(await machine.ask(session.prompt("install it with pnpm")))).toEqual(["ctx-pnpm"]);
  });
});

describe("nothing is said", () => {
  test("to a second copy of the plugin", async () => {
    const { machine, dir } = await knowing(PNPM);
    const session = converse(machine, dir);
    const [first, echo] = [session.start(), session.start()];
    // The same bytes twice, as two copies of the plugin write them.
    expect(idsIn(await machine.ask(first))).toEqual(["ctx-pnpm"]);
    expect(await machine.ask(echo)).toBeNull();
  });

  test("about other events, of unknown files, or where recall or capture is off", async () => {
    const { machine, dir } = await knowing(PNPM);
    const session = converse(machine, dir);
    expect(await machine.ask(session.stop())).toBeNull();
    expect(await machine.ask("1.unknown.s1")).toBeNull();
    machine.configure({ recall: { enabled: false } });
    expect(await machine.ask(session.start())).toBeNull();
    machine.configure({ capture: false });
    expect(await machine.ask(converse(machine, dir).start())).toBeNull();
  });

  test("of a file that is still being written", async () => {
    const { machine, dir } = await knowing(PNPM);
    const cut = machine.spool({ session_id: "s9", hook_event_name: "SessionStart", cwd: dir }, { cut: true });
    expect(await machine.ask(cut)).toBeNull();
    expect(machine.waiting()).toEqual([cut]);
  });
});
