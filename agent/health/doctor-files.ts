import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, codeOf, messageOf } from "../../sync/core/errors.ts";
import { readIfThere, writtenAtMs } from "../../sync/core/files.ts";
import { type Home, socketToCall } from "../../sync/core/home.ts";
import { ping } from "../control/call.ts";
import { loadConfig } from "../control/config-file.ts";
import { isAlive } from "../process/exec.ts";
import { LEFTOVER_TESTS } from "./doctor-leftovers.ts";
import type { DoctorDeps, Mended, Test } from "./doctor-test.ts";

const DISK_FREE_MIN_BYTES = 100 * 1024 * 1024;
/** An installation that has not moved for this long is dead, as the installer itself judges. */
const BOOTSTRAP_OLD_MS = 15 * 60_000;

/** Writes a file and reads it back. Throws `AppError` with the hint. */
const tryFolder = (folder: string, hint: string): void => {
  const path = join(folder, `.doctor-${process.pid}`);
  try {
    writeFileSync(path, "tried\x1e", { mode: 0o600 });
    if (readFileSync(path, "utf8") !== "tried\x1e") throw new Error("what is read is not what was written");
    rmSync(path);
  } catch (cause) {
    rmSync(path, { force: true });
    throw new AppError("write", `${folder} cannot be written to: ${messageOf(cause)}`, { hint, cause });
  }
};

const WRITE_HINT =
  "Nothing can be recorded. Free the disk, mend the folder's owner and mode, or set CAIRN_HOME to a folder you may write to.";

/** Makes the home. Throws `AppError` with the hint. */
const makeHome = ({ dir }: Home): void => {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new AppError("home", `${dir} cannot be made: ${messageOf(cause)}`, { hint: WRITE_HINT, cause });
  }
};

/** Whether a folder could be made there: its nearest ancestor is a folder that we may write to. */
const couldBeMade = (dir: string): boolean => {
  const above = dirname(dir);
  if (!existsSync(above)) return above !== dir && couldBeMade(above);
  try {
    accessSync(above, constants.W_OK);
    return statSync(above).isDirectory();
  } catch {
    return false; // it may be seen but not written to
  }
};

export const HOME_TEST: Test = {
  component: "home",
  run: ({ home, fix }) => {
    if (!existsSync(home.dir)) {
      if (!fix) {
        throw couldBeMade(home.dir)
          ? new AppError("home", `There is no ${home.dir} yet.`, {
              hint: "`cairn start` makes it, and `cairn doctor --fix` too.",
            })
          : new AppError("home", `There is no ${home.dir}, and it cannot be made.`, { hint: WRITE_HINT });
      }
      makeHome(home);
      tryFolder(home.dir, WRITE_HINT);
      return { message: `${home.dir} can be written to`, fixed: "made the folder" };
    }
    const { uid } = statSync(home.dir);
    const me = process.getuid?.();
    if (me !== undefined && uid !== me) {
      throw new AppError("home", `${home.dir} belongs to another user (${uid}).`, {
        hint: "Hooks do not record into it. `sudo chown -R` it, or set CAIRN_HOME.",
      });
    }
    tryFolder(home.dir, WRITE_HINT);
    return `${home.dir} can be written to`;
  },
};

const spool = ({ home, fix }: DoctorDeps): string | Mended => {
  const missing = !existsSync(home.spool);
  if (missing && fix) mkdirSync(home.spoolBad, { recursive: true, mode: 0o700 });
  if (missing && !fix) return "not there yet; the first hook makes it";
  tryFolder(home.spool, WRITE_HINT);
  return missing ? { message: "can be written to", fixed: "made the folder" } : "can be written to";
};

/** Everything in the home that others may look at, with the mode it should have. Links and sockets of others are left alone. */
const tooOpen = (dir: string, depth: number): { path: string; mode: number }[] => {
  const { mode } = statSync(dir);
  const here = (mode & 0o077) === 0 ? [] : [{ path: dir, mode: 0o700 }];
  const inside = readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found || found.isSymbolicLink()) return [];
    // Installed programs have the modes of their package; the home around them is closed.
    if (found.isDirectory()) return depth > 0 && name !== "runtime" ? tooOpen(path, depth - 1) : [];
    return (found.mode & 0o077) === 0 ? [] : [{ path, mode: 0o600 }];
  });
  return [...here, ...inside];
};

