import { connect } from "./connect.ts";

/** More pages than a database has: in one go, because a copy begins anew whenever another process writes in its middle. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies a database that others go on using to a new file, by SQLite's online backup. Takes seconds for a large one: not for the
 * worker's main thread.
 */
export const copyDatabase = async (from: string, to: string): Promise<void> => {
  const db = connect(from, { readonly: true, fileMustExist: true });
  try {
    await db.backup(to, { progress: () => ALL_PAGES });
  } finally {
    db.close();
  }
};
