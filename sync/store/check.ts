import type Database from "better-sqlite3";
import { connect } from "./connect.ts";
import { isCorruption } from "./open.ts";

/** Whether a database file is sound. May take seconds on a large one: not for the worker's main thread. */
export const isSound = (path: string): boolean => {
  let db: Database.Database | undefined;
  try {
    db = connect(path, { readonly: true, fileMustExist: true });
    return db.pragma("quick_check(1)", { simple: true }) === "ok";
  } catch (error) {
    if (isCorruption(error)) return false;
    throw error;
  } finally {
    db?.close();
  }
};
