import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type Database from "better-sqlite3";
import { AppError } from "../core/errors.ts";

const FOLDER = join(import.meta.dirname, "migrations");

interface Migration {
  readonly version: number;
  readonly file: string;
}

const migrations = (): Migration[] =>
  readdirSync(FOLDER)
    .filter((file) => /^\d{4}_\w+\.sql$/.test(file))
    .sort()
    .map((file) => ({ version: Number(file.slice(0, 4)), file }));

/** The schema this build knows. */
export const latestSchema = (): number => migrations().at(-1)?.version ?? 0;

/** The schema of an open database: its `user_version`. */
export const schemaOf = (db: Database.Database): number => Number(db.pragma("user_version", { simple: true }));

/** Brings the database to the schema of this build, each step in a transaction of its own. Forward only. */
export const migrate = (db: Database.Database): void => {
  for (const { version, file } of migrations()) {
    if (version <= schemaOf(db)) continue;
    db.transaction(() => {
      db.exec(readFileSync(join(FOLDER, file), "utf8"));
      db.pragma(`user_version = ${version}`);
    }).exclusive();
  }
};

/** Throws unless the file has this build's very schema. */
export const refuseOther = (db: Database.Database): void => {
  const found = schemaOf(db);
  if (found === latestSchema()) return;
  throw new AppError("schema-other", `The database has schema ${found}, not this Cairn's ${latestSchema()}.`);
};

/** Throws when the file was written by a newer Cairn, whose rows this build might misread. */
export const refuseNewer = (db: Database.Database): void => {
  const found = schemaOf(db);
  const known = latestSchema();
  if (found <= known) return;
  throw new AppError("schema-newer", `The database has schema ${found}; this Cairn knows ${known}.`, {
    hint: "Update Cairn on this machine; a database never goes back.",
  });
};
