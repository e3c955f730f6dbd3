import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { codeOf } from "../../sync/core/errors.ts";
import { isSound } from "../../sync/store/check.ts";
import { latestSchema } from "../../sync/store/migrate.ts";
import { openStore } from "../../sync/store/open.ts";
import { scratchDir, scratchStore } from "../support/scratch.ts";

const STORE = join(import.meta.dirname, "../../sync/store");
const HEADER = `-- The schema that all migrations together make, kept to be read and reviewed; nothing runs this file.
-- After a new migration: npx vitest run test/integration/store-schema.test.ts --update
`;

/** Everything that was created, in that order; without what SQLite makes for itself. */
const dumpOf = (file: string): string => {
  const db = new Database(file, { readonly: true });
  const made = db
    .prepare<[], { sql: string }>(
      "select sql from sqlite_master where sql is not null and name not like 'sqlite_%' and name not like 'memory_fts_%' or name in ('memory_fts_add', 'memory_fts_change', 'memory_fts_remove') order by rowid",
    )
    .all();
  db.close();
  return `${HEADER}\n${made.map(({ sql }) => `${sql};\n`).join("\n")}`;
};

const problemOf = (open: () => { close: () => void }): unknown => {
  try {
    open().close();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("the schema", () => {
  test("of a fresh database is the reviewed one", async () => {
    const file = join(scratchDir(), "cairn.db");
    scratchStore(file);
    await expect(dumpOf(file)).toMatchFileSnapshot(join(STORE, "schema.sql"));
  });

  test("has one numbered migration after the other, none left out", () => {
    const numbers = readdirSync(join(STORE, "migrations"))
      .sort()
      .map((name) => Number(/^(\d{4})_\w+\.sql$/.exec(name)?.[1]));
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    expect(latestSchema()).toBe(numbers.length);
  });

  test("is made once: opening again does not touch the file", () => {
    const file = join(scratchDir(), "cairn.db");
    openStore(file).close();
    const before = readFileSync(file);
    openStore(file).close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("gives pages back, keeps a write-ahead log and holds to its references", () => {
    const file = join(scratchDir(), "cairn.db");
    const store = scratchStore(file);
    const db = new Database(file, { readonly: true });
    expect(db.pragma("auto_vacuum", { simple: true })).toBe(2);
    expect(db.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(db.pragma("user_version", { simple: true })).toBe(latestSchema());
    db.close();
    expect(() => store.projects.addDir("/nowhere", "no-such-project", 1)).toThrow(/FOREIGN KEY/);
  });
});

describe("a database file", () => {
  test("of a newer Cairn is refused with what to do, and not touched", () => {
    const file = join(scratchDir(), "cairn.db");
    openStore(file).close();
    const db = new Database(file);
    db.pragma(`user_version = ${latestSchema() + 1}`);
    db.close();
    const before = readFileSync(file);
    for (const readonly of [false, true]) {
      const problem = problemOf(() => openStore(file, { readonly }));
      expect(problem).toMatchObject({ code: "schema-newer", hint: expect.stringContaining("Update") });
      expect(String(problem)).toContain(`schema ${latestSchema() + 1}`);
    }
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("that a crash left empty becomes a fresh one; a reader says there is nothing yet", () => {
    const file = join(scratchDir(), "cairn.db");
    writeFileSync(file, "");
    expect(codeOf(problemOf(() => openStore(file, { readonly: true })))).toBe("store-missing");
    expect(statSync(file).size).toBe(0);
    expect(scratchStore(file).projects.all()).toEqual([]);
  });

  test("that is missing is never made by a reader", () => {
    const dir = scratchDir();
    expect(codeOf(problemOf(() => openStore(join(dir, "cairn.db"), { readonly: true })))).toBe("store-missing");
    expect(codeOf(problemOf(() => openStore(join(dir, "no", "folder", "cairn.db"))))).toBe("store-missing");
    expect(readdirSync(dir)).toEqual([]);
  });

  test("that is none says so, whether all of it or its beginning is something else", () => {
    const file = join(scratchDir(), "cairn.db");
    for (const content of ["this is not a database, but long enough to have a header".repeat(20), "\0".repeat(5_000)]) {
      writeFileSync(file, content);
      expect(codeOf(problemOf(() => openStore(file)))).toBe("store-corrupt");
      expect(isSound(file)).toBe(false);
    }
  });

  test("is read beside the worker that writes it, and a reader writes nothing", () => {
    const file = join(scratchDir(), "cairn.db");
    const store = scratchStore(file);
    const reader = openStore(file, { readonly: true });
    store.meta.add("events.bad", 2);
    expect(reader.meta.count("events.bad")).toBe(2);
    expect(() => reader.meta.add("events.bad", 1)).toThrow(/readonly|read-only/);
    reader.close();
    expect(store.meta.count("events.bad")).toBe(2);
  });

  test("can be read after its worker was killed, when nobody has written since", () => {
    const file = join(scratchDir(), "cairn.db");
    const store = openStore(file);
    store.meta.add("events.bad", 2);
    // Not closed, like a process that is killed: the log is still beside the file.
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    const copy = join(scratchDir(), "cairn.db");
    for (const end of ["", "-wal"]) writeFileSync(copy + end, readFileSync(file + end));
    const reader = openStore(copy, { readonly: true });
    expect(reader.meta.count("events.bad")).toBe(2);
    expect(isSound(copy)).toBe(true);
    reader.close();
    store.close();
  });

  test.skipIf(process.getuid?.() === 0)("that may not be written says so", () => {
    const file = join(scratchDir(), "cairn.db");
    openStore(file).close();
    chmodSync(file, 0o400);
    expect(codeOf(problemOf(() => openStore(file)))).toBe("store-unusable");
  });
});

describe("a transaction", () => {
  test("happens whole or not at all, also one inside another", () => {
    const store = scratchStore();
    const broken = () =>
      store.atomically(() => {
        store.meta.add("n", 1);
        store.atomically(() => store.meta.add("n", 1));
        throw new Error("no");
      });
    expect(broken).toThrow("no");
    expect(store.meta.count("n")).toBe(0);
    expect(store.atomically(() => store.meta.add("n", 1))).toBeUndefined();
    expect(store.meta.count("n")).toBe(1);
  });
});

describe("a process beside the one that holds the lock", () => {
  test("opens a database of its own schema for writing", () => {
    const file = join(scratchDir(), "cairn.db");
    openStore(file).close();
    const store = openStore(file, { beside: true });
    expect(store.meta.add("beside", 1)).toBeUndefined();
    store.close();
  });

  test("neither makes nor migrates one", () => {
    const missing = join(scratchDir(), "cairn.db");
    expect(codeOf(problemOf(() => openStore(missing, { beside: true })))).toBe("store-missing");
    for (const version of [latestSchema() - 1, latestSchema() + 1]) {
      const file = join(scratchDir(), "cairn.db");
      openStore(file).close();
      const db = new Database(file);
      db.pragma(`user_version = ${version}`);
      expect(codeOf(problemOf(() => openStore(file, { beside: true })))).toBe("schema-other");
      expect(db.pragma("user_version", { simple: true })).toBe(version);
      db.close();
    }
  });
});
