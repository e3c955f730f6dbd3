import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createNewerPlugin } from "../../agent/daemon/newer-plugin.ts";
import { createReasons } from "../../agent/daemon/reasons-to-end.ts";
import { createEventLog } from "../../agent/ingest/event-log.ts";
import { defaultConfig } from "../../sync/core/config.ts";
import { silentLog } from "../../sync/core/log.ts";
import { createTestClock, START_MS } from "../support/clock.ts";
import { scratchDir } from "../support/scratch.ts";

const DAY_MS = 86_400_000;
const MB = 1_048_576;

describe("a healthy worker ends by itself", () => {
  const setUp = (latestEventAtMs: number | null = null) => {
    const clock = createTestClock();
    const state = { latestEventAtMs, holdsHome: true };
    const reasons = createReasons({
      clock,
      config: () => defaultConfig,
      latestEventAtMs: () => state.latestEventAtMs,
      holdsHome: () => state.holdsHome,
    });
    const beat = (times: number, rssMb = 60, isBusy = false) => {
      for (let n = 0; n < times; n++) reasons.consider(rssMb * MB, isBusy);
    };
    return { clock, state, reasons, beat };
  };

  test("when it stays too large for a while, but never in the middle of a job", () => {
    const { reasons, beat } = setUp();
    beat(29, 301);
    beat(1, 299);
    beat(29, 301);
    expect(reasons.signal.aborted).toBe(false);
    beat(40, 301, true);
    expect(reasons.signal.aborted).toBe(false);
    beat(1, 301);
    expect([reasons.signal.aborted, reasons.end()]).toEqual([true, "restart"]);
  });

  test("when nothing has happened for seven days, counted from its start or the latest event", async () => {
    const { clock, state, reasons, beat } = setUp(START_MS - 30 * DAY_MS);
    await clock.pass(6 * DAY_MS);
    beat(600);
    state.latestEventAtMs = clock.now();
    await clock.pass(6 * DAY_MS);
    beat(600);
    expect(reasons.signal.aborted).toBe(false);
    await clock.pass(1 * DAY_MS + 1);
    beat(599);
    expect(reasons.signal.aborted).toBe(false); // it looks only now and then
    beat(1);
    expect([reasons.signal.aborted, reasons.end()]).toEqual([true, "idle"]);
  });

  test("at once when its home is not its own any more, whatever comes after", () => {
    const { state, reasons, beat } = setUp();
    state.holdsHome = false;
    beat(1);
    beat(100, 400);
    expect([reasons.signal.aborted, reasons.end()]).toEqual([true, "gone"]);
  });
});

describe("a plugin that lies where a hook runs", () => {
  const pluginOf = (manifest: string): string => {
    const root = scratchDir();
    mkdirSync(join(root, ".claude-plugin"));
    writeFileSync(join(root, ".claude-plugin/plugin.json"), manifest);
    return root;
  };
  const setUp = () => {
    const clock = createTestClock();
    const launched: string[] = [];
    const seen = createNewerPlugin({ version: "1.2.0", clock, log: silentLog, launch: (file) => launched.push(file) });
    return { clock, launched, seen };
  };

  test("and is newer takes over; asked again only after a while", async () => {
    const { clock, launched, seen } = setUp();
    const root = pluginOf('{"version":"1.10.0"}');
    for (let n = 0; n < 5; n++) seen(root);
    expect(launched).toEqual([join(root, "bootstrap.sh")]);
    await clock.pass(10 * 60_000);
    seen(root);
    expect(launched).toHaveLength(2);
  });

  test("and is not newer, unreadable or not there is left alone", () => {
    const { launched, seen } = setUp();
    for (const manifest of [
      '{"version":"1.2.0"}',
      '{"version":"1.1.9"}',
      '{"version":"1.2.0-beta"}',
      "{}",
      "[]",
      "no json",
      "",
    ])
      seen(pluginOf(manifest));
    seen("/nowhere");
    expect(launched).toEqual([]);
  });
});

describe("the log of events", () => {
  const events = [{ name: "Stop", sessionId: "s1", atMs: START_MS, body: '{"a":"x\\ny"}' }];
  const linesWith = (settings: Partial<typeof defaultConfig.eventLog>): unknown[] => {
    const written: string[] = [];
    createEventLog(
      (lines) => written.push(lines),
      () => ({ ...defaultConfig.eventLog, ...settings }),
    )(events);
    return written.flatMap((lines) => lines.trimEnd().split("\n")).map((line) => JSON.parse(line));
  };

  test("says as much of each event as the setting asks for", () => {
    const time = "2026-11-20T10:00:00.000Z";
    expect(linesWith({})).toEqual([]);
    expect(linesWith({ enabled: true, verbosity: "names" })).toEqual([{ time, name: "Stop" }]);
    expect(linesWith({ enabled: true })).toEqual([{ time, name: "Stop", session: "s1", bytes: 12 }]);
    expect(linesWith({ enabled: true, verbosity: "full" })).toEqual([
      { time, name: "Stop", session: "s1", body: { a: "x\ny" } },
    ]);
  });
});
