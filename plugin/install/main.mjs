// Installs the runtime where it is missing or does not fit, then starts the worker. Called by bootstrap.sh with a Node it has found.
// No dependencies, and plain JavaScript: it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { assemble, sizeOf } from "./assemble.mjs";
import { asFailure, Failure, forget, isWaiting, lastFailure, remember } from "./failure.mjs";
import { holdsLock, releaseLock, takeLock, touchLock } from "./lock.mjs";
import { killRunning } from "./npm.mjs";
import {
  currentCli,
  currentName,
  discard,
  fits,
  putInPlace,
  removeOld,
  removeStaging,
  runtimeFolders,
  workerListens,
} from "./runtime.mjs";
import { findSource, readJson } from "./source.mjs";

const LOG_BYTES_MAX = 1024 * 1024;
const WORKER_WAIT_MS = 15_000;

const env = process.env;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const home = env.CAIRN_HOME || join(env.HOME ?? "", ".cairn");
const log = join(home, "bootstrap.log");
const lock = join(home, "bootstrap.lock");
const staging = join(home, "runtime", `.staging-${process.pid}`);
const byHand = process.argv.includes("--verbose") || process.stdout.isTTY === true;
const force = process.argv.includes("--force");

/** On a full disk the log stays short, and nothing else changes. */
const write = (text) => {
  try {
    appendFileSync(log, text, { mode: 0o600 });
  } catch (error) {
    if (byHand) console.error(`cairn: ${log}: ${error.message}`);
  }
};

const say = (text) => {
  write(`${new Date().toISOString()} ${text}\n`);
  if (byHand) console.log(`cairn: ${text}`);
};

const rotateLog = () => {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) renameSync(log, `${log}.1`);
};

/** Runs a command of the installed CLI; its exit code. */
const cairn = (...args) => {
  const file = byHand ? "inherit" : openSync(log, "a", 0o600);
  const stdio = ["ignore", file, file];
  const { status } = spawnSync(process.execPath, [currentCli(home), ...args], { cwd: home, stdio, timeout: 60_000 });
  if (file !== "inherit") closeSync(file);
  return status;
};

/** Starts the worker. By hand this also ends the pause after repeated crashes. */
const startWorker = () => cairn("start", ...(byHand ? [] : ["--from-hook"]));

/** The lock may have been lost to another installer, after this process was stopped for a quarter of an hour: then it gives up. */
const alive = () => {
  if (!holdsLock(lock)) throw new Failure("lock", "another installation has taken over.");
  touchLock(lock);
};

const install = async (wanted) => {
  removeStaging(home);
  const source = findSource({ root, env, version: wanted });
  say(`installing Cairn for plugin ${wanted} from ${source.path}, Node ${process.versions.node}`);
  const startedMs = Date.now();
  const made = await assemble({ source, staging, spares: runtimeFolders(home), wanted, env, log, say, alive });
  const megabytes = (sizeOf(made.app) / 1e6).toFixed(1);
  alive();
  const name = putInPlace(home, made.app, made.version);
  discard(staging);
  say(`installed ${name}: ${megabytes} MB in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
};

const cleanUp = () => {
  discard(staging);
  releaseLock(lock);
};

const runsWithin = async (limitMs) => {
  for (const endMs = Date.now() + limitMs; Date.now() < endMs; ) {
    if (await workerListens(home)) return true;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  return false;
};

/** A worker of the old version is replaced, not only missing ones started. What came before stays until the new one has run. */
const bringUp = async (previous, wanted) => {
  const code = (await workerListens(home)) ? cairn("restart") : startWorker();
  if (code === 0 && (await runsWithin(WORKER_WAIT_MS))) {
    removeOld(home, previous);
    settle(wanted);
    say("the worker runs");
    return;
  }
  throw new Failure("start", `it is installed, but its worker does not start (exit code ${code}).`);
};

/** Tells and remembers what went wrong. Staging goes first: on a full disk that makes room for the notice. */
const report = (error, wanted) => {
  discard(staging);
  const failure = asFailure(error);
  if (failure.cause === "lock") return;
  say(`${failure.message} [${failure.cause}]`);
  if (failure !== error) write(`${error.stack}\n`);
  say(remember(home, wanted, failure, Date.now()));
};

/** All is well: takes back what an earlier failure or a killed installer has left. */
const settle = (wanted) => {
  forget(home, wanted);
  if (!holdsLock(lock) && existsSync(lock) && takeLock(lock)) {
    removeStaging(home);
    releaseLock(lock);
  }
};

const main = async () => {
  const wanted = readJson(join(root, ".claude-plugin/plugin.json")).version;
  const seen = currentName(home);
  if (!force && fits(home, wanted)) {
    const code = startWorker();
    // From a hook, starting reports no failure; that one listens is what tells.
    if (code === 0 && (await workerListens(home))) settle(wanted);
    if (code === 0 || cairn("--version") === 0) return code; // else the runtime is damaged, and made anew
  }
  if (!byHand && isWaiting(lastFailure(home), wanted, Date.now())) return 1;
  if (!takeLock(lock)) {
    if (byHand) console.log(`cairn: another installation is under way; see ${log}`);
    return 1;
  }
  try {
    rotateLog();
    const previous = currentName(home);
    if (previous !== seen) return startWorker(); // somebody else has just finished
    await install(wanted);
    await bringUp(previous, wanted);
    return 0;
  } catch (error) {
    report(error, wanted);
    return 1;
  } finally {
    cleanUp();
  }
};

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    killRunning();
    cleanUp();
    process.exit(1);
  });
}
if (!byHand) process.on("SIGHUP", () => undefined); // the terminal that Claude Code ran in may close

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) process.exit(75); // bootstrap.sh looks for another Node
process.umask(0o077);
mkdirSync(join(home, "runtime"), { recursive: true, mode: 0o700 });
process.exitCode = await main();
