import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { nightlyService } from "../../agent/daemon/nightly.ts";
import { backups, makeBackup } from "../../agent/maintain/backup.ts";
import { copyInChild, isSoundByChild } from "../../agent/maintain/in-child.ts";
import { rotateEvents, sweep } from "../../agent/maintain/rotate.ts";
import { nextLocalHour } from "../../sync/core/clock.ts";
import { defaultConfig } from "../../sync/core/config.ts";
import { seededRandom } from "../../sync/core/random.ts";
import { copyDatabase } from "../../sync/store/copy.ts";
import { openStore } from "../../sync/store/open.ts";
import { START_MS } from "../support/clock.ts";
import { converse } from "../support/conversation.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { someMemory } from "../support/memory.ts";

const DAY_MS = 86_400_000;
const LIMITS = defaultConfig.events;

/** A machine with this many stored events, each a minute after the one before. */
const withEvents = async (count: number, config: unknown = {}): Promise<TestMachine> => {
  const machine = openMachine({ config });
  for (let n = 0; n < count; n++)
    machine.spool(
      { session_id: "s1", hook_event_name: "Stop", cwd: "/nowhere", n },
      { atMs: machine.clock.now() + n * 60_000 },
    );
  await machine.takeIn();
  return machine;
};

const rotation = (machine: TestMachine, limits: Partial<typeof LIMITS> = {}) => ({
  store: machine.store,
  home: machine.home,
  clock: machine.clock,
  limits: { ...LIMITS, ...limits },
});

/** The numbers of the archived events, in the order of the files and lines. */
const archived = (machine: TestMachine): number[] =>
  readdirSync(machine.home.archive)
    .sort((a, b) => Number(/-(\d+)-\d+\./.exec(a)?.[1]) - Number(/-(\d+)-\d+\./.exec(b)?.[1]))
    .flatMap((name) =>
      gunzipSync(readFileSync(join(machine.home.archive, name)))
        .toString()
        .trim()
        .split("\n"),
    )
    .map((line) => JSON.parse(JSON.parse(line).body).n as number);

