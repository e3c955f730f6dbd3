import { accessSync, constants, existsSync } from "node:fs";
import type Database from "better-sqlite3";
import { AppError, codeOf } from "../core/errors.ts";
import { alertTable } from "./alerts.ts";
import { breakerTable } from "./breakers.ts";
import { connect } from "./connect.ts";
import { embeddingTable } from "./embeddings.ts";
import { eventTable } from "./events.ts";
import { figures } from "./figures.ts";
import { injectionTable } from "./injections.ts";
import { jobTable } from "./jobs.ts";
import { lineageTable } from "./lineage.ts";
import { memoryTable } from "./memories.ts";
import { memorySearch } from "./memory-search.ts";
import { metaTable } from "./meta.ts";
import { migrate, refuseNewer, refuseOther, schemaOf } from "./migrate.ts";
import { modelCallTable } from "./model-calls.ts";
import { oldTraces } from "./old-traces.ts";
import { outcomeTable } from "./outcomes.ts";
import { projectTable } from "./projects.ts";
import { copyForReading } from "./read-copy.ts";
import { sessionTable } from "./sessions.ts";
import { toolUseTable } from "./tool-uses.ts";
import { turnTable } from "./turns.ts";

/** Everything this machine knows. One object for each table or aggregate; nothing else in the program speaks SQL. */
export type Store = ReturnType<typeof storeOn>;

interface OpenOptions {
  /** For commands that only look: never migrates, never writes, works while the worker holds the lock. */
  readonly readonly?: boolean;
  /** For a process beside the holder of the lock: writes, but never creates or migrates. Throws `schema-other` where it would have to. */
  readonly beside?: boolean;
}

/**
 * Opens (and, unless read-only, creates and migrates) the database file.
 * Throws `AppError`: `store-corrupt` (restore a backup), `schema-newer`, `store-missing`, `store-unusable`.
 */
export const openStore = (path: string, { readonly = false, beside = false }: OpenOptions = {}): Store => {
  try {
    return readonly ? openForReading(path) : beside ? openBeside(path) : openForWriting(path);
  } catch (error) {
    throw explain(error, path);
  }
};

const openForWriting = (path: string): Store =>
  orClosed(connect(path), (db) => {
    refuseNewer(db);
    refuseUnwritable(path);
    configure(db);
    migrate(db);
    return storeOn(db);
  });

const openBeside = (path: string): Store =>
  orClosed(connect(path, { fileMustExist: true }), (db) => {
    refuseOther(db);
    configure(db);
    return storeOn(db);
  });

const openForReading = (path: string): Store => {
  try {
    return readerOf(path);
  } catch (error) {
    if (!isRefused(error) || !existsSync(path)) throw error;
    const copy = copyForReading(path);
    // What can't be copied either is told as what it was at first.
    if (copy === null) throw error;
    try {
      return readerOf(copy.path);
    } finally {
      // Open files outlive their names, so nothing stays behind, however this process ends.
      copy.remove();
    }
  }
};

const readerOf = (path: string): Store =>
  orClosed(connect(path, { readonly: true, fileMustExist: true }), (db) => {
    refuseNewer(db);
    if (schemaOf(db) === 0) throw new AppError("store-missing", "There is no memory on this machine yet.");
    db.pragma("query_only = on");
    return storeOn(db);
  });

/** Whether a reader was refused what SQLite has to write beside a database in WAL mode even to read it. */
const isRefused = (error: unknown): boolean => /^SQLITE_(?:READONLY|CANTOPEN)/.test(codeOf(error) ?? "");

const orClosed = (db: Database.Database, use: (db: Database.Database) => Store): Store => {
  try {
    return use(db);
  } catch (error) {
    db.close();
    throw error;
  }
};

/** What may not be written SQLite opens for reading, without a word until the first write. */
const refuseUnwritable = (path: string): void => {
  try {
    accessSync(path, constants.W_OK);
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return; // in memory
    throw new AppError("store-unusable", `${path} may not be written.`, {
      hint: "`cairn doctor` tries what is allowed; check whose file it is and its permissions.",
      cause,
    });
  }
};

const configure = (db: Database.Database): void => {
  // Only effective before the first table exists; lets deletes give pages back without a VACUUM.
  if (schemaOf(db) === 0) db.pragma("auto_vacuum = incremental");
  db.pragma("journal_mode = wal");
  // WAL + NORMAL: a process death loses nothing, a power cut may cost the last seconds, no fsync per commit.
  db.pragma("synchronous = normal");
  db.pragma("foreign_keys = on");
  // 2 MB of page cache: recall stays within its budget and an idle worker stays small.
  db.pragma("cache_size = -2000");
  db.pragma("journal_size_limit = 8388608");
};

const storeOn = (db: Database.Database) => ({
  /** Runs `work` in one immediate transaction: all of it or nothing. Never `await` in there. */
  atomically: <T>(work: () => T): T => (db.inTransaction ? work() : db.transaction(work).immediate()),
  alerts: alertTable(db),
  breakers: breakerTable(db),
  embeddings: embeddingTable(db),
  events: eventTable(db),
  figures: figures(db),
  injections: injectionTable(db),
  jobs: jobTable(db),
  lineage: lineageTable(db),
  memories: memoryTable(db),
  search: memorySearch(db),
  meta: metaTable(db),
  modelCalls: modelCallTable(db),
  oldTraces: oldTraces(db),
  outcomes: outcomeTable(db),
  projects: projectTable(db),
  sessions: sessionTable(db),
  toolUses: toolUseTable(db),
  turns: turnTable(db),
  /** Gives freed pages back to the disk, a few at a time. Returns the bytes of the file. */
  shrink: (pages: number): number => {
    db.exec(`pragma incremental_vacuum(${pages})`);
    return Number(db.pragma("page_count", { simple: true })) * Number(db.pragma("page_size", { simple: true }));
  },
  /** Forgets pages of the database that are kept in memory. */
  shrinkMemory: (): void => {
    db.pragma("shrink_memory");
  },
  close: (): void => {
    db.close();
  },
});

/** Whether an error says that the database file is damaged. */
export const isCorruption = (error: unknown): boolean =>
  /^SQLITE_(?:CORRUPT|NOTADB)/.test(codeOf(error) ?? "") ||
  (error instanceof AppError && error.code === "store-corrupt");

const explain = (error: unknown, path: string): unknown => {
  if (error instanceof AppError) return error;
  if (isCorruption(error)) {
    return new AppError("store-corrupt", `${path} is damaged.`, {
      hint: "Start the worker: it restores the newest good backup and says what was lost.",
      cause: error,
    });
  }
  const code = codeOf(error) ?? "";
  if (code === "SQLITE_CANTOPEN" || (error instanceof TypeError && /directory does not exist/.test(error.message))) {
    return new AppError("store-missing", `${path} cannot be opened.`, {
      hint: "Has Cairn run here before? `cairn doctor` tries what is allowed.",
      cause: error,
    });
  }
  if (code.startsWith("SQLITE_")) {
    return new AppError("store-unusable", `${path} cannot be used: ${(error as Error).message}`, {
      hint: "`cairn doctor` tries what is allowed; check free space and permissions.",
      retry: code.startsWith("SQLITE_BUSY"),
      cause: error,
    });
  }
  return error;
};
