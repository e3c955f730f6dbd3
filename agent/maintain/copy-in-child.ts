import { join } from "node:path";
import { AppError } from "../../sync/core/errors.ts";
import { exec } from "../process/exec.ts";

/** Exit code of `copy-database`; a child that fails for any other reason ends with another. */
export const COPY_IS_DAMAGED = 3;

/** As it is built, also where this file itself runs from the sources, as in tests. */
const PROGRAM = join(
  import.meta.dirname,
  "../..",
  import.meta.filename.endsWith(".ts") ? "dist" : "",
  "agent/maintain/copy-database.js",
);
const TIMEOUT_MS = 600_000;

/**
 * Copies a database in a child process, so that the worker is neither held nor grows, and checks the copy.
 * Throws `AppError("store-corrupt")` when the copy, and so the database, is damaged; any other error when it could not be made.
 */
export const copyInChild = async (from: string, to: string): Promise<void> => {
  const { code, stderr } = await exec([process.execPath, PROGRAM, from, to], { timeoutMs: TIMEOUT_MS });
  if (code === 0) return;
  if (code !== COPY_IS_DAMAGED) {
    const why = /^\S*Error: .*$/m.exec(stderr)?.[0] ?? `the copying process ended with ${code}`;
    throw new Error(`the database could not be copied: ${why}`);
  }
  throw new AppError("store-corrupt", "The nightly backup has found the database damaged.", {
    hint: "The worker starts anew and restores the newest sound backup.",
  });
};
