import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { recallFor } from "../../agent/recall/recall.ts";
import { defaultConfig } from "../../sync/core/config.ts";
import { converse } from "../support/conversation.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { scratchDir } from "../support/scratch.ts";

type Session = ReturnType<typeof converse>;

/** What was laid into the spool lies a moment in the future, so that its order is sure. */
const settle = async (machine: TestMachine): Promise<void> => {
  await machine.clock.pass(100);
  await machine.takeIn();
  await machine.work();
};

const project = () => {
  const machine = openMachine();
  const dir = scratchDir();
  const path = (name: string): string => join(dir, name);
  /** A session of these turns, ended properly. */
  const session = async (...turns: readonly (readonly [prompt: string, act: (session: Session) => void])[]) => {
    await machine.clock.pass(3_600_000);
    const one = converse(machine, dir);
    one.start();
    for (const [prompt, act] of turns) {
      one.prompt(prompt);
      act(one);
      one.stop();
    }
    one.end();
    await settle(machine);
    return one;
  };
  const memories = () =>
    machine.store.memories
      .list({ states: ["trusted", "proposed"], projectId: null, limit: 50 })
      .map(({ text, kind, state }) => ({ text, kind, state }));
  return { machine, dir, path, session, memories };
};

const runTests = ({ tool }: Session): void => {
  tool("Bash", { command: "make test" }, { stdout: "ok", stderr: "" });
  tool("Bash", { command: "make test" }, { stdout: "ok", stderr: "" });
};

describe("what is seen in the course of a session", () => {
  test("is proposed, and trusted only once another session shows it again", async () => {
    const { machine, session, memories } = project();
    const first = await session(["does it work?", runTests]);
    const proposed = { text: "Run the tests with `make test`.", kind: "snippet", state: "proposed" };
    expect(memories()).toEqual([proposed]);
    // The same session once more: it said so already.
    first.prompt("and now?");
    runTests(first);
    first.stop();
    first.end();
    await settle(machine);
    expect(memories()).toEqual([proposed]);
    await session(["still?", runTests]);
    expect(memories()).toEqual([{ ...proposed, state: "trusted" }]);
    const [memory] = machine.store.memories.list({ states: ["trusted"], projectId: null, limit: 9 });
    expect(memory).toMatchObject({ origin: "reflection", scope: "project" });
    expect(memory?.confidence).toBeGreaterThanOrEqual(0.5);
  });

  test("over sessions shows which files change together", async () => {
    const { session, memories, path } = project();
    const change = ({ tool }: Session): void => {
      for (const file of ["routes.go", "api/openapi.yaml"])
        tool("Edit", { file_path: path(file), old_string: "a", new_string: "b" });
    };
    await session(["add a stop", change]);
    await session(["add a line", change]);
    expect(memories()).toEqual([]);
    await session(["add a tram", change]);
    expect(memories()).toEqual([
      { text: "Change `api/openapi.yaml` and `routes.go` together.", kind: "rule", state: "proposed" },
    ]);
  });

  test("of a private project stays there, and nothing is learned where learning is switched off", async () => {
    const { machine, dir, session, memories } = project();
    await session(["hello", () => undefined]);
    machine.store.projects.setPrivate(machine.store.projects.all()[0]?.id ?? "", true);
    machine.configure({ learning: { enabled: false } });
    await session(["does it work?", runTests]);
    expect(memories()).toEqual([]);
    machine.configure({});
    await session(["does it work?", runTests]);
    expect(machine.store.memories.list({ states: ["proposed", "trusted"], projectId: null, limit: 9 })).toMatchObject([
      { isPrivate: true },
    ]);
    expect(dir).not.toBe("");
  });

  test("is told in the summary, with what went back as it was", async () => {
    const { machine, path, session } = project();
    const { id } = await session([
      "try it with a cache",
      ({ tool }) => {
        tool("Edit", { file_path: path("a.ts"), old_string: "one", new_string: "two" });
        tool("Bash", { command: "git checkout -- a.ts" });
      },
    ]);
    expect(machine.store.sessions.summary(id)).toMatch(/Put back as before: .*a\.ts\./);
    expect(machine.store.sessions.summary(id)).not.toContain("Changed");
  });

  test("is summed up once it falls silent, not at each half hour of the work, and at once when it ends", async () => {
    const { machine, dir } = project();
    const minutes = async (count: number) => {
      await machine.clock.pass(count * 60_000);
      await settle(machine);
    };
    const one = converse(machine, dir);
    const turn = async (prompt: string) => {
      one.prompt(prompt);
      one.stop();
      await settle(machine);
    };
    const summary = () => machine.store.sessions.summary(one.id);
    await turn("first this");
    await minutes(20);
    await turn("then that");
    await minutes(20);
    expect(summary()).toBeNull();
    await minutes(20);
    expect(summary()).toContain("“first this”, “then that”");
    await turn("now the last");
    expect(summary()).not.toContain("now the last");
    one.end();
    await settle(machine);
    expect(summary()).toContain("now the last");
  });

  test("does not say anew what the rules and the user have said otherwise", async () => {
    const { machine, dir, session, memories } = project();
    const told = { text: "Run the tests with `make check`, not `make test`.", scope: "project", kind: null, dir };
    await machine.request("/api/memories", { method: "POST", body: JSON.stringify(told) });
    await session(["does it work?", runTests]);
    expect(memories().filter(({ state }) => state === "trusted")).toMatchObject([{ text: told.text }]);
  });
});

