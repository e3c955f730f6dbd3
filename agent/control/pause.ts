import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { AppError } from "../../sync/core/errors.ts";
import { writeAtomically } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** `45m`, `2h`, `1d`, also `1h30m`, in ms. Throws `AppError("usage")`. */
export const parseDuration = (text: string): number => {
  const compact = text.trim().toLowerCase().replaceAll(" ", "");
  let ms = 0;
  for (const [, number, unit = ""] of compact.matchAll(/(\d+)(s|min|m|h|d)/g))
    ms += Number(number) * (UNIT_MS[unit] ?? 0);
  if (ms === 0 || !/^(\d+(s|min|m|h|d))+$/.test(compact)) {
    throw new AppError("usage", `"${text}" is not a duration.`, { hint: "Write it like 45m, 2h, 1h30m or 1d." });
  }
  return ms;
};

/** The file that pauses all sessions (null) or one. */
export const pauseFile = (home: Home, session: string | null): string =>
  join(home.dir, session === null ? "paused" : `paused-${session}`);

/** Whether an id can be a session's: it becomes part of a file name that the hooks look for. */
export const isSessionId = (text: string): boolean => /^[A-Za-z0-9-]{1,64}$/.test(text);

/**
 * Turns capture and recall off for all sessions or one: the hooks look for this file and then do nothing.
 * `untilMs` null = until it is removed. The file holds seconds, rounded up, because a shell compares it.
 */
export const pause = (home: Home, session: string | null, untilMs: number | null): void => {
  mkdirSync(home.dir, { recursive: true, mode: 0o700 });
  writeAtomically(pauseFile(home, session), `${untilMs === null ? 0 : Math.ceil(untilMs / 1_000)}\n`);
};

/** Ends a pause: that of one session, or with null every one there is. Returns how many there were. */
export const resume = (home: Home, session: string | null): number => {
  const names = session === null ? pausedFiles(home) : pausedFiles(home).filter((name) => name === `paused-${session}`);
  for (const name of names) rmSync(join(home.dir, name), { force: true });
  return names.length;
};

const pausedFiles = (home: Home): string[] => {
  const names = pausedSessions(home).map((session) => basename(pauseFile(home, session)));
  const all = basename(pauseFile(home, null));
  return existsSync(join(home.dir, all)) ? [all, ...names] : names;
};

/** Sessions that have a pause file of their own, whether or not its time is over. */
export const pausedSessions = (home: Home): string[] => {
  if (!existsSync(home.dir)) return []; // no home, so nothing is paused in it
  const ids = readdirSync(home.dir).flatMap((name) => /^paused-(.+)$/.exec(name)?.[1] ?? []);
  return ids.filter(isSessionId).sort();
};
