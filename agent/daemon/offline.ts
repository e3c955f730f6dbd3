import { mkdirSync } from "node:fs";
import type { Hono } from "hono";
import { systemClock } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import { AppError } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import { silentLog } from "../../sync/core/log.ts";
import { systemRandom } from "../../sync/core/random.ts";
import { type Lock, takeLock } from "../../sync/store/lock.ts";
import { openStore, type Store } from "../../sync/store/open.ts";
import { settingsOrDefaults } from "../health/settings.ts";
import { assemble } from "./assemble.ts";
import { assembleLearner } from "./learner/assemble-learner.ts";
import { identify } from "./machine.ts";

interface OfflineOptions {
  readonly version: string;
  /** Told what does not keep the command from its work. */
  readonly warn: (text: string) => void;
}

interface Offline {
  readonly app: Hono;
  readonly close: () => void;
}

/**
 * The worker's app in this process, for commands while no worker answers. "read" works beside any worker and writes nothing; "write"
 * needs the lock: throws `AppError("locked")` when a worker holds it. Broken settings must not keep what was learned from its owner: the
 * defaults stand in for them, with a warning.
 */
export const openOffline = (home: Home, mode: "read" | "write", { version, warn }: OfflineOptions): Offline => {
  if (mode === "write") mkdirSync(home.dir, { recursive: true, mode: 0o700 });
  const lock = mode === "write" ? lockOrThrow(home) : null;
  let store: Store | undefined;
  try {
    if (mode === "write") identify(home, systemRandom, systemClock.now());
    store = openStore(home.database, { readonly: mode === "read" });
    const { config: found, problem } = settingsOrDefaults(home);
    if (problem)
      warn(`cairn: ${problem.message}\nThe default settings are used meanwhile. ${problem.hint ?? ""}`.trimEnd());
    const config = problem ? keepingEvents(found, problem) : found;
    const base = { home, store, clock: systemClock, random: systemRandom, config: () => config, version };
    const { queue, learning } = assembleLearner(base, silentLog);
    const { app } = assemble(base, silentLog, { jobs: queue, learning });
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

/** The defaults, except for how long events are kept: what is deleted by them does not come back when the file is mended. */
const keepingEvents = (defaults: Config, problem: AppError): Config => ({
  ...defaults,
  get events(): Config["events"] {
    throw problem;
  },
});

const lockOrThrow = (home: Home): Lock => {
  const lock = takeLock(home.lock);
  if (lock) return lock;
  throw new AppError("locked", "A worker holds this home but does not answer.", {
    hint: "Try again in a moment, or `cairn restart --force`.",
  });
};
