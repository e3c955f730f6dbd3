import { expect, test } from "vitest";
import type { Relevance, Report } from "../../web/deps.ts";
import { playScenario } from "../rules/play.ts";
import { readScenario, says, TEN_RULES } from "../rules/scenario.ts";
import { verdictsOf } from "../rules/verdicts.ts";
import { PLUGIN } from "./cairn.ts";
import { openWorld } from "./world.ts";

test("ten corrections are in the next session's context; its three old mistakes are counted, the rest as obeyed", async () => {
  const world = await openWorld();
  await world.cairn.startWorker();
  const scenario = readScenario(TEN_RULES);
  const { rules, project } = scenario;

  const { known, sessionId } = await playScenario(world, scenario, {
    plugins: [PLUGIN],
    between: () => world.cairn.settled(),
  });

  expect(known).toEqual(rules.map(({ id }) => id));
  const folder = `${world.root}/${project}`;
  const relevance = world.cairn.ask(folder, "relevance", sessionId) as Relevance;
  expect(verdictsOf(relevance, rules)).toEqual(Object.fromEntries(rules.map(({ id, second }) => [id, second])));
  const report = world.cairn.ask(folder, "report") as Report;
  // The first session counts too: what it was taught it kept to, or went against, in the turns after.
  expect(report.total.repeated).toBe(0);
  const worths = Object.fromEntries(
    rules.map((rule) => [rule.id, report.memories.find(({ memory }) => says(memory.text, rule))]),
  );
  for (const { id, second } of rules) expect(worths[id]?.[second as "obeyed"], id).toBeGreaterThan(0);
  expect(world.cairn.run(folder, "report")).toMatch(/% of the turns that show it: \d+ obeyed, \d+ violated/);
});
