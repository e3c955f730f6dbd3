import { expect, test } from "vitest";
import { PLUGIN, ROOT } from "./cairn.ts";
import { NEWEST, OLDEST } from "./claude-code.ts";
import { PNPM, teach } from "./lesson.ts";
import type { Session } from "./session.ts";
import { openWorld, says } from "./world.ts";

const plugins = [PLUGIN];

/** What the hook said at each start and after each compaction. */
const briefs = (session: Session): string[] =>
  session
    .hooks()
    .filter(({ event }) => event === "SessionStart")
    .map(({ stdout }) => stdout);

test.each([NEWEST, OLDEST])(
  "what the user corrects in one session is in the first request of the next (%s)",
  async (version) => {
    const world = await openWorld();
    await world.cairn.startWorker();
    const project = world.project("shop");
    const learned = await teach(world, project, PNPM, { version });

    const next = await world.session({ version, project, plugins, script: says("Added.") });
    await next.say("Add a logger.");

    const [request] = next.stub.turns();
    expect(request?.text).toContain("Add a logger.");
    expect(request?.text).toContain(learned.text);
    expect(briefs(next)).toEqual([expect.stringContaining(learned.text)]);
  },
);

test("the same with the plugin installed from a marketplace, and a worker that nobody but its hooks has started", async () => {
  const world = await openWorld();
  world.cairn.installRuntime();
  const project = world.project("shop");
  await world.claude(project, "plugin", "marketplace", "add", ROOT);
  await world.claude(project, "plugin", "install", "cairn@cairn");
  const learned = await teach(world, project, PNPM, { plugins: [] });

  const next = await world.session({ project, plugins: [], script: says("Added.") });
  await next.say("Add a logger.");

  expect(next.stub.turns()[0]?.text).toContain(learned.text);
});

test("nothing is put into the first session of a project that has been told nothing", async () => {
  const world = await openWorld();
  await world.cairn.startWorker();
  await teach(world, world.project("shop"), PNPM);

  const other = await world.session({ project: world.project("blog"), plugins, script: says("Added.") });
  await other.say("Add a logger.");

  expect(other.stub.turns()[0]?.text).not.toContain("pnpm");
});

test("what was learned is in the requests again after /compact", async () => {
  const world = await openWorld();
  await world.cairn.startWorker();
  const project = world.project("shop");
  const session = await world.session({ project, plugins, script: says("Installed with npm.", "Switched.", "Added.") });
  await session.say(PNPM.request);
  await session.say(PNPM.correction);
  const learned = await world.cairn.learned(project, PNPM.learned);

  await session.say("/compact");
  await session.say("Add a logger.");

  const [afterCompact] = session.stub.turns().slice(-1);
  expect(session.stub.of("compact")).toHaveLength(1);
  // The words of the user are gone with the conversation; only Cairn can have brought them back.
  expect(afterCompact?.text).not.toContain(PNPM.request);
  expect(afterCompact?.text).toContain(learned.text);
  expect(briefs(session).at(-1)).toContain(learned.text);
});

test("a subagent is given what was learned", async () => {
  const world = await openWorld();
  await world.cairn.startWorker();
  const project = world.project("shop");
  const learned = await teach(world, project, PNPM);

  const input = { description: "Look", prompt: "Look around.", subagent_type: "general-purpose" };
  const session = await world.session({
    project,
    plugins,
    script: (request, callIndex) => {
      if (request.purpose === "subagent") return "Nothing there.";
      return callIndex === 0 ? { tools: [{ name: "Agent", input }] } : "Done.";
    },
  });
  await session.say("Send somebody to look around.");

  const [first] = session.stub.of("subagent");
  expect(first?.text).toContain("Look around.");
  expect(first?.text).toContain(learned.text);
});
