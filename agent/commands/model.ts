import type { Status } from "../../web/deps.ts";
import { loadConfig } from "../control/config-file.ts";
import { apiKeyOf, saveApiKey } from "../control/credentials.ts";
import { readStatus } from "../health/status.ts";
import { ago, count, table, tame } from "../terminal.ts";
import { type Context, type Declare, examples, orNone } from "./context.ts";

export const declare: Declare = (command, context) => {
  command
    .command("show", { isDefault: true })
    .description("show which model is asked, what it has cost today, and whether it is left alone after failures")
    .option("--json", "print as JSON")
    .action((options: { json?: boolean }) => show(options, context));
  command
    .command("key")
    .description("keep a key of yours for Anthropic's API in credentials.json; it is read from stdin")
    .option("--remove", "forget it")
    .action((options: { remove?: boolean }) => key(options, context));
  command
    .command("reset")
    .description("try the model again at once, however often it has failed")
    .action(() => reset(context));
  examples(command, [
    ["cairn config set learning.model claude-cli", "ask your own `claude -p` …"],
    ["cairn config set learning.tokensPerDay 200000", "… within so many tokens a day"],
    ["cairn model key < key.txt", "a key for learning.model anthropic"],
  ]);
};

const show = async ({ json }: { json?: boolean }, context: Context): Promise<void> => {
  const { client, clock, env, home, terminal } = context;
  const { learning } = loadConfig(home);
  const none = readStatus({ home, clock, store: null, machine: null, learning }, [], null);
  const { model, budget } = await orNone(client.get<Pick<Status, "model" | "budget">>("/api/status"), none, context);
  if (json) return terminal.printJson({ ...model, ...budget });
  const { dim } = terminal.colours;
  const nowMs = clock.now();
  const rows = [
    ["model", model.name === "none" ? "none: learns by rules alone" : `${model.name}, ${STATE[model.state]}`],
    ["asked", `${model.reflector} to word lessons and reflect, ${model.curator} to compare memories`],
    ["key", keyLine(context)],
    ["tokens", `${budget.tokensToday.toLocaleString("en")} of ${budget.limit.toLocaleString("en")} today`],
    ["failures", failuresLine(model.breaker, nowMs)],
  ];
  terminal.print(table(rows.map(([name = "", ...rest]) => [dim(name), ...rest])));
  if (model.today.length > 0) terminal.print(`\n${table([COLUMNS.map(dim), ...model.today.map(costCells)])}`);
  if (env.ANTHROPIC_API_KEY && apiKeyOf(home, {}) === null)
    terminal.warn(dim("The key is the environment's; a worker has it if it was started with it."));
};

const STATE: Readonly<Record<Status["model"]["state"], string>> = {
  off: "not asked: learning.tokensPerDay is 0 or learning is off",
  spent: "the day's tokens are spent; rules alone until midnight",
  resting: "left alone for a while after failures",
  ready: "ready",
};

const COLUMNS = ["today", "model", "calls", "failed", "read", "written", "from cache"];

const costCells = (cost: Status["model"]["today"][number]): string[] => [
  cost.purpose,
  tame(cost.model),
  ...[cost.calls, cost.failures, cost.inputTokens, cost.outputTokens, cost.cachedTokens].map((n) =>
    n.toLocaleString("en"),
  ),
];

const keyLine = ({ home, env }: Context): string => {
  if (apiKeyOf(home, {}) !== null) return "in credentials.json";
  return apiKeyOf(home, env) === null ? "none" : "in the environment";
};

const failuresLine = (breaker: Status["model"]["breaker"], nowMs: number): string => {
  if (breaker === null || (breaker.recent === "" && breaker.opened === 0)) return "none";
  const failed = [...breaker.recent].filter((end) => end === "-").length;
  const last = breaker.reason === null ? "" : `; the last: ${tame(breaker.reason)}`;
  const until =
    breaker.untilMs > nowMs ? `, tried again ${ago(nowMs, breaker.untilMs).replace(" ago", " from now")}` : "";
  return `${failed} of the last ${breaker.recent.length}, ${breaker.inARow} in a row; ${breaker.state}${until}; left alone ${count(breaker.opened, "time")}${last}`;
};

const key = async ({ remove = false }: { remove?: boolean }, { home, terminal }: Context): Promise<void> => {
  if (!remove && terminal.isInteractive) terminal.warn("Paste the key, then Enter and Ctrl-D:");
  saveApiKey(home, remove ? null : (await terminal.readInput()).trim());
  terminal.print(
    remove ? `There is no key in ${home.credentials} any more.` : `The key is kept in ${home.credentials}.`,
  );
};

const reset = async ({ client, terminal }: Context): Promise<void> => {
  await client.post("/api/model/reset");
  terminal.print("The model is tried again with the next question.");
};
