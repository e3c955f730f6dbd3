import { expect, test } from "vitest";
import { nearest } from "../../agent/control/nearest.ts";
import { parseDuration } from "../../agent/control/pause.ts";
import { workerEnv } from "../../agent/control/start.ts";
import { isOlder } from "../../agent/control/version.ts";
import { ago, bytes, count, duration, table, tame, wrap } from "../../agent/terminal.ts";
import { homeAt } from "../../sync/core/home.ts";

test.each([
  [0, "0 ms"],
  [350, "350 ms"],
  [1_000, "1 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [7_500_000, "2 h 5 min"],
  [7_200_000, "2 h"],
  [90_000_000, "1 d 1 h"],
])("a span of %d ms reads %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([
  [1_000_000, 999_500, "just now"],
  [1_000_000, 940_000, "1 min ago"],
  [1_000_000, 1_900_000, "in 15 min"],
  [90_000_000, 0, "1 d ago"],
])("at %d, %d was or is %s", (nowMs, atMs, text) => {
  expect(ago(atMs, nowMs)).toBe(text);
});

test.each([
  [0, "0 B"],
  [1_023, "1023 B"],
  [1_536, "1.5 KB"],
  [63_000_000, "60 MB"],
  [5e12, "4.5 TB"],
])("%d bytes read %s", (n, text) => {
  expect(bytes(n)).toBe(text);
});

test("one is counted in the singular, all others in the plural", () => {
  expect([count(1, "event"), count(0, "event"), count(1_204, "memory", "memories")]).toEqual([
    "1 event",
    "0 events",
    "1,204 memories",
  ]);
});

test("a table lines its columns up by what is seen, colours aside", () => {
  expect(
    table([
      ["\x1b[1ma\x1b[22m", "one", "x"],
      ["bbb", "2", ""],
    ]),
  ).toBe("\x1b[1ma\x1b[22m    one  x\nbbb  2");
});

test("long text is broken at spaces and indented", () => {
  expect(wrap("aaaa bbbb cccc dddd eeee ffff", 22, "  ")).toBe("aaaa bbbb cccc dddd\n  eeee ffff");
});

test("text from outside cannot steer the terminal, but keeps its lines", () => {
  expect(tame("a\x1b[2Jb\x07c\nd\te\x9bf")).toBe("a�[2Jb�c\nd\te�f");
});

test.each([
  ["0.1.0", "0.2.0", true],
  ["0.9.0", "0.10.0", true],
  ["1.0.0", "1.0.0", false],
  ["1.0.1", "1.0.0", false],
  ["1.0.0-beta.1", "1.0.0", true],
  ["1.0.0", "1.0.0-beta.1", false],
  ["1.0.0-alpha", "1.0.0-beta", true],
  ["", "0.1.0", true],
])("version %s is older than %s: %s", (a, b, older) => {
  expect(isOlder(a, b)).toBe(older);
});

test.each([
  ["45m", 2_700_000],
  ["2h", 7_200_000],
  ["1d", 86_400_000],
  ["1h30m", 5_400_000],
  ["10 min", 600_000],
  ["90s", 90_000],
])("%s is %d ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(["", "2", "h", "2x", "-1h", "0m", "1h later", "1.5h"])("%j is not a duration", (text) => {
  expect(() => parseDuration(text)).toThrow(/not a duration/);
});

test("the setting that was probably meant is found, and none where nothing is near", () => {
  const known = ["recall.top", "recall.enabled", "queue.concurrency"];
  expect(nearest("recal.top", known)).toBe("recall.top");
  expect(nearest("top", known)).toBe("recall.top");
  expect(nearest("something.else.entirely", known)).toBeNull();
});

test("a worker inherits nothing of the session that started it", () => {
  const env = {
    PATH: "/bin",
    CLAUDECODE: "1",
    CLAUDE_CODE_SESSION_ID: "x",
    CAIRN_DISABLED: "1",
    NODE_OPTIONS: "--inspect",
    CLAUDE_PLUGIN_OPTION_A: "1",
    CLAUDE_CONFIG_DIR: "/c",
  };
  expect(workerEnv(env, homeAt("/h"))).toEqual({ PATH: "/bin", CLAUDE_CONFIG_DIR: "/c", CAIRN_HOME: "/h" });
});
