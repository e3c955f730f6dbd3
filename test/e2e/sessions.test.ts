import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Cairn, PLUGIN } from "./cairn.ts";
import { type Lesson, PNPM, teach, VITEST } from "./lesson.ts";
import { type Probe, probe } from "./probe.ts";
import { openWorld, says } from "./world.ts";

// All that Cairn registers and that happens here: the probe beside it says what really happened.
const EVENTS = [
  ...["SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch"],
  ...["Stop", "SessionEnd"],
];
const bash = (command: string) => ({ tools: [{ name: "Bash", input: { command } }] });

const inOrder = (events: readonly { session: string; name: string }[]): string[] =>
  events.map(({ session, name }) => `${session} ${name}`).sort();

const happened = ({ got }: Probe): string[] =>
  inOrder(got().map(({ session_id, hook_event_name }) => ({ session: session_id, name: hook_event_name })));

const recorded = (cairn: Cairn): string[] => inOrder(cairn.rows("select session_id as session, name from event"));

test("three sessions in two projects at once: nothing is lost, nothing is mixed up", async () => {
  const world = await openWorld();
  await world.cairn.startWorker();
  const [shop, blog] = [world.project("shop"), world.project("blog")];
  const witness = probe(world.root, { events: EVENTS });
  const plugins = [PLUGIN, witness.folder];

  const play = async (project: string, { request, answer, correction }: Lesson): Promise<void> => {
    const script = says(bash("echo one"), answer, bash("false"), bash("echo two"), "Changed.");
    const session = await world.session({ project, plugins, script });
    await session.say(request);
    await session.say(correction);
    await session.end();
  };
  const again: Lesson = { ...PNPM, request: "Add a dependency.", correction: "Now list them." };
  await Promise.all([play(shop, PNPM), play(shop, again), play(blog, VITEST)]);

  const pnpm = await world.cairn.learned(shop, PNPM.learned);
  const vitest = await world.cairn.learned(blog, VITEST.learned);
  await world.cairn.settled();
  expect(recorded(world.cairn)).toEqual(happened(witness));

  const briefed = async (project: string): Promise<string> => {
    const session = await world.session({ project, plugins: [PLUGIN], script: says("Hello.") });
    await session.say("Hello.");
    return session.stub.turns()[0]?.text ?? "";
  };
  const [inShop, inBlog] = await Promise.all([briefed(shop), briefed(blog)]);
  expect(inShop).toContain(pnpm.text);
  expect(inShop).not.toContain(vitest.text);
  expect(inBlog).toContain(vitest.text);
  expect(inBlog).not.toContain(pnpm.text);
});

/** The plugin once more, under another name: of two with one name Claude Code runs only one. */
const secondCopy = (parent: string): string => {
  const copy = join(parent, "copy");
  cpSync(PLUGIN, copy, { recursive: true, dereference: true });
  const manifest = join(copy, ".claude-plugin", "plugin.json");
  const { name, ...rest } = JSON.parse(readFileSync(manifest, "utf8")) as { name: string };
  writeFileSync(manifest, JSON.stringify({ ...rest, name: `${name}-again` }));
  return copy;
};

test("two copies of the plugin in one session count each event once and give one brief", async () => {
  const world = await openWorld();
  await world.cairn.startWorker();
  const project = world.project("shop");
  const learned = await teach(world, project, PNPM);
  const copy = secondCopy(world.root);
  const witness = probe(world.root, { events: EVENTS });

  const script = says(bash("echo one"), bash("echo one"), "Done.", "Yes.");
  const session = await world.session({ project, plugins: [PLUGIN, copy, witness.folder], script });
  await session.say("Run it twice.");
  await session.say("Did it work?");
  await session.end();
  await world.cairn.settled();

  expect(session.stub.turns()[0]?.text.split(learned.text)).toHaveLength(2);
  const starts = session.hooks().filter(({ event }) => event === "SessionStart");
  expect(starts).toHaveLength(3);
  const events = world.cairn.rows<{ session: string; name: string }>(
    "select session_id as session, name from event where session_id = ?",
    session.id(),
  );
  expect(inOrder(events)).toEqual(happened(witness));
});
