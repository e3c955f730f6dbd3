import type Database from "better-sqlite3";

/** Single values and counters that survive a restart. */
export const metaTable = (db: Database.Database) => {
  const get = db.prepare<[string], { value: string }>("select value from meta where key = ?");
  const set = db.prepare(
    "insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
  );
  const add = db.prepare(
    `insert into meta (key, value) values (?, ?)
     on conflict (key) do update set value = cast(cast(value as integer) + cast(excluded.value as integer) as text)`,
  );
  return {
    get: (key: string): string | null => get.get(key)?.value ?? null,
    set: (key: string, value: string): void => {
      set.run(key, value);
    },
    /** A counter's value; 0 when it never counted. */
    count: (key: string): number => Number(get.get(key)?.value ?? 0),
    /** Raises a counter. */
    add: (key: string, n: number): void => {
      add.run(key, String(n));
    },
  };
};
