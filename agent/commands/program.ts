import { Command, CommanderError } from "commander";
import { AppError, codeOf, messageOf } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import { nearest } from "../control/nearest.ts";
import { type Context, type Declare, EXIT } from "./context.ts";

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly declare: Declare }>;
}

const entry = (name: string, summary: string, load: Entry["load"]): Entry => ({ name, summary, load });

/** Every command, by what one wants to do with it. Only the one that runs is loaded. */
const GROUPS: Readonly<Record<string, readonly Entry[]>> = {
  "What was learned:": [
    entry("learn", "teach it one thing to remember", () => import("./learn.ts")),
    entry("search", "search what was learned", () => import("./search.ts")),
    entry("memories", "list what was learned", () => import("./memories.ts")),
    entry("why", "show where a memory comes from and where it was used", () => import("./why.ts")),
    entry("forget", "forget a memory", () => import("./forget.ts")),
    entry("lineage", "show where a piece of code comes from", () => import("./lineage.ts")),
    entry("report", "show whether what was learned is kept to", () => import("./report.ts")),
    entry("relevance", "show what a session was given, why, and what came of it", () => import("./relevance.ts")),
    entry("tune", "make memories more or less sure by what came of them", () => import("./tune.ts")),
    entry("cleanup", "merge what says the same and forget what is of no use", () => import("./cleanup.ts")),
    entry("export", "write all memories as JSON lines", () => import("./export.ts")),
    entry("import", "read memories written by export", () => import("./import.ts")),
  ],
  "The worker:": [
    entry("status", "show how Cairn is doing and what to do about it", () => import("./status.ts")),
    entry("start", "start the worker in the background", () => import("./start.ts")),
    entry("stop", "stop the worker", () => import("./stop.ts")),
    entry("restart", "stop the worker and start it again", () => import("./restart.ts")),
    entry("worker", "be the worker, in the foreground", () => import("./worker.ts")),
    entry("logs", "show what the worker has logged", () => import("./logs.ts")),
    entry("queue", "see to jobs that wait, are stuck or dead", () => import("./queue.ts")),
    entry("doctor", "try whether everything works here, and mend it", () => import("./doctor.ts")),
  ],
  "This machine:": [
    entry("init", "register the project of this folder", () => import("./init.ts")),
    entry("pause", "record and recall nothing for a while", () => import("./pause.ts")),
    entry("model", "show what the model costs and how it does, or set its key", () => import("./model.ts")),
    entry("config", "show or change settings", () => import("./config.ts")),
    entry("event-log", "log each event of Claude Code to a file", () => import("./event-log.ts")),
    entry("completions", "print a script that completes `cairn` in your shell", () => import("./completions.ts")),
    entry("uninstall", "remove Cairn from this machine", () => import("./uninstall.ts")),
  ],
};

const ENTRIES = Object.values(GROUPS).flat();

const EXAMPLES = `
Examples:
  $ cairn status                                    # how it is doing and what to do
  $ cairn learn "Run the tests with npm test"       # teach it something yourself
  $ cairn memories                                  # what it has learned for this folder
  $ cairn why ctx-3f9a                              # where a memory comes from`;

const EXIT_CODES = `
Exit codes:
  0   all is well
  1   it failed; stderr says why
  2   wrong usage
  3   the worker is not running (status)
  4   another worker runs already, or holds the lock
  75  it may work in a moment; try again

Environment:
  CAIRN_HOME      where Cairn keeps everything (default ~/.cairn)
  CAIRN_DISABLED  1 = the hooks do nothing
  CAIRN_DEBUG     1 = errors show their stack
  NO_COLOR        no colours`;

/** Runs one command line and says how the process should end. All that goes wrong is told on stderr, with a hint. */
export const runCairn = async (argv: readonly string[], base: Omit<Context, "exitWith">): Promise<number> => {
  let code: number = EXIT.ok;
  const context: Context = {
    ...base,
    exitWith: (wanted) => {
      code = wanted;
    },
  };
  try {
    refuseUnknownHelp(argv);
    const program = await programFor(argv, context);
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return tell(error, context, commandIn(argv));
  }
};

