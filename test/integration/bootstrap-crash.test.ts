import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { type BootstrapWorld, nameOf, openBootstrapWorld, REPO, until } from "./bootstrap-world.ts";

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const deadPid = (): number => spawnSync("true").pid;

const putLock = (path: string, pid: number | string): void => {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "pid"), `${pid}\n`);
};

/** `current` leads nowhere yet, or to a runtime that works: never to half a one. */
const currentWorks = (world: BootstrapWorld): boolean => {
  if (world.current() === undefined) return true;
  const cli = join(world.cairn, "runtime/current/dist/agent/cli.js");
  const native = join(world.cairn, "runtime/current/node_modules/better-sqlite3/index.js");
  return [[cli, "--version"], [native]].every((argv) => spawnSync(process.execPath, argv).status === 0);
};

test("killed at any time, it leaves no half runtime in use, and the next run finishes the work", async () => {
  const world = openBootstrapWorld();
  world.makeRuntime(world.market, { native: true });
  for (let delayMs = 0; delayMs <= 900 && world.calls().length === 0; delayMs += 75) {
    const begun = world.begin();
    await sleep(delayMs);
    begun.kill("SIGKILL");
    await begun.ended;
    expect(currentWorks(world)).toBe(true);
  }
  expect(world.bootstrap().code).toBe(0);
  expect(currentWorks(world)).toBe(true);
  expect(world.read("worker.pid")).toContain("1.0.0");
  expect(existsSync(join(world.cairn, "bootstrap.lock"))).toBe(false);
});

test("what a killed installer has left is taken over and cleared away", async () => {
  const world = openBootstrapWorld();
  world.makeRuntime(world.market, { native: true });
  const begun = world.begin({ FIXTURE_NATIVE: "hang" });
  await until("the install script", () => world.read("hangs") !== "");
  begun.kill("SIGKILL");
  await begun.ended;
  expect(existsSync(join(world.cairn, "bootstrap.lock"))).toBe(true);
  expect(world.runtimes()).toHaveLength(1);
  expect(world.bootstrap().code).toBe(0);
  expect(world.runtimes()).toEqual([nameOf("1.0.0")]);
  expect(existsSync(join(world.cairn, "bootstrap.lock"))).toBe(false);
});

test("asked to end, it ends its children and leaves nothing behind", async () => {
  const world = openBootstrapWorld();
  world.makeRuntime(world.market, { native: true });
  const begun = world.begin({ FIXTURE_NATIVE: "hang" });
  await until("the install script", () => world.read("hangs") !== "");
  begun.kill("SIGTERM");
  await begun.ended;
  await until("the end of the install script", () => !alive(Number(world.read("hangs"))));
  await until("a clean folder", () => world.runtimes().length === 0);
  expect(existsSync(join(world.cairn, "bootstrap.lock"))).toBe(false);
});

test("while one installs, another one leaves it to it", () => {
  const world = openBootstrapWorld();
  world.makeRuntime(world.market);
  putLock(join(world.cairn, "bootstrap.lock"), process.pid);
  expect(world.bootstrap()).toEqual({ code: 1, stdout: "", stderr: "" });
  expect(world.current()).toBeUndefined();
  expect(world.bootstrap({}, ["--verbose"]).stdout).toContain("another installation is under way");
});

test.each([
  ["its process is gone", () => deadPid(), 0],
  ["nothing has moved for a quarter of an hour, although that pid lives", () => process.pid, 16],
  ["it was killed before it wrote its pid, a quarter of an hour ago", () => "", 16],
])("a lock is left behind when %s", (_when, pid, minutes) => {
  const world = openBootstrapWorld();
  world.makeRuntime(world.market);
  const lock = join(world.cairn, "bootstrap.lock");
  putLock(lock, pid());
  const then = new Date(Date.now() - minutes * 60_000);
  utimesSync(lock, then, then);
  expect(world.bootstrap().code).toBe(0);
  expect(world.current()).toBe(nameOf("1.0.0"));
});

test("one that was killed in the moment of taking over a lock does not bar the next", () => {
  const world = openBootstrapWorld();
  world.makeRuntime(world.market);
  for (const name of ["bootstrap.lock", "bootstrap.lock.taking"]) putLock(join(world.cairn, name), deadPid());
  expect(world.bootstrap().code).toBe(0);
  expect(world.current()).toBe(nameOf("1.0.0"));
  expect(readdirSync(world.cairn).filter((name) => name.startsWith("bootstrap.lock"))).toEqual([]);
});

test("an installer that was robbed of its lock while it stood still changes nothing any more", async () => {
  const world = openBootstrapWorld();
  world.makeRuntime(world.market, { native: true });
  const begun = world.begin({ FIXTURE_NATIVE: "hang" });
  await until("the install script", () => world.read("hangs") !== "");
  putLock(join(world.cairn, "bootstrap.lock"), process.pid);
  writeFileSync(join(world.cairn, "go"), "");
  expect(await begun.ended).toBe(1);
  expect(world.current()).toBeUndefined();
  expect(world.runtimes()).toEqual([]);
  expect(world.notice()).toBeUndefined();
  expect(world.read("bootstrap.lock/pid")).toBe(`${process.pid}\n`);
});

test("of many that start at once one installs, and all the others keep out of it", async () => {
  const world = openBootstrapWorld();
  world.makeRuntime(world.market, { native: true });
  putLock(join(world.cairn, "bootstrap.lock"), deadPid());
  await Promise.all(Array.from({ length: 8 }, () => world.begin().ended));
  expect(world.read("bootstrap.log").match(/installing Cairn/g)).toHaveLength(1);
  expect(world.read("compiled")).toBe("x");
  expect(world.runtimes()).toEqual([nameOf("1.0.0")]);
});

// Each of these processes races the others for the same left-behind locks, one after the other, each at an agreed time.
const RACER = `
const { takeLock } = await import(process.argv[1]);
const [folder, rounds, startMs] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const won = [];
for (let round = 0; round < rounds; round++) {
  while (Date.now() < startMs + round * 2);
  if (takeLock(folder + "/" + round)) won.push(round);
}
console.log(JSON.stringify(won));
process.stdin.resume(); // stays, so that none of its locks looks left behind while the others still race
`;

test("of many who find the same lock left behind, exactly one gets it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cairn-boot-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const rounds = 1000;
  const dead = deadPid();
  for (let round = 0; round < rounds; round++) putLock(join(folder, String(round)), dead);
  const module = pathToFileURL(join(REPO, "plugin/install/lock.mjs")).href;
  const argv = ["--input-type=module", "-e", RACER, module, folder, String(rounds), String(Date.now() + 1000)];
  const racers = Array.from({ length: 8 }, () => spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "inherit"] }));
  const results = await Promise.all(
    racers.map(
      async (racer) => JSON.parse(String(await once(createInterface({ input: racer.stdout }), "line"))) as number[],
    ),
  );
  for (const racer of racers) racer.stdin.end();
  expect(results.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: rounds }, (_, round) => round));
});
