import { Option } from "commander";
import { startFromHook, startWorker } from "../control/start.ts";
import { type Context, type Declare, examples, launchIn } from "./context.ts";

export const declare: Declare = (command, context) => {
  command
    .addOption(new Option("--from-hook", "as the restart policy lets it, saying nothing, never failing").hideHelp())
    .action(async ({ fromHook }: { fromHook?: boolean }) => (fromHook ? quietly(context) : aloud(context)));
  examples(command, [["cairn start", "does nothing where one runs already; replaces an older version"]]);
};

const aloud = async (context: Context): Promise<void> => {
  const { home, terminal } = context;
  const { how, version } = await startWorker(await launchIn(context));
  const what = { running: "runs already", started: "has been started", replaced: "has been replaced by a newer one" }[
    how
  ];
  terminal.print(`The worker ${what} (version ${version}, home ${home.dir}).`);
};

/** A hook must not fail because of the worker. What went wrong is in the worker's log, in restart.json, and with CAIRN_DEBUG here. */
const quietly = async (context: Context): Promise<void> => {
  try {
    await startFromHook(await launchIn(context));
  } catch (error) {
    if (context.env.CAIRN_DEBUG === "1") throw error;
  }
};
