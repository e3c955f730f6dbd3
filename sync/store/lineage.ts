import type Database from "better-sqlite3";
import { z } from "zod";
import { PATTERN_CHANGES, PATTERN_KINDS, type Pattern, type PatternStep } from "../core/words.ts";

const patternRow = z.object({
  id: z.string(),
  projectId: z.string(),
  kind: z.enum(PATTERN_KINDS),
  name: z.string(),
  owner: z.string(),
  language: z.string(),
  file: z.string(),
  body: z.string(),
  removedAtMs: z.number().nullable(),
});

const stepRow = z.object({
  patternId: z.string(),
  change: z.enum(PATTERN_CHANGES),
  sessionId: z.string(),
  turnId: z.number(),
  toolUseId: z.string(),
  file: z.string(),
  why: z.string(),
  atMs: z.number(),
});

/** Of a file that changes all the time the last turns tell enough. */
const TURNS_MAX = 200;
/** More files or patterns than this are not looked at for one question. */
const PATTERNS_MAX = 500;

/** Where code comes from: which turns changed which files, and what became of each function, class and method. */
export const lineageTable = (db: Database.Database) => {
  const addFile = db.prepare(
    "insert into file_change (project_id, file, turn_id) values (?, ?, ?) on conflict do nothing",
  );
  const turnsWith = db.prepare<[string, string], { turnId: number }>(
    `select turn_id as turnId from file_change
     where project_id = ? and file in (select value from json_each(?)) group by 1 order by 1 desc limit ${TURNS_MAX}`,
  );
  const filesOf = db.prepare<[number, string], { file: string }>(
    "select file from file_change where turn_id = ? and project_id = ? order by file",
  );
  const columns = "id, project_id as projectId, kind, name, owner, language, file, body, removed_at_ms as removedAtMs";
  const byId = db.prepare(`select ${columns} from pattern where id = ?`);
  const inFile = db.prepare(
    `select ${columns} from pattern where project_id = ? and file = ? order by id limit ${PATTERNS_MAX}`,
  );
  const below = db.prepare(
    `select ${columns} from pattern where project_id = @projectId and file >= @folder || '/' and file < @folder || '0'
     order by id limit ${PATTERNS_MAX}`,
  );
  const named = db.prepare(
    `select ${columns} from pattern where project_id = ? and name = ? order by id limit ${PATTERNS_MAX}`,
  );
  const everIn = db.prepare(
    `select ${columns} from pattern where project_id = @projectId and id in
       (select pattern_id from pattern_step where file = @file and change <> 'used') order by id limit ${PATTERNS_MAX}`,
  );
  const save = db.prepare(
    `insert into pattern (id, project_id, kind, name, owner, language, file, body, removed_at_ms)
     values (@id, @projectId, @kind, @name, @owner, @language, @file, @body, @removedAtMs)
     on conflict (id) do update set name = excluded.name, owner = excluded.owner, language = excluded.language,
       file = excluded.file, body = excluded.body, removed_at_ms = excluded.removed_at_ms`,
  );
  const addStep = db.prepare(
    `insert into pattern_step (session_id, tool_use_id, pattern_id, change, turn_id, file, why, at_ms)
     values (@sessionId, @toolUseId, @patternId, @change, @turnId, @file, @why, @atMs) on conflict do nothing`,
  );
  const takeSteps = db.prepare("update or ignore pattern_step set pattern_id = @to where pattern_id = @from");
  const dropSteps = db.prepare("delete from pattern_step where pattern_id = ?");
  const drop = db.prepare("delete from pattern where id = ?");
  const stepColumns = `pattern_id as patternId, change, session_id as sessionId, turn_id as turnId, tool_use_id as toolUseId,
    file, why, at_ms as atMs`;
  const steps = db.prepare(`select ${stepColumns} from pattern_step where pattern_id = ? order by at_ms, change`);
  const traced = db.prepare("select 1 from pattern_step where session_id = ? and tool_use_id = ? limit 1");
  const toPattern = (found: unknown): Pattern => patternRow.parse(found);
  return {
    /** Notes that a turn changed a file. */
    addFile: (projectId: string, file: string, turnId: number): void => {
      addFile.run(projectId, file, turnId);
    },
    /** The files that each of the last turns changed that changed any of these. */
    changesWith: (projectId: string, files: readonly string[]): string[][] =>
      turnsWith
        .all(projectId, JSON.stringify(files))
        .map(({ turnId }) => filesOf.all(turnId, projectId).map(({ file }) => file)),
    byId: (id: string): Pattern | undefined => {
      const found = byId.get(id);
      return found === undefined ? undefined : toPattern(found);
    },
    inFile: (projectId: string, file: string): Pattern[] => inFile.all(projectId, file).map(toPattern),
    /** Patterns in any file below a folder. */
    below: (projectId: string, folder: string): Pattern[] => below.all({ projectId, folder }).map(toPattern),
    named: (projectId: string, name: string): Pattern[] => named.all(projectId, name).map(toPattern),
    /** Patterns that are, or once were, in a file. */
    everIn: (projectId: string, file: string): Pattern[] => everIn.all({ projectId, file }).map(toPattern),
    save: (pattern: Pattern): void => {
      save.run(pattern);
    },
    /** Returns whether it is new: the same call never counts twice. */
    addStep: (step: PatternStep): boolean => addStep.run(step).changes > 0,
    /** Makes two patterns one: all steps of `from` become steps of `to`. */
    join: (from: string, to: string): void => {
      takeSteps.run({ from, to });
      dropSteps.run(from);
      drop.run(from);
    },
    /** What happened to a pattern, the first thing first. */
    steps: (patternId: string): PatternStep[] => steps.all(patternId).map((found) => stepRow.parse(found)),
    /** Whether something is known of what this call did. */
    isTraced: (sessionId: string, toolUseId: string): boolean => traced.get(sessionId, toolUseId) !== undefined,
  };
};
