import { statSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { dirname, join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import type { Clock } from "../../sync/core/clock.ts";
import { AppError, codeOf } from "../../sync/core/errors.ts";
import { type Home, socketToCall } from "../../sync/core/home.ts";

/** A worker that has not answered anything for this long is frozen, as far as a caller can tell. */
export const SILENT_AFTER_MS = 2_000;

export interface Call {
  readonly method: "GET" | "POST";
  /** Path with its query. */
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
}

/** `away`: nobody listens. `silent`: somebody does, but does not answer. */
export type Reply = IncomingMessage | "away" | "silent";

/** The socket's path, or null where it is named in a folder of somebody else: what answers there must not be believed. */
const socketOf = (home: Home): string | null => {
  const path = socketToCall(home);
  if (path === join(home.dir, "worker.sock")) return path;
  const folder = statSync(dirname(path), { throwIfNoEntry: false });
  return folder?.isDirectory() && folder.uid === process.getuid?.() ? path : null;
};

const AWAY = new Set(["ENOENT", "ECONNREFUSED", "ENOTDIR", "EINVAL", "ENAMETOOLONG", "EACCES", "EPERM", "ENOTSOCK"]);

const send = (home: Home, { method, path, body, contentType }: Call, stop: AbortSignal): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const socketPath = socketOf(home);
    if (socketPath === null) return resolve("away");
    const headers = body === undefined ? {} : { "content-type": contentType ?? "application/json" };
    let sent = false;
    const call = request({ socketPath, method, path, headers, signal: stop, agent: false });
    call.once("response", resolve);
    call.once("socket", (socket) => socket.once("connect", () => (sent = true)));
    call.once("error", (error) => {
      if (stop.aborted) return resolve("silent");
      // A full backlog: it has not taken a connection for a long while.
      if (codeOf(error) === "EAGAIN") return resolve("silent");
      if (!sent && AWAY.has(codeOf(error) ?? "")) return resolve("away");
      if (method === "GET") return resolve("away");
      reject(
        new AppError("worker-ended", "The worker ended before it answered.", {
          hint: "Look whether it has been done, then try again.",
          retry: true,
          cause: error,
        }),
      );
    });
    call.end(body);
  });

/** Resolves to null after the time, unless `work` is done before. */
const within = async <T>(work: Promise<T>, ms: number, clock: Clock): Promise<T | null> => {
  const done = new AbortController();
  try {
    return await Promise.race([work, clock.sleep(ms, done.signal).then(() => null)]);
  } finally {
    done.abort();
  }
};

export type Pinged = { readonly version: string } | "away" | "silent";

/** Asks the worker for its version: whether one is there, and whether it answers. */
export const ping = async (home: Home, clock: Clock): Promise<Pinged> => {
  const stop = new AbortController();
  const ask = async (): Promise<Pinged> => {
    const reply = await send(home, { method: "GET", path: "/api/version" }, stop.signal);
    if (typeof reply === "string") return reply;
    const found: unknown = JSON.parse(await textOf(reply));
    const version = typeof found === "object" && found !== null && "version" in found ? String(found.version) : "";
    return { version };
  };
  const pinged = await within(
    ask().catch((): Pinged => "away"),
    SILENT_AFTER_MS,
    clock,
  );
  if (pinged !== null) return pinged;
  stop.abort();
  return "silent";
};

/**
 * Sends a request to the worker. As long as the worker still answers others, this one may take its time. A change is sent only to a worker
 * that answers: a frozen one would carry it out on thawing, long after the caller was told that it failed.
 */
export const callWorker = async (home: Home, call: Call, clock: Clock): Promise<Reply> => {
  if (call.method === "POST") {
    const pinged = await ping(home, clock);
    if (typeof pinged === "string") return pinged;
  }
  const stop = new AbortController();
  const answered = send(home, call, stop.signal);
  for (;;) {
    const reply = await within(answered, SILENT_AFTER_MS, clock);
    if (reply !== null) return reply;
    if ((await ping(home, clock)) === "silent") {
      stop.abort();
      return "silent";
    }
  }
};
