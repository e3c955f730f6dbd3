import { isoTime } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import type { TakenEvent } from "./ingest.ts";

/** Told of each batch of stored events. */
export type EventLog = (events: readonly TakenEvent[]) => void;

const lineOf = ({ name, sessionId, atMs, body }: TakenEvent, verbosity: Config["eventLog"]["verbosity"]): string => {
  const time = isoTime(atMs);
  if (verbosity === "names") return JSON.stringify({ time, name });
  if (verbosity === "normal") return JSON.stringify({ time, name, session: sessionId, bytes: body.length });
  return JSON.stringify({ time, name, session: sessionId, body: JSON.parse(body) });
};

/** The optional log of events for people and other tools: one JSON line each, as much of it as the setting says. */
export const createEventLog = (write: (lines: string) => void, settings: () => Config["eventLog"]): EventLog => {
  return (events) => {
    const { enabled, verbosity } = settings();
    if (enabled) write(events.map((event) => `${lineOf(event, verbosity)}\n`).join(""));
  };
};
