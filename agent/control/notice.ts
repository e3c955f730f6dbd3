import { readFileSync, renameSync, rmSync } from "node:fs";
import { codeOf } from "../../sync/core/errors.ts";
import { writeAtomically } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";

/** Leaves a message to be shown once at the next start of a session, by whoever shows it first: the worker or the hook. */
export const leaveNotice = (home: Home, message: string): void =>
  writeAtomically(home.notice, `"systemMessage":${JSON.stringify(message)}\n`);

/** Takes the message that waits, or null. The rename decides between two that race for it. */
export const takeNotice = (home: Home): string | null => {
  const mine = `${home.notice}.${process.pid}`;
  try {
    renameSync(home.notice, mine);
    const fragment = readFileSync(mine, "utf8");
    rmSync(mine, { force: true });
    const parsed: unknown = JSON.parse(`{${fragment}}`);
    const message =
      typeof parsed === "object" && parsed !== null && "systemMessage" in parsed ? parsed.systemMessage : null;
    return typeof message === "string" ? message : null;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === "ENOENT") return null;
    throw error;
  }
};
