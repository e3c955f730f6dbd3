import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { REPO } from "./bootstrap-world.ts";

const PLUGIN = join(REPO, "plugin");
const SKILLS = ["doctor", "forget", "learn", "logs", "memories", "restart", "search", "status", "stop"];
const TEXT_SKILLS = ["forget", "learn", "search"];

const json = (path: string): Record<string, unknown> => JSON.parse(readFileSync(join(REPO, path), "utf8"));

const skillOf = (name: string): { readonly head: Record<string, unknown>; readonly body: string } => {
  const text = readFileSync(join(PLUGIN, "skills", name, "SKILL.md"), "utf8");
  const [, head = "", body = ""] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  return { head: parse(head) as Record<string, unknown>, body };
};

test("the marketplace offers the plugin from ./plugin, and both carry one version", () => {
  const { plugins } = json(".claude-plugin/marketplace.json") as {
    plugins: { name: string; source: string; version: string }[];
  };
  const { version } = json("package.json");
  expect(plugins.map(({ name, source }) => [name, source])).toEqual([["cairn", "./plugin"]]);
  expect(plugins[0]?.version).toBe(version);
  expect(json("plugin/.claude-plugin/plugin.json").version).toBe(version);
});

test("the plugin's root has no package.json, with which Claude Code would run npm for a minute", () => {
  expect(existsSync(join(PLUGIN, "package.json"))).toBe(false);
});

test("the plugin's hooks are a link to the hooks", () => {
  expect(lstatSync(join(PLUGIN, "hooks")).isSymbolicLink()).toBe(true);
  expect(existsSync(join(PLUGIN, "hooks/hooks.json"))).toBe(true);
});

test("the scripts have their run bit and are for any POSIX sh", () => {
  for (const name of ["bootstrap.sh", "cairn.sh"]) {
    // Its owner's at least: a clone made under umask 077 has no other.
    expect(statSync(join(PLUGIN, name)).mode & 0o100).toBe(0o100);
    expect(readFileSync(join(PLUGIN, name), "utf8").split("\n")[0]).toBe("#!/bin/sh");
  }
});

test("there is one skill for each command that a session may want", () => {
  expect(readdirSync(join(PLUGIN, "skills")).sort()).toEqual(SKILLS);
});

test.each(SKILLS)("the skill %s is the user's to call, and costs a session nothing", (name) => {
  const { head } = skillOf(name);
  expect(head["disable-model-invocation"]).toBe(true);
  expect(String(head.description).length).toBeLessThan(80);
});

test.each(SKILLS)("the skill %s may run its own command and no other", (name) => {
  const { head, body } = skillOf(name);
  const command = `"\${CLAUDE_PLUGIN_ROOT}/cairn.sh" ${TEXT_SKILLS.includes(name) ? "--stdin " : ""}${name}`;
  expect(head["allowed-tools"]).toBe(`Bash(${command})`);
  expect(body).toContain(command);
});

test.each(TEXT_SKILLS)("the skill %s keeps what the user types away from the shell", (name) => {
  const { body } = skillOf(name);
  expect(body).toMatch(/<<'CAIRN_TEXT_ENDS_HERE'\n\$ARGUMENTS\nCAIRN_TEXT_ENDS_HERE\n/);
  expect(body.match(/\$ARGUMENTS/g)).toHaveLength(1);
});

interface Launch {
  readonly home: string;
  readonly run: (
    args: readonly string[],
    input?: string,
  ) => { readonly status: number | null; readonly stdout: string };
}

const openLauncher = (): Launch => {
  const home = join(mkdtempSync(join(tmpdir(), "cairn-launch-")), "a home");
  mkdirSync(join(home, "runtime"), { recursive: true });
  onTestFinished(() => rmSync(dirname(home), { recursive: true }));
  const env = { PATH: process.env.PATH, HOME: "/nowhere", CAIRN_HOME: home, NODE_OPTIONS: "--require ./not-there.js" };
  return {
    home,
    run: (args, input = "") => spawnSync(join(PLUGIN, "cairn.sh"), args, { env, input, encoding: "utf8" }),
  };
};

const ECHO = `
import { readFileSync } from "node:fs";
console.log(JSON.stringify([process.argv.slice(2), readFileSync(0, "utf8"), process.env.NO_COLOR]));
console.error("said on stderr");
process.exit(4);
`;

