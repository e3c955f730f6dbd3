import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readHeartbeat } from "../../agent/control/heartbeat.ts";
import type { Finding } from "../../agent/health/doctor.ts";
import { type Cli, type CliOptions, cliOn } from "../support/cli.ts";

/** A machine on which Claude Code has the plugin. */
const withPlugin = (options?: CliOptions): Cli => {
  const cli = cliOn(options);
  mkdirSync(join(cli.dir, ".claude"));
  writeFileSync(join(cli.dir, ".claude/settings.json"), JSON.stringify({ enabledPlugins: { "cairn@cairn": true } }));
  return cli;
};

const examined = async (cli: Cli, ...flags: string[]): Promise<{ code: number; by: Map<string, Finding> }> => {
  const { code, stdout } = await cli.run(["doctor", "--json", ...flags]);
  const findings = JSON.parse(stdout) as Finding[];
  return { code, by: new Map(findings.map((finding) => [finding.component, finding])) };
};

const bad = (by: ReadonlyMap<string, Finding>): string[] =>
  [...by.values()].filter(({ ok }) => !ok).map(({ component }) => component);

test("on a new machine it says what is missing and makes nothing; --fix makes all that can be made", async () => {
  const cli = withPlugin();
  const before = await examined(cli);
  expect(before.code).toBe(1);
  expect(bad(before.by)).toEqual(["home", "worker"]);
  expect(existsSync(cli.home.dir)).toBe(false);

  const fixed = await cli.run(["doctor", "--fix"]);
  expect(fixed.stdout).toMatch(/^fixed home[\s\S]*^fixed worker[\s\S]*All is in order\.$/m);
  expect(fixed.code).toBe(0);
  expect(readHeartbeat(cli.home)?.state).toBe("running");

  const after = await examined(cli);
  expect([after.code, bad(after.by)]).toEqual([0, []]);
  // Nothing of what it tried is left.
  expect(readdirSync(cli.home.dir).filter((name) => name.includes("doctor"))).toEqual([]);
  expect(readdirSync(cli.home.spool)).toEqual(["bad"]);
});

test("files that others may read are named, and closed by --fix; a runtime's own modes are left alone", async () => {
  const cli = withPlugin();
  await cli.ok("learn", "Prefer const");
  const program = join(cli.home.runtime, "program");
  mkdirSync(cli.home.runtime);
  writeFileSync(program, "");
  chmodSync(program, 0o755);
  chmodSync(cli.home.dir, 0o755);
  chmodSync(cli.home.database, 0o644);
  const { by } = await examined(cli);
  expect(by.get("modes")).toMatchObject({ ok: false, message: expect.stringMatching(/^Others may look at \d /) });
  const mended = await examined(cli, "--fix");
  expect(mended.by.get("modes")).toMatchObject({ ok: true, fixed: expect.stringContaining("closed") });
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect([mode(cli.home.dir), mode(cli.home.database), mode(program)]).toEqual([0o700, 0o600, 0o755]);
});

test("what was left behind by the dead is found and removed, what is at work is not", async () => {
  const cli = withPlugin();
  const lock = join(cli.home.dir, "bootstrap.lock");
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, "pid"), `${process.pid}\n`);
  writeFileSync(join(cli.home.dir, "worker.sock"), "");
  expect((await examined(cli)).by.get("installer")).toMatchObject({ ok: true, message: "one is under way" });
  // No process has this number.
  writeFileSync(join(lock, "pid"), "99999999\n");
  const { by } = await examined(cli);
  expect(by.get("installer")).toMatchObject({ ok: false });
  expect(by.get("socket file")).toMatchObject({ ok: false });
  const mended = await examined(cli, "--fix");
  expect(mended.by.get("installer")?.fixed).toContain("removed the lock");
  expect(mended.by.get("socket file")?.fixed).toContain("worker.sock");
  expect(existsSync(lock)).toBe(false);
});

