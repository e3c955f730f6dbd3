import { expect, test } from "vitest";
import type { Relevance, Report } from "../../web/deps.ts";
import { playScenario } from "../rules/play.ts";
import { readScenario, TEN_RULES } from "../rules/scenario.ts";
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
  expect(report.total).toMatchObject({ learned: 10, repeated: 0, violated: 3, obeyed: 7 });
  expect(world.cairn.run(folder, "report")).toContain("70 % of the turns that show it: 7 obeyed, 3 violated");
});
