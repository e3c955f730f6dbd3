import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  afterStart,
  CRASHES_MAX,
  mayStart,
  type RestartState,
  readRestartState,
  wipeSlate,
  writeRestartState,
} from "../../agent/control/restart-policy.ts";
import { scratchHome } from "../support/scratch.ts";

const NOW_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const crashed = (crashes: number, told = false): RestartState => ({ version: "1", crashes, startedAtMs: NOW_MS, told });

describe("a hook may start the worker", () => {
  test("at once when it never ran, ended cleanly or is of another version now", () => {
    expect(mayStart(null, NOW_MS, "1")).toEqual({ start: true });
    expect(mayStart(crashed(0), NOW_MS, "1")).toEqual({ start: true });
    expect(mayStart(crashed(CRASHES_MAX), NOW_MS, "2")).toEqual({ start: true });
  });

  test("after 2, 4, 8 and 16 s following crashes", () => {
    const waits = [1, 2, 3, 4].map((crashes) => mayStart(crashed(crashes), NOW_MS, "1"));
    expect(waits.map((decision) => "waitMs" in decision && decision.waitMs)).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(mayStart(crashed(3), NOW_MS + 7_999, "1")).toEqual({ start: false, reason: "waits", waitMs: 1 });
    expect(mayStart(crashed(3), NOW_MS + 8_000, "1")).toEqual({ start: true });
  });

  test("not before an hour has passed after five crashes in a row, which is told once", () => {
    expect(mayStart(crashed(5), NOW_MS + HOUR_MS - 1, "1")).toEqual({ start: false, reason: "gave-up", tell: true });
    expect(mayStart(crashed(5, true), NOW_MS + 1, "1")).toEqual({ start: false, reason: "gave-up", tell: false });
    expect(mayStart(crashed(5), NOW_MS + HOUR_MS, "1")).toEqual({ start: true });
  });

  test("when the clock was set back, however often it has crashed", () => {
    for (const crashes of [1, 2, 3, 4, 5, 9])
      expect(mayStart(crashed(crashes), NOW_MS - 86_400_000, "1")).toEqual({ start: true });
  });
});

describe("a start", () => {
  test("counts as a crash until it proves to be none; another version begins anew", () => {
    expect(afterStart(null, NOW_MS, "1")).toEqual(crashed(1));
    expect(afterStart(crashed(3), NOW_MS, "1")).toEqual(crashed(4));
    expect(afterStart(crashed(3), NOW_MS, "2")).toEqual({ ...crashed(1), version: "2" });
  });

  test("after giving up begins a new row of five", () => {
    expect(afterStart(crashed(CRASHES_MAX, true), NOW_MS, "1")).toEqual(crashed(1));
  });

  test("of a worker that always dies at once is tried five times an hour at most", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 120_000 }), { minLength: 100, maxLength: 300 }), (pauses) => {
        let state: RestartState | null = null;
        let nowMs = NOW_MS;
        const starts: number[] = [];
        for (const pauseMs of pauses) {
          nowMs += pauseMs;
          if (!mayStart(state, nowMs, "1").start) continue;
          state = afterStart(state, nowMs, "1");
          starts.push(nowMs);
        }
        for (const [i, startMs] of starts.entries()) {
          const sixth = starts[i + CRASHES_MAX];
          if (sixth !== undefined) expect(sixth - startMs).toBeGreaterThanOrEqual(HOUR_MS);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("the file", () => {
  test("keeps the state over a death; a clean end wipes the crashes but not the version", () => {
    const home = scratchHome();
    writeRestartState(home, crashed(4, true));
    expect(readRestartState(home)).toEqual(crashed(4, true));
    wipeSlate(home);
    expect(readRestartState(home)).toEqual(crashed(0));
  });

  test("that is missing, cut short or of another kind counts as never started", () => {
    const home = scratchHome();
    expect(readRestartState(home)).toBeNull();
    for (const text of ["", '{"version":"1","cra', "[]", '{"version":1}', "\0"]) {
      writeFileSync(home.restart, text);
      expect(readRestartState(home)).toBeNull();
    }
  });
});
