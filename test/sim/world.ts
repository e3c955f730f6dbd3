import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { homeAt } from "../../sync/core/home.ts";
import type { Random } from "../../sync/core/random.ts";
import { openStore, type Store } from "../../sync/store/open.ts";
import { createTestClock, START_MS, type TestClock } from "../support/clock.ts";
import { machineOn, type TestMachine } from "../support/machine.ts";
import { diskError, watched } from "../support/through.ts";

/** Where a worker dies: at the nth call of this name from now on, before it is made or after it was. */
export interface CrashPoint {
  readonly call: string;
  readonly nth: number;
  readonly when: "before" | "after";
}

/** One machine over the lives of many workers: what one life wrote to the disk, the next one finds. */
export interface World {
  readonly clock: TestClock;
  readonly machine: () => TestMachine;
  /** The coming worker's death; null = it lives. */
  readonly arm: (point: CrashPoint | null) => void;
  /**
   * Lets the worker do something. When it dies in the middle, the next one starts on what is on the disk.
   * Returns whether it lived.
   */
  readonly live: (work: (machine: TestMachine) => Promise<unknown>) => Promise<boolean>;
  /** A new worker, as after a planned stop. */
  readonly restart: () => void;
  readonly close: () => void;
  /** Every death so far, for a report. */
  readonly deaths: readonly string[];
}

/** Settings under which nothing but a crash costs an attempt, and no number of crashes kills a job. */
const CONFIG = { queue: { attemptsMax: 50 } };

/** An empty database to begin with, made once: migrating 500 times would be most of the work. */
const template = (dir: string): string => {
  const path = join(dir, "template.db");
  if (!existsSync(path)) openStore(path).close();
  return path;
};

export const openWorld = (dir: string, name: string, random: Random): World => {
  const home = homeAt(join(dir, name));
  mkdirSync(home.dir, { mode: 0o700 });
  copyFileSync(template(dir), home.database);
  const clock = createTestClock(START_MS);
  const deaths: string[] = [];
  let armed: CrashPoint | null = null;
  let calls = 0;
  let dead = false;
  let inner: Store;
  let machine: TestMachine;

  const die = (): never => {
    throw diskError();
  };
  const dieAt = (call: string, when: CrashPoint["when"]): void => {
    if (dead) die();
    if (armed?.call !== call) return;
    if (when === "before") calls++;
    if (armed.when !== when || calls !== armed.nth) return;
    dead = true;
    deaths.push(`${when} call ${calls} of ${call}`);
    die();
  };

  const start = (): void => {
    inner = openStore(home.database);
    const store = watched(inner, {
      before: (call) => dieAt(call, "before"),
      after: (call) => dieAt(call, "after"),
    });
    machine = machineOn({ home, store, clock, random, config: CONFIG });
    dead = false;
    armed = null;
    calls = 0;
    machine.queue.releaseAll(true);
  };

  /** What lies on the disk at the moment of a death is what the next life finds, not what closing would make of it. */
  const bury = (): void => {
    const parts = ["", "-wal"].filter((end) => existsSync(home.database + end));
    for (const end of parts) copyFileSync(home.database + end, `${home.database}${end}.kept`);
    inner.close();
    for (const end of ["", "-wal", "-shm"]) rmSync(home.database + end, { force: true });
    for (const end of parts) copyFileSync(`${home.database}${end}.kept`, home.database + end);
  };

  start();
  return {
    clock,
    machine: () => machine,
    arm: (point) => {
      armed = point;
      calls = 0;
    },
    live: async (work) => {
      try {
        await work(machine);
      } catch (error) {
        if (!dead) throw error;
      }
      if (!dead) return true;
      bury();
      start();
      return false;
    },
    restart: () => {
      inner.close();
      start();
    },
    close: () => inner.close(),
    deaths,
  };
};
