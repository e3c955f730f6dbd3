import { rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { join } from "node:path";
import { AppError } from "../../sync/core/errors.ts";
import { writtenAtMs } from "../../sync/core/files.ts";
import { socketPlace } from "../../sync/core/home.ts";
import { takeLock } from "../../sync/store/lock.ts";
import { exec } from "../process/exec.ts";
import type { DoctorDeps, Test } from "./doctor-test.ts";

const NODE_MIN = [20, 19] as const;
/** File systems count time in steps of up to 2 s; more than this is another clock. */
const CLOCK_SKEW_MAX_MS = 5_000;

const node = (): string => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1]))
    return `${process.version} at ${process.execPath}`;
  throw new AppError("node", `Node ${process.version} is too old.`, {
    hint: `Cairn needs ${NODE_MIN.join(".")} or newer: https://nodejs.org`,
  });
};

const spawns = async (): Promise<string> => {
  const { code, stdout, stderr } = await exec([process.execPath, "-p", "6 * 7"], { timeoutMs: 10_000 });
  if (code === 0 && stdout.trim() === "42") return "a child process runs";
  throw new AppError("spawn", `A child process cannot be run: ${stderr.trim() || `exit code ${code}`}`, {
    hint: "Is this a sandbox? Without child processes there is no worker; hooks still record.",
  });
};

const curl = async (): Promise<string> => {
  const { code, stdout } = await exec(["curl", "-q", "--version"], { timeoutMs: 5_000 });
  const version = /^curl ([\d.]+)/.exec(stdout)?.[1];
  if (code !== 0 || version === undefined) {
    throw new AppError("curl", "curl is not installed.", {
      hint: "Install it: the hooks ask the worker with it. Without it sessions get only the brief prepared last.",
    });
  }
  if (/^[1-6]\.|^7\.([0-9]|[1-3][0-9])\./.test(version)) {
    throw new AppError("curl", `curl ${version} cannot talk to a unix socket.`, { hint: "7.40 or newer can." });
  }
  return `curl ${version}`;
};

const network = ({ env }: DoctorDeps): string => {
  const proxies = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"].filter(
    (name) => env[name],
  );
  return proxies.length === 0 ? "not needed" : `not needed (proxies are set: ${proxies.join(", ")})`;
};

/** Needs nothing but the system. */
export const SYSTEM_TESTS: readonly Test[] = [
  { component: "node", run: node },
  { component: "processes", run: spawns },
  { component: "curl", run: curl },
  { component: "network", run: network },
];

const lock = ({ home }: DoctorDeps): string => {
  const path = join(home.dir, `.doctor-${process.pid}.lock`);
  try {
    const first = takeLock(path);
    const second = takeLock(path);
    first?.release();
    second?.release();
    if (first && !second) return "file locks hold";
  } finally {
    rmSync(path, { force: true });
  }
  throw new AppError("lock", `File locks do not hold in ${home.dir}.`, {
    hint: "Some network and container file systems have none. Set CAIRN_HOME to a folder on a local disk.",
  });
};

/** Listens where the worker would, under another name, and connects to it. */
const socket = async ({ home, runtimeDir }: DoctorDeps): Promise<string> => {
  const { path: usual, short } = socketPlace(home, runtimeDir);
  const path = short
    ? join(runtimeDir, `cairn-doctor-${process.pid}.sock`)
    : join(home.dir, `.doctor-${process.pid}.sock`);
  const server = createServer((connection) => connection.end("hello"));
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(path, () => resolve());
    });
    await new Promise<void>((resolve, reject) => {
      createConnection(path)
        .once("error", reject)
        .once("data", () => resolve());
    });
    return short ? `works, at ${usual} because the home's path is too long for one` : "a unix socket works";
  } catch (cause) {
    throw new AppError(
      "socket",
      `A unix socket does not work here: ${cause instanceof Error ? cause.message : cause}`,
      {
        hint: "Is this a sandbox or a network drive? Set CAIRN_HOME to a folder on a local disk.",
        cause,
      },
    );
  } finally {
    server.close();
    rmSync(path, { force: true });
  }
};

const clock = ({ home, clock: ours }: DoctorDeps): string => {
  const path = join(home.dir, `.doctor-${process.pid}.time`);
  try {
    writeFileSync(path, "");
    const skewMs = Math.abs(ours.now() - (writtenAtMs(path) ?? 0));
    if (skewMs <= CLOCK_SKEW_MAX_MS) return "clock and file times agree";
    throw new AppError("clock", `Clock and file times differ by ${Math.round(skewMs / 1_000)} s.`, {
      hint: "Set the clock (NTP), or put CAIRN_HOME on a local disk: the order of events is told by file times.",
    });
  } finally {
    rmSync(path, { force: true });
  }
};

/** Needs a home that can be written to. */
export const WORKPLACE_TESTS: readonly Test[] = [
  { component: "lock", run: lock },
  { component: "socket", run: socket },
  { component: "clock", run: clock },
];
