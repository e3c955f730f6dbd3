import { createHash } from "node:crypto";
import { join } from "node:path";
import { readIfThere } from "./files.ts";

/** Longest socket path that every system takes: macOS has 104 bytes with the closing zero. */
const SOCKET_PATH_MAX_BYTES = 100;

/** Every path inside CAIRN_HOME, so that no other file spells one. */
export interface Home {
  readonly dir: string;
  readonly database: string;
  readonly spool: string;
  readonly spoolBad: string;
  readonly briefs: string;
  readonly offers: string;
  readonly lock: string;
  readonly heartbeat: string;
  readonly restart: string;
  readonly machine: string;
  readonly notice: string;
  readonly logs: string;
  readonly config: string;
  readonly credentials: string;
  readonly backups: string;
  readonly archive: string;
  readonly runtime: string;
  /** Empty; where the user's own `claude` is asked, outside of every project. */
  readonly model: string;
  /** Names the real socket where the usual path would be too long. */
  readonly socketPointer: string;
}

export const homeAt = (dir: string): Home => ({
  dir,
  database: join(dir, "cairn.db"),
  spool: join(dir, "spool"),
  spoolBad: join(dir, "spool", "bad"),
  briefs: join(dir, "briefs"),
  offers: join(dir, "offers"),
  lock: join(dir, "worker.lock"),
  heartbeat: join(dir, "worker.json"),
  restart: join(dir, "restart.json"),
  machine: join(dir, "machine.json"),
  notice: join(dir, "notice"),
  logs: join(dir, "logs"),
  config: join(dir, "config.yaml"),
  credentials: join(dir, "credentials.json"),
  backups: join(dir, "backups"),
  archive: join(dir, "archive"),
  runtime: join(dir, "runtime"),
  model: join(dir, "model"),
  socketPointer: join(dir, "socket"),
});

/** Where the worker listens: in the home, or in a short folder of `runtimeDir` when that path would be too long for a socket. */
export const socketPlace = (home: Home, runtimeDir: string): { path: string; short: boolean } => {
  const usual = join(home.dir, "worker.sock");
  if (Buffer.byteLength(usual) <= SOCKET_PATH_MAX_BYTES) return { path: usual, short: false };
  const name = createHash("sha256").update(home.dir).digest("hex").slice(0, 16);
  return { path: join(runtimeDir, `cairn-${name}`, "worker.sock"), short: true };
};

/** Where a client finds the worker's socket. */
export const socketToCall = (home: Home): string =>
  readIfThere(home.socketPointer)?.trim() || join(home.dir, "worker.sock");

/** Name of the prepared brief of a project folder; the hook builds the same name without a fork. */
export const briefName = (projectDir: string): string => projectDir.replaceAll("/", "-");
