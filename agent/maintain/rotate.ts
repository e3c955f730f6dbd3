import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type Clock, isoTime } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Store } from "../../sync/store/open.ts";
import { rotateTraces } from "./rotate-traces.ts";

const zip = promisify(gzip);
const DAY_MS = 86_400_000;
/** Events in one archive file, and in one step of the worker's main thread. */
const ARCHIVE_EVENTS = 500;
const DONE_JOBS_KEPT_MS = 7 * DAY_MS;
const DELETE_SLICE = 500;
const VACUUM_PAGES = 200;

interface RotateDeps {
  readonly store: Store;
  readonly home: Home;
  readonly clock: Clock;
  readonly limits: Config["events"];
}

/**
 * Moves events beyond the count or the age into gzip archives, in steps that can be repeated: the archive is named by the events in it
 * and stands on the disk before they are deleted, so a death in between at worst writes the same file again.
 * @returns how many events were archived.
 */
export const rotateEvents = async ({ store, home, clock, limits }: RotateDeps): Promise<number> => {
  mkdirSync(home.archive, { recursive: true, mode: 0o700 });
  const oldestKeptMs = clock.now() - limits.keepDays * DAY_MS;
  let archived = 0;
  for (;;) {
    const surplus = store.events.count() - limits.keepCount;
    const oldest = store.events.oldest(ARCHIVE_EVENTS);
    const going = oldest.filter(
      // One whose file still lies in the spool (a death before the deletion) would be taken for a new one without its row.
      (event, i) => (i < surplus || event.atMs < oldestKeptMs) && !existsSync(join(home.spool, event.file)),
    );
    const [first] = going;
    const last = going.at(-1);
    if (first === undefined || last === undefined) break;
    const lines = going.map(({ sameKey, ...event }) => JSON.stringify(event)).join("\n");
    const name = join(home.archive, `events-${isoTime(first.atMs).slice(0, 10)}-${first.id}-${last.id}.jsonl.gz`);
    writeFileSync(`${name}.tmp`, await zip(`${lines}\n`), { mode: 0o600 });
    renameSync(`${name}.tmp`, name);
    archived += store.events.remove(going.map(({ id }) => id));
    await clock.breathe();
  }
  return archived;
};

/** Drops old archives, ended jobs, traces of what was done long ago and the marks of echoes, in slices; gives the pages back to the disk. */
export const sweep = async ({ store, home, clock, limits }: RotateDeps): Promise<void> => {
  const nowMs = clock.now();
  for (const name of readdirSync(home.archive)) {
    const path = join(home.archive, name);
    if (nowMs - statSync(path).mtimeMs > limits.archiveDays * DAY_MS) rmSync(path, { force: true });
  }
  sweepLeftovers(home, nowMs);
  store.events.removeEchoesBefore(nowMs - limits.keepDays * DAY_MS);
  while (store.jobs.removeDoneBefore(nowMs - DONE_JOBS_KEPT_MS, DELETE_SLICE) >= DELETE_SLICE) await clock.breathe();
  await rotateTraces({ store, clock, limits });
  for (let size = store.shrink(VACUUM_PAGES), before = Number.POSITIVE_INFINITY; size < before; ) {
    await clock.breathe();
    before = size;
    size = store.shrink(VACUUM_PAGES);
  }
};

/** What a hook that was killed, or a session that never ended, may have left lying: taken notices, offers nobody fetched. */
const sweepLeftovers = (home: Home, nowMs: number): void => {
  const left = [
    ...namesIn(home.dir)
      .filter((name) => name.startsWith("notice.taken."))
      .map((name) => join(home.dir, name)),
    ...namesIn(home.offers).map((name) => join(home.offers, name)),
  ];
  for (const path of left) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile() && nowMs - found.mtimeMs > DAY_MS) rmSync(path, { force: true });
  }
};

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
