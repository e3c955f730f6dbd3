import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeArchive } from "./bootstrap-fixture.ts";
import { type BootstrapWorld, nameOf, openBootstrapWorld } from "./bootstrap-world.ts";

const NATIVE = "node_modules/better-sqlite3";

const installed = (world: BootstrapWorld, ...names: string[]): boolean[] =>
  names.map((name) => existsSync(join(world.cairn, "runtime/current", name)));

describe("the first session", () => {
  test("installs the runtime from the sources around the plugin and starts the worker", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market, { native: true });
    expect(world.bootstrap()).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(world.current()).toBe(nameOf("1.0.0"));
    expect(world.runtimes()).toEqual([nameOf("1.0.0")]);
    expect(world.calls()).toEqual(["1.0.0 start --from-hook"]);
    expect(world.read("worker.pid")).toContain("1.0.0");
    expect(world.read("runtime/node")).toBe(`${process.execPath}\n`);
    expect(existsSync(join(world.cairn, "bootstrap.lock"))).toBe(false);
    expect(world.notice()).toBeUndefined();
    expect(statSync(world.cairn).mode & 0o777).toBe(0o700);
  });

  test("keeps of the dependencies what is needed to run and the licences, and nothing else", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market, { native: true });
    world.bootstrap();
    const kept = ["index.js", "LICENSE", "build/Release/better_sqlite3.node"].map((name) => `${NATIVE}/${name}`);
    expect(installed(world, ...kept)).toEqual([true, true, true]);
    const left = ["deps", "test", "index.d.ts", "build/Release/obj"].map((name) => `${NATIVE}/${name}`);
    expect(installed(world, ...left)).toEqual([false, false, false, false]);
    expect(installed(world, "node_modules/only-for-development")).toEqual([false]);
    expect(readFileSync(join(world.cairn, "runtime/current/package.json"), "utf8")).not.toContain("devDependencies");
  });

  test("writes nothing into the checkout it installs from", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market, { native: true });
    const before = readFileSync(join(world.market, "package.json"), "utf8");
    world.bootstrap();
    expect(existsSync(join(world.market, "node_modules"))).toBe(false);
    expect(readFileSync(join(world.market, "package.json"), "utf8")).toBe(before);
  });

  test("runs the native module's install script although the user's npm is set to run none", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market, { native: true });
    writeFileSync(join(world.home, ".npmrc"), "ignore-scripts=true\nstrict-allow-scripts=true\n");
    expect(world.bootstrap().code).toBe(0);
    expect(world.read("compiled")).toBe("x");
  });

  test("says what it does when it is run by hand", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market);
    const { stdout } = world.bootstrap({}, ["--verbose"]);
    expect(stdout).toMatch(/^cairn: Node [\d.]+ at .+ \(PATH\)$/m);
    expect(stdout).toContain(`from ${world.market}`);
    expect(stdout).toMatch(/installed 1\.0\.0-.+: [\d.]+ MB in [\d.]+ s/);
    expect(stdout).toContain("the worker runs");
    expect(world.calls()).toEqual(["1.0.0 start"]);
  });
});

describe("where the runtime comes from", () => {
  test("CAIRN_RUNTIME_SOURCE comes first, as an archive or as a folder", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market);
    const archive = join(world.root, "named.tgz");
    makeArchive(world.root, archive, { version: "1.0.1" });
    world.bootstrap({ CAIRN_RUNTIME_SOURCE: archive });
    expect(world.current()).toBe(nameOf("1.0.1"));
    const folder = world.makeRuntime(join(world.root, "other"), { version: "1.0.2" });
    world.bootstrap({ CAIRN_RUNTIME_SOURCE: folder }, ["--force"]);
    expect(world.current()).toBe(nameOf("1.0.2"));
  });

  test("a release's archive in the plugin comes before the sources around it", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market, { version: "1.0.5" });
    makeArchive(world.root, join(world.plugin, "runtime/cairn-1.0.0.tgz"), { version: "1.0.0" });
    world.bootstrap();
    expect(world.current()).toBe(nameOf("1.0.0"));
  });

  test("a plugin in Claude Code's cache takes it from the clone of its own marketplace", () => {
    const world = openBootstrapWorld();
    const plugins = join(world.home, "config folder/plugins");
    const cached = join(plugins, "cache/team-market/cairn/1.0.0");
    cpSync(world.plugin, cached, { recursive: true });
    world.makeRuntime(join(plugins, "marketplaces/another-market"), { version: "1.0.8" });
    world.makeRuntime(join(plugins, "marketplaces/team-market"), { version: "1.0.3" });
    rmSync(world.plugin, { recursive: true });
    symlinkSync(cached, world.plugin);
    world.bootstrap();
    expect(world.current()).toBe(nameOf("1.0.3"));
  });

  test("no other marketplace is asked, so adding one runs none of its code", () => {
    const world = openBootstrapWorld();
    const plugins = join(world.home, ".claude/plugins");
    const cached = join(plugins, "cache/team-market/cairn/1.0.0");
    cpSync(world.plugin, cached, { recursive: true });
    world.makeRuntime(join(plugins, "marketplaces/another-market"), { version: "1.0.8" });
    rmSync(world.plugin, { recursive: true });
    symlinkSync(cached, world.plugin);
    expect(world.bootstrap().code).toBe(1);
    expect(world.current()).toBeUndefined();
  });

  test("sources older than the plugin are refused, and the notice says how to update them", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market, { version: "0.9.0" });
    expect(world.bootstrap().code).toBe(1);
    expect(world.notice()).toContain("claude plugin marketplace update");
    expect(world.current()).toBeUndefined();
  });

  test("with no source at all the notice says what to set", () => {
    const world = openBootstrapWorld();
    world.bootstrap();
    expect(world.notice()).toContain("CAIRN_RUNTIME_SOURCE");
  });
});

