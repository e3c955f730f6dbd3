import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { backups, makeBackup } from "../../agent/maintain/backup.ts";
import { restore, wasBrokenOff } from "../../agent/maintain/restore.ts";
import type { Home } from "../../sync/core/home.ts";
import { isSound } from "../../sync/store/check.ts";
import { copyDatabase } from "../../sync/store/copy.ts";
import { isCorruption, openStore } from "../../sync/store/open.ts";
import { START_MS } from "../support/clock.ts";
import { someMemory } from "../support/memory.ts";
import { scratchHome } from "../support/scratch.ts";

const DAY_MS = 86_400_000;
const asked = { nowMs: START_MS, isSound: async (path: string) => isSound(path) };

/** A home with a backup of the first half of its memories. */
const withBackup = async (): Promise<Home> => {
  const home = scratchHome();
  const store = openStore(home.database);
  const add = (from: number, to: number) => {
    for (let n = from; n < to; n++)
      store.memories.add(
        someMemory({ id: `ctx-${String(n).padStart(4, "0")}`, text: `Memory ${"x".repeat(500)} ${n}` }),
      );
  };
  add(0, 100);
  await makeBackup((to) => copyDatabase(home.database, to), home, START_MS - DAY_MS, 3);
  add(100, 200);
  store.close();
  return home;
};

const memoriesIn = (home: Home): number => {
  const store = openStore(home.database);
  const count = store.memories.counts().trusted ?? 0;
  store.close();
  return count;
};

/** Writes over pages in the middle of a file, as a failing disk does. */
const damage = (path: string, from = 3, pages = 20): void => {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(pages * 4_096, 0x55), 0, pages * 4_096, from * 4_096);
  closeSync(file);
};

describe("a damaged database", () => {
  test.each([
    ["with pages written over", (path: string) => damage(path)],
    ["whose first page is gone", (path: string) => damage(path, 0, 1)],
    ["cut in its middle", (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2 / 4_096) * 4_096)],
    ["cut within a page", (path: string) => truncateSync(path, 10_000)],
    [
      "that is something else now",
      (path: string) => writeFileSync(path, "not a database at all, but a text of some length".repeat(99)),
    ],
  ])("%s is recognised and replaced by the newest sound backup", async (_, harm) => {
    const home = await withBackup();
    expect(isSound(home.database)).toBe(true);
    harm(home.database);
    const harmed = readFileSync(home.database);
    expect(isSound(home.database)).toBe(false);
    const { damaged, from } = await restore(home, asked);
    expect(from).toEqual(backups(home)[0]);
    expect(memoriesIn(home)).toBe(100);
    expect(isSound(home.database)).toBe(true);
    expect(readFileSync(damaged).equals(harmed)).toBe(true);
    expect(wasBrokenOff(home)).toBe(false);
  });

  test("whose newest backup is damaged as well gets the one before", async () => {
    const home = await withBackup();
    const store = openStore(home.database);
    const newest = await makeBackup((to) => copyDatabase(home.database, to), home, START_MS, 3);
    store.close();
    damage(newest);
    damage(home.database);
    const { from } = await restore(home, asked);
    expect(from?.path).not.toBe(newest);
    expect(memoriesIn(home)).toBe(100);
  });

  test("without any sound backup begins anew, and keeps what there was", async () => {
    const home = await withBackup();
    for (const path of [home.database, ...backups(home).map(({ path: backup }) => backup)]) damage(path);
    const { damaged, from } = await restore(home, asked);
    expect(from).toBeNull();
    expect(existsSync(damaged)).toBe(true);
    expect(memoriesIn(home)).toBe(0);
  });

  test("takes its write-ahead log away with it: nothing of it reaches the backup", async () => {
    const home = await withBackup();
    const store = openStore(home.database);
    store.memories.add(someMemory({ id: "ctx-last" }));
    const log = readFileSync(`${home.database}-wal`);
    store.close();
    damage(home.database);
    writeFileSync(`${home.database}-wal`, log);
    const { damaged } = await restore(home, asked);
    expect(readFileSync(`${damaged}-wal`).equals(log)).toBe(true);
    expect(existsSync(`${home.database}-wal`)).toBe(false);
    expect(memoriesIn(home)).toBe(100);
  });

  test("says so itself when it is used", async () => {
    const home = await withBackup();
    damage(home.database, 1, 30);
    let seen: unknown;
    try {
      const store = openStore(home.database);
      try {
        for (const text of ["memory", "x"]) store.search.anyOf([text], { projectId: null, everyProject: true }, 200);
        store.memories.list({ states: ["trusted"], projectId: null, limit: 1_000 });
      } finally {
        store.close();
      }
    } catch (error) {
      seen = error;
    }
    expect(isCorruption(seen)).toBe(true);
  });
});

