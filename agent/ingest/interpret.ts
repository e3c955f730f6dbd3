import { own } from "../../sync/core/own.ts";
import type { Project } from "../../sync/core/words.ts";
import type { Store } from "../../sync/store/open.ts";
import type { ToolEnd } from "../../sync/store/tool-uses.ts";
import type { Payload } from "./payload.ts";
import { filesOf, summaryOf, userModified } from "./tool-glimpse.ts";

/** An event that has just been stored, with what its rows need. */
export interface Taken {
  readonly eventId: number;
  readonly atMs: number;
  readonly payload: Payload;
  readonly project: Project;
}

/** What ingest needs beside the store: ids, a digest, and the door to the queue. */
export interface InterpretDeps {
  readonly store: Store;
  readonly digest: (text: string) => string;
  /** Adds a job unless its key has been used. */
  readonly enqueue: (job: EventJob) => void;
}

/** A job that an event brings. */
export interface EventJob {
  readonly kind: string;
  readonly subject: string;
  readonly projectId: string;
  readonly dedupeKey: string;
  readonly priority: number;
  /** How long after the event it runs. */
  readonly delayMs: number;
}

/** A session without a word for this long has fallen silent; many never end properly. */
const SILENT_AFTER_MS = 30 * 60_000;
const ERROR_CHARS = 2_000;
const ANSWER_CHARS = 8_000;

type Interpreter = (deps: InterpretDeps, taken: Taken) => void;

/**
 * Turns one event into the rows it means: session, turn, tool use, jobs. Runs in the transaction that stored the event.
 * No order is relied on that Claude Code does not promise: any event may be the first of its session, ends may never come.
 */
export const interpret: Interpreter = (deps, taken) => {
  const { payload, atMs } = taken;
  deps.store.sessions.seen({ id: payload.session_id, projectId: taken.project.id, dir: payload.cwd ?? "", atMs });
  own(BY_NAME, payload.hook_event_name)?.(deps, taken);
};

const job = (taken: Taken, kind: string, subject: string, priority: number, delayMs = 0): EventJob => ({
  kind,
  subject,
  projectId: taken.project.id,
  dedupeKey: `${kind}:${taken.eventId}`,
  priority,
  delayMs,
});

const sessionEnds: Interpreter = (deps, taken) => {
  const { session_id: sessionId, reason } = taken.payload;
  deps.store.sessions.end(sessionId, taken.atMs, reason ?? null);
  deps.enqueue(job(taken, "summarise.session", sessionId, -1));
};

const permissionDenied: Interpreter = ({ store }, { payload }) => {
  if (payload.tool_use_id) store.toolUses.reject(payload.session_id, payload.tool_use_id, payload.reason ?? "denied");
};

const sessionStarts = (deps: InterpretDeps, taken: Taken): void => {
  const { store } = deps;
  const { payload, project, atMs } = taken;
  store.sessions.begin(payload.session_id, payload.source ?? null, payload.model ?? null);
  // The brief is owed again: a new window, or the old one's text is gone with the compaction.
  store.sessions.briefed(payload.session_id, null);
  if (!payload.cwd) return;
  store.projects.addDir(payload.cwd, project.id, atMs);
  deps.enqueue(job(taken, "brief.prepare", project.id, -5));
};

const turnOpens = (deps: InterpretDeps, taken: Taken): void => {
  const { store } = deps;
  const { payload, atMs } = taken;
  const sessionId = payload.session_id;
  const interrupted = store.toolUses.interruptOpen(sessionId);
  const before = store.turns.latest(sessionId);
  if (before?.state === "open") store.turns.close(before.id, interrupted > 0 ? "interrupted" : "silent", null, atMs);
  const prompt = payload.prompt ?? "";
  const turnId = store.turns.open({ sessionId, promptId: payload.prompt_id ?? null, prompt, atMs });
  store.events.setTurn(taken.eventId, turnId);
  // A slash command is an instruction to Claude Code, not a word to the agent.
  if (!/^\/[a-z]/i.test(prompt)) deps.enqueue(job(taken, "learn.turn", String(turnId), 10));
};

