import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BootstrapWorld, openBootstrapWorld, putScript } from "./bootstrap-world.ts";

const TOOLS = [
  "cat",
  "cut",
  "date",
  "dirname",
  "find",
  "head",
  "ls",
  "mkdir",
  "mv",
  "npm",
  "rm",
  "sed",
  "sh",
  "sort",
  "tar",
];

const pathOf = (tool: string): string =>
  spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).stdout.trim();

/** A machine without Node: its PATH has only the tools of the system (and npm, which not every Node brings), and its system folders are in `sys`. */
const openNodeless = (): BootstrapWorld & { readonly path: string; readonly log: () => string } => {
  const world = openBootstrapWorld();
  const path = join(world.root, "tools");
  mkdirSync(path);
  for (const tool of TOOLS) symlinkSync(pathOf(tool), join(path, tool));
  const script = join(world.plugin, "bootstrap.sh");
  const moved = readFileSync(script, "utf8").replace(
    /(?<=\s)\/(?=(opt|usr|home|snap)\/\S*node)/g,
    `${world.root}/sys/`,
  );
  writeFileSync(script, moved);
  return { ...world, path, log: () => world.read("bootstrap.log") };
};

/** Something that answers like the Node of that version; what it is given to run goes to the real one. */
const putNode = (path: string, version: string): string => {
  putScript(path, `case $1 in -p) echo "${version} $0" ;; *) exec "${process.execPath}" "$@" ;; esac`);
  return path;
};

describe("the Node that serves", () => {
  const places: [where: string, path: string, env?: string][] = [
    ["nvm", ".nvm/versions/node/v22.1.0/bin/node"],
    ["nvm", "my nvm/versions/node/v22.1.0/bin/node", "NVM_DIR=my nvm"],
    ["volta", ".volta/tools/image/node/22.1.0/bin/node"],
    ["volta", "v/tools/image/node/22.1.0/bin/node", "VOLTA_HOME=v"],
    ["fnm", ".local/share/fnm/node-versions/v22.1.0/installation/bin/node"],
    ["fnm", ".fnm/node-versions/v22.1.0/installation/bin/node"],
    ["fnm", "Library/Application Support/fnm/node-versions/v22.1.0/installation/bin/node"],
    ["fnm", "f f/node-versions/v22.1.0/installation/bin/node", "FNM_DIR=f f"],
    ["asdf", ".asdf/installs/nodejs/22.1.0/bin/node"],
    ["asdf", "a/installs/nodejs/22.1.0/bin/node", "ASDF_DATA_DIR=a"],
    ["mise", ".local/share/mise/installs/node/22.1.0/bin/node"],
    ["mise", "m/installs/node/22.1.0/bin/node", "MISE_DATA_DIR=m"],
    ["nodenv", ".nodenv/versions/22.1.0/bin/node"],
    ["Homebrew", "../sys/opt/homebrew/bin/node"],
    ["Homebrew", "../sys/usr/local/bin/node"],
    ["Homebrew", "../sys/opt/homebrew/opt/node@22/bin/node"],
    ["system", "../sys/usr/bin/node"],
    ["system", "../sys/usr/bin/nodejs"],
    ["system", "n/bin/node"],
    ["snap", "../sys/snap/node/current/bin/node"],
  ];
  test.each(places)("is found with %s at %s", (where, path, setting = "") => {
    const world = openNodeless();
    const node = putNode(join(world.home, path), "22.1.0");
    const [name = "", value = ""] = setting.split("=");
    world.bootstrap({ PATH: world.path, ...(name ? { [name]: join(world.home, value) } : {}) });
    expect(world.log()).toContain(`Node 22.1.0 at ${node} (${where})`);
    expect(world.read("runtime/node")).toBe(`${node}\n`);
  });

  test("is the newest of a manager's versions, by number", () => {
    const world = openNodeless();
    for (const version of ["9.11.2", "20.19.0", "22.9.1", "22.10.0", "16.20.2"]) {
      putNode(join(world.home, `.nvm/versions/node/v${version}/bin/node`), version);
    }
    world.bootstrap({ PATH: world.path });
    expect(world.log()).toContain("Node 22.10.0 at");
  });

  test.each(["18.20.4", "20.18.3", "9.0.0", "nonsense"])("is never one of version %s", (version) => {
    const world = openNodeless();
    putNode(join(world.path, "node"), version);
    expect(world.bootstrap({ PATH: world.path }).code).toBe(1);
    expect(world.notice()).toContain("Node 20.19");
  });

  test("is not a program that only answers to the name, like Bun's", () => {
    const world = openNodeless();
    putScript(join(world.path, "node"), `[ "$1" = -p ] && echo`);
    expect(world.bootstrap({ PATH: world.path }).code).toBe(1);
  });

  test("is the one on the PATH before the managers' ones, unless that is too old", () => {
    const world = openNodeless();
    putNode(join(world.home, ".nvm/versions/node/v23.0.0/bin/node"), "23.0.0");
    putNode(join(world.path, "node"), "20.19.0");
    world.bootstrap({ PATH: world.path });
    expect(world.log()).toContain("Node 20.19.0 at");
    putNode(join(world.path, "node"), "18.0.0");
    rmSync(join(world.cairn, "runtime/node"));
    world.bootstrap({ PATH: world.path });
    expect(world.log()).toContain("Node 23.0.0 at");
  });

  test("is the binary behind a shim, not the shim", () => {
    const world = openNodeless();
    putScript(join(world.path, "node"), `exec "${process.execPath}" "$@"`);
    world.bootstrap({ PATH: world.path });
    expect(world.read("runtime/node")).toBe(`${process.execPath}\n`);
  });

  test("is remembered, although another one is on the PATH later", () => {
    const world = openNodeless();
    world.makeRuntime(world.market);
    const first = putNode(join(world.home, ".nvm/versions/node/v22.1.0/bin/node"), "22.1.0");
    world.bootstrap({ PATH: world.path });
    putNode(join(world.path, "node"), "24.0.0");
    world.bootstrap({ PATH: world.path });
    expect(world.read("runtime/node")).toBe(`${first}\n`);
    rmSync(dirname(first), { recursive: true });
    world.bootstrap({ PATH: world.path });
    expect(world.log()).toContain("Node 24.0.0 at");
    expect(world.calls()).toHaveLength(3);
  });

  test("is looked for again when the remembered one has become too old or does not run", () => {
    const world = openNodeless();
    world.makeRuntime(world.market);
    const good = putNode(join(world.path, "node"), "22.1.0");
    for (const broken of ["exit 75", "exec /nowhere/node"]) {
      mkdirSync(join(world.cairn, "runtime"), { recursive: true });
      putScript(join(world.root, "broken"), broken);
      writeFileSync(join(world.cairn, "runtime/node"), `${join(world.root, "broken")}\n`);
      expect(world.bootstrap({ PATH: world.path }).code).toBe(0);
      expect(world.read("runtime/node")).toBe(`${good}\n`);
    }
  });

  test("runs without the options that a debugger has put into the environment", () => {
    const world = openNodeless();
    world.makeRuntime(world.market);
    putNode(join(world.path, "node"), "22.1.0");
    expect(world.bootstrap({ PATH: world.path, NODE_OPTIONS: "--require ./not-there.js" }).code).toBe(0);
  });
});

