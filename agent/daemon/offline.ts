import { mkdirSync } from "node:fs";
import type { Hono } from "hono";
import { systemClock } from "../../sync/core/clock.ts";
import { AppError } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import { silentLog } from "../../sync/core/log.ts";
import { systemRandom } from "../../sync/core/random.ts";
import { type Lock, takeLock } from "../../sync/store/lock.ts";
import { openStore, type Store } from "../../sync/store/open.ts";
import { loadConfig } from "../control/config-file.ts";
import { assemble } from "./assemble.ts";
import { identify } from "./machine.ts";

const nobody = () => undefined;

interface Offline {
  readonly app: Hono;
  readonly close: () => void;
}

/**
 * The worker's app in this process, for commands while no worker answers. "read" works beside any worker and writes nothing; "write"
 * needs the lock: throws `AppError("locked")` when a worker holds it.
 */
export const openOffline = (home: Home, mode: "read" | "write", { version }: { readonly version: string }): Offline => {
  if (mode === "write") mkdirSync(home.dir, { recursive: true, mode: 0o700 });
  const lock = mode === "write" ? lockOrThrow(home) : null;
  let store: Store | undefined;
  try {
    if (mode === "write") identify(home, systemRandom, systemClock.now());
    store = openStore(home.database, { readonly: mode === "read" });
    const config = loadConfig(home);
    const base = { home, store, clock: systemClock, random: systemRandom, config: () => config, version };
    const { app } = assemble(base, silentLog, { eventLog: nobody, onPluginSeen: nobody });
    return {
      app,
      close: () => {
        store?.close();
        lock?.release();
      },
    };
  } catch (error) {
    store?.close();
    lock?.release();
    throw error;
  }
};

const lockOrThrow = (home: Home): Lock => {
  const lock = takeLock(home.lock);
  if (lock) return lock;
  throw new AppError("locked", "A worker holds this home but does not answer.", {
    hint: "Try again in a moment, or `cairn restart --force`.",
  });
};
