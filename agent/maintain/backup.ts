import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { isoTime } from "../../sync/core/clock.ts";
import type { Home } from "../../sync/core/home.ts";

const NAME = /^cairn-[0-9TZ-]+\.db$/;
const DRAFT = /^cairn-[0-9TZ-]+\.db\.tmp/;

interface Backup {
  readonly path: string;
  readonly madeAtMs: number;
}

/** All backups, newest first. */
export const backups = (home: Home): Backup[] => {
  if (!existsSync(home.backups)) return [];
  return readdirSync(home.backups)
    .filter((name) => NAME.test(name))
    .sort()
    .reverse()
    .map((name) => ({ path: join(home.backups, name), madeAtMs: statSync(join(home.backups, name)).mtimeMs }));
};

/** Makes a copy of the database in a new file; throws where it can't, or where the copy is damaged. */
type Copy = (to: string) => Promise<void>;

/** Makes a backup and, only when that has succeeded, drops the oldest ones. It appears when it is whole. Returns its path. */
export const makeBackup = async (copy: Copy, home: Home, nowMs: number, keep: number): Promise<string> => {
  mkdirSync(home.backups, { recursive: true, mode: 0o700 });
  // What died in the middle, or was found damaged: each is as large as the database.
  for (const left of readdirSync(home.backups).filter((file) => DRAFT.test(file))) rmSync(join(home.backups, left));
  const name = `cairn-${isoTime(nowMs).replaceAll(/[:.]/g, "-")}.db`;
  const draft = join(home.backups, `${name}.tmp`);
  await copy(draft);
  renameSync(draft, join(home.backups, name));
  for (const { path } of backups(home).slice(keep)) rmSync(path, { force: true });
  return join(home.backups, name);
};
