import type { Store } from "../../sync/store/open.ts";

/** Told of every call on the store's tables, named `table.method`, and of `atomically`; may throw before or after it. */
export interface Watcher {
  readonly before?: (call: string, args: readonly unknown[]) => void;
  readonly after?: (call: string, args: readonly unknown[]) => void;
}

type Method = (...args: unknown[]) => unknown;

/** The same store, with somebody standing at its door. */
export const watched = (store: Store, { before, after }: Watcher): Store => {
  const wrap =
    (name: string, method: Method): Method =>
    (...args) => {
      before?.(name, args);
      const result = method(...args);
      after?.(name, args);
      return result;
    };
  const tables = Object.entries(store).map(([table, value]) => {
    if (typeof value === "function") return [table, wrap(table, value as Method)];
    const methods = Object.entries(value).map(([name, method]) => [name, wrap(`${table}.${name}`, method as Method)]);
    return [table, Object.fromEntries(methods)];
  });
  return Object.fromEntries(tables) as Store;
};

/** What SQLite throws when the disk under it is gone; to the program that is the same as being dead. */
export const diskError = (code = "SQLITE_IOERR", message = "disk I/O error"): Error =>
  Object.assign(new Error(message), { code });
