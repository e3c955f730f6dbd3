import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Argument, Option } from "commander";
import { AppError } from "../../sync/core/errors.ts";
import { MEMORY_KINDS, type MemoryKind } from "../../sync/core/words.ts";
import type { Learned } from "../../web/deps.ts";
import { tame } from "../terminal.ts";
import { type Context, type Declare, examples } from "./context.ts";

interface Options {
  readonly stdin?: boolean;
  readonly scope?: "user" | "project";
  readonly kind?: MemoryKind;
  readonly json?: boolean;
}

export const declare: Declare = (command, context) => {
  command
    .addArgument(new Argument("[text...]", "what to remember, best as one sentence"))
    .option("--stdin", "read the text from stdin")
    .addOption(
      new Option(
        "--scope <scope>",
        "for this project or for you everywhere (default: the project inside a git repository)",
      ).choices(["user", "project"]),
    )
    .addOption(new Option("--kind <kind>", "what it is (default: told from its words)").choices([...MEMORY_KINDS]))
    .option("--json", "print the memory as JSON")
    .action((words: string[], options: Options) => run(words, options, context));
  examples(command, [
    ['cairn learn "Run the tests with npm test, never with npx jest"', "for this project"],
    ['cairn learn --scope user "I write British English"', "for you, everywhere"],
    ["pbpaste | cairn learn --stdin --kind snippet", "from a pipe"],
  ]);
};

const run = async (
  words: readonly string[],
  { stdin, scope, kind, json }: Options,
  context: Context,
): Promise<void> => {
  const { client, terminal, cwd } = context;
  if (stdin && words.length > 0) throw new AppError("usage", "Give the text as arguments or on stdin, not both.");
  const text = (stdin ? await terminal.readInput() : words.join(" ")).trim();
  if (text === "") throw new AppError("usage", "There is nothing to learn.", { hint: '`cairn learn "…"`' });
  const learned = await client.post<Learned>("/api/memories", {
    text,
    scope: scope ?? (isInGit(cwd) ? "project" : "user"),
    kind: kind ?? null,
    dir: cwd,
  });
  if (json) return terminal.printJson(learned);
  const { bold, dim } = terminal.colours;
  const { memory, change } = learned;
  const where = memory.scope === "project" ? "for this project" : "for you, in every project";
  terminal.print(
    `${WHAT_HAPPENED[change] ?? change} ${dim(`(${memory.kind}, ${where})`)}\n${bold(memory.id)}  ${tame(memory.text)}`,
  );
};

const WHAT_HAPPENED: Readonly<Record<string, string>> = {
  added: "Learned.",
  reinforced: "Known already; now held for surer.",
  merged: "Merged with what was known.",
  superseded: "Learned; it takes the place of what was known before.",
  known: "Known already.",
};

const isInGit = (dir: string): boolean => {
  if (existsSync(join(dir, ".git"))) return true;
  return dirname(dir) !== dir && isInGit(dirname(dir));
};
