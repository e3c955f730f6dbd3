import { lstatSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { AppError, codeOf } from "../../sync/core/errors.ts";
import { type Home, socketToCall } from "../../sync/core/home.ts";
import { removeLauncher } from "../control/launcher.ts";
import { stopWorker } from "../control/stop.ts";
import { type Context, type Declare, examples, launchIn } from "./context.ts";

/** What can be made again, or is of no use without Cairn. Named one by one, so that nothing else in the folder is ever touched. */
const DISPOSABLE =
  /^(spool|briefs|offers|logs|archive|runtime|model|socket|worker\.(sock|json|lock).*|restart\.json.*|notice.*|paused.*|bootstrap\.(log|lock).*|\.doctor.*|config\.draft\.yaml|\.\d+\.tmp)$/;
/** What was learned and decided here. */
const PRECIOUS = /^(cairn\.db.*|config\.yaml.*|backups|machine\.json.*|credentials\.json.*)$/;
/** One of these makes a folder a home of Cairn, whatever else somebody has put there. */
const MARKS = ["machine.json", "cairn.db", "worker.lock"];
/** Names of ours that many a folder has: alone they don't make it a home. */
const COMMON = /^(logs|archive|backups|runtime|config\.yaml)$/;

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
  const names = entriesOf(home);
  refuseWrongFolder(home, names, env);
  const doomed = names.filter((name) => DISPOSABLE.test(name) || (purge && PRECIOUS.test(name)));
  if (purge && !yes && names.length > 0) await askFirst(context);
  if (names.length > 0) await stopWorker(await launchIn(context), { force: true });
  const socketFolder = shortSocketFolder(home);
  if (socketFolder !== null) rmSync(socketFolder, { recursive: true, force: true });
  // Looked at again: a worker that has just stopped may have written something last.
  for (const name of new Set([...doomed, ...entriesOf(home).filter((one) => DISPOSABLE.test(one))])) {
    rmSync(join(home.dir, name), { recursive: true, force: true, maxRetries: 3 });
  }
  removeMarker(env);
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
const refuseWrongFolder = ({ dir }: Home, names: readonly string[], env: NodeJS.ProcessEnv): void => {
  const user = env.HOME ?? "";
  const hint = "Nothing was removed. Set CAIRN_HOME to Cairn's own folder.";
  if (dir === "/" || dir === user || user.startsWith(`${dir}/`)) {
    throw new AppError("usage", `${dir} holds more than Cairn.`, { hint });
  }
  if (names.length > 0 && !isHome(names)) {
    throw new AppError("usage", `${dir} does not look like a home of Cairn.`, { hint });
  }
};

/** Whether a folder with these names is clearly Cairn's. A home that only hooks have written to has no mark yet. */
const isHome = (names: readonly string[]): boolean =>
  MARKS.some((mark) => names.includes(mark)) ||
  (names.every((name) => DISPOSABLE.test(name) || PRECIOUS.test(name)) && !names.every((name) => COMMON.test(name)));

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

/** The folder by which the hooks remember, outside the home, that they have complained; its place is theirs to say (context.sh). */
const removeMarker = (env: NodeJS.ProcessEnv): void => {
  const me = process.getuid?.();
  const folder = env.XDG_RUNTIME_DIR || env.TMPDIR || "/tmp";
  const marker = join(isAbsolute(folder) ? folder : "/tmp", `cairn-cannot-record-${me}`);
  const found = lstatSync(marker, { throwIfNoEntry: false });
  if (!found?.isDirectory() || found.uid !== me) return;
  try {
    rmdirSync(marker);
  } catch {
    // somebody has put something into it, or it cannot be removed: it is worth no failure
  }
};
