import { statSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { z } from "zod";
import { AppError } from "../../sync/core/errors.ts";
import { readIfThere, readJsonIfThere, writeAtomically } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";
import { newId } from "../../sync/core/ids.ts";
import type { Random } from "../../sync/core/random.ts";
import { readHeartbeat } from "../control/heartbeat.ts";

const machineSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Which computer and user the home was made by. */
  host: z.string(),
  user: z.number(),
  /** The folder itself, by its inode: a copy is another folder, a move is not. The device's number may change at each boot. */
  folder: z.string(),
});

/** This home's identity among a team's machines. */
export type Machine = z.infer<typeof machineSchema>;

/** Another computer's worker that wrote a heartbeat within this time still lives. */
const OTHER_ALIVE_MS = 120_000;

/** What tells this computer from others: the id the system keeps, else its name. */
const hostId = (): string => {
  for (const path of ["/etc/machine-id", "/var/lib/dbus/machine-id"]) {
    const id = readIfThere(path)?.trim();
    if (id) return id;
  }
  return hostname();
};

const here = (home: Home): Pick<Machine, "host" | "user" | "folder"> => {
  return { host: hostId(), user: userInfo().uid, folder: String(statSync(home.dir).ino) };
};

export const readMachine = (home: Home): Machine | null => {
  const parsed = machineSchema.safeParse(readJsonIfThere(home.machine));
  return parsed.success ? parsed.data : null;
};

/**
 * Who this home is. A home that was copied, or that came here from another computer, is a new machine with a new id: two machines of
 * one id would overwrite each other's work. Throws `AppError("home-shared")` when another computer's worker uses it right now.
 * @returns the machine and, where it had to become a new one, the id it had.
 */
export const identify = (home: Home, random: Random, nowMs: number): { machine: Machine; wasId: string | null } => {
  const known = readMachine(home);
  const place = here(home);
  if (known && known.host === place.host && known.user === place.user && known.folder === place.folder) {
    return { machine: known, wasId: null };
  }
  const beat = readHeartbeat(home);
  if (known && known.host !== place.host && beat?.state === "running" && nowMs - beat.atMs < OTHER_ALIVE_MS) {
    throw new AppError("home-shared", `${home.dir} is in use by another computer (worker ${beat.pid}).`, {
      hint: "Give this computer a home of its own: set CAIRN_HOME to a local folder.",
    });
  }
  const machine: Machine = { ...place, id: newId(nowMs, random), name: known?.name ?? shortHostname() };
  writeAtomically(home.machine, `${JSON.stringify(machine, null, 2)}\n`, { durable: true });
  return { machine, wasId: known?.id ?? null };
};

const shortHostname = (): string => hostname().split(".")[0]?.toLowerCase() || "machine";
