import { open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { AppError, codeOf, messageOf } from "../../sync/core/errors.ts";
import { type Context, type Declare, examples } from "./context.ts";

export const declare: Declare = (command, context) => {
  command
    .argument("[file]", "where to write it; stdout without one")
    .option("--evidence", "with the user's own words and the reasons behind each memory")
    .action((file: string | undefined, { evidence = false }: { evidence?: boolean }) =>
      file === undefined || file === "-"
        ? context.client.pull("/api/export", { evidence }, context.terminal.write)
        : toFile(resolve(context.cwd, file), evidence, context),
    );
  examples(command, [
    ["cairn export memories.ndjson", "importing that file gives the same memories again"],
    ["cairn export | ssh other cairn import -", "straight to another machine"],
  ]);
};

/** The file appears only once it is whole; one of that name is replaced then. */
const toFile = async (path: string, evidence: boolean, { client, terminal }: Context): Promise<void> => {
  const draft = `${path}.${process.pid}.tmp`;
  let lines = 0;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await client.pull("/api/export", { evidence }, async (piece) => {
        for (const byte of piece) if (byte === 0x0a) lines++;
        await file.writeFile(piece);
      });
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    if (error instanceof AppError || codeOf(error) === undefined) throw error;
    throw new AppError("export", `${path} cannot be written: ${messageOf(error)}`, {
      hint: "Name a file in a folder that there is and that you may write to, or none to have it on stdout.",
      cause: error,
    });
  }
  terminal.warn(`${lines} lines written to ${path}`);
};
