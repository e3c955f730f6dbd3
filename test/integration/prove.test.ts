import { expect, test } from "vitest";
import { converse, correct } from "../support/conversation.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { scratchDir } from "../support/scratch.ts";

/** What was laid into the spool lies a moment in the future, so that its order is sure. */
const settle = async (machine: TestMachine): Promise<void> => {
  await machine.clock.pass(100);
  await machine.takeIn();
  await machine.work();
};

/** A machine that has learned one rule, and a later session that was given it. */
const withRule = async (rule = "No, we use pnpm here, not npm.") => {
  const machine = openMachine();
  const dir = scratchDir();
  await correct(machine, dir, rule);
  const [memory] = machine.store.memories.list({ states: ["trusted"], projectId: null, limit: 10 });
  if (memory === undefined) throw new Error("nothing was learned");
  await machine.clock.pass(60_000);
  const session = converse(machine, dir);
  await machine.ask(session.start());
  const verdicts = () =>
    machine.store.outcomes.ofMemory(memory.id, 10).map(({ verdict, evidence }) => [verdict, evidence]);
  return { machine, memory, session, dir, verdicts };
};

test("a command against a memory that the session was given counts as a violation, one that follows it as obeyed", async () => {
  const { machine, memory, session, verdicts } = await withRule();
  session.prompt("add zod");
  session.tool("Bash", { command: "cd web && npm install zod" });
  session.stop("I added zod.");
  await settle(machine);
  expect(verdicts()).toEqual([["violated", "npm install zod"]]);
  await machine.clock.pass(1_000);
  session.prompt("add hono");
  session.tool("Bash", { command: "pnpm add hono" });
  session.stop();
  await settle(machine);
  expect(machine.store.outcomes.counts(memory.id)).toMatchObject({ obeyed: 1, violated: 1, recorrected: 0 });
  expect(machine.store.memories.byId(memory.id)).toMatchObject({ helpful: 1, harmful: 0 });
});

test("the same turn worked off twice counts once", async () => {
  const { machine, memory, session } = await withRule();
  session.prompt("add zod");
  session.tool("Bash", { command: "pnpm add zod" });
  session.stop("I added zod.");
  session.stop("I added zod, as I said.");
  await settle(machine);
  expect(machine.store.outcomes.counts(memory.id)).toMatchObject({ obeyed: 1 });
  expect(machine.store.memories.byId(memory.id)?.helpful).toBe(1);
});

test("what a session did not know it cannot have gone against", async () => {
  const machine = openMachine();
  const dir = scratchDir();
  const other = converse(machine, dir);
  other.start();
  other.prompt("add zod");
  await settle(machine);
  await correct(machine, dir, "No, we use pnpm here, not npm.");
  other.tool("Bash", { command: "npm install zod" });
  other.stop();
  await settle(machine);
  expect(machine.store.outcomes.since(0)).toEqual([]);
});

test("a correction that has to be said again is counted, and shown with the user's words", async () => {
  const { machine, session, verdicts } = await withRule();
  session.prompt("add zod");
  session.tool("Bash", { command: "npm install zod" });
  session.stop("I installed zod with npm.");
  await settle(machine);
  await machine.clock.pass(1_000);
  session.prompt("No! We use pnpm here, not npm.");
  await settle(machine);
  expect(verdicts().map(([verdict]) => verdict)).toEqual(["recorrected", "violated"]);
});

test("a memory that has to give way in a session that was given it has done harm", async () => {
  const { machine, memory, session } = await withRule();
  session.prompt("add zod");
  session.tool("Bash", { command: "pnpm add zod" });
  session.stop("I installed zod with pnpm.");
  await settle(machine);
  await machine.clock.pass(1_000);
  session.prompt("No, we use npm here, not pnpm.");
  await settle(machine);
  expect(machine.store.memories.byId(memory.id)).toMatchObject({ state: "superseded", harmful: 1 });
});

test("edits and answers are held against memories as well", async () => {
  const { machine, session, verdicts } = await withRule("No, we never use default exports here.");
  session.prompt("add a card");
  session.tool("Write", { file_path: "/w/src/card.ts", content: "export default function card() {}\n" });
  session.stop();
  await settle(machine);
  expect(verdicts()).toEqual([["violated", "export default function card() {}"]]);
});
