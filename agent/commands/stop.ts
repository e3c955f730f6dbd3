import { type Stopped, stopWorker } from "../control/stop.ts";
import { type Declare, examples, launchIn } from "./context.ts";

export const declare: Declare = (command, context) => {
  command
    .option("-f, --force", "kill it where it does not end by itself; nothing is lost")
    .action(async ({ force = false }: { force?: boolean }) => {
      const stopped = await stopWorker(await launchIn(context), { force });
      context.terminal.print(WHAT_HAPPENED[stopped]);
    });
  examples(command, [["cairn stop", "the next session or prompt starts it again; `cairn pause` keeps it quiet"]]);
};

const WHAT_HAPPENED: Readonly<Record<Stopped, string>> = {
  stopped: "The worker has stopped. The next session or prompt starts it again.",
  killed: "The worker was killed. What it was at is done again by the next one.",
  "not-running": "No worker runs.",
};
