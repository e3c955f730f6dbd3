import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { scratchDir } from "../support/scratch.ts";

const WATCHDOG = pathToFileURL(join(import.meta.dirname, "../../dist/agent/daemon/watchdog.js")).href;

/** Runs a program with an impatient watchdog in a process of its own; `hang` keeps its main loop for that many ms. */
const run = (program: string) => {
  const dir = scratchDir();
  const script = join(dir, "watched.mjs");
  writeFileSync(
    script,
    `import { createWatchdog } from ${JSON.stringify(WATCHDOG)};
    const watchdog = createWatchdog(${JSON.stringify(join(dir, "worker.jsonl"))}, { wakeMs: 50, wakesMax: 8 });
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const hang = (ms) => { for (const endMs = Date.now() + ms; Date.now() < endMs; ); };
    const beating = setInterval(watchdog.beat, 10);
    ${program}
    clearInterval(beating);
    await watchdog.stop();`,
  );
  const { status, signal, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  return { status, signal, stderr };
};

test("a worker that hangs in the very moment it gets up is ended", () => {
  expect(run("watchdog.start(); hang(20_000);")).toMatchObject({ signal: "SIGKILL" });
  expect(run("watchdog.start(); await watchdog.stop(); watchdog.start(); hang(20_000);").signal).toBe("SIGKILL");
});

test("a worker at rest is not watched, and getting up and lying down many times harms nothing", () => {
  const program =
    "for (let n = 0; n < 5; n++) { watchdog.start(); watchdog.start(); await pause(100); await watchdog.stop(); }";
  expect(run(`${program} hang(1_500);`)).toEqual({ status: 0, signal: null, stderr: "" });
});
