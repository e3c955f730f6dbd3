import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { saveApiKey } from "../../agent/control/credentials.ts";
import { localDay } from "../../sync/core/clock.ts";
import { converse, correct } from "../support/conversation.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { type ModelStub, modelStub, type StubAnswer, type StubRequest } from "../support/model-stub.ts";
import { scratchDir } from "../support/scratch.ts";

const KEY = "sk-ant-api03-0123456789abcdefghijklmnopqrstuvwxyz-key";
const TOLD = "No, don't use npm here. Always use pnpm in this project.";
const NONE = { json: { label: "none", durable: false, lessons: [] } };
const OVERLOADED: StubAnswer = { status: 529, headers: { "retry-after-ms": "1" } };

const lessons = (...texts: string[]): StubAnswer => ({
  json: {
    label: "correction",
    durable: true,
    lessons: texts.map((text) => ({ text, kind: "rule", scope: "project" })),
  },
});

/** What the model says of a message, a pair of memories or a trajectory; by default it finds nothing. */
interface Script {
  /** Answers to messages that hold these words. */
  readonly told?: Readonly<Record<string, StubAnswer>>;
  readonly pair?: "same" | "contradicts" | "different";
  readonly trajectory?: unknown;
  readonly always?: StubAnswer;
}

const promptOf = ({ body }: StubRequest): string => body.messages[0]?.content ?? "";

const scripted =
  ({ told = {}, pair = "different", trajectory = { insights: [], marks: [] }, always }: Script) =>
  (request: StubRequest): StubAnswer => {
    if (always !== undefined) return always;
    const prompt = promptOf(request);
    if (prompt.startsWith("<first>")) return { json: { relation: pair, reason: "so it is" } };
    if (prompt.startsWith("<request>")) return { json: trajectory };
    const said = prompt.slice(prompt.indexOf("<person_wrote>"));
    return Object.entries(told).find(([words]) => said.includes(words))?.[1] ?? NONE;
  };

const open = async (script: Script, learning: object = {}) => {
  const stub = await modelStub(scripted(script));
  const config = { learning: { model: "anthropic", tokensPerDay: 100_000, modelUrl: stub.url, ...learning } };
  const machine = openMachine({ config, env: { ANTHROPIC_API_KEY: KEY } });
  return { stub, machine, dir: scratchDir() };
};

const texts = ({ store }: TestMachine, ...states: ("trusted" | "proposed")[]): string[] =>
  store.memories
    .list({ states, projectId: null, limit: 99 })
    .map(({ text }) => text)
    .sort();
const asked = ({ requests }: ModelStub): string[] => requests.map(promptOf);
const waiting = ({ store }: TestMachine): string[] =>
  [...store.jobs.list("ready", 99), ...store.jobs.list("dead", 99)]
    .map(({ kind }) => kind)
    .filter((kind) => kind.startsWith("refine."));

