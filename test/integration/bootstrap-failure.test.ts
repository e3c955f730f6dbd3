import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BootstrapWorld, installerModule, nameOf, openBootstrapWorld } from "./bootstrap-world.ts";

interface Named {
  readonly cause: string;
  readonly message: string;
}

const { recognise, asFailure, isWaiting } = (await installerModule("failure.mjs")) as {
  recognise: (output: string) => Named | undefined;
  asFailure: (error: unknown) => Named;
  isWaiting: (failed: unknown, version: string, nowMs: number) => boolean;
};

/** A world where the runtime needs something of the registry, which cannot be reached. */
const openOffline = (): BootstrapWorld => {
  const world = openBootstrapWorld();
  world.makeRuntime(world.market, { dependencies: { "left-pad": "1.3.0" } });
  return world;
};

// Also where all is well but for the download: the last line names the Python that was found.
const NO_PREBUILD =
  "prebuild-install warn install getaddrinfo ENOTFOUND github.com\ngyp info find Python using Python version 3.11.7";

const moveBack = (world: BootstrapWorld, minutes: number): void => {
  const path = join(world.cairn, "runtime/failed");
  const lines = readFileSync(path, "utf8").split("\n");
  const moved = lines.map((line, i) => (i === 3 || i === 5 ? String(Number(line) - minutes * 60_000) : line));
  writeFileSync(path, moved.join("\n"));
};

const attempts = (world: BootstrapWorld): number => world.read("bootstrap.log").split("installing Cairn").length - 1;

describe("what fails is named", () => {
  test("a registry that cannot be reached", () => {
    const world = openOffline();
    expect(world.bootstrap()).toEqual({ code: 1, stdout: "", stderr: "" });
    expect(world.notice()).toMatch(/cannot be downloaded.*\/cairn:doctor.*bootstrap\.log/);
    expect(world.runtimes()).toEqual([]);
    expect(existsSync(join(world.cairn, "bootstrap.lock"))).toBe(false);
  });

  test("a compiler that is missing", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market, { native: true });
    world.bootstrap({ FIXTURE_NATIVE: "fail prebuild-install warn ENOTFOUND github.com\ngyp ERR! not found: make" });
    expect(world.notice()).toMatch(/make, a C\+\+ compiler and Python 3/);
  });

  test("a native module that breaks in an unknown way", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market, { native: true });
    world.bootstrap({ FIXTURE_NATIVE: "fail something new" });
    expect(world.notice()).toContain("better-sqlite3 could neither be fetched nor compiled");
    expect(world.read("bootstrap.log")).toContain("something new");
  });

  test("npm, where Node came without it", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market);
    const bin = join(world.root, "bare/bin");
    mkdirSync(bin, { recursive: true });
    copyFileSync(process.execPath, join(bin, "node"));
    for (const tool of ["sh", "dirname", "date", "mv", "mkdir", "cat", "sed"]) {
      const from = ["/bin", "/usr/bin"].map((folder) => join(folder, tool)).find((path) => existsSync(path));
      if (from) symlinkSync(from, join(bin, tool));
    }
    world.bootstrap({ PATH: bin });
    expect(world.notice()).toMatch(/came without npm/);
  });

  test("a CAIRN_RUNTIME_SOURCE that is not there", () => {
    const world = openBootstrapWorld();
    world.bootstrap({ CAIRN_RUNTIME_SOURCE: "/not/there" });
    expect(world.notice()).toContain("/not/there");
  });

  test("an archive that is damaged", () => {
    const world = openBootstrapWorld();
    const archive = join(world.root, "damaged.tgz");
    writeFileSync(archive, "not an archive");
    world.bootstrap({ CAIRN_RUNTIME_SOURCE: archive });
    expect(world.notice()).toContain("cannot be unpacked");
  });

  test("a lockfile that is missing", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market);
    rmSync(join(world.market, "package-lock.json"));
    world.bootstrap();
    expect(world.notice()).toContain("has no lockfile");
  });

  test("a build that fails the first try-out is never put into use", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market);
    writeFileSync(join(world.market, "dist/agent/cli.js"), "import './not-there.js';");
    world.bootstrap();
    expect(world.notice()).toContain("does not start");
    expect(world.current()).toBeUndefined();
    expect(world.runtimes()).toEqual([]);
  });

  test("a worker that does not start; the runtimes before it are all kept", () => {
    const world = openBootstrapWorld();
    for (const version of ["1.0.0", "1.1.0"]) {
      world.makeRuntime(world.market, { version });
      world.setPluginVersion(version);
      world.bootstrap();
    }
    world.makeRuntime(world.market, { version: "1.2.0" });
    world.setPluginVersion("1.2.0");
    world.bootstrap({ FIXTURE_REFUSES: "1" });
    expect(world.notice()).toContain("its worker does not start");
    expect(world.runtimes()).toEqual(["1.0.0", "1.1.0", "1.2.0"].map(nameOf));
  });

  test.each([
    [
      "disk-full",
      "npm error code ENOSPC\nnpm error nospc There appears to be insufficient space on your system to finish.",
    ],
    ["disk-full", "fatal error: error writing to /tmp/x.s: No space left on device"],
    ["no-compiler", "gyp ERR! find Python You need to install the latest version of Python."],
    ["no-compiler", `${NO_PREBUILD}\ngyp ERR! find Python\ngyp ERR! find Python Python is not set`],
    ["compile", `${NO_PREBUILD}\nmake: *** [better_sqlite3.target.mk:120: Release/x.o] Error 1\ngyp ERR! build error`],
    [
      "offline",
      `${NO_PREBUILD}\ngyp ERR! stack is related to network connectivity. In most cases you are behind a proxy`,
    ],
    ["no-compiler", "make: g++: No such file or directory"],
    ["no-compiler", "/bin/sh: 1: c++: not found"],
    ["no-compiler", "gyp: No Xcode or CLT version detected!"],
    ["certificate", "npm error code SELF_SIGNED_CERT_IN_CHAIN"],
    ["offline", "npm error code EAI_AGAIN\nnpm error request to https://registry.npmjs.org/hono failed"],
    ["permission", "npm error code EACCES\nnpm error syscall mkdir"],
  ])("%s is read from what the tools write: %s", (cause, output) => {
    expect(recognise(output)?.cause).toBe(cause);
  });

  test("a full disk is recognised in our own writing too", () => {
    expect(asFailure(Object.assign(new Error("write"), { code: "ENOSPC" })).cause).toBe("disk-full");
  });

  test("warnings alone name nothing", () => {
    expect(recognise("npm warn deprecated prebuild-install@7.1.3\nadded 58 packages in 2s")).toBeUndefined();
  });
});

