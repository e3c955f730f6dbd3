import { existsSync } from "node:fs";
import { join } from "node:path";
import { Option } from "commander";
import { AppError } from "../../sync/core/errors.ts";
import { systemRandom } from "../../sync/core/random.ts";
import { spawnWorker, workerEnv } from "../control/start.ts";
import { detach } from "../process/exec.ts";
import { type Context, cliIn, type Declare, EXIT, examples } from "./context.ts";

interface Options {
  readonly foregroundHint?: boolean;
  readonly respawn?: boolean;
}

export const declare: Declare = (command, context) => {
  command
    .addOption(new Option("--foreground-hint", "say what to do next, also without a terminal").hideHelp())
    .addOption(new Option("--respawn", "after a planned end, start a new one in the background").hideHelp())
    .action((options: Options) => run(options, context));
  examples(command, [["cairn worker", "runs until Ctrl-C; a second one ends it at once"]]);
};

const run = async ({ foregroundHint, respawn }: Options, context: Context): Promise<void> => {
  const { home, terminal, clock, version, env, root, runtimeDir } = context;
  const stop = context.untilSignal();
  const { runWorker } = await import("../daemon/main.ts");
  const end = await runWorker({
    home,
    runtimeDir,
    version,
    root,
    env: workerEnv(env, home),
    clock,
    random: systemRandom,
    stop,
    launch: (file) => void detach([file], { env: workerEnv(env, home) }),
    onReady: () => {
      if (foregroundHint || terminal.isTerminal) terminal.print(whatNext(context));
    },
  });
  if (end === "stopped") return;
  if (end === "idle")
    return terminal.warn("Nothing has happened for days, so the worker has ended. The next session starts it again.");
  if (end === "gone") throw new AppError("home-gone", `${home.dir} is gone, so its worker has ended.`);
  if (respawn) {
    spawnWorker({ home, cli: cliIn(root), env });
    return;
  }
  terminal.warn(
    end === "replaced"
      ? "Cairn was replaced by another build while this one ran, so the worker has ended. Start it again."
      : "The worker has grown past its memory limit (worker.memoryLimitMb) and has ended. Start it again.",
  );
  context.exitWith(EXIT.tryAgain);
};

const whatNext = ({ root, cwd, home, terminal, version }: Context): string => {
  const { bold, dim } = terminal.colours;
  const cli = cwd === root ? "dist/agent/cli.js" : cliIn(root);
  return [
    `Cairn ${version} is at work ${dim(`(process ${process.pid}, home ${home.dir})`)}`,
    ...(existsSync(join(root, ".claude-plugin/marketplace.json"))
      ? [
          `  Install the plugin, in Claude Code:    ${bold(`/plugin marketplace add ${root}`)}  then  ${bold("/plugin install cairn")}`,
        ]
      : []),
    `  See how it is, in another terminal:    ${bold(`node ${cli} status`)}`,
    `  Stop it:                               ${bold("Ctrl-C")}`,
  ].join("\n");
};
