import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { codeOf, messageOf } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";

/** A hook writes this byte last, so a file without it is still being written or was cut short. */
export const COMPLETE = 0x1e;
/** Larger than anything Claude Code sends (6 MB seen); what is larger is set aside unread. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/** A file in the spool that waits to be taken in. */
export interface Waiting {
  readonly name: string;
  readonly writtenAtMs: number;
  readonly bytes: number;
  /** Of the hook that wrote it. */
  readonly pid: number;
}

export type Spooled =
  | { readonly state: "complete"; readonly bytes: Buffer }
  | { readonly state: "incomplete" }
  | { readonly state: "unreadable"; readonly why: string }
  | { readonly state: "gone" };

/** The session that a spool file names, or "" when the hook did not know it. */
export const sessionInName = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** By hand: four of these for each event, and `join` would look at every letter. */
const pathOf = (home: Home, name: string): string => `${home.spool}/${name}`;

export const makeSpool = (home: Home): void => {
  mkdirSync(home.spoolBad, { recursive: true, mode: 0o700 });
};

/** Names of all waiting files, in no order. */
export const spoolNames = (home: Home): string[] => {
  try {
    return readdirSync(home.spool).filter((name) => name !== "bad" && isSpoolName(name));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
};

/** When a file was written and how long it is, or null when it is gone. */
export const lookAt = (home: Home, name: string): Waiting | null => {
  const found = statSync(pathOf(home, name), { throwIfNoEntry: false });
  return found?.isFile()
    ? { name, writtenAtMs: found.mtimeMs, bytes: found.size, pid: Number.parseInt(name, 10) }
    : null;
};

/** Oldest first. Within one tick of the file system's clock the process ids tell, which rise as hooks start. */
export const inOrder = (a: Waiting, b: Waiting): number =>
  a.writtenAtMs - b.writtenAtMs || a.pid - b.pid || (a.name < b.name ? -1 : 1);

/** Nearly every event fits in here; a new buffer for each would cost as much as reading it. */
const desk = Buffer.allocUnsafeSlow(64 * 1024);

const bytesOf = (path: string): Buffer => {
  const file = openSync(path, "r");
  try {
    const read = readSync(file, desk, 0, desk.length, 0);
    return read < desk.length ? desk.subarray(0, read) : readFileSync(path);
  } finally {
    closeSync(file);
  }
};

/** Reads a file of the spool. Its bytes hold only until the next one is read. */
export const readSpooled = (home: Home, waiting: Waiting): Spooled => {
  if (waiting.bytes > LARGEST_BYTES) return { state: "unreadable", why: "larger than any event" };
  try {
    const bytes = bytesOf(pathOf(home, waiting.name));
    return bytes.at(-1) === COMPLETE ? { state: "complete", bytes: bytes.subarray(0, -1) } : { state: "incomplete" };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { state: "gone" };
    return { state: "unreadable", why: messageOf(error) };
  }
};

export const removeSpooled = (home: Home, name: string): void => {
  try {
    unlinkSync(pathOf(home, name));
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error; // else it is gone already
  }
};

/** Sets a file aside that cannot be taken in, so that it is neither lost nor tried again. */
export const setAside = (home: Home, name: string): void => {
  mkdirSync(home.spoolBad, { recursive: true, mode: 0o700 });
  try {
    renameSync(pathOf(home, name), `${home.spoolBad}/${name}`);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error; // else it is gone already
  }
};

/** Whether a name can be that of a waiting file: it comes from outside and must not lead out of the spool. */
export const isSpoolName = (name: string): boolean => !/^\.|[/\0]/.test(name) && Buffer.byteLength(name) <= 255;
