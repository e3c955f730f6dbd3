// One installer at a time: a folder made with mkdir, with the holder's pid inside. The holder may be killed at any point.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const OLD_MS = 15 * 60_000;

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

/** A folder with our pid in it gets the lock's name in one step, so that a lock always says whose it is, whenever its holder dies. */
const claim = (path) => {
  const mine = `${path}.${process.pid}`;
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine);
  writeFileSync(join(mine, "pid"), `${process.pid}\n`);
  try {
    renameSync(mine, path); // replaces an empty folder only
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    if (error.code === "ENOTEMPTY" || error.code === "EEXIST") return false;
    throw error;
  }
};

/** Takes a lock away whole: emptied first, it could get another holder's name before it is gone. Null when it is not there. */
const moveAside = (path) => {
  const aside = `${path}.${process.pid}.old`;
  rmSync(aside, { recursive: true, force: true });
  try {
    renameSync(path, aside);
    return aside;
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
};

const remove = (path) => {
  const aside = moveAside(path);
  if (aside !== null) rmSync(aside, { recursive: true, force: true });
};

/** Removes what a dead holder has left, without a guard; what turns out to be another one's new lock goes back. */
const clear = (path) => {
  const aside = moveAside(path);
  if (aside === null) return;
  if (stale(aside)) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, path);
};

/**
 * Takes the lock, also one left behind; false when somebody else is at work. Only who holds the guard folder may remove a lock,
 * and looks at it once more under the guard: so of two who saw the same dead holder, the second finds the first one's live lock.
 */
export const takeLock = (path) => {
  if (claim(path)) return true;
  if (!stale(path)) return false;
  const guard = `${path}.taking`;
  if (!claim(guard)) {
    if (!stale(guard)) return false;
    clear(guard); // its holder was killed within the moment that taking over takes
    if (!claim(guard)) return false;
  }
  try {
    if (!stale(path)) return false;
    remove(path);
    return claim(path);
  } finally {
    remove(guard);
  }
};

/** Still ours? A process stopped for long may have lost it, and must then change nothing any more. */
export const holdsLock = (path) => holder(path) === process.pid;

/** Says that work goes on, so that a long installation does not look left behind. */
export const touchLock = (path) => {
  if (holdsLock(path)) utimesSync(path, new Date(), new Date());
};

export const releaseLock = (path) => {
  if (holdsLock(path)) remove(path);
};
