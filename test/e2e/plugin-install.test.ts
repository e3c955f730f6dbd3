import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { gitServer } from "./git-server.ts";
import { LONG_MS, type Machine, megabytesOf, openMachine } from "./market.ts";

const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", ["-C", folder, "-c", "user.name=Test", "-c", "user.email=test@example.invalid", ...args], {
    encoding: "utf8",
  });

/** The repository as a bare one behind a git server; gives its address. */
const serveRepository = async (machine: Machine, clone: string): Promise<string> => {
  const served = join(machine.root, "served");
  mkdirSync(served);
  git(machine.root, "clone", "-q", "--bare", clone, join(served, "cairn.git"));
  const server = await gitServer(served);
  onTestFinished(server.close);
  return `${server.url}/cairn.git`;
};

const setVersion = (clone: string, from: string, to: string): void => {
  for (const name of [
    "package.json",
    "package-lock.json",
    "plugin/.claude-plugin/plugin.json",
    ".claude-plugin/marketplace.json",
  ]) {
    const path = join(clone, name);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(`"version": "${from}"`, `"version": "${to}"`));
  }
};

test("the marketplace and the plugin pass the strict validation", async () => {
  const machine = openMachine();
  const clone = machine.clone("cairn");
  for (const folder of [clone, join(clone, "plugin")]) {
    expect(await machine.claude("plugin", "validate", "--strict", folder)).toContain("Validation passed");
  }
});

describe.each(["folder", "git"])("from a %s marketplace", (kind) => {
  test(
    "it installs, sets itself up in the first session, and its skills work in the second",
    async () => {
      const machine = openMachine();
      const clone = machine.clone("a clean clone");
      const address = kind === "git" ? await serveRepository(machine, clone) : clone;
      if (kind === "folder") machine.haveNative();
      await machine.claude("plugin", "marketplace", "add", address);
      await machine.claude("plugin", "install", "cairn@cairn");
      const [installed] = JSON.parse(await machine.claude("plugin", "list", "--json")) as {
        id: string;
        enabled: boolean;
      }[];
      expect(installed).toMatchObject({ id: "cairn@cairn", enabled: true });

      await machine.session(["Hello."]);
      const version = await machine.workerVersion();
      expect(JSON.parse(readFileSync(join(clone, "package.json"), "utf8"))).toMatchObject({ version });
      expect(megabytesOf(join(machine.cairn, "runtime"))).toBeLessThan(80);
      if (kind === "folder") expect(git(clone, "status", "--porcelain", "--ignored")).toBe("");

      const text = `don't use "npx jest" here; run \`npm test\`, not $(touch ${machine.root}/pwned)`;
      const stub = await machine.session([
        "/cairn:status",
        `/cairn:learn ${text}`,
        "/cairn:search jest",
        "/cairn:memories",
      ]);
      const [status, learned, found, memories] = stub.turns().map((turn) => turn.text);
      expect(status).toMatch(/worker +running/);
      expect(learned).toContain("Learned.");
      expect(found).toContain(text);
      expect(memories).toContain(text);
      expect(existsSync(join(machine.root, "pwned"))).toBe(false);
      const [id = ""] = /ctx-[a-z0-9]+/.exec(memories ?? "") ?? [];
      const rest = await machine.session([
        `/cairn:forget ${id}`,
        "/cairn:logs",
        "/cairn:doctor",
        "/cairn:restart",
        "/cairn:stop",
      ]);
      const [forgotten, logs, doctor, restarted, stopped] = rest
        .turns()
        .map((turn) => turn.text.slice(turn.text.lastIndexOf("Base directory")));
      expect(forgotten).toContain(`Forgotten: ${id}`);
      expect(logs).toMatch(/info/);
      expect(doctor).toMatch(/runtime/);
      expect(restarted).toContain("a new one runs");
      expect(stopped).toContain("has stopped");
    },
    LONG_MS,
  );
});

test("the skills are not in what every session sends", async () => {
  const machine = openMachine();
  await machine.claude("plugin", "marketplace", "add", machine.clone("cairn"));
  await machine.claude("plugin", "install", "cairn@cairn");
  const stub = await machine.session(["Hello."], { CAIRN_DISABLED: "1" }); // what the hooks say is not the question
  expect(stub.turns()).toHaveLength(1);
  expect(JSON.stringify(stub.turns()[0]?.body).match(/cairn:\w+|.{20}Cairn's/g)).toBeNull();
});

test(
  "an update of the plugin replaces the runtime and the running worker",
  async () => {
    const machine = openMachine();
    const clone = machine.clone("cairn");
    const address = await serveRepository(machine, clone);
    machine.haveNative();
    await machine.claude("plugin", "marketplace", "add", address);
    await machine.claude("plugin", "install", "cairn@cairn");
    await machine.session(["Hello."]);
    const before = await machine.workerVersion();

    setVersion(clone, before, "99.0.0");
    git(clone, "commit", "-qam", "99.0.0");
    git(clone, "push", "-q", join(machine.root, "served/cairn.git"), "HEAD:main");
    await machine.claude("plugin", "marketplace", "update", "cairn");
    await machine.claude("plugin", "update", "cairn@cairn");
    await machine.session(["Hello again."]);
    expect(await machine.workerVersion(before)).toBe("99.0.0");
    const runtimes = readdirSync(join(machine.cairn, "runtime")).filter((name) => /^\d/.test(name));
    expect(runtimes.map((name) => name.split("-")[0]).sort()).toEqual([before, "99.0.0"]);
  },
  LONG_MS,
);