describe("an experience", () => {
  const solve = ({ tool, failedTool }: Session): void => {
    const error = "Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect";
    failedTool("Bash", { command: "npm run test:int" }, error);
    tool("Bash", { command: "npm ci" });
    failedTool("Bash", { command: "npm run test:int" }, error);
    tool("Bash", { command: "docker compose up -d db" });
    tool("Bash", { command: "npm run test:int" }, { stdout: "18 passed", stderr: "" });
  };

  test("of session 1 is recalled for a reworded problem in session 3, and not for another matter", async () => {
    const { machine, dir, session, memories } = project();
    await session(["the integration tests don't run on my machine any more, postgres isn't reachable", solve]);
    expect(memories()).toContainEqual({
      text: "When `npm run test:int` fails with ECONNREFUSED, run `docker compose up -d db`; `npm ci` does not help.",
      kind: "experience",
      state: "trusted",
    });
    await session(["write a page about opening hours", ({ tool }) => void tool("Bash", { command: "ls" })]);
    for (const text of [
      "Run the unit tests with npm test before each commit.",
      "Never touch the database of production.",
      "Write integration tests in test/int.",
      "Start every answer with a summary.",
      "Keep the landing page below 100 kB.",
      "Use port 3000 for the dev server.",
    ])
      await machine.request("/api/memories", {
        method: "POST",
        body: JSON.stringify({ text, scope: "project", kind: null, dir }),
      });
    const third = await session(["hello again", () => undefined]);
    const projectId = machine.store.sessions.byId(third.id)?.projectId ?? "";
    const recalled = (prompt: string): string[] =>
      recallFor(machine.store, prompt, {
        place: { projectId, everyProject: false },
        nowMs: machine.clock.now(),
        settings: defaultConfig.recall,
        exclude: new Set(),
      }).map(({ memory }) => memory.kind);
    expect(recalled("I can't get a database connection when I start the integration tests")).toContain("experience");
    expect(recalled("postgres refuses to talk to me, can you look into that?")).toEqual(["experience"]);
    expect(recalled("paint the header of the landing page blue")).not.toContain("experience");
  });

  test("that did not last stays a proposal", async () => {
    const { session, memories } = project();
    await session([
      "the integration tests don't run any more",
      (one) => {
        solve(one);
        one.failedTool("Bash", { command: "npm run test:int" }, "Error: connect ECONNREFUSED 127.0.0.1:5432");
      },
    ]);
    expect(memories().filter(({ state }) => state === "trusted")).toEqual([]);
  });
});
