import { codeOf } from "../core/errors.ts";
import { connect } from "./connect.ts";

export interface Lock {
  readonly release: () => void;
}

/**
 * Takes the lock that only one worker of a home can hold, or null when somebody holds it.
 * It is a lock of the operating system (through SQLite), so any death releases it; there is no stale lock.
 */
export const takeLock = (path: string): Lock | null => {
  const db = connect(path, { timeout: 0 });
  try {
    // A rollback journal in memory: the file itself is never written, so it works on a full disk as well.
    db.pragma("journal_mode = memory");
    db.exec("begin exclusive");
    return { release: () => db.close() };
  } catch (error) {
    db.close();
    if (codeOf(error)?.startsWith("SQLITE_BUSY")) return null;
    throw error;
  }
};
