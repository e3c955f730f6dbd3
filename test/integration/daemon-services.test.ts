import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readHeartbeat } from "../../agent/control/heartbeat.ts";
import { afterStart, readRestartState, writeRestartState } from "../../agent/control/restart-policy.ts";
import { heartbeatService } from "../../agent/daemon/heartbeat-service.ts";
import { createLogger, rotatedLines } from "../../agent/daemon/logger.ts";
import { watchConfig } from "../../agent/daemon/watch-config.ts";
import { ingestService } from "../../agent/ingest/watch.ts";
import { systemClock } from "../../sync/core/clock.ts";
import type { Home } from "../../sync/core/home.ts";
import { silentLog } from "../../sync/core/log.ts";
import type { Service } from "../../sync/core/service.ts";
import { createTestClock } from "../support/clock.ts";
import { openMachine } from "../support/machine.ts";
import { scratchHome } from "../support/scratch.ts";
import { until } from "../support/worker-home.ts";

/** Runs a service until the test ends or stops it. */
const running = (service: Service) => {
  const stop = new AbortController();
  const done = service.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await done;
  });
  return async () => {
    stop.abort();
    await done;
  };
};

describe("events are taken in", () => {
  const setUp = () => {
    const machine = openMachine();
    running(ingestService(machine.ingest, { home: machine.home, clock: systemClock, log: silentLog }));
    return machine;
  };
  const stop = (n: number) => ({ session_id: "s1", hook_event_name: "Stop", cwd: "/nowhere", n });

  test("as hooks write them", async () => {
    const machine = setUp();
    for (let n = 1; n <= 5; n++) {
      machine.spool(stop(n));
      await until(() => machine.store.events.count() === n);
    }
    expect(machine.waiting()).toEqual([]);
  });

  test("also after somebody has removed the spool, which is made again", async () => {
    const machine = setUp();
    machine.spool(stop(1));
    await until(() => machine.store.events.count() === 1);
    rmSync(machine.home.spool, { recursive: true });
    await until(() => readdirSync(machine.home.dir).includes("spool"));
    machine.spool(stop(2));
    await until(() => machine.store.events.count() === 2);
  });
});

describe("the heartbeat", () => {
  const beating = (home: Home, holdsHome = () => true) => {
    const clock = createTestClock();
    writeRestartState(home, afterStart(null, clock.now(), "1"));
    const beats: number[] = [];
    const end = running(
      heartbeatService({
        home,
        clock,
        log: silentLog,
        about: { pid: 7, version: "1", root: "/r", startedAtMs: clock.now() },
        currentJob: () => "learn.turn",
        holdsHome,
        onBeat: (rssBytes) => beats.push(rssBytes),
      }),
    );
    return { clock, beats, end };
  };

  test("says each second that the worker lives and what it is at, and at the end that it has stopped", async () => {
    const home = scratchHome();
    const { clock, beats, end } = beating(home);
    await clock.pass(5_000);
    expect(readHeartbeat(home)).toMatchObject({
      pid: 7,
      state: "running",
      atMs: clock.now(),
      currentJob: "learn.turn",
    });
    expect(beats).toHaveLength(6);
    expect(Math.min(...beats)).toBeGreaterThan(1_000_000);
    await end();
    expect(readHeartbeat(home)?.state).toBe("stopped");
  });

  test("counts the start as a good one after a minute, not before", async () => {
    const home = scratchHome();
    const { clock } = beating(home);
    await clock.pass(60_000);
    expect(readRestartState(home)?.crashes).toBe(1);
    await clock.pass(1_000);
    expect(readRestartState(home)?.crashes).toBe(0);
  });

  test("that cannot be written goes on, and so does the proof for the watchdog", async () => {
    const home = scratchHome();
    mkdirSync(home.heartbeat);
    const { clock, beats } = beating(home);
    await clock.pass(70_000);
    expect(beats.length).toBeGreaterThan(60);
    rmSync(home.heartbeat, { recursive: true });
    await clock.pass(1_000);
    expect(readHeartbeat(home)?.state).toBe("running");
    expect(readRestartState(home)?.crashes).toBe(0);
  });

  test("is not written into a home that is another's now", async () => {
    const home = scratchHome();
    const { clock } = beating(home, () => false);
    await clock.pass(3_000);
    expect(readHeartbeat(home)).toBeNull();
  });
});

describe("settings", () => {
  test("are read again when the file changes; a broken one leaves the former in force and says so once", () => {
    const home = scratchHome();
    const settings = watchConfig(home);
    const logged: string[] = [];
    const log = { ...silentLog, info: (text: string) => logged.push(text), error: (text: string) => logged.push(text) };
    const write = (text: string) => {
      writeFileSync(home.config, text);
      settings.refresh(log);
      settings.refresh(log);
    };
    expect(settings.config().recall.top).toBe(10);
    write("recall:\n  top: 3\n");
    expect(settings.config().recall.top).toBe(3);
    write("recall:\n  top: [\n");
    write("recall:\n  top: none\n# longer\n");
    expect(settings.config().recall.top).toBe(3);
    rmSync(home.config);
    settings.refresh(log);
    expect(settings.config().recall.top).toBe(10);
    expect(logged.map((text) => text.split(";")[0])).toEqual([
      "settings were read again",
      "settings are broken",
      "settings are broken",
      "settings were read again",
    ]);
  });
});

describe("the worker's log", () => {
  test("is one line of JSON for each message, down to the level that is set, and whole when it is closed", async () => {
    const home = scratchHome();
    const { log, close } = createLogger(home, { level: "warn", maxMb: 1, keepFiles: 3 });
    for (let n = 0; n < 500; n++) log.warn("message", { n, text: 'a\n"b"' });
    log.info("not so important");
    log.error("the last");
    await close();
    const lines = readFileSync(join(home.logs, "worker.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(501);
    expect(lines[499]).toMatchObject({ level: 40, msg: "message", n: 499, text: 'a\n"b"', pid: process.pid });
    expect(lines[500]).toMatchObject({ level: 50, msg: "the last" });
  });

  test("is rotated by its size, and only so many are kept", async () => {
    const home = scratchHome();
    const lines = rotatedLines(home, "worker", { maxMb: 1, keepFiles: 2 });
    for (let n = 0; n < 60; n++) await new Promise((resolve) => lines.write(`${"x".repeat(99_999)}\n`, resolve));
    await new Promise((resolve) => lines.end(resolve));
    const names = readdirSync(home.logs).filter((name) => name.startsWith("worker"));
    expect(names).toContain("worker.jsonl");
    expect(names.filter((name) => /^worker-\d{8}-\d+\.jsonl$/.test(name))).toHaveLength(2);
  });
});
