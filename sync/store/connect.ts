import Database from "better-sqlite3";

/**
 * From Node 24.19 on, an object of better-sqlite3 12 that was compiled there ends the whole process when it is collected outside of
 * JavaScript (an assertion in node::ObjectWrap). So there connections and statements are never let go: they are few, and what they
 * hold is freed when the connection is closed.
 */
const kept: unknown[] = [];
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const mustKeep = major > 24 || (major === 24 && minor >= 19);

/** Opens a database file. All of the store's connections come from here. */
export const connect = (path: string, options: Database.Options = {}): Database.Database => {
  const db = new Database(path, options);
  if (!mustKeep) return db;
  const prepare = db.prepare.bind(db);
  const prepareKept = ((sql: string) => {
    const statement = prepare(sql);
    kept.push(statement);
    return statement;
  }) as typeof db.prepare;
  const pragmas = new Map<string, Database.Statement<unknown[], unknown>>();
  // The library's own pragma() makes a statement each time and drops it.
  const pragma: typeof db.pragma = (source, { simple = false } = {}) => {
    const statement = pragmas.get(source) ?? prepareKept<unknown[], unknown>(`pragma ${source}`);
    pragmas.set(source, statement);
    if (!statement.reader) return statement.run();
    return simple ? Object.values(statement.get() ?? {})[0] : statement.all();
  };
  kept.push(db);
  return Object.assign(db, { prepare: prepareKept, pragma });
};
