import { z } from "zod";
import { readJsonIfThere, writeAtomically } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";

const heartbeatSchema = z.object({
  pid: z.number(),
  version: z.string(),
  /** Where the worker's code lies; a hook of another version sees that it is older. */
  root: z.string(),
  startedAtMs: z.number(),
  atMs: z.number(),
  rssBytes: z.number(),
  currentJob: z.string().nullable(),
  /** `stopped` = it ended on purpose. */
  state: z.enum(["running", "stopped"]),
});

/** What the worker says of itself each second in `worker.json`. */
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** A heartbeat older than this means that the worker hangs (or the machine slept a moment ago). */
export const FROZEN_AFTER_MS = 10_000;

export const readHeartbeat = (home: Home): Heartbeat | null => {
  const parsed = heartbeatSchema.safeParse(readJsonIfThere(home.heartbeat));
  return parsed.success ? parsed.data : null;
};

export const writeHeartbeat = (home: Home, heartbeat: Heartbeat): void =>
  writeAtomically(home.heartbeat, `${JSON.stringify(heartbeat)}\n`);
