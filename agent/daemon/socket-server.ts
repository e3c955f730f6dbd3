import { chmodSync, mkdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { AppError } from "../../sync/core/errors.ts";
import { writeAtomically } from "../../sync/core/files.ts";
import { type Home, socketPlace } from "../../sync/core/home.ts";
import { type Service, untilAborted } from "../../sync/core/service.ts";

interface SocketOptions {
  readonly runtimeDir: string;
  readonly holdsHome: () => boolean;
  readonly onReady: () => void;
  /** Called before a request is answered. */
  readonly onRequest: () => void;
}

/** Serves the app on the home's unix socket, which only its user can open. Call as holder of the lock: an old socket file is stale. */
export const socketService = (
  app: Hono,
  home: Home,
  { runtimeDir, holdsHome, onReady, onRequest }: SocketOptions,
): Service => ({
  name: "socket",
  run: async (stop) => {
    const { path, short } = socketPlace(home, runtimeDir);
    if (short) makePrivateFolder(dirname(path));
    rmSync(path, { force: true });
    const server = createServer();
    server.on("request", onRequest);
    server.on("request", getRequestListener(app.fetch, { overrideGlobalObjects: false }));
    server.keepAliveTimeout = 5_000;
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) =>
        reject(new AppError("socket", `cannot listen on ${path}: ${cause.message}`, { retry: true, cause })),
      );
      server.listen(path, resolve);
    });
    // From here on it is closed whatever happens: a server left open would keep a worker alive that has failed.
    try {
      chmodSync(path, 0o600);
      if (short) writeAtomically(home.socketPointer, path);
      else rmSync(home.socketPointer, { force: true });
      onReady();
      await untilAborted(stop);
    } finally {
      // In a home that was made anew the socket is another worker's.
      if (holdsHome()) rmSync(path, { force: true });
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }
  },
});

/** A folder in a place that others can write to as well: it must be ours, or somebody waits there for our calls. */
const makePrivateFolder = (dir: string): void => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(dir);
  if (uid !== userInfo().uid || (mode & 0o077) !== 0) {
    throw new AppError("socket", `${dir} belongs to somebody else or is open to others.`, {
      hint: "Set CAIRN_HOME to a folder with a shorter path.",
    });
  }
};
