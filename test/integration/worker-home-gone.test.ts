import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { until } from "../support/worker-home.ts";

const CLI = join(import.meta.dirname, "../../dist/agent/cli.js");
const STARTS_WITHIN_MS = 20_000;

test.each([
  ["the moment it listens", false],
  ["when it is at work", true],
])("a worker whose home is deleted %s ends, and writes no heartbeat into another's", async (_, isAtWork) => {
  const dir = mkdtempSync(join(tmpdir(), "cairn-gone-"));
  const home = join(dir, "home");
  const worker = spawn(process.execPath, [CLI, "worker"], {
    env: { ...process.env, CAIRN_HOME: home },
    stdio: "ignore",
  });
  const ended = once(worker, "exit");
  onTestFinished(() => {
    worker.kill("SIGKILL");
    rmSync(dir, { recursive: true, force: true });
  });
  // Without a pause, to hit the moment between two steps of its start.
  const giveUpMs = performance.now() + STARTS_WITHIN_MS;
  while (!existsSync(join(home, "worker.sock")) && performance.now() < giveUpMs);
  const beat = () => readFileSync(join(home, "worker.json"), "utf8");
  if (isAtWork) {
    const first = beat();
    await until(() => beat() !== first);
  }
  // Moved away in one step: the worker goes on writing while a folder is emptied.
  renameSync(home, join(dir, "gone"));
  expect(await ended).toEqual([1, null]);
  expect(existsSync(join(home, "worker.json"))).toBe(false);
});
