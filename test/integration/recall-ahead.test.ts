import { expect, test } from "vitest";
import { converse } from "../support/conversation.ts";
import { openMachine } from "../support/machine.ts";
import { someMemory } from "../support/memory.ts";
import { scratchDir } from "../support/scratch.ts";
import { watched } from "../support/through.ts";

/** A session at its second prompt on a machine that knows two things, and how often it has searched so far. */
const setUp = async () => {
  let searches = 0;
  const machine = openMachine({
    through: (store) =>
      watched(store, {
        before: (call) => {
          if (call === "search.candidates") searches++;
        },
      }),
  });
  machine.store.memories.add(someMemory({ id: "ctx-deploy", text: "Deploy with the release script." }));
  machine.store.memories.add(someMemory({ id: "ctx-other", text: "Quote paths in shell scripts." }));
  const session = converse(machine, scratchDir());
  await machine.ask(session.start());
  machine.store.memories.add(someMemory({ id: "ctx-tests", text: "Run the tests with vitest." }));
  const searched = () => searches;
  return { machine, session, searched };
};

test("what bears on a prompt has been looked for when its hook asks", async () => {
  const { machine, session, searched } = await setUp();
  const file = session.prompt("please run the tests");
  await machine.takeIn();
  const before = searched();
  expect(before).toBeGreaterThan(0);
  const answer = await machine.ask(file);
  expect(answer?.hookSpecificOutput?.additionalContext).toContain("ctx-tests");
  expect(searched()).toBe(before);
});

test("what has been forgotten meanwhile is not given", async () => {
  const { machine, session } = await setUp();
  const file = session.prompt("please run the tests");
  await machine.takeIn();
  const memory = machine.store.memories.byId("ctx-tests");
  if (memory) machine.store.memories.save({ ...memory, state: "forgotten" });
  expect(await machine.ask(file)).toBeNull();
});

test("a hook that asks late, or for another prompt, is answered by a new search", async () => {
  const { machine, session, searched } = await setUp();
  const [first, second] = [session.prompt("please run the tests"), session.prompt("quote the paths, deploy it")];
  await machine.takeIn();
  const before = searched();
  expect((await machine.ask(first))?.hookSpecificOutput?.additionalContext).toContain("ctx-tests");
  expect(searched()).toBe(before + 1);
  await machine.clock.pass(1_500);
  await machine.ask(second);
  expect(searched()).toBe(before + 2);
});

test("nobody searches for the prompts of a long absence", async () => {
  const { machine, session, searched } = await setUp();
  session.prompt("please run the tests");
  await machine.clock.pass(60_000);
  const before = searched();
  await machine.takeIn();
  expect(searched()).toBe(before);
});
