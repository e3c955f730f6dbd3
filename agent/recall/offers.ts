import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../sync/core/config.ts";
import { readIfThere, writeAtomically } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";
import type { CountedMemory } from "../../sync/core/words.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Session } from "../../sync/store/sessions.ts";
import { composeBrief } from "./brief.ts";
import { hookOutput } from "./hook-output.ts";
import { isRecallable } from "./rank.ts";

/** A session without an event for this long is not at work any more. */
const AT_WORK_MS = 30 * 60_000;
const OFFER_CHARS = 4_000;
/** What Claude Code uses for session ids; anything else never becomes a file name. */
const SAFE_ID = /^[A-Za-z0-9-]{1,64}$/;

interface OfferDeps {
  readonly store: Store;
  readonly home: Home;
  readonly config: () => Config;
}

/**
 * Lays what has just been learned out for the sessions at work that it applies to; their next tool call brings it to them, so that
 * nobody has to start anew. The hook takes the file away; what was not taken yet is offered together with the new.
 * @param from the session that taught it, which knows it already; null when a person noted it.
 */
export const offer = (
  { store, home, config }: OfferDeps,
  memory: CountedMemory,
  from: string | null,
  nowMs: number,
): void => {
  if (!config().recall.enabled || !isRecallable(memory, config().recall)) return;
  for (const session of store.sessions.atWork(memory.projectId, nowMs - AT_WORK_MS)) {
    if (session.id === from || store.injections.pinned(session.id).includes(memory.id)) continue;
    layOut({ store, home }, session, [memory], nowMs);
  }
};

/** Lays memories out for the next tool call of a session, together with what was not taken yet; one step towards other processes. */
export const layOut = (...of: Parameters<typeof layOutNow>): void => of[0].store.atomically(() => layOutNow(...of));

const layOutNow = (
  { store, home }: Pick<OfferDeps, "store" | "home">,
  { id: sessionId, projectId }: Pick<Session, "id" | "projectId">,
  memories: readonly CountedMemory[],
  nowMs: number,
): void => {
  if (!SAFE_ID.test(sessionId)) return;
  const project = store.projects.byId(projectId)?.name ?? "this project";
  const waiting = notTakenYet(home, sessionId).flatMap((id) => store.memories.byId(id) ?? []);
  const brief = composeBrief([...waiting, ...memories], { project, kind: "news", maxChars: OFFER_CHARS });
  const answer = hookOutput("PreToolUse", brief?.text ?? null, null);
  if (brief === null || answer === null) return;
  mkdirSync(home.offers, { recursive: true, mode: 0o700 });
  writeAtomically(offerFile(home, sessionId), `${answer}\n`);
  const memoryIds = memories.map(({ id }) => id);
  store.injections.add({ sessionId, memoryIds, how: "offer", eventId: null, agentId: null, atMs: nowMs });
};

const offerFile = (home: Home, sessionId: string): string => join(home.offers, `${sessionId}.json`);

const notTakenYet = (home: Home, sessionId: string): string[] => {
  // The hook may take it away at any moment.
  const text = readIfThere(offerFile(home, sessionId)) ?? "";
  return [...new Set(text.match(/\bctx-[a-z0-9]+\b/g))];
};

/** Whether the hook printed a prepared brief for this session while the worker was away; asking takes the mark away. */
export const takeBriefedMark = (home: Home, sessionId: string): boolean => {
  const mark = join(home.offers, `${sessionId}.briefed`);
  if (!SAFE_ID.test(sessionId) || !existsSync(mark)) return false;
  rmSync(mark, { force: true });
  return true;
};

/** Clears what lies ready for a session that has ended. */
export const clearOffers = (home: Home, sessionId: string): void => {
  if (!SAFE_ID.test(sessionId)) return;
  rmSync(offerFile(home, sessionId), { force: true });
  rmSync(join(home.offers, `${sessionId}.briefed`), { force: true });
};
