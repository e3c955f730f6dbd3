import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readHeartbeat } from "../../agent/control/heartbeat.ts";
import { readRestartState } from "../../agent/control/restart-policy.ts";
import { scratchDir } from "../support/scratch.ts";
import { until, workerHome } from "../support/worker-home.ts";

const CLI = join(import.meta.dirname, "../../dist/agent/cli.js");
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** Runs the worker to its end. */
const runWorker = async (env: NodeJS.ProcessEnv) => {
  const child = spawn(process.execPath, [CLI, "worker"], { env, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, "close");
  return { code, stderr };
};

describe("a worker process", () => {
  test("keeps its home and socket to its user, whatever the umask, and takes in what waits", async () => {
    const at = workerHome();
    for (let n = 0; n < 20; n++) at.spool({ session_id: "s1", hook_event_name: "Stop", cwd: "/nowhere", n });
    const worker = await at.start();
    await until(() => at.waiting() === 0);
    await until(() => existsSync(join(at.home.logs, "worker.jsonl"))); // The log opens its file beside the work.
    expect([modeOf(at.home.dir), modeOf(join(at.home.dir, "worker.sock"))]).toEqual(["700", "600"]);
    for (const file of [
      at.home.database,
      at.home.heartbeat,
      at.home.machine,
      at.home.lock,
      at.home.restart,
      join(at.home.logs, "worker.jsonl"),
    ])
      expect([file, modeOf(file)]).toEqual([file, "600"]);
    for (const folder of [at.home.spool, at.home.spoolBad, at.home.logs, at.home.offers])
      expect([folder, modeOf(folder)]).toEqual([folder, "700"]);
    const status = await at.status();
    expect(status).toMatchObject({ worker: { state: "running", pid: worker.pid }, events: { stored: 20, spooled: 0 } });
    expect(status.health.filter(({ ok }) => !ok)).toEqual([]);
  });

  test("puts its work down when it is asked to stop, and says that it has", async () => {
    const at = workerHome();
    const worker = await at.start();
    for (let n = 0; n < 200; n++)
      at.spool({ session_id: "s1", hook_event_name: "UserPromptSubmit", cwd: "/nowhere", prompt: `Do ${n}`, n });
    worker.signal("SIGTERM");
    expect(await worker.ended).toEqual({ code: 0, signal: null });
    expect(readHeartbeat(at.home)).toMatchObject({ state: "stopped", pid: worker.pid });
    expect(readRestartState(at.home)?.crashes).toBe(0);
    expect(existsSync(join(at.home.dir, "worker.sock"))).toBe(false);
    expect(at.log().at(-1)?.msg).toBe("worker has stopped");
    await at.start();
    await until(async () => (await at.status()).events.stored === 200);
  });

  test("is the only one of its home: a second one says so and harms nothing", async () => {
    const at = workerHome();
    const worker = await at.start();
    const second = await runWorker(at.env);
    expect(second).toMatchObject({ code: 4, stderr: expect.stringContaining("A worker runs already") });
    expect((await at.status()).worker.pid).toBe(worker.pid);
    expect(readRestartState(at.home)?.crashes).toBe(1); // its own start, not yet proved good, and not the other's
  });

  test("of two that start at once one runs", async () => {
    const at = workerHome();
    mkdirSync(at.home.dir, { recursive: true, mode: 0o700 });
    const [one, two] = await Promise.allSettled([at.start(), at.start()]);
    expect([one.status, two.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect((await at.status()).worker.state).toBe("running");
  });

  test("whose home has too long a path listens in a short folder that is its user's alone", async () => {
    const root = scratchDir();
    const runtime = join(root, "run");
    mkdirSync(runtime, { mode: 0o700 });
    const at = workerHome(join(root, "h".repeat(120)), { XDG_RUNTIME_DIR: runtime });
    const worker = await at.start();
    const socket = readFileSync(at.home.socketPointer, "utf8");
    expect(socket.startsWith(`${runtime}/cairn-`)).toBe(true);
    expect([modeOf(socket), modeOf(dirname(socket))]).toEqual(["600", "700"]);
    expect((await at.status()).worker.pid).toBe(worker.pid);
    await worker.stop();
    expect(existsSync(socket)).toBe(false);
  });

  test("on a copy of a home is another machine; on a home that was moved it is the same", async () => {
    const root = scratchDir();
    const one = workerHome(join(root, "one"));
    const first = await one.start();
    const { machine } = await one.status();
    await first.stop();

    cpSync(one.home.dir, join(root, "copy"), { recursive: true });
    const copy = workerHome(join(root, "copy"));
    await copy.start();
    const copied = (await copy.status()).machine;
    expect(copied.id).not.toBe(machine.id);
    expect(copied.name).toBe(machine.name);
    expect(copy.log().some(({ msg, was }) => msg.includes("copied or moved") && was === machine.id)).toBe(true);

    execFileSync("mv", [one.home.dir, join(root, "moved")]);
    const moved = workerHome(join(root, "moved"));
    await moved.start();
    expect((await moved.status()).machine).toEqual(machine);
  });

  test("does not start on settings that are off, and says which", async () => {
    const at = workerHome();
    mkdirSync(at.home.dir, { recursive: true, mode: 0o700 });
    writeFileSync(at.home.config, "recall:\n  top: none\n");
    const { code, stderr } = await runWorker(at.env);
    expect(code).not.toBe(0);
    expect(stderr).toContain("recall.top");
  });
});
