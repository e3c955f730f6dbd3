import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { LONG_MS, megabytesOf, openMachine, REPO } from "./market.ts";

/** A clean clone that may build, because it uses the node_modules of this checkout. */
const linkModules = (clone: string): void => symlinkSync(join(REPO, "node_modules"), join(clone, "node_modules"));

const changesIn = (clone: string): string =>
  execFileSync("git", ["-C", clone, "status", "--porcelain", "--ignored"], { encoding: "utf8" });

test(
  "a clean clone is built, installed and started, and nothing is written into it",
  async () => {
    const machine = openMachine();
    const clone = machine.clone("cairn");
    const { status, output } = machine.bootstrap(join(clone, "plugin"));
    expect(output).toContain("the worker runs");
    expect(status).toBe(0);
    expect(changesIn(clone)).toBe("");
    expect(await machine.workerVersion()).toMatch(/^\d+\.\d+\.\d+/);
    const runtime = join(machine.cairn, "runtime");
    expect(readdirSync(runtime).filter((name) => name.startsWith("."))).toEqual([]);
    const megabytes = megabytesOf(runtime);
    console.log(`runtime on disk: ${megabytes.toFixed(1)} MB; ${output.match(/installed .*/)?.[0]}`);
    expect(megabytes).toBeLessThan(80);
  },
  LONG_MS,
);

test("a release's archive is installed without a build, in a folder that holds nothing but the plugin", async () => {
  const machine = openMachine();
  const clone = machine.clone("cairn");
  linkModules(clone);
  const said = execFileSync(process.execPath, [".ci/release.mjs"], { cwd: clone, encoding: "utf8" });
  expect(said).toMatch(/cairn-\d+\.\d+\.\d+\.tgz, \d+ KiB/);
  const alone = join(machine.root, "alone");
  mkdirSync(alone);
  execFileSync("cp", ["-RL", join(clone, "plugin"), join(alone, "plugin")]);
  machine.haveNative();
  const { status, output } = machine.bootstrap(join(alone, "plugin"));
  expect(output).not.toContain("building");
  expect(output).toContain("the worker runs");
  expect(status).toBe(0);
});

const tool = (name: string): string =>
  spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();

test("without a compiler and without a ready-made build, the notice names what is missing", () => {
  const machine = openMachine();
  const clone = machine.clone("cairn");
  const bin = join(machine.root, "bin");
  mkdirSync(bin);
  const needed = [
    "sh",
    "cat",
    "cut",
    "date",
    "dirname",
    "find",
    "head",
    "ls",
    "mkdir",
    "mv",
    "rm",
    "sed",
    "sort",
    "tar",
    "env",
  ];
  for (const name of needed) symlinkSync(tool(name), join(bin, name));
  // The node of this test may lie beside a compiler (/usr/bin), so the folder it seems to be in is another one.
  const node = join(machine.root, "prefix/bin/node");
  mkdirSync(dirname(node), { recursive: true });
  execFileSync("cp", [process.execPath, node]);
  mkdirSync(join(machine.root, "prefix/lib/node_modules"), { recursive: true });
  const npm = realpathSync(tool("npm")).replace(/\/bin\/npm-cli\.js$/, "");
  symlinkSync(npm, join(machine.root, "prefix/lib/node_modules/npm"));
  const path = `${bin}:${dirname(node)}`;
  const { status, output } = machine.bootstrap(join(clone, "plugin"), {
    PATH: path,
    npm_config_build_from_source: "true",
  });
  expect(status).toBe(1);
  expect(output).toContain("[no-compiler]");
  expect(machine.read("notice")).toContain("a C++ compiler and Python 3");
  expect(existsSync(join(machine.cairn, "runtime/current"))).toBe(false);
});

const namespaces = spawnSync("unshare", ["-rmn", "true"]).status === 0;

test.runIf(namespaces)("offline, the notice says that the registry cannot be reached", () => {
  const machine = openMachine();
  const clone = machine.clone("cairn");
  const env = { ...machine.env, npm_config_cache: join(machine.root, "empty cache") };
  const argv = ["-rn", "sh", join(clone, "plugin/bootstrap.sh"), "--verbose"];
  const { status, stdout } = spawnSync("unshare", argv, { env, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stdout).toContain("[offline]");
});

test.runIf(namespaces)("on a full disk, the notice says so, and what was half done is gone", () => {
  const machine = openMachine();
  const clone = machine.clone("cairn");
  mkdirSync(machine.cairn);
  const script = `mount -t tmpfs -o size=20m cairn "$CAIRN_HOME" && { sh "$0" --verbose; cat "$CAIRN_HOME/notice"; ls -A "$CAIRN_HOME/runtime"; }`;
  const env = { ...machine.env, CAIRN_HOME: machine.cairn };
  const argv = ["-rm", "sh", "-c", script, join(clone, "plugin/bootstrap.sh")];
  const { stdout } = spawnSync("unshare", argv, { env, encoding: "utf8" });
  expect(stdout).toContain("[disk-full]");
  expect(stdout).toContain('"systemMessage":"Cairn could not be set up: the disk is full');
  expect(stdout.trimEnd().split("\n").slice(-2)).toEqual(["failed", "node"]);
});