/** The command that a command line is about, or undefined for none that there is. */
const commandIn = (argv: readonly string[]): string | undefined => {
  const [first, second] = argv.filter((word) => !word.startsWith("-"));
  const wanted = first === "help" ? second : first;
  return COMMAND_NAMES.find((name) => name === wanted);
};

/** `cairn help WORD` for a word that is no command: Commander would only print the overview. */
const refuseUnknownHelp = ([first, second]: readonly string[]): void => {
  if (first !== "help" || second === undefined || second.startsWith("-")) return;
  if (second === "help" || COMMAND_NAMES.includes(second)) return;
  const similar = nearest(second, COMMAND_NAMES);
  throw new AppError("usage", `There is no command ${second}.`, {
    hint: similar === null ? "`cairn --help` lists them." : `Did you mean \`cairn help ${similar}\`?`,
  });
};

/** The command tree. Commands that the arguments don't name are there with name and summary only. */
const programFor = async (argv: readonly string[], context: Context): Promise<Command> => {
  const { terminal } = context;
  const program = new Command("cairn")
    .description("One memory for the coding agents on this machine: learns from your corrections, works offline.")
    .version(context.version, "-V, --version")
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.warn(text.trimEnd()),
      outputError: (text, write) => write(text.replace(/^error: /, "cairn: ")),
      getOutHelpWidth: () => terminal.width,
      getOutHasColors: () => terminal.colours.isColorSupported,
    })
    .commandsGroup("This machine:")
    .addHelpText("after", `${EXAMPLES}\n${EXIT_CODES}`);
  const wanted = commandIn(argv);
  // Completions speak of all commands, so they are all asked what they have.
  const all = wanted === "completions";
  for (const [group, entries] of Object.entries(GROUPS)) {
    for (const { name, summary, load } of entries) {
      const command = program.command(name).summary(summary).description(summary).helpGroup(group);
      if (all || name === wanted) (await load()).declare(command, context);
    }
  }
  return program;
};

/** Tells what went wrong on stderr. Returns the exit code. */
const tell = (error: unknown, { terminal, env, home }: Context, command: string | undefined): number => {
  const { red, dim } = terminal.colours;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.ok; // it has printed the help that was asked for
    // It has said what is wrong, except where it was asked for the help of a part of a command that there is not.
    if (error.code === "commander.help") terminal.warn(`${red("cairn:")} ${command ?? "cairn"} has no such part.`);
    terminal.warn(`Hint: \`${command === undefined ? "cairn" : `cairn ${command}`} --help\` shows how it is used.`);
    return EXIT.usage;
  }
  // Whoever read our output has gone; there is nobody to tell.
  if (codeOf(error) === "EPIPE") return EXIT.failure;
  terminal.warn(`${red("cairn:")} ${messageOf(error)}`);
  const known = error instanceof AppError;
  const hint = known ? error.hint : hintFor(error, home);
  if (hint !== undefined) terminal.warn(`Hint: ${hint}`);
  if (env.CAIRN_DEBUG === "1" && error instanceof Error) terminal.warn(dim(stackOf(error)));
  return known ? exitCodeOf(error) : EXIT.failure;
};

/** What the system does not let us do: no bug, but something to be mended where Cairn runs. */
const REFUSED = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "ENOTDIR", "EISDIR", "EMFILE", "ENFILE"]);

const hintFor = (error: unknown, home: Home): string =>
  REFUSED.has(codeOf(error) ?? "")
    ? "`cairn doctor` tries what is allowed here and what is missing."
    : `This is a bug in Cairn. ${home.logs} has the log; CAIRN_DEBUG=1 shows the stack.`;

const stackOf = (error: Error): string =>
  error.cause instanceof Error ? `${error.stack}\nCaused by: ${stackOf(error.cause)}` : String(error.stack);

const exitCodeOf = ({ code, retry }: AppError): number => {
  if (code === "locked") return EXIT.locked;
  // The API refuses what a command was given.
  if (code === "usage" || code === "invalid") return EXIT.usage;
  return retry ? EXIT.tryAgain : EXIT.failure;
};

/** Names of all commands, for a test that each is documented. */
export const COMMAND_NAMES: readonly string[] = ENTRIES.map(({ name }) => name);
