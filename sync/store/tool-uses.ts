import type Database from "better-sqlite3";
import { z } from "zod";

const row = z.object({
  sessionId: z.string(),
  toolUseId: z.string(),
  turnId: z.number().nullable(),
  tool: z.string(),
  summary: z.string(),
  inputDigest: z.string(),
  files: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  outcome: z.enum(["running", "ok", "failed", "interrupted", "rejected"]),
  error: z.string().nullable(),
  userModified: z.literal([0, 1]).transform(Boolean),
  durationMs: z.number().nullable(),
  agentId: z.string().nullable(),
  agentType: z.string().nullable(),
  atMs: z.number(),
});

/** One call of a tool by an agent: ground truth from the hooks, never scraped from a transcript. */
export type ToolUse = z.infer<typeof row>;

/** What the result of a call adds to its start. */
export interface ToolEnd {
  readonly outcome: "ok" | "failed" | "interrupted";
  readonly error: string | null;
  readonly userModified: boolean;
  readonly durationMs: number | null;
}

/** So many of the last calls that worked on files tell where the work of a project is. */
export const CALLS_TELLING = 300;

export const toolUseTable = (db: Database.Database) => {
  const columns = `session_id as sessionId, tool_use_id as toolUseId, turn_id as turnId, tool, summary, input_digest as inputDigest,
    files, outcome, error, user_modified as userModified, duration_ms as durationMs, agent_id as agentId, agent_type as agentType,
    at_ms as atMs`;
  // A result may be ingested before its start (parallel calls, a lost file), so either may come first and neither undoes the other.
  const save = db.prepare(
    `insert into tool_use (session_id, tool_use_id, turn_id, tool, summary, input_digest, files, outcome, error, user_modified,
       duration_ms, agent_id, agent_type, at_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (session_id, tool_use_id) do update set
       outcome = iif(excluded.outcome = 'running', outcome, excluded.outcome),
       error = coalesce(excluded.error, error),
       user_modified = max(user_modified, excluded.user_modified),
       duration_ms = coalesce(excluded.duration_ms, duration_ms)`,
  );
  const finish = db.prepare(
    `update tool_use set outcome = ?, error = coalesce(?, error), user_modified = max(user_modified, ?),
       duration_ms = coalesce(?, duration_ms)
     where session_id = ? and tool_use_id = ?`,
  );
  const ofTurn = db.prepare(`select ${columns} from tool_use where turn_id = ? order by at_ms, tool_use_id`);
  const ofSession = db.prepare(`select ${columns} from tool_use where session_id = ? order by at_ms, tool_use_id`);
  const one = db.prepare(`select ${columns} from tool_use where session_id = ? and tool_use_id = ?`);
  const outcome = db.prepare<[string, string], { outcome: ToolUse["outcome"] }>(
    "select outcome from tool_use where session_id = ? and tool_use_id = ?",
  );
  const interrupt = db.prepare(
    "update tool_use set outcome = 'interrupted' where session_id = ? and outcome = 'running' and agent_id is null",
  );
  const reject = db.prepare(
    "update tool_use set outcome = 'rejected', error = coalesce(error, ?) where session_id = ? and tool_use_id = ? and outcome = 'running'",
  );
  const filesOfProject = db.prepare<[string, number], { files: string }>(
    `select t.files from session s join tool_use t on t.session_id = s.id
     where s.project_id = ? and t.files <> '[]' order by s.started_at_ms desc, t.at_ms desc limit ?`,
  );
  const agentTask = db.prepare<[string], { summary: string }>(
    "select summary from tool_use where session_id = ? and outcome = 'running' and tool in ('Agent', 'Task') order by at_ms desc limit 1",
  );
  return {
    save: (
      use: Omit<ToolUse, "files" | "userModified"> & { files: readonly string[]; userModified: boolean },
    ): void => {
      const { sessionId, toolUseId, turnId, tool, summary, inputDigest, outcome, error } = use;
      const ids = [sessionId, toolUseId, turnId];
      const what = [tool, summary, inputDigest, JSON.stringify(use.files)];
      const end = [outcome, error, use.userModified ? 1 : 0, use.durationMs];
      save.run(...ids, ...what, ...end, use.agentId, use.agentType, use.atMs);
    },
    byId: (sessionId: string, toolUseId: string): ToolUse | undefined => {
      const found = one.get(sessionId, toolUseId);
      return found === undefined ? undefined : row.parse(found);
    },
    /** Notes how a call ended whose start is there. Returns false when it is not: then `save` it whole. */
    finish: (sessionId: string, toolUseId: string, end: ToolEnd): boolean =>
      finish.run(end.outcome, end.error, end.userModified ? 1 : 0, end.durationMs, sessionId, toolUseId).changes > 0,
    /** How a call ended so far, or null when it is not known. */
    outcome: (sessionId: string, toolUseId: string): ToolUse["outcome"] | null =>
      outcome.get(sessionId, toolUseId)?.outcome ?? null,
    ofTurn: (turnId: number): ToolUse[] => ofTurn.all(turnId).map((found) => row.parse(found)),
    ofSession: (sessionId: string): ToolUse[] => ofSession.all(sessionId).map((found) => row.parse(found)),
    /** ESC fires no hook: what still runs in the main thread when the next prompt comes was interrupted. Returns how many. */
    interruptOpen: (sessionId: string): number => interrupt.run(sessionId).changes,
    /** Files that were worked on in a project lately, one for each call. */
    filesOfProject: (projectId: string): string[] =>
      filesOfProject.all(projectId, CALLS_TELLING).flatMap(({ files }) => z.array(z.string()).parse(JSON.parse(files))),
    /** What the latest running subagent was asked to do, or null. */
    runningAgentTask: (sessionId: string): string | null => agentTask.get(sessionId)?.summary ?? null,
    /** A call that was refused shows only in PostToolBatch. Returns whether there was one to mark. */
    reject: (sessionId: string, toolUseId: string, error: string): boolean =>
      reject.run(error, sessionId, toolUseId).changes > 0,
  };
};
