import { dirname } from "node:path";
import type { Clock } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import type { Home } from "../../sync/core/home.ts";
import { termsOf } from "../../sync/core/terms.ts";
import type { Store } from "../../sync/store/open.ts";
import { layOut } from "./offers.ts";
import { recallFor } from "./recall.ts";

/** What happened lately, as ingest tells it. */
interface Happened {
  readonly name: string;
  readonly sessionId: string;
  readonly atMs: number;
  readonly body: string;
}

interface ShiftDeps {
  readonly store: Store;
  readonly home: Home;
  readonly clock: Clock;
  readonly config: () => Config;
}

/** What is taken in later than this, when a worker catches up, is no news to a session. */
const FRESH_MS = 30_000;
const SESSIONS_MAX = 200;
const OFFERED_MAX = 3;
/** A word in more than this share of the paths that were worked on lately says nothing of where the work is. */
const COMMON_SHARE = 0.3;
/** Fewer files tell nothing about what is common. */
const FILES_MIN = 10;

const fileIn = (body: string): string | null => {
  // Most tool calls name no file, and to read them all as JSON would cost as much as the rest of ingest.
  if (!/"(?:file_path|notebook_path)"/.test(body)) return null;
  const input: unknown = (JSON.parse(body) as { tool_input?: unknown }).tool_input;
  const { file_path: file, notebook_path: notebook } = {
    ...(input as { file_path?: unknown; notebook_path?: unknown }),
  };
  return typeof file === "string" ? file : typeof notebook === "string" ? notebook : null;
};

/** The words of a path that tell where in the project the work is, learned from the paths that were worked on. */
export const tellingWords = (file: string, worked: readonly string[]): string => {
  const words = [...new Set(termsOf(file))];
  if (worked.length < FILES_MIN) return words.join(" ");
  const seen = worked.map((path) => new Set(termsOf(path)));
  const share = (word: string): number => seen.filter((terms) => terms.has(word)).length / seen.length;
  return words.filter((word) => share(word) <= COMMON_SHARE).join(" ");
};

/**
 * Follows where the work of each session is. When it moves to a folder it has not been in, memories that have to do with that place and
 * that the session has not been given lie ready for its next tool call.
 */
export const followShifts = ({ store, home, clock, config }: ShiftDeps) => {
  const places = new Map<string, Set<string>>();

  /** Whether the session is in a folder for the first time. */
  const isNew = (sessionId: string, folder: string): boolean => {
    const known = places.get(sessionId);
    if (known?.has(folder)) return false;
    if (known !== undefined) known.add(folder);
    else {
      if (places.size >= SESSIONS_MAX) places.clear();
      places.set(sessionId, new Set([folder]));
    }
    return true;
  };

  const lookAt = (sessionId: string, file: string): void => {
    const session = store.sessions.byId(sessionId);
    if (session === undefined) return;
    const { recall: settings } = config();
    const text = tellingWords(file, store.toolUses.filesOfProject(session.projectId));
    const exclude = new Set([...store.injections.pinned(sessionId), ...store.memories.taughtIn(sessionId)]);
    const place = { projectId: session.projectId, everyProject: false };
    const nowMs = clock.now();
    const found = recallFor(store, text, { place, nowMs, settings, exclude }).slice(0, OFFERED_MAX);
    if (found.length === 0) return;
    layOut(
      { store, home },
      session,
      found.map(({ memory }) => memory),
      nowMs,
    );
  };

  return (events: readonly Happened[]): void => {
    if (!config().recall.enabled) return;
    // Of what came together only the last of each session: that is where it is now.
    const latest = new Map<string, Happened>();
    for (const event of events)
      if (event.name === "PreToolUse" && clock.now() - event.atMs <= FRESH_MS) latest.set(event.sessionId, event);
    for (const { sessionId, body } of latest.values()) {
      const file = fileIn(body);
      if (file !== null && isNew(sessionId, dirname(file))) lookAt(sessionId, file);
    }
  };
};