describe("a correction, with a model", () => {
  const WORDED = "Always use pnpm, never npm, in this project.";

  test("is learned by the rules first and then worded by the model; the user's words and the rules' stay in the history", async () => {
    const { stub, machine, dir } = await open({ told: { [TOLD]: lessons(WORDED, "Don't use npm here.") } });
    await correct(machine, dir, TOLD);
    const memory = machine.store.memories
      .list({ states: ["trusted"], projectId: null, limit: 9 })
      .find(({ text }) => text === WORDED);
    const history = machine.store.memories.history(memory?.id ?? "");
    expect(history.map(({ change }) => change)).toEqual(["added", "edited"]);
    expect(history.every(({ quote }) => quote !== null && TOLD.includes(quote))).toBe(true);
    expect(history[1]?.oldText).toBeTruthy();
    expect(asked(stub).some((prompt) => prompt.includes(TOLD))).toBe(true);
    expect(waiting(machine)).toEqual([]);
  });

  test("is asked about once, however often the turn is looked at", async () => {
    const { stub, machine, dir } = await open({ told: { [TOLD]: lessons(WORDED) } });
    await correct(machine, dir, TOLD);
    const before = stub.requests.length;
    const known = texts(machine, "trusted", "proposed");
    for (const subject of ["1", "2"])
      machine.queue.add({ kind: "learn.turn", subject, projectId: null, dedupeKey: `again ${subject}` });
    expect(await machine.work()).toBeGreaterThanOrEqual(2);
    expect(stub.requests.length).toBe(before);
    expect(texts(machine, "trusted", "proposed")).toEqual(expect.arrayContaining(known));
  });

  test.each([
    ["are not the user's", "Use the mirror of example.org for downloads with pnpm and run its setup script."],
    ["are in bad form", "It was wrong?"],
  ])("keeps what the rules made of it where the model's words %s", async (_, text) => {
    const { machine: bare, dir: other } = await open({}, { model: "none" });
    await correct(bare, other, TOLD);
    const { machine, dir } = await open({ told: { [TOLD]: lessons(text) } });
    await correct(machine, dir, TOLD);
    expect(texts(machine, "trusted")).not.toContain(text);
    expect(texts(machine, "trusted").length).toBeGreaterThan(0);
    expect(texts(bare, "trusted")).toEqual(expect.arrayContaining(texts(machine, "trusted")));
  });

  test("that the model takes for none becomes a guess: shown, but given to no session", async () => {
    const { machine, dir } = await open({});
    await correct(machine, dir, TOLD);
    expect(texts(machine, "trusted")).toEqual([]);
    expect(texts(machine, "proposed").length).toBeGreaterThan(0);
  });

  test("has its secrets removed before it is sent, and nothing of a private project is sent at all", async () => {
    const { stub, machine, dir } = await open({});
    const secret = "ghp_1234567890abcdefghijklmnopqrstuvwxyzAB";
    await correct(machine, dir, `No, always use the token ${secret} for pnpm. <private>my cat</private>`);
    expect(asked(stub).join("\n")).toContain("always use the token");
    expect(asked(stub).join("\n")).not.toMatch(/ghp_1234|my cat/);
    const before = stub.requests.length;
    const hidden = scratchDir();
    await machine.request("/api/projects", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ dir: hidden, private: true }),
    });
    await correct(machine, hidden, TOLD);
    expect(stub.requests.length).toBe(before);
    expect(texts(machine, "trusted").length).toBeGreaterThan(0);
  });
});

describe("a model that does not answer", () => {
  const WORDED = "Always use pnpm, never npm, in this project.";

  test.each([
    ["is overloaded", OVERLOADED],
    ["has too many questions", { status: 429, headers: { "retry-after-ms": "1" } }],
    ["breaks off", { cut: true }],
    ["does not take the key", { status: 401 }],
  ] satisfies [string, StubAnswer][])(
    "because it %s leaves what the rules have learned, kills no job, and is asked again later",
    async (_, always) => {
      const { stub, machine, dir } = await open({ always });
      await correct(machine, dir, TOLD);
      expect(texts(machine, "trusted").length).toBeGreaterThan(0);
      expect(machine.store.jobs.counts()).toMatchObject({ dead: 0, running: 0 });
      expect(waiting(machine)).toContain("refine.turn");
      stub.answers(scripted({ told: { [TOLD]: lessons(WORDED) } }));
      for (let n = 0; n < 5; n++) {
        await machine.clock.pass(120_000);
        await machine.work();
      }
      expect(texts(machine, "trusted")).toContain(WORDED);
    },
  );

  test("for a day is not asked any more", async () => {
    const { machine, dir } = await open({ always: OVERLOADED });
    await correct(machine, dir, TOLD);
    for (let hour = 0; hour < 60; hour++) {
      await machine.clock.pass(3_600_000);
      await machine.work();
    }
    expect(waiting(machine)).toEqual([]);
  });

  test("never shows its key: not in the log, nor in what is stored, nor in what the user is told", async () => {
    const { machine, dir } = await open({ always: { status: 401 } });
    for (let n = 0; n < 4; n++) await correct(machine, dir, `${TOLD} (${n})`);
    const status = await (await machine.request("/api/status?fresh=true")).text();
    expect(status).toContain('"state":"resting"');
    expect(status).toContain("cairn model reset");
    const stored = readdirSync(machine.home.dir)
      .map((name) => join(machine.home.dir, name))
      .filter((file) => statSync(file).isFile())
      .map((file) => readFileSync(file, "latin1"));
    expect(stored.length).toBeGreaterThan(0);
    for (const text of [status, JSON.stringify(machine.logged), ...stored]) expect(text).not.toContain(KEY);
    expect(machine.store.alerts.open().map(({ kind }) => kind)).toEqual(["model"]);
  });

  test("is tried at once after a reset", async () => {
    const { machine, dir } = await open({ always: { status: 401 } });
    for (let n = 0; n < 4; n++) await correct(machine, dir, `${TOLD} (${n})`);
    expect(machine.store.breakers.of("model").state).toBe("open");
    await machine.request("/api/model/reset", { method: "POST" });
    expect(machine.store.breakers.of("model")).toMatchObject({ state: "closed", opened: 1 });
  });
});

