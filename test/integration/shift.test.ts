import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tellingWords } from "../../agent/recall/shift.ts";
import { converse } from "../support/conversation.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { scratchDir } from "../support/scratch.ts";

const learn = (machine: TestMachine, dir: string, text: string): Promise<Response> =>
  machine.request("/api/memories", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, scope: "project", dir }),
  });

/** What lies ready for the next tool call, and takes it away as the hook does. */
const takeOffer = (machine: TestMachine, sessionId: string): string => {
  const file = join(machine.home.offers, `${sessionId}.json`);
  if (!existsSync(file)) return "";
  const text = readFileSync(file, "utf8");
  rmSync(file);
  return text;
};

/** A project with memories of several parts, and a session that has been given none of them. */
const begin = async () => {
  const machine = openMachine();
  const dir = scratchDir();
  const session = converse(machine, dir);
  session.start();
  session.prompt("tidy the buttons");
  await machine.takeIn();
  // Said by others meanwhile would be offered as news, so the memories come in with their news taken away.
  for (const text of [
    "Amounts in billing are whole cents, never euros.",
    "Icons come from the sprite, never as files of their own.",
    "Migrations are never edited once they are merged.",
  ])
    await learn(machine, dir, text);
  machine.store.sessions.end(session.id, machine.clock.now(), null);
  takeOffer(machine, session.id);
  const next = converse(machine, dir);
  next.lay("UserPromptSubmit", { prompt: "go on" });
  await machine.takeIn();
  return { machine, dir, session: next };
};

const edit = async (machine: TestMachine, session: ReturnType<typeof converse>, path: string): Promise<string> => {
  session.tool("Edit", { file_path: path, old_string: "a", new_string: "b" });
  await machine.clock.pass(100);
  await machine.takeIn();
  return takeOffer(machine, session.id);
};

test("work that moves to another part of the project is offered what is known of that part, once", async () => {
  const { machine, dir, session } = await begin();
  expect(await edit(machine, session, join(dir, "src/ui/button.ts"))).toBe("");
  const offered = await edit(machine, session, join(dir, "src/billing/invoice.ts"));
  expect(offered).toContain("whole cents");
  expect(offered).not.toContain("sprite");
  expect(JSON.parse(offered)).toMatchObject({ hookSpecificOutput: { hookEventName: "PreToolUse" } });
  expect(await edit(machine, session, join(dir, "src/billing/tax.ts"))).toBe("");
  expect(await edit(machine, session, join(dir, "src/billing/eu/vat.ts"))).toBe("");
  expect(await edit(machine, session, join(dir, "db/migrations/0042.sql"))).toContain("never edited");
});

test("what a worker takes in late is no news any more", async () => {
  const { machine, dir, session } = await begin();
  session.tool("Edit", { file_path: join(dir, "src/billing/invoice.ts"), old_string: "a", new_string: "b" });
  await machine.clock.pass(60_000);
  await machine.takeIn();
  expect(takeOffer(machine, session.id)).toBe("");
});

test("with recall turned off nothing is offered", async () => {
  const { machine, dir, session } = await begin();
  machine.configure({ recall: { enabled: false } });
  expect(await edit(machine, session, join(dir, "src/billing/invoice.ts"))).toBe("");
});

test("words in most paths of a project tell nothing of where the work is", () => {
  const worked = Array.from({ length: 20 }, (_, n) => `/w/shop/src/part${n}/index.ts`);
  expect(tellingWords("/w/shop/src/billing/index.ts", worked)).toBe("bill");
  expect(tellingWords("/w/shop/src/billing/index.ts", [])).toContain("shop");
});