describe("without a Node", () => {
  test("the notice says so, once an hour, and again for a new version of the plugin", () => {
    const world = openNodeless();
    const seen = (): string | undefined => {
      rmSync(join(world.cairn, "notice"), { force: true });
      expect(world.bootstrap({ PATH: world.path })).toEqual({ code: 1, stdout: "", stderr: "" });
      return world.notice();
    };
    expect(seen()).toMatch(/Node 20\.19 or newer: none was found/);
    expect(seen()).toBeUndefined();
    world.setPluginVersion("1.0.1");
    expect(seen()).toContain("Node 20.19");
    expect(seen()).toBeUndefined();
    const anHourAgo = new Date(Date.now() - 61 * 60_000);
    utimesSync(join(world.cairn, "runtime/failed"), anHourAgo, anHourAgo);
    expect(seen()).toContain("Node 20.19");
  });

  test("it sets itself up as soon as there is one, and takes back a notice nobody has seen", () => {
    const world = openNodeless();
    world.makeRuntime(world.market);
    world.bootstrap({ PATH: world.path });
    expect(world.notice()).toBeDefined();
    putNode(join(world.path, "node"), "22.1.0");
    expect(world.bootstrap({ PATH: world.path }).code).toBe(0);
    expect(world.notice()).toBeUndefined();
    expect(world.read("runtime/failed")).toBe("");
  });

  test("it says so in the terminal when run by hand, every time", () => {
    const world = openNodeless();
    for (const _time of [1, 2]) {
      expect(world.bootstrap({ PATH: world.path }, ["--verbose"]).stdout).toContain("Node 20.19");
    }
  });
});

test("a home that cannot be written is left alone without a word", () => {
  const world = openBootstrapWorld();
  const file = join(mkdtempSync(join(tmpdir(), "cairn-boot-")), "a file");
  writeFileSync(file, "");
  expect(world.bootstrap({ CAIRN_HOME: join(file, "home") })).toEqual({ code: 1, stdout: "", stderr: "" });
  rmSync(dirname(file), { recursive: true });
});

const SHELLS = ["sh", "dash", "bash", "bash --posix", "busybox sh", "zsh --emulate sh"];

test.each(SHELLS.filter((shell) => pathOf(shell.split(" ")[0] ?? "") !== ""))("%s runs it all the way", (shell) => {
  const world = openNodeless();
  world.makeRuntime(world.market);
  const [program = "", ...options] = shell.split(" ");
  const bootstrap = () => world.bootstrap({ PATH: world.path }, [], [pathOf(program), ...options]);
  expect(bootstrap().stderr).toBe("");
  expect(world.notice()).toContain("Node 20.19");
  putNode(join(world.home, ".nvm/versions/node/v22.1.0/bin/node"), "22.1.0");
  putNode(join(world.home, ".nvm/versions/node/v20.1.0/bin/node"), "20.1.0");
  for (const _time of [1, 2]) expect(bootstrap()).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(world.calls()).toEqual(["1.0.0 start --from-hook", "1.0.0 start --from-hook"]);
});
