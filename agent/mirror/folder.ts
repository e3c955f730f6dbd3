import {
  closeSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Clock } from "../../sync/core/clock.ts";
import { AppError, codeOf } from "../../sync/core/errors.ts";
import { readIfThere, writeAtomically } from "../../sync/core/files.ts";

/** A mirror is never larger; whatever is, is none. */
const LARGEST_BYTES = 5_000_000;
const LOCK_WAIT_MS = 2_000;
const LOCK_POLL_MS = 20;
/** Nobody needs the lock for so long; who held it is dead. */
const LOCK_STALE_MS = 10_000;

/** The files of a mirror in a checkout. */
export interface MirrorFolder {
  readonly dir: string;
  readonly memories: string;
  readonly backup: string;
  readonly broken: string;
  readonly brief: string;
  readonly lock: string;
}

export const mirrorFolder = (top: string): MirrorFolder => {
  const dir = join(top, ".cairn");
  const at = (name: string): string => join(dir, name);
  return {
    dir,
    memories: at("memory.json"),
    backup: at("memory.json.bak"),
    broken: at("memory.json.broken"),
    brief: at("brief.md"),
    lock: at("memory.lock"),
  };
};

/** What a checkout holds came with it: a link in there could make us write anywhere. */
const refuseLink = (path: string): void => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) {
    throw new AppError("mirror-link", `${path} is a symbolic link, so nothing is written there.`, {
      hint: "Remove the link, or turn the mirror off with `cairn init --mirror off`.",
    });
  }
};

export const makeFolder = (folder: MirrorFolder): void => {
  refuseLink(folder.dir);
  mkdirSync(folder.dir, { recursive: true });
  for (const path of [folder.memories, folder.backup, folder.broken, folder.brief]) refuseLink(path);
};

const isLockStale = (path: string, nowMs: number): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && nowMs - found.mtimeMs > LOCK_STALE_MS;
};

const tryLock = (path: string): boolean => {
  try {
    closeSync(openSync(path, "wx", 0o600));
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
};

/** Runs `work` while no other process writes the mirror. Throws `AppError("mirror-busy")` when that takes too long. */
export const withLock = async <T>({ lock }: MirrorFolder, clock: Clock, work: () => T): Promise<T> => {
  const giveUpMs = clock.monotonicMs() + LOCK_WAIT_MS;
  while (!tryLock(lock)) {
    if (isLockStale(lock, clock.now())) rmSync(lock, { force: true });
    else if (clock.monotonicMs() >= giveUpMs)
      throw new AppError("mirror-busy", `${lock} is held by another process.`, {
        hint: "It is tried again at the end of the next session.",
        retry: true,
      });
    else await clock.sleep(LOCK_POLL_MS);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
};

const readSmall = (path: string): string | null =>
  (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES ? "" : readIfThere(path);

/** The newest text that `read` can make sense of: the file, else its backup. What is damaged is kept aside. */
export const readWhole = <T>(folder: MirrorFolder, read: (text: string) => T | null): T | null => {
  const text = readSmall(folder.memories);
  const whole = text === null ? null : read(text);
  if (whole !== null) return whole;
  if (text !== null) renameSync(folder.memories, folder.broken);
  const before = readSmall(folder.backup);
  return before === null ? null : read(before);
};

/** Replaces a file unless it says the same already. The one before stays as its backup. Returns whether it was written. */
export const replace = (path: string, text: string, backup: string | null): boolean => {
  const before = readIfThere(path);
  if (before === text) return false;
  if (before !== null && backup !== null) copyFileSync(path, backup);
  writeAtomically(path, text);
  return true;
};

const EXCLUDED = "/.cairn/";

/** Keeps the mirror out of git (or lets it in again) through `info/exclude`, which is of this machine only. */
export const excludeFromGit = (commonDir: string, isExcluded: boolean): void => {
  const path = join(commonDir, "info/exclude");
  const before = readIfThere(path) ?? "";
  const lines = before.split("\n");
  const has = lines.some((line) => line.trim() === EXCLUDED);
  if (has === isExcluded) return;
  mkdirSync(dirname(path), { recursive: true });
  const without = lines.filter((line) => line.trim() !== EXCLUDED).join("\n");
  writeFileSync(
    path,
    isExcluded ? `${before}${before === "" || before.endsWith("\n") ? "" : "\n"}${EXCLUDED}\n` : without,
  );
};

/** Rewrites a file byte by byte through `change`, in one step and with its mode, where that changes anything. */
export const rewrite = (path: string, change: (text: string) => string): boolean => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size > LARGEST_BYTES) return false;
  const before = readFileSync(path, "latin1");
  const after = change(before);
  if (after === before) return false;
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, after, { encoding: "latin1", mode: found.mode & 0o777 });
  renameSync(draft, path);
  return true;
};
