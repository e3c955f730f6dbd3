import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTestClock, START_MS } from "../support/clock.ts";
import { openMachine } from "../support/machine.ts";
import { until, workerHome } from "../support/worker-home.ts";

const CONTEXT = join(import.meta.dirname, "../../hooks/context.sh");
const CLI = join(import.meta.dirname, "../../dist/agent/cli.js");

test("a prompt with more waiting before it than one go can take waits for its turn, so that order is kept", async () => {
  const clock = createTestClock();
  let ms = 0;
  // Each look at the clock takes 5 ms, as on a busy machine.
  const machine = openMachine({ clock: { ...clock, monotonicMs: () => (ms += 5) } });
  const event = { session_id: "s1", cwd: "/nowhere" };
  const files = Array.from({ length: 100 }, (_, n) =>
    machine.spool(
      { ...event, hook_event_name: "PreToolUse", tool_name: "Bash", tool_input: {}, tool_use_id: `t${n}` },
      { atMs: START_MS + n },
    ),
  );
  const prompt = machine.spool(
    { ...event, hook_event_name: "UserPromptSubmit", prompt: "Go on" },
    { atMs: START_MS + 1_000 },
  );
  const response = await machine.request(`/hook/${prompt}`);
  expect(response.status).toBe(503);
  await machine.takeIn();
  expect(machine.store.events.ofSession("s1").map(({ file }) => file)).toEqual([...files, prompt]);
  expect((await machine.request(`/hook/${prompt}`)).status).toBe(204);
});

test("what a hook no longer waits for does not count as told: the session hears it at the next prompt", async () => {
  const at = workerHome();
  const worker = await at.start();
  const learned = spawnSync(process.execPath, [CLI, "learn", "--scope", "user", "Always use pnpm, never npm"], {
    env: at.env,
  });
  expect(learned.status).toBe(0);
  let prompts = 0;
  const says = (): string => {
    const event = {
      session_id: "s1",
      cwd: "/nowhere",
      hook_event_name: "UserPromptSubmit",
      prompt: `Go on ${prompts++}`,
    };
    const env = { ...at.env, CLAUDE_CODE_SESSION_ID: "s1" };
    return spawnSync(CONTEXT, { env, input: JSON.stringify(event), encoding: "utf8" }).stdout;
  };
  worker.signal("SIGSTOP");
  expect(says()).toBe("");
  worker.signal("SIGCONT");
  await until(() => at.waiting() === 0);
  // On a busy machine one more may come too late; what it missed is then still owed.
  const said: string[] = [];
  await until(() => said.push(says()) > 0 && said.at(-1) !== "");
  expect(said.at(-1)).toContain("Always use pnpm");
});
