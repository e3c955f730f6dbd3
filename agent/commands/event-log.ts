import { join } from "node:path";
import { Argument, Option } from "commander";
import { changeConfig, loadConfig } from "../control/config-file.ts";
import { type Context, type Declare, examples } from "./context.ts";

export const declare: Declare = (command, context) => {
  command
    .addArgument(new Argument("[state]", "turn it on or off; without one, says how it is").choices(["on", "off"]))
    .addOption(
      new Option("--verbosity <verbosity>", "names only, without bodies, or everything").choices([
        "names",
        "normal",
        "full",
      ]),
    )
    .action((state: "on" | "off" | undefined, { verbosity }: { verbosity?: string }) => run(state, verbosity, context));
  examples(command, [
    ["cairn event-log on --verbosity names", "one JSON line for each event, without what was said"],
    ["cairn event-log off", "the file stays until it is rotated away"],
  ]);
};

const run = (state: "on" | "off" | undefined, verbosity: string | undefined, { home, terminal }: Context): void => {
  if (verbosity !== undefined) changeConfig(home, "eventLog.verbosity", verbosity);
  if (state !== undefined) changeConfig(home, "eventLog.enabled", state);
  const { eventLog } = loadConfig(home);
  const file = join(home.logs, "events.jsonl");
  terminal.print(eventLog.enabled ? `The event log is on (${eventLog.verbosity}): ${file}` : "The event log is off.");
};
