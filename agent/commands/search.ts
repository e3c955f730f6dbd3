import { AppError } from "../../sync/core/errors.ts";
import type { SearchHit } from "../../web/deps.ts";
import { type Declare, examples, orNone } from "./context.ts";
import { flatHit, hitLines, parseCount } from "./hits.ts";

interface Options {
  readonly all?: boolean;
  readonly limit: number;
  readonly json?: boolean;
}

export const declare: Declare = (command, context) => {
  const { client, terminal, cwd } = context;
  command
    .argument("<words...>", "what to look for; the words need not stand together")
    .option("-a, --all", "in all projects, not only the one of this folder and your own")
    .option("-n, --limit <count>", "how many at most", parseCount, 20)
    .option("--json", "print an array of memories as JSON")
    .action(async (words: string[], { all, limit, json }: Options) => {
      const text = words.join(" ").trim();
      if (text === "") throw new AppError("usage", "There is nothing to search for.");
      const query = { q: text, dir: all ? null : cwd, limit };
      const asked = client.get<{ hits: SearchHit[] }>("/api/search", query);
      const { hits } = await orNone(asked, { hits: [] }, context);
      if (json) return terminal.printJson(hits.map(flatHit));
      terminal.print(hits.length === 0 ? nothing(all) : hitLines(hits, terminal));
    });
  examples(command, [
    ["cairn search database migrations", "best matches first"],
    ["cairn search --all --json lint | jq -r .[].text", "for scripts"],
  ]);
};

const nothing = (all = false): string =>
  `Nothing that was learned matches.${all ? "" : " `cairn search --all …` looks in all projects."}`;
