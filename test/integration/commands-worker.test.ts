import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readHeartbeat, writeHeartbeat } from "../../agent/control/heartbeat.ts";
import { CRASHES_MAX, readRestartState, writeRestartState } from "../../agent/control/restart-policy.ts";
import { systemClock } from "../../sync/core/clock.ts";
import type { Home } from "../../sync/core/home.ts";
import { takeLock } from "../../sync/store/lock.ts";
import type { Status } from "../../web/deps.ts";
import { bystander, CLI, type Cli, cliOn, isRunning } from "../support/cli.ts";
import { createTestClock, START_MS } from "../support/clock.ts";

const WAIT_MS = 20_000;

const until = async <T>(what: string, look: () => T | undefined | null | false): Promise<T> => {
  for (const endMs = Date.now() + WAIT_MS; Date.now() < endMs; await systemClock.sleep(25)) {
    const found = look();
    if (found) return found;
  }
  throw new Error(`waited in vain for ${what}`);
};

const pidOf = (home: Home): number => readHeartbeat(home)?.pid ?? 0;
const statusOf = async (cli: Cli): Promise<Status> => JSON.parse((await cli.run(["status", "--json"])).stdout);

/** A worker in the foreground, as a terminal or a service manager runs it. */
const foreground = async (cli: Cli, ...flags: string[]): Promise<{ child: ChildProcess; said: () => string }> => {
  const child = spawn(process.execPath, [CLI, "worker", ...flags], { env: cli.env, cwd: cli.dir });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const pipe of [child.stdout, child.stderr]) pipe.on("data", (part) => (said += part));
  await until("the worker", () => child.exitCode !== null || existsSync(join(cli.home.dir, "worker.sock")));
  return { child, said: () => said };
};

const ended = (child: ChildProcess): Promise<number | string | null> =>
  until("the end of the worker", () => child.exitCode !== null || child.signalCode !== null).then(
    () => child.exitCode ?? child.signalCode,
  );

