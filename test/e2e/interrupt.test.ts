import { expect, test } from "vitest";
import { PLUGIN } from "./cairn.ts";
import { PNPM } from "./lesson.ts";
import { until } from "./wait.ts";
import { openWorld, says } from "./world.ts";

test("a tool the user interrupts is recorded as interrupted, and what they say next as its correction", async () => {
  const world = await openWorld();
  await world.cairn.startWorker();
  const project = world.project("shop");
  const npm = { tools: [{ name: "Bash", input: { command: "sleep 60 # npm install" } }] };
  const ui = await world.ui({ project, plugins: [PLUGIN], script: says(npm, "Understood.") });
  const prompt = async (text: string): Promise<void> => {
    ui.type(text);
    await ui.shows(text);
    ui.press("Enter");
  };
  await ui.shows("for shortcuts");

  await prompt(PNPM.request);
  const outcome = () => world.cairn.rows<{ outcome: string }>("select outcome from tool_use where tool = 'Bash'");
  await until("the running tool", () => outcome()[0]?.outcome === "running");
  await ui.shows("esc to interrupt");
  ui.press("Escape");
  await ui.shows("Interrupted");
  await prompt(PNPM.correction);
  await ui.shows("Understood.");

  await until("the interrupted tool", () => outcome()[0]?.outcome !== "running");
  expect(outcome()).toEqual([{ outcome: "interrupted" }]);
  await world.cairn.learned(project, PNPM.learned);
});