test("half-written files of the dead are removed once they are old; one just begun is somebody's", async () => {
  const cli = withPlugin();
  mkdirSync(cli.home.briefs, { recursive: true });
  const [old, oldBrief, young] = [
    join(cli.home.dir, ".4711.tmp"),
    join(cli.home.briefs, ".4712.tmp"),
    join(cli.home.dir, ".4713.tmp"),
  ];
  for (const path of [old, oldBrief, young]) writeFileSync(path, "half", { mode: 0o600 });
  const twoHoursAgo = statSync(old).mtimeMs / 1_000 - 7_200;
  for (const path of [old, oldBrief]) utimesSync(path, twoHoursAgo, twoHoursAgo);
  expect((await examined(cli)).by.get("half-written files")).toMatchObject({
    ok: false,
    message: expect.stringMatching(/^2 .*4711/),
    hint: expect.stringContaining("--fix"),
  });
  expect((await examined(cli, "--fix")).by.get("half-written files")).toMatchObject({ ok: true, fixed: "removed 2" });
  expect([old, oldBrief, young].map(existsSync)).toEqual([false, false, true]);
});

test("a whole event that was set aside is tried again, one that was cut short stays and is said to be lost", async () => {
  const cli = withPlugin();
  mkdirSync(cli.home.spoolBad, { recursive: true });
  const [whole, half] = [join(cli.home.spoolBad, "1.whole."), join(cli.home.spoolBad, "2.half.")];
  writeFileSync(whole, '{"hook_event_name":"SessionEnd","session_id":"s-1","cwd":"/tmp","reason":"exit"}\x1e');
  writeFileSync(half, '{"hook_event_name":');
  expect((await examined(cli)).by.get("events set aside")).toMatchObject({
    ok: false,
    message: expect.stringMatching(/1 whole.*1\.whole\.; 1 cut short.*2\.half\./),
    hint: expect.stringMatching(/--fix` tries.*lost/),
  });
  expect(existsSync(whole)).toBe(true);
  expect((await examined(cli, "--fix")).by.get("events set aside")).toMatchObject({
    ok: false,
    message: expect.stringMatching(/put 1 back.*set aside again; 1 cut short/),
  });
  expect(readdirSync(cli.home.spoolBad)).toEqual(["2.half."]);
  await expect.poll(() => readdirSync(cli.home.spool), { timeout: 5_000 }).toEqual(["bad"]);
  expect(await cli.json("status")).toMatchObject({ events: { stored: 1 } });
  renameSync(half, whole);
  writeFileSync(whole, "{}\x1e");
  expect((await examined(cli, "--fix")).by.get("events set aside")).toMatchObject({
    ok: true,
    fixed: expect.stringContaining("put 1 back"),
  });
});

test.each([
  ["all of it", 0],
  ["all but its first pages", 3 * 4_096],
] as const)(
  "a database with %s written over is named with what helps, and --fix puts a backup in its place",
  async (_, from) => {
    const cli = withPlugin();
    await cli.ok("learn", "Prefer const");
    mkdirSync(cli.home.backups);
    copyFileSync(cli.home.database, join(cli.home.backups, "cairn-2026-01-01T00-00-00-000Z.db"));
    const length = statSync(cli.home.database).size - from;
    const file = openSync(cli.home.database, "r+");
    writeSync(file, Buffer.alloc(length, 0x55), 0, length, from);
    closeSync(file);
    const { by } = await examined(cli);
    for (const component of ["worker", "database", "health"]) {
      expect(by.get(component)).toMatchObject({
        ok: false,
        message: expect.stringContaining("is damaged"),
        hint: expect.stringMatching(/cairn doctor --fix` or `cairn start/),
      });
    }
    const mended = await examined(cli, "--fix");
    expect(mended.by.get("worker")).toMatchObject({ ok: true, fixed: expect.stringContaining("restored") });
    expect(mended.by.get("database")).toMatchObject({ ok: true });
    expect(await cli.ok("memories")).toContain("Prefer const");
  },
);

test("an event that could not be read, a broken config and a failed installation are each named with a hint", async () => {
  const cli = withPlugin();
  mkdirSync(cli.home.spoolBad, { recursive: true });
  writeFileSync(join(cli.home.spoolBad, "1.half."), "{");
  writeFileSync(cli.home.config, "recall: {top: 99}");
  mkdirSync(cli.home.runtime);
  writeFileSync(join(cli.home.runtime, "failed"), "offline\n0.1.0\n1\n0\nCairn could not be set up: no network.\n0\n");
  const { by } = await examined(cli);
  expect(by.get("events set aside")).toMatchObject({
    ok: false,
    message: expect.stringContaining("1.half."),
    hint: expect.any(String),
  });
  expect(by.get("config")).toMatchObject({
    ok: false,
    message: expect.stringContaining("recall.top"),
    hint: expect.any(String),
  });
  expect(by.get("runtime")).toMatchObject({ ok: false, message: expect.stringContaining("no network") });
});

test("a home that is a file, or that cannot be made, is said once and nothing is tried in it", async () => {
  const cli = withPlugin({ homeName: "file/home" });
  writeFileSync(join(cli.dir, "file"), "");
  expect((await examined(cli)).by.get("home")?.message).toContain("cannot be made");
  const { code, by } = await examined(cli, "--fix");
  expect(code).toBe(1);
  expect(by.get("home")).toMatchObject({ ok: false, hint: expect.stringContaining("CAIRN_HOME") });
  expect(by.has("lock")).toBe(false);
});

test.runIf(process.getuid?.() !== 0)(
  "a home that may not be written to is said with what follows from it",
  async () => {
    const cli = withPlugin();
    mkdirSync(cli.home.dir, { mode: 0o500 });
    expect((await examined(cli)).by.get("home")).toMatchObject({
      ok: false,
      hint: expect.stringContaining("Nothing can be recorded"),
    });
    chmodSync(cli.home.dir, 0o700);
  },
);

test("the plugin is looked for where Claude Code keeps its settings, and hooks that are switched off are told", async () => {
  const cli = cliOn();
  const plugin = async (cwd?: string): Promise<Finding | undefined> => {
    const { stdout } = await cli.run(["doctor", "--json"], cwd === undefined ? {} : { cwd });
    return (JSON.parse(stdout) as Finding[]).find(({ component }) => component === "plugin");
  };
  const write = (folder: string, settings: string): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "settings.json"), settings);
  };
  expect(await plugin()).toMatchObject({ ok: false, hint: expect.stringContaining("/plugin install cairn") });
  write(join(cli.dir, ".claude"), JSON.stringify({ enabledPlugins: { "cairn@cairn": false, "other@x": true } }));
  expect(await plugin()).toMatchObject({ ok: false });
  write(join(cli.dir, "project/.claude"), JSON.stringify({ enabledPlugins: { "cairn@cairn": true } }));
  expect(await plugin(join(cli.dir, "project"))).toMatchObject({ ok: true });
  const elsewhere = join(cli.dir, "elsewhere");
  cli.env.CLAUDE_CONFIG_DIR = elsewhere;
  write(elsewhere, JSON.stringify({ enabledPlugins: { "cairn@market": true } }));
  expect(await plugin()).toMatchObject({ ok: true, message: expect.stringContaining("cairn@market") });
  write(elsewhere, JSON.stringify({ enabledPlugins: { "cairn@market": true }, disableAllHooks: true }));
  expect(await plugin()).toMatchObject({ ok: false, message: expect.stringContaining("disableAllHooks") });
  write(elsewhere, "{");
  expect(await plugin()).toMatchObject({ ok: false, message: expect.stringContaining("cannot be read") });
});

test("without curl it is said what that costs; proxies are named but nothing needs the network", async () => {
  const cli = withPlugin({ env: { https_proxy: "http://proxy:3128" } });
  const { by } = await examined(cli);
  expect(by.get("network")).toMatchObject({ ok: true, message: expect.stringContaining("https_proxy") });
  expect(by.get("node")?.message).toContain(process.version);
  expect(by.get("processes")).toMatchObject({ ok: true });
});

test("a home whose path is too long for a socket gets one elsewhere, which is tried too", async () => {
  const cli = withPlugin({ homeName: "long/".repeat(20) });
  const { code, by } = await examined(cli, "--fix");
  expect(by.get("socket")?.message).toContain("too long");
  expect([code, bad(by)]).toEqual([0, []]);
  expect(existsSync(cli.home.socketPointer)).toBe(true);
  expect(await cli.ok("status")).toContain("running");
  expect(await cli.ok("stop")).toContain("has stopped");
});
