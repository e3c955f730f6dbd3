import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NEWEST, OLDEST } from "./claude-code.ts";
import { probe } from "./probe.ts";
import { until } from "./wait.ts";
import { openWorld, says } from "./world.ts";

const BRIEF = '{"hookSpecificOutput":{"hookEventName":"SessionStart","additionalContext":"PROBE-BRIEF"}}';

test.each([NEWEST, OLDEST])(
  "what a hook adds to a session is in the requests the stub receives (%s)",
  async (version) => {
    const world = await openWorld();
    const { folder, got } = probe(world.root, {
      events: ["SessionStart", "PreToolUse", "PreCompact"],
      script: `grep -q '"SessionStart"' "$payload" && echo '${BRIEF}'`,
    });
    const bash = { tools: [{ name: "Bash", input: { command: "echo from-the-tool" } }] };
    const project = world.project("shop");
    const session = await world.session({ version, project, plugins: [folder], script: says(bash, "first", "second") });

    expect(await session.say("hello")).toBe("first");
    await session.say("/compact");
    expect(await session.say("again")).toBe("second");
    expect(await session.end()).toBe(0);

    const [first, afterTool, afterCompact] = session.stub.turns();
    expect(first?.text).toContain("PROBE-BRIEF");
    expect(first?.text).not.toContain("from-the-tool");
    expect(afterTool?.text).toContain("from-the-tool");
    expect(afterCompact?.text.match(/PROBE-BRIEF/g)).toHaveLength(1);
    expect(session.stub.of("compact")).toHaveLength(1);
    const events = ["SessionStart", "PreToolUse", "PreCompact", "SessionStart"];
    expect(got().map(({ hook_event_name }) => hook_event_name)).toEqual(events);
  },
);

test("a session reaches nothing but loopback where a network namespace can be made", async ({ skip }) => {
  const { network } = await openWorld();
  skip(!network.isolated, "no network namespace can be made here");
  const [program, ...args] = network.wrap(["cat", "/proc/net/dev"]);
  const interfaces = execFileSync(program, args, { encoding: "utf8" }).match(/^ *\S+(?=:)/gm);
  expect(interfaces?.map((name) => name.trim())).toEqual(["lo"]);
});

test("the time a hook takes is measured", async () => {
  const world = await openWorld();
  const { folder } = probe(world.root, { events: ["UserPromptSubmit"], script: "sleep 0.7" });
  const session = await world.session({ project: world.project("shop"), plugins: [folder], script: says("ok") });
  await session.say("hello");
  const [hook] = session.hooks();
  expect(hook?.event).toBe("UserPromptSubmit");
  expect(hook?.tookMs).toBeGreaterThanOrEqual(690);
});

test("a plugin that names an interpreter runs the prompt itself on the oldest version, and the tests would see it", async () => {
  const world = await openWorld();
  const project = world.project("shop");
  const handler = { command: "sh", args: ["-c", "cat >/dev/null"] };
  const { folder } = probe(world.root, { events: ["UserPromptSubmit"], handler });
  const wish = { version: OLDEST, project, plugins: [folder], script: says("ok") };
  const session = await world.session(wish);
  await session.say("$(touch pwned)");
  await until("the file that the prompt makes", () => existsSync(join(project, "pwned")));
});

test("a folder the user has not trusted yet runs no hook", async () => {
  const world = await openWorld();
  const { folder, got } = probe(world.root, { events: ["SessionStart"] });
  const ui = await world.ui({ project: world.project("shop"), plugins: [folder], script: says("ok") }, false);
  await ui.shows("one you trust");
  expect(got()).toEqual([]);
  ui.press("Enter");
  await until("the SessionStart hook", () => got().length > 0);
});
