import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AHEAD_MAX_MS,
  clampTime,
  FIRST,
  isHybridTime,
  msOf,
  nextTime,
  offsetBy,
  seenTime,
} from "../../sync/core/hybrid-time.ts";

const aClock = fc.integer({ min: 0, max: 2 ** 47 });
const aTime = fc.tuple(aClock, fc.integer({ min: 0, max: 65_535 })).map(([ms, n]) => {
  let time = nextTime(FIRST, ms);
  for (let i = 0; i < n % 50; i++) time = nextTime(time, 0);
  return time;
});

describe("a hybrid timestamp", () => {
  test("is 16 hexadecimal digits that hold the milliseconds", () => {
    expect(nextTime(FIRST, 1_795_000_000_000)).toBe("01a1ee565e000000");
    expect(msOf("01a1ee565e000000")).toBe(1_795_000_000_000);
    expect(["01a1ee565e000000", "1a1ee565e000000", "01A1EE565E000000", "g1a1ee565e000000"].map(isHybridTime)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test("rises with every one, however the clock is set", () => {
    fc.assert(
      fc.property(fc.array(aClock, { minLength: 1, maxLength: 30 }), (clocks) => {
        const times: string[] = [];
        for (const ms of clocks) times.push(nextTime(times.at(-1) ?? FIRST, ms));
        expect(times).toEqual([...new Set(times)].sort());
        expect(times.every(isHybridTime)).toBe(true);
        expect(msOf(times.at(-1) ?? FIRST)).toBeGreaterThanOrEqual(Math.max(...clocks));
      }),
    );
  });

  test("goes on into the next millisecond when one has been used up", () => {
    const full = `${nextTime(FIRST, 1_000).slice(0, 12)}ffff`;
    expect(nextTime(full, 1_000)).toBe(nextTime(FIRST, 1_001));
  });

  test("of what is done after something was seen is later than that, however far behind the clock is", () => {
    fc.assert(
      fc.property(aTime, aTime, aClock, (last, other, ms) => {
        const next = nextTime(seenTime(last, other), ms);
        expect(next > other && next > last).toBe(true);
      }),
    );
  });

  test("too far ahead of the server is taken for now; others stay as they are", () => {
    const now = 1_795_000_000_000;
    const at = (ms: number) => nextTime(FIRST, ms);
    expect(clampTime(at(now + AHEAD_MAX_MS + 1), now)).toBe(at(now));
    expect(clampTime(at(now + AHEAD_MAX_MS), now)).toBe(at(now + AHEAD_MAX_MS));
    expect(clampTime(at(1), now)).toBe(at(1));
  });
});

describe("the offset to the server's clock", () => {
  test("is taken from the middle of a short round trip", () => {
    expect(offsetBy(1_000, 1_200, 5_100)).toBe(4_000);
    expect(offsetBy(1_000, 1_000, 400)).toBe(-600);
  });

  test("is not told by a slow answer, nor where our clock was set back meanwhile", () => {
    expect([offsetBy(0, 2_000, 9_000), offsetBy(0, 1_999, 9_000) === null, offsetBy(10, 9, 9_000)]).toEqual([
      null,
      false,
      null,
    ]);
  });
});
