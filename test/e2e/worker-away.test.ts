import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { PLUGIN } from "./cairn.ts";
import { PNPM, teach, VITEST } from "./lesson.ts";
import { probe } from "./probe.ts";
import type { HookRun } from "./session.ts";
import { until } from "./wait.ts";
import { openWorld, says } from "./world.ts";

const plugins = [PLUGIN];
const bash = (command: string) => ({ tools: [{ name: "Bash", input: { command } }] });

/** Longest time a hook may add to a prompt or to a tool call. */
const LIMIT_MS = 600;

test("with the worker down the prepared brief still comes, and what happens meanwhile is learned later", async () => {
  const world = await openWorld();
  const worker = await world.cairn.startWorker();
  const project = world.project("shop");
  const learned = await teach(world, project, PNPM);
  world.cairn.holdBootstrap();
  await worker.stop();

  const session = await world.session({ project, plugins, script: says(VITEST.answer, bash("echo hi"), "Changed.") });
  await session.say(VITEST.request);
  await session.say(VITEST.correction);
  await session.end();

  expect(session.stub.turns()[0]?.text).toContain(learned.text);
  expect(existsSync(`${world.cairn.dir}/worker.sock`)).toBe(false);
  const waiting = world.cairn.spooled().filter((name) => name.endsWith(session.id()));
  // SessionStart, twice UserPromptSubmit and Stop, PreToolUse, PostToolUse, PostToolBatch, SessionEnd.
  expect(waiting).toHaveLength(9);

  await world.cairn.startWorker();
  await world.cairn.learned(project, VITEST.learned);
  await world.cairn.settled();
  expect(world.cairn.rows("select id from event where session_id = ?", session.id())).toHaveLength(9);
});

test("a worker that was killed is started again by the hooks, and learns what it missed", async () => {
  const world = await openWorld();
  world.cairn.installRuntime();
  const worker = await world.cairn.startWorker();
  const project = world.project("shop");
  await worker.stop("SIGKILL");

  const session = await world.session({ project, plugins, script: says(PNPM.answer, "Changed.") });
  await session.say(PNPM.request);
  await session.say(PNPM.correction);
  // After a crash the restart policy waits for some seconds; each prompt asks it again.
  await until("a worker started by a hook", async () => {
    await session.say("Go on.");
    return world.cairn.workerPid();
  });
  await world.cairn.learned(project, PNPM.learned);
});

// Beside Cairn's hooks, one that does nothing: what it takes is the machine's and Claude Code's time, not Cairn's.
const NOTHING = '{"suppressOutput":true}';
const TIMED = ["SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch"];

/** The longest that Cairn's hooks of one of these events took, beyond the one that does nothing. */
const worstMs = (runs: readonly HookRun[], ...events: readonly string[]): number => {
  const of = (nothing: boolean): number[] =>
    runs
      .filter(({ event, stdout }) => events.includes(event) && stdout.includes(NOTHING) === nothing)
      .map(({ tookMs }) => tookMs);
  expect(of(false)).toHaveLength(of(true).length);
  return Math.max(...of(false)) - Math.max(...of(true));
};

test("a frozen worker slows no prompt and no tool call by more than 0.6 s, and loses nothing", async () => {
  const world = await openWorld();
  const worker = await world.cairn.startWorker();
  const project = world.project("shop");
  const learned = await teach(world, project, PNPM);
  worker.freeze();

  const nothing = probe(world.root, { events: TIMED, script: `echo '${NOTHING}'` });
  const script = says(bash("echo one"), bash("false"), "Done.", "Yes.");
  const session = await world.session({ project, plugins: [PLUGIN, nothing.folder], script });
  await session.say("Run two commands.");
  await session.say("/compact");
  await session.say("Did they work?");
  await session.end();

  const turns = session.stub.turns();
  expect(turns[0]?.text).toContain(learned.text);
  expect(turns.at(-1)?.text).toContain(learned.text);
  const runs = session.hooks();
  expect(worstMs(runs, "UserPromptSubmit")).toBeLessThan(LIMIT_MS);
  // The prompt that follows has to wait for it too; that of /compact is the one whose time is reported well.
  expect(worstMs(runs, "SessionStart")).toBeLessThan(LIMIT_MS);
  const afterTool = worstMs(runs, "PostToolUse", "PostToolUseFailure") + worstMs(runs, "PostToolBatch");
  expect(worstMs(runs, "PreToolUse") + afterTool).toBeLessThan(LIMIT_MS);

  worker.thaw();
  await world.cairn.settled();
  const prompts = "select prompt from turn where session_id = ? order by id";
  expect(world.cairn.rows(prompts, session.id())).toEqual([
    { prompt: "Run two commands." },
    { prompt: "Did they work?" },
  ]);
  const uses = "select outcome from tool_use where session_id = ? order by at_ms";
  expect(world.cairn.rows(uses, session.id())).toEqual([{ outcome: "ok" }, { outcome: "failed" }]);
});
