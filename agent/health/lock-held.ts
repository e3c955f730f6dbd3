import { existsSync } from "node:fs";
import { AppError, messageOf } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import { takeLock } from "../../sync/store/lock.ts";

/**
 * Whether a worker holds the lock of this home, found out by trying to take it: so don't ask while one is to start.
 * Throws `AppError("lock-unusable")` where the file cannot be used at all.
 */
export const isLockHeld = (home: Home): boolean => {
  if (!existsSync(home.lock)) return false;
  try {
    const lock = takeLock(home.lock);
    lock?.release();
    return lock === null;
  } catch (cause) {
    throw new AppError("lock-unusable", `${home.lock} cannot be used: ${messageOf(cause)}`, {
      hint: "`cairn doctor` tries what is allowed here.",
      cause,
    });
  }
};
