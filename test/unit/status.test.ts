import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeHeartbeat } from "../../agent/control/heartbeat.ts";
import { readStatus } from "../../agent/health/status.ts";
import { defaultConfig } from "../../sync/core/config.ts";
import type { Home } from "../../sync/core/home.ts";
import { takeLock } from "../../sync/store/lock.ts";
import type { Store } from "../../sync/store/open.ts";
import { createTestClock, START_MS } from "../support/clock.ts";
import { scratchHome, scratchStore } from "../support/scratch.ts";

const statusOf = (home: Home, nowMs = START_MS, store: Store | null = null) => {
  const clock = createTestClock();
  clock.set(nowMs);
  return readStatus({ home, clock, store, machine: null, learning: defaultConfig.learning }, [], null);
};

test("a dead worker whose number another program has now is not taken for alive: its lock is nobody's", () => {
  const home = scratchHome();
  const child = spawn("sleep", ["600"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const about = { pid: child.pid ?? 0, version: "1", root: "/", startedAtMs: START_MS, rssBytes: 1, currentJob: null };
  writeHeartbeat(home, { ...about, atMs: START_MS, state: "running" });
  const lock = takeLock(home.lock);
  expect(statusOf(home).worker).toMatchObject({ state: "running", pid: child.pid });
  expect(statusOf(home, START_MS + 60_000).worker.state).toBe("frozen");
  lock?.release();
  expect(statusOf(home).worker).toMatchObject({ state: "stopped", pid: null, uptimeS: null });
});

/** Whether the hooks themselves do nothing: they spool no event then. */
const isPausedForHooks = (home: Home, session: string): boolean => {
  const before = statusOf(home).events.spooled;
  spawnSync("sh", [join(import.meta.dirname, "../../hooks/record.sh")], {
    env: { PATH: process.env.PATH, CAIRN_HOME: home.dir, CLAUDE_CODE_SESSION_ID: session },
    input: "{}",
  });
  return statusOf(home).events.spooled === before;
};

const LATER_S = 4_000_000_000;

test.each([
  ["until later", `${LATER_S}\n`, { until: LATER_S * 1_000 }],
  ["until later, with spaces and more lines", ` ${LATER_S} \nx\n`, { until: LATER_S * 1_000 }],
  ["until it is over", "1000000000\n", null],
  ["without an end", "0\n", { until: null }],
  ["with nothing in it", "", { until: null }],
  ["with a number that does not begin like one", "01000000000\n", { until: null }],
  ["with more than a number", "1000000000 or so\n", { until: null }],
  ["with another line end", "1000000000\r\n", { until: null }],
  ["with words", "yes\n", { until: null }],
  ["with an end that no calendar has", `${"9".repeat(18)}\n`, { until: null }],
  ["that is a folder", null, { until: null }],
])("a pause %s is for status what it is for the hooks", (_, text, paused) => {
  const home = scratchHome();
  for (const name of ["paused", "paused-abc-1"]) {
    if (text === null) mkdirSync(join(home.dir, name));
    else writeFileSync(join(home.dir, name), text);
  }
  const status = statusOf(home);
  expect([status.paused, status.pausedSessions]).toEqual([paused, paused ? ["abc-1"] : []]);
  expect(isPausedForHooks(home, "abc-1")).toBe(paused !== null);
});

test("each paused session is listed, and nothing that no session can be called", () => {
  const home = scratchHome();
  for (const name of ["paused-b", "paused-a", "paused-", "paused-x y", "paused.b"])
    writeFileSync(join(home.dir, name), "0\n");
  expect(statusOf(home)).toMatchObject({ paused: null, pausedSessions: ["a", "b"] });
});

test("what waits and what could not be read is counted by the files there are now", () => {
  const home = scratchHome();
  const store = scratchStore(home.database);
  store.meta.add("events.bad", 7);
  mkdirSync(join(home.spool, "a folder"), { recursive: true });
  mkdirSync(home.spoolBad);
  writeFileSync(join(home.spool, "1.x."), "");
  expect(statusOf(home, START_MS, store).events).toMatchObject({ spooled: 1, bad: 7, unreadable: 0 });
  writeFileSync(join(home.spoolBad, "2.x."), "");
  expect(statusOf(home, START_MS, store).events).toMatchObject({ spooled: 1, bad: 7, unreadable: 1 });
});