const install = (home: string): void => {
  mkdirSync(join(home, "runtime/current/dist/agent"), { recursive: true });
  writeFileSync(join(home, "runtime/current/package.json"), '{"type":"module"}');
  writeFileSync(join(home, "runtime/current/dist/agent/cli.js"), ECHO);
  writeFileSync(join(home, "runtime/node"), `${process.execPath}\n`);
};

test("cairn.sh runs the installed command, shows its errors, and always ends well", () => {
  const { home, run } = openLauncher();
  install(home);
  const { status, stdout } = run(["status", "--json"], "not for the command");
  expect(status).toBe(0);
  expect(JSON.parse(stdout.split("\n")[0] ?? "")).toEqual([["status", "--json"], "", "1"]);
  expect(stdout).toContain("said on stderr");
});

test("cairn.sh --stdin hands over any text as one argument, and runs nothing of it", () => {
  const { home, run } = openLauncher();
  install(home);
  const text = `don't "quote" $(touch ${home}/pwned) \`touch ${home}/pwned\` $HOME \\ --help\nsecond line`;
  const { stdout } = run(["--stdin", "learn"], `${text}\n`);
  expect(JSON.parse(stdout.split("\n")[0] ?? "")).toEqual([["learn", "--", text], "", "1"]);
  expect(existsSync(join(home, "pwned"))).toBe(false);
});

test("cairn.sh --stdin without a text says how it is used", () => {
  const { home, run } = openLauncher();
  install(home);
  expect(run(["--stdin", "learn"], "\n")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("/cairn:learn TEXT"),
  });
});

test("before the installation cairn.sh says how to make it, and what failed", () => {
  const { home, run } = openLauncher();
  const first = "Cairn is not set up on this machine yet.";
  const hint = `To set it up by hand and see what happens, run in a terminal:  sh '${join(PLUGIN, "bootstrap.sh")}' --verbose`;
  expect(run(["status"])).toMatchObject({ status: 0, stdout: `${first}\n${hint}\n` });
  writeFileSync(join(home, "runtime/failed"), "offline\n1.0.0\n1\n0\nThe registry cannot be reached.\n0\n");
  expect(run(["status"]).stdout).toBe(`${first}\nThe registry cannot be reached.\n${hint}\n`);
});

test("during the installation cairn.sh says so", () => {
  const { home, run } = openLauncher();
  mkdirSync(join(home, "bootstrap.lock"));
  writeFileSync(join(home, "bootstrap.lock/pid"), `${process.pid}\n`);
  expect(run(["status"])).toMatchObject({ status: 0, stdout: expect.stringContaining("being installed right now") });
});

const CARRIERS = [
  "package.json",
  "package-lock.json",
  "plugin/.claude-plugin/plugin.json",
  ".claude-plugin/marketplace.json",
  "CHANGELOG.md",
];

const checkRelease = (change: (folder: string) => void): { readonly status: number | null; readonly said: string } => {
  const folder = mkdtempSync(join(tmpdir(), "cairn-release-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of [".ci/release.mjs", "plugin/install/package.mjs", ...CARRIERS]) {
    cpSync(join(REPO, name), join(folder, name), { recursive: true });
  }
  const version = String(json("package.json").version);
  writeFileSync(join(folder, "CHANGELOG.md"), `# Changes\n\n## Unreleased\n\n## ${version}\n\n- …\n\n## 0.0.1\n`);
  change(folder);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, ".ci/release.mjs"), "--check"], {
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
};

test("a release carries one version everywhere", () => {
  expect(checkRelease(() => undefined).status).toBe(0);
});

test.each(CARRIERS)("a release is refused when %s carries another version", (name) => {
  const { status, said } = checkRelease((folder) => {
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(String(json("package.json").version), "7.7.7"));
  });
  expect(status).toBe(1);
  expect(said).toContain(`${name}: 7.7.7`);
});

test("a release is refused when the plugin has a package.json", () => {
  const { status, said } = checkRelease((folder) => writeFileSync(join(folder, "plugin/package.json"), "{}"));
  expect(status).toBe(1);
  expect(said).toContain("plugin/ has a package.json");
});
