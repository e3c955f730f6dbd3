import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { readHeartbeat } from "../../agent/control/heartbeat.ts";
import { createTerminal } from "../../agent/terminal.ts";
import { cliOn, isRunning } from "../support/cli.ts";

test("stops the worker and removes what it made, but not what was learned and set; says what to do about the plugin", async () => {
  const cli = cliOn();
  await cli.ok("learn", "Prefer const");
  await cli.ok("config", "set", "recall.top", "5");
  await cli.ok("start");
  await cli.ok("pause");
  const pid = readHeartbeat(cli.home)?.pid ?? 0;
  mkdirSync(join(cli.home.runtime, "0.1.0-linux-x64-115"), { recursive: true });
  writeFileSync(join(cli.home.dir, "my notes.txt"), "mine");
  const said = await cli.ok("uninstall");
  expect(isRunning(pid)).toBe(false);
  expect(readdirSync(cli.home.dir).sort()).toEqual(["cairn.db", "config.yaml", "machine.json", "my notes.txt"]);
  expect(said).toMatch(
    /Kept: .*cairn\.db.*[\s\S]*--purge[\s\S]*Left alone.*my notes\.txt[\s\S]*claude plugin uninstall cairn@cairn/,
  );
  expect(await cli.ok("memories")).toContain("Prefer const");
});

test("--purge removes everything, the home itself too, once somebody has said yes", async () => {
  const cli = cliOn();
  await cli.ok("start");
  await cli.ok("learn", "Prefer const");
  const refused = await cli.run(["uninstall", "--purge"]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--yes")]);
  expect(isRunning(readHeartbeat(cli.home)?.pid ?? 0)).toBe(true);
  await cli.ok("uninstall", "--purge", "--yes");
  expect(existsSync(cli.home.dir)).toBe(false);
  expect(await cli.ok("uninstall", "--purge", "--yes")).toContain("nothing of Cairn");
});

test("at a terminal it asks, and anything but yes removes nothing", async () => {
  const cli = cliOn({ interactive: true });
  await cli.ok("learn", "Prefer const");
  expect(await cli.run(["uninstall", "--purge"], { stdin: "maybe\n" })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Nothing was removed"),
  });
  expect(existsSync(cli.home.database)).toBe(true);
  expect((await cli.run(["uninstall", "--purge"], { stdin: "y\n" })).code).toBe(0);
  expect(existsSync(cli.home.dir)).toBe(false);
});

test("a home that is somebody's whole folder is refused, whatever is in it", async () => {
  const cli = cliOn({ homeName: "" });
  writeFileSync(join(cli.dir, "config.yaml"), "somebody's");
  mkdirSync(join(cli.dir, "logs"));
  expect(await cli.run(["uninstall", "--purge", "--yes"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Nothing was removed"),
  });
  expect(readFileSync(join(cli.dir, "config.yaml"), "utf8")).toBe("somebody's");
  expect(existsSync(join(cli.dir, "logs"))).toBe(true);
});

test.each([
  ["files of somebody", ["notes.txt", "logs/a.log", "archive/old.zip", "runtime/x", "backups/b", "config.yaml"]],
  ["nothing but names that many folders have", ["logs/a.log", "config.yaml"]],
])("a folder with %s is not taken for a home: nothing in it is touched", async (_, files) => {
  const cli = cliOn();
  for (const file of files) {
    mkdirSync(dirname(join(cli.home.dir, file)), { recursive: true });
    writeFileSync(join(cli.home.dir, file), "somebody's");
  }
  for (const flags of [[], ["--purge", "--yes"]]) {
    expect(await cli.run(["uninstall", ...flags])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/does not look like a home[\s\S]*Hint: Nothing was removed/),
    });
  }
  for (const file of files) expect(readFileSync(join(cli.home.dir, file), "utf8")).toBe("somebody's");
});

test("a home that only hooks have written to is one; an empty folder has nothing of Cairn", async () => {
  const cli = cliOn();
  mkdirSync(cli.home.dir);
  expect(await cli.ok("uninstall")).toContain("nothing of Cairn");
  mkdirSync(cli.home.spoolBad, { recursive: true });
  mkdirSync(cli.home.logs);
  await cli.ok("uninstall");
  expect(existsSync(cli.home.dir)).toBe(false);
});

test("what a death left behind goes too: half-written files, and the hooks' mark that they could not record", async () => {
  const cli = cliOn();
  cli.env.XDG_RUNTIME_DIR = join(cli.dir, "run");
  const marker = join(cli.env.XDG_RUNTIME_DIR, `cairn-cannot-record-${process.getuid?.()}`);
  mkdirSync(marker, { recursive: true });
  await cli.ok("learn", "Prefer const");
  writeFileSync(join(cli.home.dir, ".4711.tmp"), "half");
  expect(await cli.ok("uninstall", "--purge", "--yes")).not.toContain("Left alone");
  expect([existsSync(cli.home.dir), existsSync(marker)]).toEqual([false, false]);
  mkdirSync(join(marker, "somebody's"), { recursive: true });
  await cli.ok("uninstall");
  expect(existsSync(join(marker, "somebody's"))).toBe(true);
});

test("where nobody can answer, a question is answered with no", async () => {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const terminal = createTerminal(streams as unknown as Parameters<typeof createTerminal>[0], undefined);
  expect(await terminal.confirm("Really?")).toBe(false);
});
