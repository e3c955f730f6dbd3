import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { AppError, messageOf } from "../../sync/core/errors.ts";
import type { Imported } from "../../web/deps.ts";
import { count, tame } from "../terminal.ts";
import { type Context, type Declare, EXIT, examples } from "./context.ts";

export const declare: Declare = (command, context) => {
  command
    .argument("<file>", "a file written by `cairn export`, or - for stdin")
    .option("--json", "print the counts and the bad lines as JSON")
    .action((file: string, { json }: { json?: boolean }) => run(file, json ?? false, context));
  examples(command, [
    ["cairn import memories.ndjson", "a second time it changes nothing"],
    ["cairn import - < memories.ndjson", "a bad line is named by its number; the rest still comes in"],
  ]);
};

const run = async (file: string, json: boolean, context: Context): Promise<void> => {
  const { client, terminal } = context;
  const text = file === "-" ? await terminal.readInput() : await textOf(resolve(context.cwd, file));
  const imported = await client.postText<Imported>("/api/import", text);
  const { added, changed, unchanged, bad } = imported;
  if (bad.length > 0) context.exitWith(EXIT.failure);
  if (json) return terminal.printJson(imported);
  terminal.print(`${added} added, ${changed} changed, ${unchanged} known already`);
  for (const { line, problem } of bad) terminal.warn(`line ${line}: ${tame(shortened(problem))}`);
  if (bad.length > 0) terminal.warn(`${count(bad.length, "bad line was", "bad lines were")} left out.`);
};

/** The first two of a line's problems: where every field is off, the rest says no more. */
const shortened = (problem: string): string => {
  const [first, second, ...more] = problem.split("; ");
  const shown = [first, second].filter((one) => one !== undefined).join("; ");
  return more.length === 0 ? shown : `${shown}; and ${more.length} more`;
};

const textOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new AppError("import", `${path} cannot be read: ${messageOf(cause)}`, {
      hint: "Name a file that `cairn export FILE` has written, or - for stdin.",
      cause,
    });
  }
};