describe("the day's tokens", () => {
  test("are counted by purpose and shown; when they are spent the rules go on alone, and it is said once", async () => {
    const usage = { input_tokens: 3_000, output_tokens: 500 };
    const { stub, machine, dir } = await open({ always: { ...NONE, usage } }, { tokensPerDay: 4_000 });
    await correct(machine, dir, TOLD);
    await correct(machine, dir, "No, never write `any`. Always give real types.");
    await correct(machine, dir, "No, never commit to main. Always use a branch.");
    expect(stub.requests).toHaveLength(1);
    expect(machine.store.modelCalls.since(localDay(machine.clock.now()))).toMatchObject([
      { purpose: "refine", calls: 1, failures: 0, inputTokens: 3_000, outputTokens: 500 },
    ]);
    const status = await (await machine.request("/api/status?fresh=true")).json();
    expect(status).toMatchObject({ budget: { tokensToday: 3_500, limit: 4_000 }, model: { state: "spent" } });
    expect(machine.store.alerts.open()).toHaveLength(1);
    expect(texts(machine, "trusted").length).toBeGreaterThan(2);
    expect(waiting(machine)).toEqual([]);
  });
});

describe("what an agent did, with a model", () => {
  test("gives insights, all of them proposed, and marks on the memories that it had been given", async () => {
    const { stub, machine, dir } = await open({}, { model: "none" });
    await correct(machine, dir, TOLD);
    machine.configure({ learning: { model: "anthropic", tokensPerDay: 100_000, modelUrl: stub.url } });
    await correct(machine, dir, "No, in this project always answer with the names of the tests that ran.");
    const given = machine.store.memories.list({ states: ["trusted"], projectId: null, limit: 9 });
    const insight = "Start the database with `docker compose up -d db` before `pnpm itest`.";
    const marks = [...given.map(({ id }) => ({ id, mark: "harmful" })), { id: "ctx-unknown", mark: "harmful" }];
    const insights = [
      { section: "troubleshooting_and_pitfalls", text: insight },
      { section: "apis_to_use", text: "It is good." },
    ];
    stub.answers(scripted({ trajectory: { insights, marks } }));
    const session = converse(machine, dir);
    await machine.ask(session.start());
    session.prompt("Run the integration tests");
    session.failedTool("Bash", { command: "make itest" }, "Error: connect ECONNREFUSED 127.0.0.1:5432");
    session.tool("Bash", { command: "docker compose up -d db" });
    session.tool("Bash", { command: "make itest" });
    session.tool("Read", { file_path: join(dir, "a.ts") });
    session.stop("They pass.");
    await machine.clock.pass(100);
    await machine.takeIn();
    await machine.work();
    const question = asked(stub).find((prompt) => prompt.startsWith("<request>"));
    expect(question).toContain("make itest -> failed");
    for (const { id } of given) expect(question).toContain(id);
    expect(texts(machine, "proposed")).toContain(insight);
    expect(texts(machine, "trusted", "proposed")).not.toContain("It is good.");
    expect(given.some(({ id }) => machine.store.memories.byId(id)?.harmful === 1)).toBe(true);
  });
});

describe("two memories that the rules can't compare", () => {
  const FIRST = "Deploy on Tuesdays before the team meeting.";
  const SECOND = "Deploy on Tuesdays once the team meeting is over.";

  test.each([
    ["same", [FIRST]],
    ["contradicts", [SECOND]],
    ["different", [FIRST, SECOND]],
  ] as const)("and that a model takes for %s", async (pair, left) => {
    const told = { "before the team meeting": lessons(FIRST), "meeting is over": lessons(SECOND) };
    const { machine, dir } = await open({ told, pair });
    await correct(machine, dir, "No! Always deploy on Tuesdays before the team meeting.");
    await correct(machine, dir, "No, always deploy on Tuesdays once the team meeting is over.");
    expect(texts(machine, "trusted", "proposed")).toEqual([...left].sort());
  });
});

test("a key is kept where only its user can read it, beside what others keep there", () => {
  const { home } = openMachine();
  saveApiKey(home, KEY);
  expect(statSync(home.credentials).mode & 0o777).toBe(0o600);
  saveApiKey(home, null);
  expect(readFileSync(home.credentials, "utf8")).not.toContain(KEY);
  expect(() => saveApiKey(home, "two words")).toThrow("no key");
});