describe("start, status, stop", () => {
  test("a worker is started once, told of, restarted and stopped", async () => {
    const cli = cliOn({ homeName: "a home with spaces" });
    expect((await cli.run(["status", "--json"])).code).toBe(3);
    expect(existsSync(cli.home.dir)).toBe(false);

    expect(await cli.ok("start")).toMatch(/^The worker has been started \(version 0\.1\.0/);
    const first = pidOf(cli.home);
    expect(await cli.ok("start")).toMatch(/^The worker runs already/);
    expect(pidOf(cli.home)).toBe(first);

    const status = await statusOf(cli);
    expect(status.worker).toMatchObject({ state: "running", pid: first, version: "0.1.0" });
    expect(status.health.every(({ ok }) => ok)).toBe(true);
    expect(await cli.ok("status")).toMatch(/^worker +running, version 0\.1\.0, process \d+/m);

    await cli.ok("learn", "--scope", "user", "Taught over the socket");
    expect(await cli.ok("memories")).toContain("Taught over the socket");

    expect(await cli.ok("restart")).toMatch(/has stopped; a new one runs/);
    expect(isRunning(first)).toBe(false);
    const second = pidOf(cli.home);
    expect(isRunning(second)).toBe(true);

    expect(await cli.ok("stop")).toMatch(/^The worker has stopped/);
    expect(isRunning(second)).toBe(false);
    expect(readHeartbeat(cli.home)?.state).toBe("stopped");
    expect(await cli.ok("stop")).toBe("No worker runs.\n");
    const { code, stdout } = await cli.run(["status"]);
    expect(code).toBe(3);
    expect(stdout).toContain("The worker is stopped: `cairn start`");
  });

  test("the built program does all that from the shell: JSON alone on stdout, the exit code tells", () => {
    const cli = cliOn();
    const before = cli.spawn("status", "--json");
    expect([before.code, before.stderr]).toEqual([3, ""]);
    expect(JSON.parse(before.stdout).worker.state).toBe("stopped");
    expect(cli.spawn("start")).toMatchObject({ code: 0, stderr: "" });
    const status = cli.spawn("status", "--json");
    expect([status.code, JSON.parse(status.stdout).worker.state]).toEqual([0, "running"]);
    expect(cli.spawn("stop").code).toBe(0);
    cli.env.CAIRN_HOME = "relative/home";
    expect(cli.spawn("status")).toMatchObject({ code: 2, stderr: expect.stringContaining("not an absolute path") });
  });

  test("what was recorded while no worker ran waits, and status says how to go on", async () => {
    const cli = cliOn();
    mkdirSync(cli.home.spool, { recursive: true });
    writeFileSync(join(cli.home.spool, "1.x."), "{}\x1e");
    expect((await cli.run(["status"])).stdout).toContain("1 event waits: `cairn start`");
  });

  test("alerts are shown once; as JSON they stay unseen", async () => {
    const cli = cliOn();
    await cli.ok("start");
    // A damaged database with no backup is something a person has to be told.
    await cli.ok("stop");
    writeFileSync(cli.home.database, "this is no database at all, and long enough to be looked at".repeat(50));
    await cli.ok("start");
    expect((await statusOf(cli)).alerts).toHaveLength(1);
    expect(await cli.ok("status")).toMatch(/Alerts\n {2}! The database was damaged/);
    expect((await statusOf(cli)).alerts).toHaveLength(0);
    expect(await cli.ok("status")).not.toContain("Alerts");
  });
});

describe("a worker that hangs", () => {
  test("is told as frozen, is not written to, and gives way to --force only", async () => {
    const cli = cliOn();
    await cli.ok("learn", "--scope", "user", "Known before");
    await cli.ok("start");
    const frozen = pidOf(cli.home);
    process.kill(frozen, "SIGSTOP");

    const { code, stdout } = await cli.run(["status", "--json"]);
    expect([code, JSON.parse(stdout).worker]).toMatchObject([3, { state: "frozen", pid: frozen }]);
    expect(await cli.ok("memories")).toContain("Known before");
    for (const argv of [["learn", "Not now"], ["stop"], ["start"]]) {
      const { code: ends, stderr } = await cli.run(argv);
      expect([argv[0], ends]).toEqual([argv[0], 1]);
      expect(stderr).toMatch(/does not answer[\s\S]*Hint: `cairn (restart|stop) --force/);
    }
    expect((await cli.run(["start", "--from-hook"])).code).toBe(0);
    expect(pidOf(cli.home)).toBe(frozen);

    expect(await cli.ok("restart", "--force")).toMatch(/was killed; a new one runs/);
    expect(isRunning(frozen)).toBe(false);
    expect(pidOf(cli.home)).not.toBe(frozen);
    expect(await cli.ok("memories")).not.toContain("Not now");
  });
});

describe("whose process it is", () => {
  test("a number that another program has now is not killed, forced or not", async () => {
    const cli = cliOn();
    mkdirSync(cli.home.dir, { recursive: true });
    const pid = bystander();
    const nowMs = Date.now();
    writeHeartbeat(cli.home, {
      pid,
      version: "0.1.0",
      root: "/",
      startedAtMs: nowMs,
      atMs: nowMs,
      rssBytes: 1,
      currentJob: null,
      state: "running",
    });
    // No lock is held: the worker of that number is dead.
    takeLock(cli.home.lock)?.release();
    expect(await cli.ok("stop", "--force")).toBe("No worker runs.\n");
    expect(isRunning(pid)).toBe(true);
    // Somebody holds the lock, but not the process of that number.
    const lock = takeLock(cli.home.lock);
    onTestFinished(() => lock?.release());
    const { code, stderr } = await cli.run(["stop", "--force"]);
    expect([code, stderr]).toEqual([4, expect.stringContaining("not a worker that can be recognised")]);
    expect(isRunning(pid)).toBe(true);
  });
});

describe("versions", () => {
  const listening = async (home: Home, version: string): Promise<void> => {
    mkdirSync(home.dir, { recursive: true });
    const server = createServer((_, response) => void response.end(JSON.stringify({ version })));
    await new Promise<void>((resolve) => server.listen(join(home.dir, "worker.sock"), resolve));
    onTestFinished(() => void server.close());
  };

  test("a newer worker is left alone", async () => {
    const cli = cliOn();
    await listening(cli.home, "99.0.0");
    expect(await cli.ok("start")).toContain("runs already (version 99.0.0");
    expect(await cli.ok("start", "--from-hook")).toBe("");
    expect(existsSync(cli.home.lock)).toBe(false);
  });

  test("an older worker gives way to a newer one", async () => {
    // A command line of a later version than the worker that is built here.
    const cli = cliOn({ version: "99.0.0" });
    expect(await cli.ok("start")).toContain("has been started (version 0.1.0");
    const old = pidOf(cli.home);
    expect(await cli.ok("start")).toContain("has been replaced by a newer one");
    expect(isRunning(old)).toBe(false);
    expect(isRunning(pidOf(cli.home))).toBe(true);
  });
});

describe("start --from-hook", () => {
  const state = { version: "0.1.0", startedAtMs: START_MS, told: false };

  test("starts a worker where none was, and says nothing", async () => {
    const cli = cliOn();
    expect(await cli.run(["start", "--from-hook"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(isRunning(pidOf(cli.home))).toBe(true);
  });

  test("after a crash it waits its turn before it starts one", async () => {
    const clock = createTestClock();
    const cli = cliOn({ clock });
    mkdirSync(cli.home.dir, { recursive: true });
    writeRestartState(cli.home, { ...state, crashes: 2 });
    const starting = cli.run(["start", "--from-hook"]);
    await until("its sleep", () => clock.sleeping().includes(4_000));
    expect(existsSync(cli.home.lock)).toBe(false);
    await clock.pass(4_000);
    await until("a worker", () => readHeartbeat(cli.home));
    // Its patience with the new worker goes by on the same clock.
    let isDone = false;
    void starting.then(() => (isDone = true));
    await until("the end", () => {
      if (clock.sleeping().length > 0) void clock.pass(10);
      return isDone;
    });
    expect((await starting).code).toBe(0);
  });

  test("after five crashes it stays down, tells so once, and a person's start still starts it", async () => {
    const cli = cliOn({ clock: createTestClock() });
    mkdirSync(cli.home.dir, { recursive: true });
    writeRestartState(cli.home, { ...state, crashes: CRASHES_MAX });
    expect(await cli.run(["start", "--from-hook"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(JSON.parse(`{${readFileSync(cli.home.notice, "utf8")}}`).systemMessage).toContain("stays down for an hour");
    expect(readRestartState(cli.home)?.told).toBe(true);
    writeFileSync(cli.home.notice, "shown");
    await cli.run(["start", "--from-hook"]);
    expect(readFileSync(cli.home.notice, "utf8")).toBe("shown");
    expect(existsSync(cli.home.lock)).toBe(false);
    expect((await cli.run(["status"])).stdout).toContain("crashed again and again");
    expect(cli.spawn("start").code).toBe(0);
  });

  test("a worker that dies before it can say anything counts as a crash, so that not each prompt starts it anew", async () => {
    const cli = cliOn();
    mkdirSync(cli.home.dir, { recursive: true });
    // The lock cannot even be opened.
    mkdirSync(cli.home.lock);
    expect(await cli.run(["start", "--from-hook"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readRestartState(cli.home)?.crashes).toBe(1);
  });

  test("a person's start says why a worker ended at once", async () => {
    const cli = cliOn();
    mkdirSync(cli.home.dir, { recursive: true });
    writeFileSync(cli.home.config, "recall: {top: 99}\n");
    const { code, stderr } = await cli.run(["start"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/ended at once: .*recall\.top[\s\S]*Hint: .*cairn config edit/);
  });
});

describe("worker in the foreground", () => {
  test("says what to do next, takes Ctrl-C, and ends well", async () => {
    const cli = cliOn();
    const { child, said } = await foreground(cli, "--foreground-hint");
    await until("its words", () => said().includes("Ctrl-C"));
    expect(said()).toMatch(/\/plugin marketplace add \//);
    expect(said()).toContain("/plugin install cairn");
    expect(said()).toMatch(/node .*cli\.js status/);
    expect(pidOf(cli.home)).toBe(child.pid);
    child.kill("SIGINT");
    expect(await ended(child)).toBe(0);
    expect(readHeartbeat(cli.home)?.state).toBe("stopped");
  });

  test("says nothing into a pipe; a second one on the same home ends with 4; `stop` stops it", async () => {
    const cli = cliOn();
    const { child, said } = await foreground(cli);
    const second = cli.spawn("worker");
    expect([second.code, second.stdout]).toEqual([4, ""]);
    expect(second.stderr).toMatch(/runs already[\s\S]*Hint: /);
    expect(await cli.ok("stop")).toContain("has stopped");
    expect([await ended(child), said()]).toEqual([0, ""]);
  });
});

describe("logs", () => {
  const line = (msg: string, level = 30, more: object = {}): string =>
    `${JSON.stringify({ level, time: START_MS, pid: 7, msg, ...more })}\n`;
  const logged = (): Cli => {
    const cli = cliOn();
    mkdirSync(cli.home.logs, { recursive: true });
    return cli;
  };

  test("shows the last lines of all files in order, as short lines with their fields", async () => {
    const cli = logged();
    writeFileSync(join(cli.home.logs, "worker-20261119-1.jsonl"), line("one") + line("two"));
    await systemClock.sleep(20);
    writeFileSync(
      join(cli.home.logs, "worker.jsonl"),
      line("three", 40, { spool: 3 }) + line("four", 50, { stack: "at x\nat y" }),
    );
    const shown = (await cli.ok("logs")).trimEnd().split("\n");
    expect(shown.map((text) => text.replace(/^.*?:\d\d:\d\d /, ""))).toEqual([
      "info  one",
      "info  two",
      "warn  three  spool=3",
      "error four",
      "    at x",
      "    at y",
    ]);
    expect((await cli.ok("logs", "-n", "3")).split("\n")[0]).toMatch(/two$/);
    expect(await cli.ok("logs", "--level", "error", "--json")).toBe(line("four", 50, { stack: "at x\nat y" }));
  });

  test("nothing logged is no error, and a worker's last words are shown", async () => {
    const cli = cliOn();
    expect(await cli.run(["logs"])).toEqual({ code: 0, stdout: "", stderr: "Nothing has been logged.\n" });
    mkdirSync(cli.home.logs, { recursive: true });
    writeFileSync(join(cli.home.logs, "worker.stderr"), "FATAL ERROR: heap");
    expect((await cli.run(["logs"])).stderr).toContain("FATAL ERROR: heap");
    expect((await cli.run(["logs", "--level", "loud"])).code).toBe(2);
  });

  test("follows what comes, over a rotation, without losing or repeating a line", async () => {
    const cli = logged();
    const current = join(cli.home.logs, "worker.jsonl");
    writeFileSync(current, line("before"));
    const stop = new AbortController();
    let seen = "";
    const following = cli.run(["logs", "-f"], { signal: stop.signal, onOutput: (text) => (seen = text) });
    await until("the past", () => seen.includes("before"));
    const [half, rest] = [line("half").slice(0, 10), line("half").slice(10)];
    appendFileSync(current, line("second") + half);
    await until("the second", () => seen.includes("second"));
    appendFileSync(current, rest + line("last of the old"));
    renameSync(current, join(cli.home.logs, "worker-20261120-1.jsonl"));
    writeFileSync(current, line("first of the new"));
    await until("the new file", () => seen.includes("first of the new"));
    appendFileSync(current, line("on it goes"));
    await until("the last", () => seen.includes("on it goes"));
    stop.abort();
    const { code, stdout } = await following;
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((text) => text.replace(/^.*info +/, "")),
    ).toEqual(["before", "second", "half", "last of the old", "first of the new", "on it goes"]);
  });

  test("follows from before the first worker ever ran", async () => {
    const cli = cliOn();
    const stop = new AbortController();
    let seen = "";
    const following = cli.run(["logs", "--follow", "--json"], {
      signal: stop.signal,
      onOutput: (text) => (seen = text),
    });
    mkdirSync(cli.home.logs, { recursive: true });
    writeFileSync(join(cli.home.logs, "worker.jsonl"), line("hello"));
    await until("the line", () => seen === line("hello"));
    stop.abort();
    await following;
  });
});
