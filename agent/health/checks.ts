import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { AppError } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Check } from "./health.ts";
import { settingsOrDefaults } from "./settings.ts";
import { countSpool } from "./spool-files.ts";

/** Less free space than this and events may soon be lost. */
const DISK_FREE_MIN_BYTES = 100 * 1024 * 1024;
/** More waiting files than this means that ingest does not keep up or stands. */
const SPOOL_MANY = 5_000;

const inMb = (bytes: number): string => `${Math.round(bytes / 1_048_576).toLocaleString("en")} MB`;

/** Whether the settings' file is one that a worker can start on; asked also of a worker that goes on with the former ones. */
const configCheck = (home: Home): Check => ({
  component: "config",
  run: () => {
    const { problem } = settingsOrDefaults(home);
    if (problem) throw problem;
    return existsSync(home.config) ? "valid" : "defaults only";
  },
});

/** The components of a machine's health that can be told from its store and its disk. */
export const storeChecks = (store: Store, home: Home): readonly Check[] => [
  configCheck(home),
  {
    component: "database",
    run: () => `${store.memories.counts().trusted ?? 0} trusted memories`,
  },
  {
    component: "spool",
    run: () => {
      // Mends itself: a folder that somebody removed is made again.
      mkdirSync(home.spoolBad, { recursive: true, mode: 0o700 });
      accessSync(home.spool, constants.W_OK);
      const waiting = countSpool(home).waiting;
      if (waiting > SPOOL_MANY) {
        throw new AppError("spool-backlog", `${waiting} events wait`, {
          hint: "Is the worker running? `cairn start`.",
        });
      }
      return `${waiting} waiting`;
    },
  },
  {
    component: "queue",
    run: () => {
      const { ready, retrying, dead } = store.jobs.counts();
      if (dead > 0) {
        throw new AppError("jobs-dead", `${dead} dead`, {
          hint: "`cairn queue list --dead` says why; then `cairn queue retry` or `cairn queue discard`.",
        });
      }
      return `${ready} ready, ${retrying} retrying`;
    },
  },
  {
    component: "disk",
    run: async () => {
      const { bavail, bsize } = await statfs(home.dir);
      const free = bavail * bsize;
      if (free < DISK_FREE_MIN_BYTES) {
        throw new AppError("disk-full", `${inMb(free)} free`, {
          hint: "Free some space; hooks cannot record on a full disk.",
        });
      }
      return `${inMb(free)} free`;
    },
  },
];
