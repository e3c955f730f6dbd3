import { termsOf } from "../../sync/core/terms.ts";
import type { CountedMemory, Injection } from "../../sync/core/words.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Session } from "../../sync/store/sessions.ts";
import type { Turn } from "../../sync/store/turns.ts";
import type { Relevance } from "../../web/deps.ts";

/** Words that a memory and a prompt have in common, as they stand in the memory. */
const sharedWords = (memory: string, prompt: string): string[] => {
  const asked = new Set(termsOf(prompt));
  const words = memory.match(/[\p{L}\p{N}_./-]*[\p{L}\p{N}]/gu) ?? [];
  const shared = words.filter((word) => termsOf(word).some((term) => asked.has(term)));
  return [...new Map(shared.map((word) => [word.toLowerCase(), word])).values()];
};

/** The turn that was open at a moment. */
const turnAt = (turns: readonly Turn[], atMs: number): Turn | undefined => turns.findLast((turn) => turn.atMs <= atMs);

const explained = (injection: Injection, memory: CountedMemory, turns: readonly Turn[]) => {
  const prompt = injection.how === "prompt" ? turnAt(turns, injection.atMs)?.prompt : undefined;
  return { ...injection, shared: prompt === undefined ? [] : sharedWords(memory.text, prompt) };
};

const sessionFor = (store: Store, sessionId: string | null, projectId: string | null): Session | undefined =>
  sessionId === null ? store.sessions.latest(projectId, 1)[0] : store.sessions.byId(sessionId);

/** What a session was given, why, and what came of it, in the order it was first given. `sessionId` null: the latest one. */
export const relevanceOf = (store: Store, sessionId: string | null, projectId: string | null): Relevance | null => {
  const session = sessionFor(store, sessionId, projectId);
  if (session === undefined) return null;
  const turns = store.turns.ofSession(session.id);
  const injections = store.injections.ofSession(session.id);
  const outcomes = store.outcomes.ofSession(session.id);
  const ids = [...new Set([...injections, ...outcomes].map(({ memoryId }) => memoryId))];
  return {
    sessionId: session.id,
    projectName: store.projects.byId(session.projectId)?.name ?? null,
    startedAtMs: session.startedAtMs,
    summary: store.sessions.summary(session.id),
    offers: ids.flatMap((id) => {
      const memory = store.memories.byId(id);
      if (memory === undefined) return [];
      return [
        {
          memory,
          injections: injections.filter(({ memoryId }) => memoryId === id).map((one) => explained(one, memory, turns)),
          outcomes: outcomes.filter(({ memoryId }) => memoryId === id),
        },
      ];
    }),
  };
};
