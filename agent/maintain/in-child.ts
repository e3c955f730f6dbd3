import { AppError } from "../../sync/core/errors.ts";
import { type Ended, exec } from "../process/exec.ts";
import { programFile } from "../process/program.ts";

/** Exit code by which a child says that a database is damaged. Not 1, with which one ends that could not even begin. */
export const DAMAGED = 3;

const TIMEOUT_MS = 600_000;

/** What takes seconds on a large database is done by a child process, so that the worker is neither held nor grows. */
const inChild = (
  program: "check-database" | "copy-database",
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<Ended> =>
  exec([process.execPath, programFile(`agent/maintain/${program}`), ...paths], {
    timeoutMs: TIMEOUT_MS,
    ...(signal && { signal }),
  });

/** Whether a database file is sound. Where that cannot be told it counts as sound: opening it will show. */
export const isSoundByChild = async (path: string): Promise<boolean> =>
  (await inChild("check-database", [path])).code !== DAMAGED;

/**
 * Copies a database and checks the copy, until `signal` is aborted.
 * Throws `AppError("store-corrupt")` when the copy, and so the database, is damaged; any other error when it could not be made.
 */
export const copyInChild = async (from: string, to: string, signal?: AbortSignal): Promise<void> => {
  const { code, stderr } = await inChild("copy-database", [from, to], signal);
  if (code === 0) return;
  if (code !== DAMAGED) {
    const why = /^\S*Error: .*$/m.exec(stderr)?.[0] ?? `the copying process ended with ${code}`;
    throw new Error(`the database could not be copied: ${why}`);
  }
  throw new AppError("store-corrupt", "The nightly backup has found the database damaged.", {
    hint: "The worker starts anew and restores the newest sound backup.",
  });
};
