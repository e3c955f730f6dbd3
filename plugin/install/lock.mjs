// One installer at a time: a folder made with mkdir, with the holder's pid inside. The holder may be killed at any point.
import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const OLD_MS = 15 * 60_000;

const made = (path) => {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
};

const ageMs = (path) => {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0; // gone meanwhile: as young as can be
  }
};

/** In a container whose first process doesn't clear them away, a killed installer stays as a zombie that still takes signals. */
const isZombie = (pid) => {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false; // not Linux, or gone
  }
};

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error.code === "EPERM";
  }
};

const holder = (path) => {
  try {
    return Number(readFileSync(join(path, "pid"), "utf8")) || undefined;
  } catch {
    return undefined;
  }
};

/** Left behind: its process is gone, or nothing has moved for 15 minutes (a pid used again, or killed before it wrote its pid). */
const stale = (path) => {
  const pid = holder(path);
  return (pid !== undefined && !alive(pid)) || ageMs(path) > OLD_MS;
};

const claim = (path) => {
  if (!made(path)) return false;
  writeFileSync(join(path, "pid"), `${process.pid}\n`);
  return true;
};

/**
 * Takes the lock, also one left behind; false when somebody else is at work. Only who holds the guard folder may remove a lock,
 * and looks at it once more under the guard: so of two who saw the same dead holder, the second finds the first one's live lock.
 */
export const takeLock = (path) => {
  if (claim(path)) return true;
  if (!stale(path)) return false;
  const guard = `${path}.taking`;
  if (!made(guard)) {
    if (ageMs(guard) > OLD_MS) rmSync(guard, { recursive: true, force: true }); // its maker was killed; the next run may take it
    return false;
  }
  try {
    if (!stale(path)) return false;
    rmSync(path, { recursive: true, force: true });
    return claim(path);
  } finally {
    rmdirSync(guard);
  }
};

/** Still ours? A process stopped for long may have lost it, and must then change nothing any more. */
export const holdsLock = (path) => holder(path) === process.pid;

/** Says that work goes on, so that a long installation does not look left behind. */
export const touchLock = (path) => {
  if (holdsLock(path)) utimesSync(path, new Date(), new Date());
};

export const releaseLock = (path) => {
  if (holdsLock(path)) rmSync(path, { recursive: true, force: true });
};