const modes = ({ home, fix }: DoctorDeps): string | Mended => {
  const found = tooOpen(home.dir, 2);
  if (found.length === 0) return "only you can read it";
  const [first] = found;
  if (!fix) {
    throw new AppError("modes", `Others may look at ${found.length} files or folders, for instance ${first?.path}`, {
      hint: "`cairn doctor --fix` closes them.",
    });
  }
  for (const { path, mode } of found) chmodSync(path, mode);
  return { message: "only you can read it", fixed: `closed ${found.length} files or folders to others` };
};

const socketFile = async ({ home, clock, fix, isHeld }: DoctorDeps): Promise<string | Mended> => {
  const path = socketToCall(home);
  if (!existsSync(path) && !existsSync(home.socketPointer)) return "none left behind";
  if ((await ping(home, clock)) !== "away") return "in use";
  if (isHeld()) return "a worker is starting or stopping";
  if (!fix)
    throw new AppError("socket-file", `${path} was left behind; nobody listens.`, {
      hint: "`cairn start` replaces it; `cairn doctor --fix` removes it.",
    });
  rmSync(path, { force: true });
  if (dirname(path) !== home.dir) rmSync(dirname(path), { recursive: true, force: true });
  rmSync(home.socketPointer, { force: true });
  return { message: "none left behind", fixed: `removed ${path}` };
};

const bootstrapLock = ({ home, clock, fix }: DoctorDeps): string | Mended => {
  const path = join(home.dir, "bootstrap.lock");
  if (!existsSync(path)) return "none under way";
  const pid = Number.parseInt(readIfThere(join(path, "pid")) ?? "", 10);
  const isOld = clock.now() - (writtenAtMs(path) ?? 0) > BOOTSTRAP_OLD_MS;
  if (!isOld && (Number.isNaN(pid) || isAlive(pid))) return "one is under way";
  if (!fix)
    throw new AppError("bootstrap", "An installation was broken off.", {
      hint: `It is tried again by itself; bootstrap.log in ${home.dir} tells more. \`cairn doctor --fix\` removes its lock.`,
    });
  rmSync(path, { recursive: true, force: true });
  return { message: "none under way", fixed: "removed the lock of an installation that was broken off" };
};

const disk = async ({ home }: DoctorDeps): Promise<string> => {
  const { bavail, bsize } = await statfs(home.dir);
  const free = `${Math.round((bavail * bsize) / 1_048_576).toLocaleString("en")} MB free`;
  if (bavail * bsize >= DISK_FREE_MIN_BYTES) return free;
  throw new AppError("disk", free, { hint: "Free some space: on a full disk the hooks cannot record." });
};

const config = ({ home }: DoctorDeps): string => {
  loadConfig(home);
  return existsSync(home.config) ? `${home.config} is valid` : "defaults only";
};

/** The last failure that the installer wrote down; it removes it when an installation works. */
const installation = ({ home }: DoctorDeps): string => {
  const message = readFailure(home);
  if (message === null)
    return existsSync(join(home.runtime, "current")) ? "a runtime is installed" : "none (this runs from a checkout)";
  throw new AppError("installation", message, {
    hint: `It is tried again by itself; ${join(home.dir, "bootstrap.log")} tells more.`,
  });
};

const readFailure = (home: Home): string | null => {
  try {
    return readFileSync(join(home.runtime, "failed"), "utf8").split("\n")[4] ?? null;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
};

export const FILE_TESTS: readonly Test[] = [
  { component: "disk", run: disk },
  { component: "modes", run: modes },
  { component: "spool", run: spool },
  ...LEFTOVER_TESTS,
  { component: "config", run: config },
  { component: "socket file", run: socketFile },
  { component: "installer", run: bootstrapLock },
  { component: "runtime", run: installation },
];
