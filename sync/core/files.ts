import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { codeOf } from "./errors.ts";

/**
 * Replaces a file in one step: a reader sees the old or the new text, never a part, whenever the process dies.
 * `durable` also survives a power cut, at the price of an fsync. Mode 0600.
 */
export const writeAtomically = (path: string, text: string, { durable = false } = {}): void => {
  // Not the file's name and more: that may be as long as a name can be.
  const draft = join(dirname(path), `.${process.pid}.tmp`);
  try {
    const file = openSync(draft, "w", 0o600);
    try {
      // Unlike writeSync it goes on after a part was written, so that a disk that fills up is an error and no half file.
      writeFileSync(file, text);
      if (durable) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
};

/** The text of a file, or null when there is none. */
export const readIfThere = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return null;
    throw error;
  }
};

/** What a JSON file holds, or null when there is none or a crash left it unreadable. */
export const readJsonIfThere = (path: string): unknown => {
  const text = readIfThere(path);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** When a file was last written, in ms since 1970; null when there is none. */
export const writtenAtMs = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
