import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Status } from "../../web/deps.ts";

/** The last moment that a date can be; a pause that ends later has no end that could be told. */
const LATEST_MS = 8.64e15;

/** What is paused now, by the very rule of the hooks (`paused` in hooks/record.sh): who reads it must not be told otherwise. */
export const readPauses = (home: Home, nowMs: number): Pick<Status, "paused" | "pausedSessions"> => ({
  paused: pauseIn(join(home.dir, "paused"), nowMs),
  pausedSessions: namesIn(home.dir)
    .flatMap((name) => /^paused-([A-Za-z0-9-]{1,64})$/.exec(name)?.[1] ?? [])
    .filter((session) => pauseIn(join(home.dir, `paused-${session}`), nowMs) !== null)
    .sort(),
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

const namesIn = (dir: string): string[] => {
  try {
    return readdirSync(dir);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return []; // no home, so nothing is paused in it
    throw error;
  }
};
