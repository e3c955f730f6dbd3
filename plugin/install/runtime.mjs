// The installed runtimes: runtime/<version>-<platform>-<arch>-<abi>/ and the link `current` to the one in use.
import { existsSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { connect } from "node:net";
import { basename, join } from "node:path";
import { atLeast } from "./package.mjs";
import { readJson } from "./source.mjs";

const CLI = "dist/agent/cli.js";

/** The folder name for this version and the Node we run in: a native module fits one platform and one ABI. */
const nameFor = (version) => `${version}-${process.platform}-${process.arch}-${process.versions.modules}`;

/** Name of the runtime `current` points to; undefined where there is none. */
export const currentName = (home) => {
  try {
    return basename(readlinkSync(join(home, "runtime/current")));
  } catch {
    return undefined;
  }
};

export const currentCli = (home) => join(home, "runtime/current", CLI);

/** Can `current` serve a plugin of this version in this Node? A newer one can: versions go only upwards. */
export const fits = (home, wanted) => {
  const name = currentName(home);
  if (name === undefined || !existsSync(currentCli(home))) return false;
  try {
    const { version } = readJson(join(home, "runtime", name, "package.json"));
    const expected = nameFor(version);
    return (name === expected || name.startsWith(`${expected}.`)) && atLeast(version, wanted);
  } catch {
    return false; // damaged
  }
};

/** Every runtime folder, the one in use first. */
export const runtimeFolders = (home) => {
  const current = currentName(home);
  const names = readdirSync(join(home, "runtime")).filter((name) => /^\d+\.\d+\.\d+.*-\d+(\.\d+)?$/.test(name));
  return names.sort((a, b) => Number(b === current) - Number(a === current)).map((name) => join(home, "runtime", name));
};

/**
 * Puts the finished `app` in its place and makes it current, in two atomic steps; returns the folder's name. A folder that is there
 * already (installing again) is not touched, as a worker may run from it: the new one then gets a number behind its name.
 */
export const putInPlace = (home, app, version) => {
  const runtime = join(home, "runtime");
  let name = nameFor(version);
  for (let n = 1; existsSync(join(runtime, name)); n++) name = `${nameFor(version)}.${n}`;
  renameSync(app, join(runtime, name));
  const link = join(runtime, `.current-${process.pid}`);
  rmSync(link, { force: true });
  symlinkSync(name, link);
  renameSync(link, join(runtime, "current"));
  return name;
};

/** Removes all runtimes but the current one and `previous`. Only for when the current one has run. */
export const removeOld = (home, previous) => {
  for (const folder of runtimeFolders(home)) {
    if (![currentName(home), previous].includes(basename(folder))) discard(folder);
  }
};

/**
 * Removes a folder as far as that goes. An npm whose installer was killed may still be writing into it for a moment: what then stays
 * goes the next time.
 */
export const discard = (folder) => {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (!["ENOTEMPTY", "EBUSY", "EPERM"].includes(error.code)) throw error;
  }
};

/** Removes what killed installers left. Only under the lock, so no other one is at work. */
export const removeStaging = (home) => {
  for (const name of readdirSync(join(home, "runtime"))) {
    if (name.startsWith(".")) discard(join(home, "runtime", name));
  }
};

const socketPath = (home) => {
  try {
    return readFileSync(join(home, "socket"), "utf8").trim();
  } catch {
    return join(home, "worker.sock");
  }
};

/** Does a worker listen? */
export const workerListens = (home) =>
  new Promise((done) => {
    const socket = connect(socketPath(home));
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
