import { startWorker } from "../control/start.ts";
import { stopWorker } from "../control/stop.ts";
import { type Declare, examples, launchIn } from "./context.ts";

export const declare: Declare = (command, context) => {
  command
    .option("-f, --force", "kill it where it does not end by itself; nothing is lost")
    .action(async ({ force = false }: { force?: boolean }) => {
      const launch = await launchIn(context);
      const stopped = await stopWorker(launch, { force });
      const { version } = await startWorker(launch);
      const before = {
        stopped: "The worker has stopped",
        killed: "The worker was killed",
        "not-running": "No worker ran",
      }[stopped];
      context.terminal.print(`${before}; a new one runs (version ${version}).`);
    });
  examples(command, [["cairn restart --force", "also one that hangs"]]);
};
