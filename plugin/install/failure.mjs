// What can go wrong while installing, how it is told to the user, and how long it is left alone afterwards.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { atLeast } from "./package.mjs";

const MINUTE_MS = 60_000;
const NOTICE_AGAIN_MS = 60 * MINUTE_MS;

/** A failure with a name (`cause`), by which it is told once and not at every prompt. */
export class Failure extends Error {
  constructor(cause, message) {
    super(message);
    this.cause = cause;
  }
}

const NETWORK =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b|is related to network connectivity/;
const CERTIFICATE =
  /\b(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT\w*|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_HAS_EXPIRED)\b/;
const TOOLCHAIN =
  /not found: make|make: (command )?not found|spawn make ENOENT|find any Python|gyp ERR! find Python|No Xcode|xcrun: error|xcode-select|(g\+\+|c\+\+|clang\+\+|gcc|cc): (command )?(not found|No such file)/i;

const COMPILING = /gyp ERR! build error|make(\[\d+\])?: \*\*\*/;

const COMPILER_HINT =
  process.platform === "darwin"
    ? "xcode-select --install"
    : "on Debian or Ubuntu: sudo apt install build-essential python3";

/**
 * Names what a tool's output says went wrong; undefined where it says nothing known. Compiling is looked for before the network:
 * better-sqlite3 first tries to download a build, so what is said of a missing compiler often follows a complaint about the network.
 */
export const recognise = (output) => {
  if (/\bENOSPC\b|no space left on device|disk quota exceeded|\bEDQUOT\b/i.test(output)) {
    return new Failure("disk-full", "the disk is full. Free about 200 MB; it is tried again by itself.");
  }
  if (TOOLCHAIN.test(output)) {
    return new Failure(
      "no-compiler",
      `no ready-made build of better-sqlite3 could be had for this system, and compiling it needs make, a C++ compiler and Python 3 (${COMPILER_HINT}).`,
    );
  }
  if (COMPILING.test(output)) {
    return new Failure(
      "compile",
      "compiling better-sqlite3 ended with an error. A newer C++ compiler or another version of Node often helps.",
    );
  }
  if (CERTIFICATE.test(output)) {
    return new Failure(
      "certificate",
      "the npm registry's certificate is not trusted. Behind a company proxy, set NODE_EXTRA_CA_CERTS to its certificate file.",
    );
  }
  if (NETWORK.test(output)) {
    return new Failure(
      "offline",
      "what it needs cannot be downloaded: no connection to the npm registry (for better-sqlite3 also github.com, nodejs.org). It is tried again by itself.",
    );
  }
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output)) {
    return new Failure("permission", "a file or folder may not be written (Cairn's home folder or npm's cache).");
  }
  return undefined;
};

/** Any error as a Failure: known ones keep their cause, the rest is named by its message. */
export const asFailure = (error) => {
  if (error instanceof Failure) return error;
  return recognise(String(error?.code)) ?? new Failure("install", `${error?.message ?? error}.`.replace(/\.\.$/, "."));
};

const failedPath = (home) => join(home, "runtime", "failed");

/** What failed last: {cause, version, attempts, noticedAtMs, message, atMs}; undefined when nothing has, or the file is damaged. */
export const lastFailure = (home) => {
  try {
    const [cause, version, attempts, noticedAtMs, message, atMs] = readFileSync(failedPath(home), "utf8").split("\n");
    return {
      cause,
      version,
      attempts: Number(attempts),
      noticedAtMs: Number(noticedAtMs),
      message,
      atMs: Number(atMs),
    };
  } catch {
    return undefined;
  }
};

/**
 * Is it to be left alone still? For 1, 2, 4 … 60 minutes after the last failure of the same plugin version. A missing Node waits for
 * nothing; a failure in the future is of a clock that has been set right since.
 */
export const isWaiting = (failed, version, nowMs) =>
  failed?.version === version &&
  failed.cause !== "no-node" &&
  failed.atMs <= nowMs &&
  nowMs < failed.atMs + Math.min(60, 2 ** (failed.attempts - 1)) * MINUTE_MS;

const put = (path, text) => {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
};

/** The line that context.sh or the worker shows once. */
const notice = (message) => `"systemMessage":${JSON.stringify(message)}\n`;

/** Remembers the failure and leaves a notice, the same one at most once an hour. Returns the text told. */
export const remember = (home, version, failure, nowMs) => {
  const before = lastFailure(home);
  const same = before?.cause === failure.cause && before.version === version;
  const message =
    `Cairn could not be set up: ${failure.message} Next: /cairn:doctor, or read ${join(home, "bootstrap.log")}`.replace(
      /\s+/g,
      " ",
    );
  const tell = !same || !(Math.abs(nowMs - before.noticedAtMs) < NOTICE_AGAIN_MS);
  const attempts = (same && before.attempts + 1) || 1;
  if (tell) put(join(home, "notice"), notice(message));
  put(
    failedPath(home),
    [failure.cause, version, attempts, tell ? nowMs : before.noticedAtMs, message, nowMs, ""].join("\n"),
  );
  return message;
};

/** It works again: forgets the failure of this version or an older one, and its notice where nobody has seen it yet. */
export const forget = (home, version) => {
  const failed = lastFailure(home);
  if (failed === undefined || !atLeast(version, failed.version)) return;
  try {
    if (readFileSync(join(home, "notice"), "utf8") === notice(failed.message))
      rmSync(join(home, "notice"), { force: true });
  } catch {
    // No notice waits.
  }
  rmSync(failedPath(home), { force: true });
};
