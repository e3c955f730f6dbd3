import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";

const CLI = join(import.meta.dirname, "../../dist/agent/cli.js");

test.each([
  ["the moment it listens", 0],
  ["a while later", 500],
])("a worker whose home is deleted %s ends, and writes no heartbeat into another's", async (_, afterMs) => {
  const dir = mkdtempSync(join(tmpdir(), "cairn-gone-"));
  const home = join(dir, "home");
  const worker = spawn(process.execPath, [CLI, "worker"], {
    env: { ...process.env, CAIRN_HOME: home },
    stdio: "ignore",
  });
  const ended = once(worker, "exit");
  try {
    // Without a pause, to hit the moment between two steps of its start.
    while (!existsSync(join(home, "worker.sock")));
    if (afterMs > 0) await sleep(afterMs);
    // Moved away in one step: the worker goes on writing while a folder is emptied.
    renameSync(home, join(dir, "gone"));
    expect(await ended).toEqual([1, null]);
    expect(existsSync(join(home, "worker.json"))).toBe(false);
  } finally {
    worker.kill("SIGKILL");
    rmSync(dir, { recursive: true, force: true });
  }
});
