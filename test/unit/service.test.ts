import { describe, expect, test } from "vitest";
import { AppError } from "../../sync/core/errors.ts";
import type { Log } from "../../sync/core/log.ts";
import { silentLog } from "../../sync/core/log.ts";
import { runServices, type Service, untilAborted } from "../../sync/core/service.ts";
import { createTestClock } from "../support/clock.ts";

const trouble = () => new AppError("away", "not now", { retry: true });

/** A service that notes when it starts and when it has put its work down. */
const noting = (name: string, notes: string[]): Service => ({
  name,
  run: async (stop) => {
    notes.push(`${name} starts`);
    await untilAborted(stop);
    await Promise.resolve();
    notes.push(`${name} ends`);
  },
});

describe("services", () => {
  test("start in order and end in reverse, each before the next", async () => {
    const notes: string[] = [];
    const stop = new AbortController();
    const running = runServices([noting("store", notes), noting("queue", notes), noting("web", notes)], stop.signal, {
      clock: createTestClock(),
      log: silentLog,
    });
    stop.abort();
    await running;
    expect(notes).toEqual(["store starts", "queue starts", "web starts", "web ends", "queue ends", "store ends"]);
  });

  test("that fail for now are tried again after 250 ms, 500 ms … a minute", async () => {
    const clock = createTestClock();
    const stop = new AbortController();
    let tries = 0;
    const failing: Service = {
      name: "failing",
      run: async () => {
        tries++;
        throw trouble();
      },
    };
    const waits: (number | undefined)[] = [];
    const running = runServices([failing], stop.signal, { clock, log: silentLog });
    await clock.pass(0);
    for (let i = 0; i < 10; i++) {
      waits.push(clock.sleeping()[0]);
      await clock.pass(clock.sleeping()[0] ?? 0);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(tries).toBe(11);
    stop.abort();
    await running;
  });

  test("that ran well for a while begin with the short pause again", async () => {
    const clock = createTestClock();
    const stop = new AbortController();
    const failsLater: Service = {
      name: "later",
      run: async (ended) => {
        await clock.sleep(61_000, ended);
        throw trouble();
      },
    };
    const running = runServices([failsLater], stop.signal, { clock, log: silentLog });
    for (let i = 0; i < 3; i++) {
      await clock.pass(61_000);
      expect(clock.sleeping()).toEqual([250]);
      await clock.pass(250);
    }
    stop.abort();
    await running;
  });

  test("with a bug end all the others, in order, and the bug is thrown", async () => {
    const notes: string[] = [];
    const buggy: Service = { name: "buggy", run: () => Promise.reject(new Error("a bug")) };
    const logged: string[] = [];
    const log: Log = { ...silentLog, error: (message, fields) => logged.push(`${message}: ${fields?.service}`) };
    const running = runServices([noting("store", notes), buggy, noting("web", notes)], new AbortController().signal, {
      clock: createTestClock(),
      log,
    });
    await expect(running).rejects.toThrow("a bug");
    expect(notes.slice(2)).toEqual(["web ends", "store ends"]);
    expect(logged).toEqual(["service failed: buggy"]);
  });

  test("are not started again once the worker stops", async () => {
    const stop = new AbortController();
    let tries = 0;
    const failing: Service = {
      name: "failing",
      run: async () => {
        tries++;
        stop.abort();
        throw trouble();
      },
    };
    await runServices([failing], stop.signal, { clock: createTestClock(), log: silentLog });
    expect(tries).toBe(1);
  });

  test("may end by themselves without ending the others", async () => {
    const notes: string[] = [];
    const clock = createTestClock();
    const stop = new AbortController();
    const once: Service = { name: "once", run: async () => void notes.push("once") };
    const running = runServices([noting("store", notes), once], stop.signal, { clock, log: silentLog });
    await clock.pass(100_000);
    expect(notes).toEqual(["store starts", "once"]);
    stop.abort();
    await running;
  });
});
