import { join } from "node:path";
import { expect, test } from "vitest";
import { readScenario, type ScenarioTurn, says, TEN_RULES } from "../rules/scenario.ts";
import { converse } from "../support/conversation.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { scratchDir } from "../support/scratch.ts";

/** Plays turns as Claude Code's hooks report them. Returns everything that the session was given. */
const play = async (machine: TestMachine, dir: string, turns: readonly ScenarioTurn[]): Promise<string> => {
  const session = converse(machine, dir);
  const given: string[] = [];
  const note = (answer: unknown) => given.push(JSON.stringify(answer ?? ""));
  note(await machine.ask(session.start()));
  for (const { user, does, says: answer } of turns) {
    note(await machine.ask(session.prompt(user)));
    for (const { tool, input } of does) {
      const path = typeof input.file_path === "string" ? { file_path: join(dir, input.file_path) } : {};
      session.tool(tool, { ...input, ...path });
    }
    session.stop(answer);
    await machine.clock.pass(1_000);
    await machine.takeIn();
    await machine.work();
  }
  return given.join("\n");
};

test("ten corrections of one session are known to the next, and what it makes of each of them is seen", async () => {
  const machine = openMachine();
  const dir = scratchDir();
  const { first, rules, second } = readScenario(TEN_RULES);
  await play(machine, dir, first);
  const memories = machine.store.memories.list({ states: ["trusted"], projectId: null, limit: 50 });
  const memoryOf = (rule: (typeof rules)[number]) => memories.find(({ text }) => says(text, rule));
  expect(rules.filter((rule) => memoryOf(rule) === undefined).map(({ id }) => id)).toEqual([]);
  await machine.clock.pass(60_000);
  const given = await play(machine, dir, second);
  expect(rules.filter((rule) => !says(given, rule)).map(({ id }) => id)).toEqual([]);
  const session = machine.store.sessions.latest(null, 1)[0];
  const outcomes = machine.store.outcomes.ofSession(session?.id ?? "");
  const verdictOn = (rule: (typeof rules)[number]) =>
    outcomes.find(({ memoryId }) => memoryId === memoryOf(rule)?.id)?.verdict ?? "untouched";
  expect(rules.map((rule) => [rule.id, verdictOn(rule)])).toEqual(rules.map(({ id, second: wanted }) => [id, wanted]));
});
