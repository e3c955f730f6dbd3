import { existsSync, readFileSync } from "node:fs";
import type { Home } from "../../sync/core/home.ts";
import type { Status } from "../../web/deps.ts";
import { pausedSessions, pauseFile } from "../control/pause.ts";

/** The last moment that a date can be; a pause that ends later has no end that could be told. */
const LATEST_MS = 8.64e15;

/** What is paused now, by the very rule of the hooks (`paused` in hooks/record.sh): who reads it must not be told otherwise. */
export const readPauses = (home: Home, nowMs: number): Pick<Status, "paused" | "pausedSessions"> => ({
  paused: pauseIn(pauseFile(home, null), nowMs),
  pausedSessions: pausedSessions(home).filter((session) => pauseIn(pauseFile(home, session), nowMs) !== null),
});

const pauseIn = (path: string, nowMs: number): Status["paused"] => {
  if (!existsSync(path)) return null;
  const ends = firstLine(path);
  if (!/^[1-9][0-9]*$/.test(ends)) return { until: null };
  const untilMs = Number(ends) * 1_000;
  if (untilMs > LATEST_MS) return { until: null };
  return untilMs > nowMs ? { until: untilMs } : null;
};

/** As `read` of the shell gives it; nothing where the file cannot be read. */
const firstLine = (path: string): string => {
  try {
    return (readFileSync(path, "utf8").split("\n")[0] ?? "").replace(/^[ \t]+|[ \t]+$/g, "");
  } catch {
    return "";
  }
};
