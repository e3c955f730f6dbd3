import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { scratchDir } from "../support/scratch.ts";
import { until, workerHome } from "../support/worker-home.ts";

const WATCHDOG = pathToFileURL(join(import.meta.dirname, "../../dist/agent/daemon/watchdog.js")).href;

/** A process that beats and is watched; `then` is what its main thread does once it says "ready". */
const watched = (logFile: string, then: string) => {
  // A file, because flags such as --eval would be handed on to the watchdog's thread.
  const script = join(scratchDir(), "watched.mjs");
  writeFileSync(
    script,
    `import { spawnSync } from "node:child_process";
    import { createWatchdog } from ${JSON.stringify(WATCHDOG)};
    const watchdog = createWatchdog(${JSON.stringify(logFile)}, { wakeMs: 150, wakesMax: 6 });
    watchdog.start();
    setInterval(watchdog.beat, 30);
    setTimeout(() => { console.log("ready"); ${then} }, 300);`,
  );
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, ended: once(child, "exit"), ready: once(child.stdout, "data") };
};

describe("the watchdog", () => {
  test("ends a process whose main loop hangs, and its log says where it hung", async () => {
    const log = join(scratchDir(), "worker.jsonl");
    const { ended } = watched(log, "const lookForEver = () => { for (;;) Math.sqrt(2); }; lookForEver();");
    expect(await ended).toEqual([null, "SIGKILL"]);
    const line = JSON.parse(readFileSync(log, "utf8"));
    expect(line).toMatchObject({ level: 60, msg: "main loop hangs; the worker ends itself", afterMs: 900 });
    expect(line.stack).toContain("at lookForEver (");
  });

  test("ends one that hangs in the system too, of which there is no stack", async () => {
    const log = join(scratchDir(), "worker.jsonl");
    const { ended } = watched(log, "spawnSync('sleep', ['20']);");
    expect(await ended).toEqual([null, "SIGKILL"]);
    expect(JSON.parse(readFileSync(log, "utf8")).stack).toContain("no stack");
  });

  test("ends it where nothing can be written to the log", async () => {
    const { ended } = watched(join(scratchDir(), "no", "such", "folder"), "for (;;);");
    expect(await ended).toEqual([null, "SIGKILL"]);
  });

  test("leaves a process alone that was stopped for long and goes on", async () => {
    const log = join(scratchDir(), "worker.jsonl");
    const { child, ended, ready } = watched(log, "setTimeout(() => process.exit(7), 3_000);");
    await ready;
    child.kill("SIGSTOP");
    await sleep(2_500); // more than twice of what a hanging loop is given
    child.kill("SIGCONT");
    expect(await ended).toEqual([7, null]);
    expect(existsSync(log)).toBe(false);
  });
});

test("a worker that was stopped and goes on is the same one, and takes in what came meanwhile", async () => {
  const at = workerHome();
  const worker = await at.start();
  worker.signal("SIGSTOP");
  for (let n = 0; n < 30; n++) at.spool({ session_id: "s1", hook_event_name: "Stop", cwd: "/nowhere", n });
  await sleep(1_500);
  expect(at.waiting()).toBe(30);
  worker.signal("SIGCONT");
  await until(() => at.waiting() === 0);
  expect(await at.status()).toMatchObject({ worker: { pid: worker.pid }, events: { stored: 30 } });
});
