import type { Clock } from "../../../sync/core/clock.ts";
import type { Outcome } from "../../../sync/core/words.ts";
import type { Store } from "../../../sync/store/open.ts";
import type { ToolUse } from "../../../sync/store/tool-uses.ts";
import type { Turn } from "../../../sync/store/turns.ts";
import { oneLine } from "../../text/cap.ts";
import { type Deed, deedsOf } from "./deed.ts";
import { checksOf, judge } from "./prove.ts";

const EVIDENCE_MAX = 300;

/** A deed with when it was done, since a memory binds only from the moment it was known. */
interface Done {
  readonly deed: Deed;
  readonly atMs: number;
}

/** The input of a tool call as the hook reported it; null once its event is archived. */
const inputOf = (store: Store, { sessionId, toolUseId }: ToolUse): Readonly<Record<string, unknown>> | null => {
  const body = store.events.ofToolUse(sessionId, toolUseId);
  const input: unknown = body === null ? null : (JSON.parse(body) as { tool_input?: unknown }).tool_input;
  return typeof input === "object" && input !== null ? (input as Record<string, unknown>) : null;
};

/** What is left of a call without its event: the command or the file. */
const inShort = ({ tool, summary, files }: ToolUse): Deed[] =>
  deedsOf(tool, { command: summary, file_path: files[0] ?? "" });

/** Files of the project by their place in it, wherever the checkout lies; all others as they are. */
const placedIn =
  (dir: string) =>
  (deed: Deed): Deed =>
    "file" in deed && dir !== "" && deed.file.startsWith(`${dir}/`)
      ? { ...deed, file: deed.file.slice(dir.length + 1) }
      : deed;

const doneIn = (store: Store, uses: readonly ToolUse[], dir: string): Done[] =>
  uses.flatMap((use) => {
    const input = inputOf(store, use);
    const deeds = input === null ? inShort(use) : deedsOf(use.tool, input);
    return deeds.map((deed) => ({ deed: placedIn(dir)(deed), atMs: use.atMs }));
  });

/**
 * The memories that a session (or a subagent of it) knew, and since when: given to it, or taught in it. What is offered before a tool
 * call is read only after that call.
 */
const knownTo = (
  store: Store,
  sessionId: string,
  agentId: string | null,
  uses: readonly ToolUse[],
): Map<string, number> => {
  const known = new Map<string, number>();
  const since = (memoryId: string, atMs: number) => known.set(memoryId, Math.min(atMs, known.get(memoryId) ?? atMs));
  for (const given of store.injections.ofSession(sessionId)) {
    if (given.agentId !== agentId) continue;
    const call = given.how === "offer" ? uses.find(({ atMs }) => atMs >= given.atMs) : null;
    if (call !== undefined) since(given.memoryId, call === null ? given.atMs : call.atMs + 1);
  }
  if (agentId === null) for (const { memoryId, atMs } of store.memories.taughtSince(sessionId)) since(memoryId, atMs);
  return known;
};

/** How long memories are held against a turn before others get their turn at the event loop. */
const SLICE_MS = 10;

/**
 * What came of each memory that the session knew in a turn: the commands, edits and the answer are held against its checks.
 * `agentId`: the subagent whose work it is, or null for the session's own.
 */
export const proveTurn = async (
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  turn: Turn,
  agentId: string | null,
): Promise<Outcome[]> => {
  const isOf = (use: ToolUse): boolean => use.agentId === agentId && use.outcome !== "running";
  const uses = store.toolUses.ofSession(turn.sessionId).filter(isOf);
  const memories = [...knownTo(store, turn.sessionId, agentId, uses)].flatMap(([id, sinceMs]) => {
    const memory = store.memories.byId(id);
    const checks = memory?.state === "trusted" ? checksOf(memory.text) : [];
    return checks.length === 0 ? [] : [{ id, sinceMs, checks }];
  });
  if (memories.length === 0) return [];
  const nowMs = clock.now();
  const dir = store.sessions.byId(turn.sessionId)?.dir ?? "";
  const done = doneIn(
    store,
    uses.filter(({ turnId }) => turnId === turn.id),
    dir,
  );
  const before = uses.filter(({ turnId }) => turnId !== null && turnId < turn.id);
  const earlier = before.flatMap(inShort).map(placedIn(dir));
  const answer: Done[] =
    turn.answer === null || agentId !== null ? [] : [{ deed: { kind: "answer", text: turn.answer }, atMs: nowMs }];
  const outcomes: Outcome[] = [];
  let sliceEndsMs = clock.monotonicMs() + SLICE_MS;
  for (const { id, sinceMs, checks } of memories) {
    const deeds = [...done, ...answer].filter(({ atMs }) => atMs >= sinceMs).map(({ deed }) => deed);
    const finding = judge(checks, { prompt: turn.prompt, deeds, earlier });
    if (finding !== null) {
      const evidence = oneLine(finding.evidence, EVIDENCE_MAX);
      const { verdict } = finding;
      outcomes.push({ memoryId: id, turnId: turn.id, verdict, sessionId: turn.sessionId, evidence, atMs: nowMs });
    }
    if (clock.monotonicMs() < sliceEndsMs) continue;
    await clock.breathe();
    sliceEndsMs = clock.monotonicMs() + SLICE_MS;
  }
  return outcomes;
};

/** Notes what came of memories; a memory that was kept to has helped. Call inside a transaction. */
export const noteOutcomes = (store: Store, outcomes: readonly Outcome[]): void => {
  for (const outcome of outcomes)
    if (store.outcomes.add(outcome) && outcome.verdict === "obeyed") store.memories.vote(outcome.memoryId, 1, 0);
};

/**
 * What a correction says of memories that its session knew: one that was said again has been re-corrected, one that had to give way
 * has done harm. Call inside the transaction that took the correction in.
 */
export const noteCorrection = (
  store: Store,
  {
    turn,
    memoryId,
    change,
    quote,
    atMs,
  }: {
    readonly turn: Turn;
    readonly memoryId: string;
    readonly change: string;
    readonly quote: string;
    readonly atMs: number;
  },
): void => {
  const known = knownTo(store, turn.sessionId, null, store.toolUses.ofSession(turn.sessionId));
  const wasKnown = (id: string): boolean => (known.get(id) ?? Number.POSITIVE_INFINITY) < turn.atMs;
  const { sessionId, id: turnId } = turn;
  if ((change === "reinforced" || change === "merged") && wasKnown(memoryId))
    store.outcomes.add({
      memoryId,
      turnId,
      verdict: "recorrected",
      sessionId,
      evidence: oneLine(quote, EVIDENCE_MAX),
      atMs,
    });
  if (change !== "superseded") return;
  for (const { id } of store.memories.supersededBy(memoryId)) if (wasKnown(id)) store.memories.vote(id, 0, 1);
};
