import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isoTime } from "../../sync/core/clock.ts";
import { readIfThere, writeAtomically } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";
import { backups } from "./backup.ts";

/** What became of a damaged database. */
export interface Restored {
  /** Where the damaged file is kept. */
  readonly damaged: string;
  /** The backup that took its place, or null when there was no sound one and memory begins anew. */
  readonly from: { readonly path: string; readonly madeAtMs: number } | null;
}

/** Lies there as long as a restore is going on, and says where the damaged database goes. */
const markerOf = (home: Home): string => `${home.database}.restoring`;

/** Whether a restore was broken off by a death: then what lies in the database's place, or that nothing does, means nothing. */
export const wasBrokenOff = (home: Home): boolean => existsSync(markerOf(home));

/**
 * Puts the newest sound backup in the place of a damaged database. The damaged one is kept, with its WAL, for whoever wants to dig.
 * After a death in its middle it is to be called again (`wasBrokenOff`): each step can be repeated, and the marker goes last.
 */
export const restore = async (
  home: Home,
  { nowMs, isSound }: { nowMs: number; isSound: (path: string) => Promise<boolean> },
): Promise<Restored> => {
  const marker = markerOf(home);
  const name = `damaged-${isoTime(nowMs).replaceAll(/[:.]/g, "-")}.db`;
  const damaged = readIfThere(marker) || join(home.backups, name);
  mkdirSync(home.backups, { recursive: true, mode: 0o700 });
  writeAtomically(marker, damaged, { durable: true });
  const draft = `${home.database}.draft`;
  let from: Restored["from"] = null;
  for (const backup of backups(home)) {
    if (!(await isSound(backup.path))) continue;
    copyFileSync(backup.path, draft);
    from = backup;
    break;
  }
  // Once the damaged file itself is away, what lies in its place is the backup that an earlier try has put there.
  const isAway = existsSync(damaged);
  for (const suffix of ["-wal", "-shm", ""]) {
    if (isAway) rmSync(home.database + suffix, { force: true });
    else if (existsSync(home.database + suffix)) renameSync(home.database + suffix, damaged + suffix);
  }
  if (from) renameSync(draft, home.database);
  rmSync(marker);
  return { damaged, from };
};