const turnCloses = (deps: InterpretDeps, taken: Taken, state: "answered" | "failed"): void => {
  const turnId = deps.store.turns.latestId(taken.payload.session_id);
  if (turnId === null) return;
  const answer = taken.payload.last_assistant_message?.slice(0, ANSWER_CHARS) ?? null;
  deps.store.turns.close(turnId, state, answer, taken.atMs);
  deps.store.events.setTurn(taken.eventId, turnId);
  deps.enqueue(job(taken, "reflect.turn", String(turnId), 0));
  deps.enqueue(job(taken, "summarise.session", taken.payload.session_id, -1, SILENT_AFTER_MS));
};

const subagentStops = (deps: InterpretDeps, taken: Taken): void => {
  const { session_id: sessionId, agent_id: agentId, agent_type: agentType } = taken.payload;
  const turnId = deps.store.turns.latestId(sessionId);
  // Compaction reports itself as a subagent without a type; there is nothing to learn from its summary.
  if (turnId === null || !agentId || !agentType) return;
  deps.enqueue(job(taken, "reflect.turn", `${turnId}/${agentId}`, 0));
};

const toolUse = (deps: InterpretDeps, { payload, atMs }: Taken, outcome: "running" | ToolEnd["outcome"]): void => {
  const { session_id: sessionId, tool_use_id: toolUseId } = payload;
  if (!toolUseId) return;
  const end = {
    error: payload.error?.slice(0, ERROR_CHARS) ?? null,
    userModified: userModified(payload.tool_response),
    durationMs: wholeMs(payload.duration_ms),
  };
  // Most results come after their start, and then there is nothing to summarise again.
  if (outcome !== "running" && deps.store.toolUses.finish(sessionId, toolUseId, { ...end, outcome })) return;
  deps.store.toolUses.save({
    ...end,
    sessionId,
    toolUseId,
    turnId: deps.store.turns.latestId(sessionId),
    tool: payload.tool_name ?? "",
    summary: summaryOf(payload.tool_input),
    inputDigest: deps.digest(JSON.stringify(payload.tool_input ?? null)),
    files: filesOf(payload.tool_input),
    outcome,
    agentId: payload.agent_id ?? null,
    agentType: payload.agent_type ?? null,
    atMs,
  });
};

/** The column takes whole numbers only, and one odd field must not cost the event. */
const wholeMs = (ms: number | null | undefined): number | null => {
  const whole = Math.round(ms ?? Number.NaN);
  return Number.isSafeInteger(whole) ? whole : null;
};

/** Calls that were refused (schema error, no permission) show only here: no result came, but the batch has an answer. */
const batch = (deps: InterpretDeps, taken: Taken): void => {
  const { payload } = taken;
  for (const call of payload.tool_calls ?? []) {
    if (!call.tool_use_id) continue;
    const known = deps.store.toolUses.outcome(payload.session_id, call.tool_use_id);
    if (known !== null && known !== "running") continue;
    const answer =
      typeof call.tool_response === "string" ? call.tool_response : JSON.stringify(call.tool_response ?? "");
    if (known === null) {
      const one = { ...payload, tool_name: call.tool_name, tool_input: call.tool_input, tool_use_id: call.tool_use_id };
      toolUse(deps, { ...taken, payload: one }, "running");
    }
    deps.store.toolUses.reject(payload.session_id, call.tool_use_id, answer.slice(0, ERROR_CHARS));
  }
};

/** Events that mean more than that they happened; all others are kept as they are. */
const BY_NAME: Readonly<Record<string, Interpreter>> = {
  SessionStart: sessionStarts,
  UserPromptSubmit: turnOpens,
  PreToolUse: (deps, taken) => toolUse(deps, taken, "running"),
  PostToolUse: (deps, taken) => toolUse(deps, taken, "ok"),
  PostToolUseFailure: (deps, taken) => toolUse(deps, taken, taken.payload.is_interrupt ? "interrupted" : "failed"),
  PostToolBatch: batch,
  PermissionDenied: permissionDenied,
  Stop: (deps, taken) => turnCloses(deps, taken, "answered"),
  StopFailure: (deps, taken) => turnCloses(deps, taken, "failed"),
  SubagentStop: subagentStops,
  SessionEnd: sessionEnds,
};
