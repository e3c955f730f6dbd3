import { readdirSync, readFileSync } from "node:fs";
import { until } from "./wait.ts";

/** Processes that were started with this line in their environment. None where there is no /proc to read it from. */
const startedWith = (assignment: string): number[] => {
  const holds = (pid: string): boolean => {
    try {
      return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(assignment);
    } catch {
      return false;
    }
  };
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && holds(name))
      .map(Number);
  } catch {
    return [];
  }
};

export const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const kill = (pid: number): void => {
  if (alive(pid)) process.kill(pid, "SIGKILL");
};

/**
 * Kills these processes, and all that carry a test's own folder in their environment: a hook may just have started
 * something in the background that nobody here knows of yet.
 */
export const endAll = async (pids: readonly number[], assignment: string): Promise<void> => {
  pids.forEach(kill);
  await until("the end of what the hooks started", () => {
    const left = startedWith(assignment);
    left.forEach(kill);
    return left.length === 0;
  });
};
