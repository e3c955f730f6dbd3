import { parseArgs } from "node:util";
import type { Relevance } from "../../web/deps.ts";
import { PLUGIN } from "../e2e/cairn.ts";
import { makeWorld } from "../e2e/make-world.ts";
import { playScenario } from "./play.ts";
import { readScenario, TEN_RULES } from "./scenario.ts";
import { verdictsOf } from "./verdicts.ts";

const HELP = `npm run bench:rules -- [options]

Plays a recorded pair of sessions with the real Claude Code and a scripted model, and counts how many of the rules that the first one
teaches the second one is told (docs/rules-benchmark.md has the format). Needs no network.

  --scenario FILE  another scenario than ten-rules
  --plugin DIR     another memory tool's plugin instead of Cairn's (may be given several times; Cairn's worker is not started then)
  --wait S         seconds to leave another tool between the sessions (20)
  --json           one object {scenario, rules, known, rate, verdicts}`;

const { values } = parseArgs({
  options: {
    scenario: { type: "string" },
    plugin: { type: "string", multiple: true },
    wait: { type: "string", default: "20" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const main = async (): Promise<void> => {
  const scenario = readScenario(values.scenario ?? TEN_RULES);
  const ends: (() => Promise<void>)[] = [];
  const world = await makeWorld((end) => ends.push(end));
  try {
    const isCairn = values.plugin === undefined;
    if (isCairn) await world.cairn.startWorker();
    const { known, sessionId } = await playScenario(world, scenario, {
      plugins: values.plugin ?? [PLUGIN],
      between: () => (isCairn ? world.cairn.settled() : sleep(Number(values.wait) * 1_000)),
    });
    const folder = `${world.root}/${scenario.project}`;
    const verdicts = isCairn
      ? verdictsOf(world.cairn.ask(folder, "relevance", sessionId) as Relevance, scenario.rules)
      : null;
    const rate = known.length / scenario.rules.length;
    if (values.json) {
      console.log(
        JSON.stringify({ scenario: scenario.name, rules: scenario.rules.length, known: known.length, rate, verdicts }),
      );
      return;
    }
    for (const { id, second } of scenario.rules) {
      const seen = verdicts === null ? "" : `, ${second} in the second session, seen as ${verdicts[id]}`;
      console.log(`${known.includes(id) ? "told    " : "not told"}  ${id}${seen}`);
    }
    console.log(
      `\n${scenario.name}: ${known.length} of ${scenario.rules.length} rules were told (${Math.round(rate * 100)} %).`,
    );
  } finally {
    for (const end of ends) await end();
  }
};

if (values.help) console.log(HELP);
else await main();
