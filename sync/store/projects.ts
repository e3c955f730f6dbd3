import type Database from "better-sqlite3";
import { z } from "zod";
import { MIRROR_MODES, type MirrorMode, type Project } from "../core/words.ts";

const row = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  remote: z.string().nullable(),
  capture: z.literal([0, 1]).transform(Boolean),
  private: z.literal([0, 1]).transform(Boolean),
  mirror: z.enum(MIRROR_MODES),
});

export const projectTable = (db: Database.Database) => {
  const columns = "id, key, name, remote, capture, private, mirror";
  const byKey = db.prepare(`select ${columns} from project where key = ?`);
  const byId = db.prepare(`select ${columns} from project where id = ?`);
  const all = db.prepare(`select ${columns} from project order by seen_at_ms desc, id`);
  const insert = db.prepare(
    "insert into project (id, key, name, remote, created_at_ms, seen_at_ms) values (@id, @key, @name, @remote, @nowMs, @nowMs)",
  );
  const seen = db.prepare("update project set seen_at_ms = @nowMs, remote = coalesce(@remote, remote) where id = @id");
  const setCapture = db.prepare("update project set capture = ? where id = ?");
  const setPrivate = db.prepare("update project set private = ? where id = ?");
  const setMirror = db.prepare("update project set mirror = ? where id = ?");
  const setDir = db.prepare(
    `insert into project_dir (dir, project_id, seen_at_ms) values (?, ?, ?)
     on conflict (dir) do update set project_id = excluded.project_id, seen_at_ms = excluded.seen_at_ms`,
  );
  const dirs = db.prepare<[string], { dir: string }>(
    "select dir from project_dir where project_id = ? order by seen_at_ms desc limit 50",
  );
  const parse = (found: unknown): Project | undefined => (found === undefined ? undefined : row.parse(found));
  return {
    byKey: (key: string): Project | undefined => parse(byKey.get(key)),
    byId: (id: string): Project | undefined => parse(byId.get(id)),
    all: (): Project[] => all.all().map((found) => row.parse(found)),
    add: (project: { id: string; key: string; name: string; remote: string | null; nowMs: number }): void => {
      insert.run(project);
    },
    /** Notes that the project was worked in; a remote that is known now is kept. */
    seen: (id: string, remote: string | null, nowMs: number): void => {
      seen.run({ id, remote, nowMs });
    },
    setCapture: (id: string, on: boolean): void => {
      setCapture.run(on ? 1 : 0, id);
    },
    setPrivate: (id: string, on: boolean): void => {
      setPrivate.run(on ? 1 : 0, id);
    },
    setMirror: (id: string, mode: MirrorMode): void => {
      setMirror.run(mode, id);
    },
    /** Notes a folder in which a session of the project was started. */
    addDir: (dir: string, projectId: string, nowMs: number): void => {
      setDir.run(dir, projectId, nowMs);
    },
    /** The folders that sessions of the project were started in, newest first, 50 at most. */
    dirs: (projectId: string): string[] => dirs.all(projectId).map((found) => found.dir),
  };
};
