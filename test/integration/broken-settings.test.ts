import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readHeartbeat } from "../../agent/control/heartbeat.ts";
import { leaveNotice, takeNotice } from "../../agent/control/notice.ts";
import { CRASHES_MAX, readRestartState } from "../../agent/control/restart-policy.ts";
import { openOffline } from "../../agent/daemon/offline.ts";
import type { Status } from "../../web/deps.ts";
import { type Cli, cliOn } from "../support/cli.ts";

const BROKEN = "recall: [";

/** A home with one memory whose settings have a slip in them. */
const brokenHome = async (): Promise<Cli> => {
  const cli = cliOn();
  await cli.ok("learn", "--scope", "user", "Prefer small commits");
  writeFileSync(cli.home.config, BROKEN);
  return cli;
};

const statusOf = async (cli: Cli, ...more: string[]): Promise<Status> =>
  JSON.parse((await cli.run(["status", "--json", ...more])).stdout);

describe("with broken settings and no worker", () => {
  test("what was learned is still read, with a warning that names the problem and the command", async () => {
    const cli = await brokenHome();
    const id = (await cli.ok("search", "commits")).match(/ctx-\w+/)?.[0] ?? "";
    for (const argv of [["memories"], ["search", "commits"], ["why", id], ["export"]]) {
      const { code, stdout, stderr } = cli.spawn(...argv);
      expect([argv[0], code]).toEqual([argv[0], 0]);
      expect(stdout).toContain("Prefer small commits");
      expect(stderr).toMatch(/^cairn: .*config\.yaml.* line 1[\s\S]*default settings[\s\S]*cairn config edit/);
    }
  });

  test("something can still be taught and forgotten", async () => {
    const cli = await brokenHome();
    expect(await cli.ok("learn", "--scope", "user", "Never force-push to main")).toContain("Learned.");
    const id = (await cli.ok("memories")).match(/ctx-\w+/)?.[0] ?? "";
    expect(await cli.ok("forget", id)).toContain("Forgotten");
  });

  test("the default settings do not decide how long events are kept", async () => {
    const cli = await brokenHome();
    const warnings: string[] = [];
    const { app, close } = openOffline(cli.home, "write", { version: "1", warn: (text) => warnings.push(text) });
    const response = await app.request("/api/queue/archive", { method: "POST", body: "{}" });
    close();
    expect(response.ok).toBe(false);
    expect(await response.text()).toContain("config.yaml");
    expect(warnings).toHaveLength(1);
  });

  test("status counts what there is, and says that the settings are broken and how to mend them", async () => {
    const cli = await brokenHome();
    const status = await statusOf(cli);
    expect(status).toMatchObject({ worker: { state: "stopped" }, memories: { total: 1, trusted: 1 } });
    expect(status.health.find(({ component }) => component === "config")).toMatchObject({
      ok: false,
      message: expect.stringContaining("config.yaml"),
      hint: expect.stringContaining("cairn config edit"),
    });
    const { stdout } = await cli.run(["status"]);
    expect(stdout).toMatch(/^memories +1 in use/m);
    expect(stdout).toMatch(/settings are broken, so the worker does not start: `cairn config edit`/);
    expect(stdout).not.toContain("the next prompt starts it");
  });

  test("status names them also where nothing has been stored yet, or the file cannot be read", async () => {
    const cli = cliOn();
    mkdirSync(cli.home.config, { recursive: true });
    const status = await statusOf(cli);
    expect(status.memories.total).toBe(0);
    expect(status.health).toMatchObject([{ component: "config", ok: false }]);
    rmSync(cli.home.config, { recursive: true });
    expect((await statusOf(cli)).health).toEqual([]);
  });
});

test("a store that cannot be read is told as unknown, not as empty", async () => {
  const cli = cliOn();
  await cli.ok("learn", "Prefer small commits");
  for (const end of ["-wal", "-shm"]) rmSync(cli.home.database + end, { force: true });
  writeFileSync(cli.home.database, "this is no database at all, and long enough to be looked at".repeat(50));
  expect(await statusOf(cli)).toMatchObject({
    memories: { total: null },
    events: { stored: null, spooled: 0 },
    queue: { dead: null },
  });
  const { stdout } = await cli.run(["status"]);
  for (const row of ["queue", "events", "memories"]) expect(stdout).toMatch(new RegExp(`^${row} +unknown`, "m"));
});

test("a worker that goes on with the former settings says that the file is broken", async () => {
  const cli = cliOn();
  await cli.ok("start");
  writeFileSync(cli.home.config, "recall: {top: 99}\n");
  const status = await statusOf(cli, "--fresh");
  expect(status.worker.state).toBe("running");
  expect(status.health.find(({ component }) => component === "config")).toMatchObject({
    ok: false,
    message: expect.stringContaining("recall.top"),
  });
  expect(await cli.ok("status")).toMatch(/until it ends, the worker goes on with the former ones: `cairn config edit`/);
});

describe("a worker that a hook starts on broken settings", () => {
  const startFromHook = (cli: Cli) => cli.run(["start", "--from-hook"]);

  test("is no crash however often, leaves word for the user once, and starts as soon as they are mended", async () => {
    const cli = await brokenHome();
    for (let start = 0; start <= CRASHES_MAX; start++) {
      await startFromHook(cli);
      expect(readRestartState(cli.home)?.crashes).toBe(0);
      const notice = takeNotice(cli.home);
      if (start > 0) expect(notice).toBeNull();
      else expect(notice).toMatch(/config\.yaml.*line 1.*`cairn config edit`/);
    }
    expect(await cli.ok("logs", "--level", "error")).toContain("settings are broken");
    rmSync(cli.home.config);
    await startFromHook(cli);
    expect(readHeartbeat(cli.home)?.state).toBe("running");
    await cli.ok("stop");
    writeFileSync(cli.home.config, BROKEN);
    await startFromHook(cli);
    expect(takeNotice(cli.home)).toContain("config.yaml");
  });

  test("takes its word back where they are mended before anybody has read it, and no other's", async () => {
    const cli = await brokenHome();
    await startFromHook(cli);
    expect(existsSync(cli.home.notice)).toBe(true);
    rmSync(cli.home.config);
    await cli.ok("start");
    expect(existsSync(cli.home.notice)).toBe(false);
    await cli.ok("stop");
    writeFileSync(cli.home.config, BROKEN);
    await startFromHook(cli);
    leaveNotice(cli.home, "Something else.");
    rmSync(cli.home.config);
    await cli.ok("start");
    expect(takeNotice(cli.home)).toBe("Something else.");
  });

  test("is told of in the next session, by the hook itself", async () => {
    const cli = await brokenHome();
    await startFromHook(cli);
    const hook = join(import.meta.dirname, "../../hooks/context.sh");
    const { stdout } = spawnSync("sh", [hook], {
      env: { ...cli.env, CLAUDE_ENV_FILE: join(cli.dir, "env"), CLAUDE_PROJECT_DIR: cli.dir },
      input: JSON.stringify({ hook_event_name: "SessionStart", session_id: "s1", cwd: cli.dir }),
      encoding: "utf8",
    });
    expect(JSON.parse(stdout).systemMessage).toMatch(/settings are broken.*cairn config edit/);
    expect(readFileSync(cli.home.config, "utf8")).toBe(BROKEN);
  });
});
