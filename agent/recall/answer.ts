import type { Clock } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import type { Home } from "../../sync/core/home.ts";
import type { CountedMemory, Injection, Project } from "../../sync/core/words.ts";
import type { EventRow } from "../../sync/store/events.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Ahead } from "./ahead.ts";
import type { Nearness } from "./blend.ts";
import { type Brief, composeBrief } from "./brief.ts";
import { takeBriefedMark } from "./offers.ts";
import { fieldOf, promptOf } from "./prompt.ts";
import { memoriesForBrief, recallFor, type WordMatch } from "./recall.ts";

interface AnswerDeps {
  readonly home: Home;
  readonly store: Store;
  readonly clock: Clock;
  readonly config: () => Config;
  /** What was looked for before it was asked. */
  readonly ahead: Ahead;
}

/** Room for a subagent: its task matters more than our memory. */
const SUBAGENT_CHARS = 4_000;

interface Asked {
  readonly event: EventRow;
  readonly project: Project;
}

/**
 * What a stored event's hook should print into the session, or null for nothing.
 * What is given is pinned to the session in the same step, so that it is not given twice and comes back after a compaction.
 * `near` = what is near a prompt in meaning, where that is known.
 */
export const createAnswer =
  ({ home, store, clock, config, ahead }: AnswerDeps) =>
  (event: EventRow, near: Nearness | null = null): string | null => {
    const session = store.sessions.byId(event.sessionId);
    const project = session && store.projects.byId(session.projectId);
    if (!session || !project || !config().recall.enabled) return null;
    return store.atomically(() => {
      switch (event.name) {
        case "SessionStart":
          return sessionBrief({ event, project }, session.source === "compact" ? "compact" : "brief");
        case "UserPromptSubmit":
          // SessionStart may never have reached us (missed, or the worker was away): the brief is then owed to the first prompt.
          if (session.briefedAtMs === null) {
            const brief = sessionBrief({ event, project }, "brief");
            // While the worker was away the hook may have printed the prepared brief, which is the same: then it is only noted.
            if (!takeBriefedMark(home, event.sessionId)) return brief;
          }
          return promptRecall({ event, project });
        case "SubagentStart":
          return subagentBrief({ event, project });
        default:
          return null;
      }
    });

    function sessionBrief(asked: Asked, how: "brief" | "compact"): string | null {
      const pinned = how === "compact" ? store.injections.pinned(event.sessionId) : [];
      const memories = memoriesForBrief(store, asked.project.id, config().recall, pinned);
      const brief = composeBrief(memories, {
        project: asked.project.name,
        kind: "brief",
        maxChars: config().recall.briefChars,
      });
      store.sessions.briefed(event.sessionId, clock.now());
      return give(asked, how, brief, null);
    }

    function promptRecall(asked: Asked): string | null {
      const prompt = promptOf(event);
      if (prompt === null) return null;
      const { sessionId } = event;
      const known = new Set([...store.injections.pinned(sessionId), ...store.memories.taughtIn(sessionId)]);
      const matches = ahead.matchesOf(prompt, { projectId: asked.project.id, everyProject: false });
      const memories = relevant(asked.project, prompt, known, { near, matches });
      const brief = composeBrief(memories, {
        project: asked.project.name,
        kind: "more",
        maxChars: config().recall.briefChars,
      });
      return give(asked, "prompt", brief, null);
    }

    function subagentBrief(asked: Asked): string | null {
      const task = store.toolUses.runningAgentTask(event.sessionId) ?? "";
      const first = relevant(asked.project, task, new Set()).map(({ id }) => id);
      const memories = memoriesForBrief(store, asked.project.id, config().recall, first);
      const brief = composeBrief(memories, { project: asked.project.name, kind: "brief", maxChars: SUBAGENT_CHARS });
      return give(asked, "subagent", brief, fieldOf(event, "agent_id"));
    }

    function relevant(
      of: Project,
      text: string,
      exclude: ReadonlySet<string>,
      known: { readonly near: Nearness | null; readonly matches: readonly WordMatch[] } | null = null,
    ): CountedMemory[] {
      const place = { projectId: of.id, everyProject: false };
      const settings = config().recall;
      const found = recallFor(store, text, { place, nowMs: clock.now(), settings, exclude, ...known });
      return found.map(({ memory }) => memory);
    }

    function give(asked: Asked, how: Injection["how"], brief: Brief | null, agentId: string | null): string | null {
      if (brief === null) return null;
      const { sessionId, id: eventId } = asked.event;
      store.injections.add({ sessionId, memoryIds: brief.memoryIds, how, eventId, agentId, atMs: clock.now() });
      return brief.text;
    }
  };