describe("the rotation of events", () => {
  test("keeps the newest in the database and moves the others into archives, all of them and each once", async () => {
    const machine = await withEvents(1_300);
    expect(await rotateEvents(rotation(machine, { keepCount: 100 }))).toBe(1_200);
    expect(machine.store.events.count()).toBe(100);
    expect(archived(machine)).toEqual(Array.from({ length: 1_200 }, (_, n) => n));
    expect(await rotateEvents(rotation(machine, { keepCount: 100 }))).toBe(0);
    for (const name of readdirSync(machine.home.archive)) {
      expect(statSync(join(machine.home.archive, name)).mode & 0o777).toBe(0o600);
      expect(name).toMatch(/^events-2026-11-2\d-\d+-\d+\.jsonl\.gz$/);
    }
  });

  test("moves what is too old, however few there are", async () => {
    const machine = await withEvents(10);
    await machine.clock.pass(30 * DAY_MS + 5 * 60_000);
    expect(await rotateEvents(rotation(machine))).toBe(5);
    expect(archived(machine)).toEqual([0, 1, 2, 3, 4]);
  });

  test("after a death between archive and deletion loses nothing", async () => {
    const machine = await withEvents(10);
    const dying = {
      ...machine.store,
      events: {
        ...machine.store.events,
        remove: () => {
          throw new Error("dead");
        },
      },
    };
    await expect(rotateEvents({ ...rotation(machine, { keepCount: 4 }), store: dying })).rejects.toThrow("dead");
    expect(machine.store.events.count()).toBe(10);
    expect(await rotateEvents(rotation(machine, { keepCount: 4 }))).toBe(6);
    expect(archived(machine)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(readdirSync(machine.home.archive)).toHaveLength(1);
  });

  test("of everything lets what comes later be new: numbers are not given twice", async () => {
    const machine = openMachine();
    const session = converse(machine, "/nowhere");
    session.prompt("one");
    await machine.takeIn();
    expect(await machine.work()).toBeGreaterThan(0);
    await machine.request("/api/queue/archive", { method: "POST" });
    expect(machine.store.events.count()).toBe(0);
    session.prompt("two");
    await machine.takeIn();
    expect(machine.store.jobs.list("ready", 9).map(({ kind }) => kind)).toContain("learn.turn");
    await machine.work();
    const turns = machine.store.turns.ofSession(session.id);
    expect(turns.map(({ id }) => machine.store.turns.detection(id) !== undefined)).toEqual([true, true]);
  });
});

describe("the sweep", () => {
  test("drops old archives and ended jobs, and gives the space back", async () => {
    const machine = await withEvents(1);
    mkdirSync(machine.home.archive, { recursive: true });
    for (const [name, days] of [
      ["old.gz", 8],
      ["new.gz", 6],
    ] as const) {
      const path = join(machine.home.archive, name);
      writeFileSync(path, "x");
      utimesSync(path, machine.clock.now() / 1_000 - days * 86_400, machine.clock.now() / 1_000 - days * 86_400);
    }
    const project = machine.store.projects.all()[0]?.id ?? "";
    for (let n = 0; n < 700; n++) {
      machine.queue.add({
        kind: "summarise.session",
        subject: "s1",
        projectId: project,
        dedupeKey: `k${n}`,
        priority: 9,
      });
    }
    await machine.work();
    for (let n = 0; n < 400; n++)
      machine.spool({ session_id: "s1", hook_event_name: "Stop", cwd: "/nowhere", n, text: `${"x".repeat(7_000)}` });
    await machine.takeIn();
    const before = machine.store.shrink(1);
    await rotateEvents(rotation(machine, { keepCount: 0 }));
    await machine.clock.pass(8 * DAY_MS);
    utimesSync(join(machine.home.archive, "new.gz"), machine.clock.now() / 1_000, machine.clock.now() / 1_000);
    await sweep(rotation(machine));
    expect(readdirSync(machine.home.archive)).toContain("new.gz");
    expect(readdirSync(machine.home.archive)).not.toContain("old.gz");
    expect(machine.store.jobs.list("done", 9)).toEqual([]);
    expect(machine.store.shrink(1)).toBeLessThan(before / 2);
  });

  test("forgets echoes only when nobody can ask about them any more", async () => {
    const machine = openMachine();
    const payload = { session_id: "s1", hook_event_name: "Stop", cwd: "/nowhere" };
    const [, echo] = [machine.spool(payload), machine.spool(payload)];
    await machine.takeIn();
    mkdirSync(machine.home.archive);
    await machine.clock.pass(29 * DAY_MS);
    await sweep(rotation(machine));
    expect(machine.store.events.hasFile(echo)).toBe(true);
    await machine.clock.pass(2 * DAY_MS);
    await sweep(rotation(machine));
    expect(machine.store.events.hasFile(echo)).toBe(false);
  });
});

describe("a backup", () => {
  test("is a whole database with what was committed before, and the oldest ones go", async () => {
    const machine = openMachine();
    const made: string[] = [];
    for (let n = 0; n < 5; n++) {
      machine.store.memories.add(someMemory({ id: `ctx-000${n}` }));
      made.push(
        await makeBackup((to) => copyDatabase(machine.home.database, to), machine.home, machine.clock.now(), 3),
      );
      await machine.clock.pass(DAY_MS);
    }
    expect(backups(machine.home).map(({ path }) => path)).toEqual(made.slice(2).reverse());
    const copy = openStore(made[4] ?? "");
    expect(copy.memories.counts().trusted).toBe(5);
    copy.close();
  });

  test("sweeps up what a death in the middle of an earlier one left", async () => {
    const machine = openMachine();
    mkdirSync(machine.home.backups);
    for (const name of [
      "cairn-2026-11-19T03-00-00-000Z.db.tmp",
      "cairn-2026-11-19T03-00-00-000Z.db.tmp-journal",
      "notes.txt",
      "damaged-2026.db",
    ])
      writeFileSync(join(machine.home.backups, name), "x");
    const made = await makeBackup(
      (to) => copyDatabase(machine.home.database, to),
      machine.home,
      machine.clock.now(),
      3,
    );
    expect(
      readdirSync(machine.home.backups)
        .sort()
        .map((name) => join(machine.home.backups, name)),
    ).toEqual([made, join(machine.home.backups, "damaged-2026.db"), join(machine.home.backups, "notes.txt")].sort());
  });
});

describe("a copy made in a process of its own", () => {
  const filled = () => {
    const machine = openMachine();
    for (let n = 0; n < 300; n++)
      machine.store.memories.add(someMemory({ id: `ctx-${10_000 + n}`, text: `Use tool ${n}.` }));
    return machine;
  };

  test("is whole while the database goes on being written", async () => {
    const { home, store } = filled();
    const to = join(home.dir, "copy.db");
    const copying = copyInChild(home.database, to);
    store.memories.add(someMemory({ id: "ctx-later" }));
    await copying;
    const copy = openStore(to);
    expect(copy.memories.counts().trusted).toBeGreaterThanOrEqual(300);
    copy.close();
  });

  test("of a damaged database is told from a whole one, and costs no earlier backup", async () => {
    const { home, store } = filled();
    const good = await makeBackup((to) => copyInChild(home.database, to), home, START_MS, 1);
    store.close();
    const file = openSync(home.database, "r+");
    const { size } = statSync(home.database);
    for (let at = 8_192; at < size; at += 4_096) writeSync(file, Buffer.alloc(512, 0x5a), 0, 512, at);
    closeSync(file);
    expect(await isSoundByChild(good)).toBe(true);
    expect(await isSoundByChild(home.database)).toBe(false);
    const again = makeBackup((to) => copyInChild(home.database, to), home, START_MS + DAY_MS, 1);
    await expect(again).rejects.toMatchObject({ code: "store-corrupt" });
    expect(backups(home).map(({ path }) => path)).toEqual([good]);
  });

  test("that cannot be made says why", async () => {
    const { home } = filled();
    // What cannot be looked at is not taken for damaged, or a whole database would be put aside.
    expect(await isSoundByChild("/nowhere/cairn.db")).toBe(true);
    await expect(copyInChild(home.database, "/nowhere/copy.db")).rejects.toThrow(/could not be copied: .*Error: .+/);
  });
});

describe("the night", () => {
  const nightly = (machine: TestMachine) => {
    const base = {
      home: machine.home,
      store: machine.store,
      clock: machine.clock,
      random: seededRandom(1),
      config: () => defaultConfig,
      version: "1",
    };
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    /** Lets the service run for a few hours. */
    const plan = async (hours: number): Promise<void> => {
      void nightlyService(machine.queue, base, machine.clock).run(stop.signal);
      for (let hour = 0; hour < hours; hour++) await machine.clock.pass(3_600_000);
    };
    return plan;
  };
  const planned = (machine: TestMachine) =>
    machine.store.jobs
      .list("ready", 9)
      .flatMap(({ kind, life }) => (kind === "maintain.nightly" && life.state === "ready" ? [life.runAtMs] : []));

  test("is planned once, for the coming three o'clock", async () => {
    const machine = openMachine();
    const at = nextLocalHour(machine.clock.now(), 3);
    await nightly(machine)(5);
    expect(planned(machine)).toEqual([at]);
  });

  test("that was slept through is made up for soon, once a day", async () => {
    const machine = openMachine();
    const soonMs = machine.clock.now() + 5 * 60_000;
    const old = await makeBackup(
      (to) => copyDatabase(machine.home.database, to),
      machine.home,
      machine.clock.now() - 3 * DAY_MS,
      3,
    );
    utimesSync(old, machine.clock.now() / 1_000 - 3 * 86_400, machine.clock.now() / 1_000 - 3 * 86_400);
    await nightly(machine)(5);
    expect(planned(machine)).toEqual([soonMs]);
  });

  test("makes a backup, rotates and sweeps", async () => {
    // The archives carry the date of this day, not that of the test's clock.
    const machine = await withEvents(20, { events: { archiveDays: 3_650 } });
    await nightly(machine)(0);
    machine.clock.set(machine.clock.now() + 40 * DAY_MS);
    await machine.work();
    expect(machine.store.jobs.counts()).toMatchObject({ dead: 0, retrying: 0 });
    expect(backups(machine.home)).toHaveLength(1);
    expect([machine.store.events.count(), archived(machine).length]).toEqual([0, 20]);
  });
});
