import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { AppError, codeOf } from "../../sync/core/errors.ts";
import { type Home, socketToCall } from "../../sync/core/home.ts";
import { removeLauncher } from "../control/launcher.ts";
import { stopWorker } from "../control/stop.ts";
import { type Context, type Declare, examples, launchIn } from "./context.ts";

/** What can be made again, or is of no use without Cairn. Named one by one, so that nothing else in the folder is ever touched. */
const DISPOSABLE =
  /^(spool|briefs|offers|logs|archive|runtime|socket|worker\.(sock|json|lock).*|restart\.json.*|notice.*|paused.*|bootstrap\.(log|lock).*|\.doctor.*|config\.draft\.yaml)$/;
/** What was learned and decided here. */
const PRECIOUS = /^(cairn\.db.*|config\.yaml.*|backups|machine\.json.*|credentials\.json.*)$/;

interface Options {
  readonly purge?: boolean;
  readonly yes?: boolean;
}

export const declare: Declare = (command, context) => {
  command
    .option("--purge", "remove what was learned, settings and backups too")
    .option("-y, --yes", "do not ask")
    .action((options: Options) => run(options, context));
  examples(command, [
    ["cairn uninstall", "keeps memories and settings, so that a new installation goes on with them"],
    ["cairn export memories.ndjson && cairn uninstall --purge", "leaves nothing but that file"],
  ]);
};

const run = async ({ purge = false, yes = false }: Options, context: Context): Promise<void> => {
  const { home, terminal, env } = context;
  refuseWrongFolder(home, env);
  const names = entriesOf(home);
  const doomed = names.filter((name) => DISPOSABLE.test(name) || (purge && PRECIOUS.test(name)));
  if (purge && !yes && names.length > 0) await askFirst(context);
  if (names.length > 0) await stopWorker(await launchIn(context), { force: true });
  const socketFolder = shortSocketFolder(home);
  if (socketFolder !== null) rmSync(socketFolder, { recursive: true, force: true });
  // Looked at again: a worker that has just stopped may have written something last.
  for (const name of new Set([...doomed, ...entriesOf(home).filter((one) => DISPOSABLE.test(one))])) {
    rmSync(join(home.dir, name), { recursive: true, force: true, maxRetries: 3 });
  }
  const command = removeLauncher(env);
  const left = entriesOf(home);
  if (left.length === 0) removeEmpty(home);
  const kept = left.filter((name) => PRECIOUS.test(name));
  const foreign = left.filter((name) => !PRECIOUS.test(name));
  terminal.print(
    names.length === 0
      ? `There is nothing of Cairn in ${home.dir}.`
      : `The worker is stopped and Cairn's files are removed from ${home.dir}.`,
  );
  if (command !== null) terminal.print(`Removed: ${command}`);
  if (kept.length > 0)
    terminal.print(
      `Kept: ${kept.map((name) => join(home.dir, name)).join(", ")}\n  \`cairn uninstall --purge\` removes them too.`,
    );
  if (foreign.length > 0)
    terminal.print(
      `Left alone, because Cairn did not make them: ${foreign.map((name) => join(home.dir, name)).join(", ")}`,
    );
  terminal.print(
    "Remove the plugin from Claude Code too, or its next session sets Cairn up again:\n  claude plugin uninstall cairn@cairn",
  );
};

/** A slip in CAIRN_HOME must not cost anybody their files. */
const refuseWrongFolder = (home: Home, env: NodeJS.ProcessEnv): void => {
  const user = env.HOME ?? "";
  if (home.dir === "/" || home.dir === user || user.startsWith(`${home.dir}/`)) {
    throw new AppError("uninstall", `${home.dir} holds more than Cairn; nothing was removed.`, {
      hint: "Set CAIRN_HOME to Cairn's own folder.",
    });
  }
};

const askFirst = async ({ terminal, home }: Context): Promise<void> => {
  if (!terminal.isInteractive) {
    throw new AppError("usage", "--purge removes all that was learned, and there is nobody here to ask.", {
      hint: "Say --yes as well.",
    });
  }
  if (await terminal.confirm(`Remove all that was learned, settings and backups in ${home.dir}?`)) return;
  throw new AppError("uninstall", "Nothing was removed.");
};

const entriesOf = (home: Home): string[] => {
  try {
    return readdirSync(home.dir).sort();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
};

/** The folder outside the home that the socket of a very long path lies in. */
const shortSocketFolder = (home: Home): string | null => {
  const folder = dirname(socketToCall(home));
  return folder !== home.dir && /^cairn-[0-9a-f]{16}$/.test(basename(folder)) ? folder : null;
};

const removeEmpty = (home: Home): void => {
  try {
    rmdirSync(home.dir);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ENOTEMPTY") throw error;
  }
};