describe("a damaged write-ahead log", () => {
  test("costs what was only in it; the database is as sound as at its last checkpoint", async () => {
    const home = await withBackup();
    const store = openStore(home.database);
    for (let n = 0; n < 50; n++)
      store.memories.add(someMemory({ id: `ctx-late${n}`, text: `Late ${"y".repeat(900)}` }));
    const [main, log] = [readFileSync(home.database), readFileSync(`${home.database}-wal`)];
    store.close();
    writeFileSync(home.database, main);
    const half = Math.floor(log.length / 2);
    writeFileSync(
      `${home.database}-wal`,
      Buffer.concat([log.subarray(0, half), Buffer.alloc(log.length - half, 0x55)]),
    );
    expect(isSound(home.database)).toBe(true);
    const kept = memoriesIn(home);
    expect(kept).toBeGreaterThanOrEqual(200);
    expect(kept).toBeLessThan(250);
  });
});

describe("a restore that was broken off", () => {
  const stages = [
    "before anything was moved",
    "after the log was moved",
    "after the database was moved",
    "after the backup was put in its place",
  ] as const;

  test.each(stages)("%s is done again and ends the same", async (stage) => {
    const home = await withBackup();
    damage(home.database);
    const harmed = readFileSync(home.database);
    // What a dead restore leaves behind: the marker with the name it had chosen, and what it had moved.
    const damaged = join(home.backups, "damaged-2026-11-20T09-59-00-000Z.db");
    writeFileSync(`${home.database}.restoring`, damaged);
    writeFileSync(`${home.database}.draft`, "half a copy");
    writeFileSync(`${home.database}-wal`, "the log");
    if (stage !== "before anything was moved") renameSync(`${home.database}-wal`, `${damaged}-wal`);
    if (stage === stages[2] || stage === stages[3]) renameSync(home.database, damaged);
    if (stage === stages[3]) copyFileSync(backups(home)[0]?.path ?? "", home.database);
    expect(wasBrokenOff(home)).toBe(true);
    const restored = await restore(home, asked);
    expect(restored).toMatchObject({ damaged, from: backups(home)[0] });
    expect(memoriesIn(home)).toBe(100);
    expect(readFileSync(damaged).equals(harmed)).toBe(true);
    expect(readFileSync(`${damaged}-wal`, "utf8")).toBe("the log");
    expect(wasBrokenOff(home)).toBe(false);
    expect(readdirSync(home.dir).filter((name) => name.startsWith("cairn.db."))).toEqual([]);
  });

  test("because no copy could be made leaves the marker, so that the next start tries again", async () => {
    const home = await withBackup();
    damage(home.database);
    const failing = { ...asked, isSound: () => Promise.reject(new Error("dead")) };
    await expect(restore(home, failing)).rejects.toThrow("dead");
    expect(wasBrokenOff(home)).toBe(true);
    expect(existsSync(home.database)).toBe(true);
    await restore(home, asked);
    expect(memoriesIn(home)).toBe(100);
  });
});
