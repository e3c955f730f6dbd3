import type { EventRow } from "../../sync/store/events.ts";

/** What a prompt's event says to the agent, or null where it says nothing: commands are Claude Code's. */
export const promptOf = (event: Pick<EventRow, "name" | "body">): string | null => {
  if (event.name !== "UserPromptSubmit") return null;
  const prompt = fieldOf(event, "prompt") ?? "";
  return /^\/[a-z]/i.test(prompt) ? null : prompt;
};

/** A text of an event's payload by its name. */
export const fieldOf = ({ body: text }: Pick<EventRow, "body">, name: string): string | null => {
  const body: unknown = JSON.parse(text);
  const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : null;
  return typeof value === "string" ? value : null;
};
