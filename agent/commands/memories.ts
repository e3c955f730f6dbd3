import { AppError } from "../../sync/core/errors.ts";
import { MEMORY_STATES } from "../../sync/core/words.ts";
import type { SearchHit } from "../../web/deps.ts";
import { type Declare, examples, orNone } from "./context.ts";
import { flatHit, hitLines, parseCount, playbookLines } from "./hits.ts";

interface Options {
  readonly all?: boolean;
  readonly state: string;
  readonly limit: number;
  readonly playbook?: boolean;
  readonly json?: boolean;
}

export const declare: Declare = (command, context) => {
  const { client, terminal, cwd } = context;
  command
    .option("-a, --all", "of all projects, not only the one of this folder and your own")
    .option(
      "--state <states>",
      `any of ${MEMORY_STATES.join(", ")}, separated by commas`,
      parseStates,
      "trusted,proposed",
    )
    .option("-n, --limit <count>", "how many at most", parseCount, 200)
    .option("--playbook", "by section, with how often each has helped and harmed")
    .option("--json", "print an array of memories as JSON")
    .action(async ({ all, state, limit, playbook, json }: Options) => {
      const asked = client.get<{ hits: SearchHit[] }>("/api/memories", { state, dir: all ? null : cwd, limit });
      const { hits } = await orNone(asked, { hits: [] }, context);
      if (json) return terminal.printJson(hits.map(flatHit));
      if (hits.length === 0) return terminal.print(nothing(all));
      terminal.print(playbook ? playbookLines(hits, terminal) : hitLines(hits, terminal));
      if (hits.length === limit) terminal.warn(`(the first ${limit}; more with --limit)`);
    });
  examples(command, [
    ["cairn memories", "what applies in this folder"],
    ["cairn memories --playbook", "the same by section, with what came of each"],
    ["cairn memories --all --state superseded,forgotten", "what no longer counts, in all projects"],
  ]);
};

const parseStates = (text: string): string => {
  const known: readonly string[] = MEMORY_STATES;
  const wrong = text.split(",").find((state) => !known.includes(state));
  if (wrong === undefined) return text;
  throw new AppError("usage", `There is no state "${wrong}".`, { hint: `States are ${MEMORY_STATES.join(", ")}.` });
};

const nothing = (all = false): string =>
  all
    ? 'Nothing has been learned yet. Correct Claude Code once, or `cairn learn "…"`.'
    : "Nothing has been learned for this folder yet. `cairn memories --all` shows all projects.";