describe("after a failure", () => {
  test("it is left alone for 1, 2, 4 … 60 minutes", () => {
    const waits = (attempts: number, minutes: number) =>
      isWaiting({ cause: "offline", version: "1", attempts, atMs: 0 }, "1", minutes * 60_000 - 1);
    for (const [attempts = 0, minutes = 0] of [
      [1, 1],
      [2, 2],
      [3, 4],
      [6, 32],
      [7, 60],
      [40, 60],
    ]) {
      expect([attempts, waits(attempts, minutes), waits(attempts, minutes + 1)]).toEqual([attempts, true, false]);
    }
  });

  test("a failure of a clock that was set wrong does not keep it waiting", () => {
    const failed = { cause: "offline", version: "1", attempts: 1, atMs: 1_000_000 };
    expect(isWaiting(failed, "1", 0)).toBe(false);
  });

  test("the next prompt tries nothing, and it is not told again", () => {
    const world = openOffline();
    world.bootstrap();
    rmSync(join(world.cairn, "notice"));
    expect(world.bootstrap().code).toBe(1);
    expect(attempts(world)).toBe(1);
    expect(world.notice()).toBeUndefined();
  });

  test("the next try comes in its time; the same cause is told again after an hour", () => {
    const world = openOffline();
    world.bootstrap();
    rmSync(join(world.cairn, "notice"));
    moveBack(world, 2);
    world.bootstrap();
    expect(attempts(world)).toBe(2);
    expect(world.notice()).toBeUndefined();
    moveBack(world, 61);
    world.bootstrap();
    expect(attempts(world)).toBe(3);
    expect(world.notice()).toContain("cannot be downloaded");
  });

  test("a new version of the plugin is tried, and its failure told, at once", () => {
    const world = openOffline();
    world.bootstrap();
    rmSync(join(world.cairn, "notice"));
    world.makeRuntime(world.market, { version: "1.0.1", dependencies: { "left-pad": "1.3.0" } });
    world.setPluginVersion("1.0.1");
    world.bootstrap();
    expect(world.notice()).toContain("cannot be downloaded");
  });

  test("another cause is told at once", () => {
    const world = openOffline();
    world.bootstrap();
    moveBack(world, 2);
    rmSync(join(world.market, "package-lock.json"));
    world.bootstrap();
    expect(world.notice()).toContain("has no lockfile");
  });

  test("by hand it is tried at once, and the terminal shows why it fails", () => {
    const world = openOffline();
    world.bootstrap();
    const { code, stdout } = world.bootstrap({}, ["--verbose"]);
    expect(code).toBe(1);
    expect(stdout).toContain("cannot be downloaded");
    expect(attempts(world)).toBe(2);
  });

  test("success takes back the failure and a notice nobody has seen", () => {
    const world = openOffline();
    world.bootstrap();
    world.makeRuntime(world.market);
    world.bootstrap({}, ["--verbose"]);
    expect(world.notice()).toBeUndefined();
    expect(world.read("runtime/failed")).toBe("");
  });

  test("that a worker does not start stays told, although hooks go on trying", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market);
    world.bootstrap({ FIXTURE_REFUSES: "1" });
    expect(world.notice()).toContain("its worker does not start");
    expect(world.bootstrap({ FIXTURE_DIES: "1" }).code).toBe(0);
    expect(world.notice()).toContain("its worker does not start");
    world.bootstrap();
    expect(world.notice()).toBeUndefined();
  });

  test("an older plugin that works does not take back that a newer one failed", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market);
    world.bootstrap();
    world.setPluginVersion("1.1.0");
    world.bootstrap();
    expect(world.notice()).toContain("older than the plugin");
    world.setPluginVersion("1.0.0");
    world.bootstrap();
    expect(world.notice()).toContain("older than the plugin");
  });

  test("success leaves a notice of the worker's where it is", () => {
    const world = openOffline();
    world.bootstrap();
    writeFileSync(join(world.cairn, "notice"), '"systemMessage":"of the worker"\n');
    world.makeRuntime(world.market);
    world.bootstrap({}, ["--verbose"]);
    expect(world.notice()).toBe("of the worker");
  });

  test("the notice stays valid JSON whatever the paths contain", () => {
    const world = openBootstrapWorld();
    const odd = join(world.root, 'a "quoted" \\ folder\twith\u0001odd signs');
    mkdirSync(odd);
    world.bootstrap({ CAIRN_RUNTIME_SOURCE: odd });
    expect(world.notice()).toContain('a "quoted" \\ folder');
    expect(world.read("notice").trimEnd().split("\n")).toHaveLength(1);
  });
});