describe("later sessions", () => {
  test("install nothing and start the worker", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market);
    world.bootstrap();
    rmSync(join(world.market, "package.json"));
    const log = world.read("bootstrap.log");
    expect(world.bootstrap().code).toBe(0);
    expect(world.read("bootstrap.log")).toBe(log);
    expect(world.calls()).toEqual(["1.0.0 start --from-hook", "1.0.0 start --from-hook"]);
  });

  test("a newer plugin installs its runtime, replaces the running worker and keeps one runtime before it", () => {
    const world = openBootstrapWorld();
    for (const version of ["1.0.0", "1.1.0", "1.2.0"]) {
      world.makeRuntime(world.market, { version });
      world.setPluginVersion(version);
      expect(world.bootstrap().code).toBe(0);
    }
    expect(world.calls()).toEqual(["1.0.0 start --from-hook", "1.1.0 restart", "1.2.0 restart"]);
    expect(world.current()).toBe(nameOf("1.2.0"));
    expect(world.runtimes()).toEqual([nameOf("1.1.0"), nameOf("1.2.0")]);
  });

  test("an older plugin on the same machine takes nothing back", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market, { version: "1.2.0" });
    world.bootstrap();
    world.setPluginVersion("1.1.9");
    world.bootstrap();
    expect(world.runtimes()).toEqual([nameOf("1.2.0")]);
  });

  test("a Node with another ABI gets a runtime of its own", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market, { native: true });
    world.bootstrap();
    const runtime = join(world.cairn, "runtime");
    const foreign = nameOf("1.0.0").replace(/\d+$/, "1");
    renameSync(join(runtime, nameOf("1.0.0")), join(runtime, foreign));
    writeFileSync(join(runtime, foreign, NATIVE, "build/Release/better_sqlite3.node"), "1");
    rmSync(join(runtime, "current"));
    symlinkSync(foreign, join(runtime, "current"));
    expect(world.bootstrap().code).toBe(0);
    expect(world.current()).toBe(nameOf("1.0.0"));
    expect(world.read("compiled")).toBe("xx");
  });

  test("an update takes over the native module that is there, and compiles nothing", () => {
    const world = openBootstrapWorld();
    for (const version of ["1.0.0", "1.1.0"]) {
      world.makeRuntime(world.market, { version, native: true });
      world.setPluginVersion(version);
      world.bootstrap();
    }
    expect(world.current()).toBe(nameOf("1.1.0"));
    expect(world.read("compiled")).toBe("x");
  });

  test("a damaged runtime is made anew beside the damaged one", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market);
    world.bootstrap();
    writeFileSync(join(world.cairn, "runtime/current/dist/agent/cli.js"), "throw new Error('damaged')");
    expect(world.bootstrap().code).toBe(0);
    expect(world.current()).toBe(`${nameOf("1.0.0")}.1`);
  });

  test("a worker that has reason not to start does not make it install again", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market);
    world.bootstrap();
    expect(world.bootstrap({ FIXTURE_REFUSES: "1" }).code).toBe(3);
    expect(world.runtimes()).toEqual([nameOf("1.0.0")]);
  });

  test("the log is turned over at 1 MB", () => {
    const world = openBootstrapWorld();
    world.makeRuntime(world.market);
    mkdirSync(world.cairn, { recursive: true });
    writeFileSync(join(world.cairn, "bootstrap.log"), "x".repeat(1024 * 1024 + 1));
    world.bootstrap();
    expect(world.read("bootstrap.log").length).toBeLessThan(10_000);
    expect(world.read("bootstrap.log.1").length).toBeGreaterThan(1024 * 1024);
  });
});
