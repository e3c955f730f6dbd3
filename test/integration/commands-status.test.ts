import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../sync/store/open.ts";
import { cliOn } from "../support/cli.ts";

test("paused sessions are shown, with the command that ends the pause", async () => {
  const cli = cliOn();
  await cli.ok("pause", "--session", "abc-1");
  const { stdout } = await cli.run(["status"]);
  expect(stdout).toMatch(/^paused +session abc-1, which `cairn pause --off --session abc-1` ends$/m);
  expect(JSON.parse((await cli.run(["status", "--json"])).stdout).pausedSessions).toEqual(["abc-1"]);
  await cli.ok("pause", "--off", "--session", "abc-1");
  expect((await cli.run(["status"])).stdout).not.toContain("paused");
});

test("events that could not be read are something to do only while their files are there", async () => {
  const cli = cliOn();
  await cli.ok("learn", "Prefer small commits");
  const store = openStore(cli.home.database);
  store.meta.add("events.bad", 2);
  store.close();
  mkdirSync(cli.home.spoolBad, { recursive: true });
  const aside = join(cli.home.spoolBad, "1.x.");
  writeFileSync(aside, "not json\x1e");
  const before = await cli.run(["status"]);
  expect(before.stdout).toMatch(/^events .*1 unreadable$/m);
  expect(before.stdout).toContain("1 event could not be read; the files are kept in spool/bad");
  rmSync(aside);
  expect((await cli.run(["status"])).stdout).not.toMatch(/unreadable|could not be read/);
  expect(JSON.parse((await cli.run(["status", "--json"])).stdout).events).toMatchObject({ bad: 2, unreadable: 0 });
});

test("a folder in the spool is no event that waits", async () => {
  const cli = cliOn();
  mkdirSync(join(cli.home.spool, "a folder"), { recursive: true });
  expect((await cli.run(["status"])).stdout).not.toMatch(/wait/);
});
