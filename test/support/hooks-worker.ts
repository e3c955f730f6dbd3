import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createRawServer, type Server } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { openScene, type Scene } from "./hooks.ts";

/** A whole answer to an event, as the worker gives it. */
export const answerTo = (event: string, text: string): string =>
  JSON.stringify({ hookSpecificOutput: { hookEventName: event, additionalContext: text } });

const listening = async (server: Server, path: string): Promise<void> => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    server.close();
  });
};

/**
 * A scene whose context.sh waits longer for the worker than the 0.4 s it waits for users, because a test machine may be busy with other
 * things for that long. That it does not wait for ever is a test of its own.
 */
export const openPatientScene = (): Scene => {
  const scene = openScene();
  const path = join(scene.root, "plugin/hooks/context.sh");
  const script = readFileSync(path, "utf8");
  if (!script.includes(" --max-time 0.4 ")) throw new Error("context.sh does not wait 0.4 s for the worker");
  writeFileSync(path, script.replace(" --max-time 0.4 ", " --max-time 20 "));
  return scene;
};

/** A worker that answers with what the function writes. */
export const serve = (path: string, answer: (request: IncomingMessage, response: ServerResponse) => void) =>
  listening(createServer(answer), path);

/** A worker that sends these bytes, whatever is asked, and hangs up. */
export const serveBytes = (path: string, bytes: string) =>
  listening(
    createRawServer((connection) => {
      connection.on("error", () => undefined);
      connection.once("data", () => connection.end(bytes));
    }),
    path,
  );

const LISTEN = `require("node:net").createServer(() => {}).listen(process.argv[1], () => console.log("listening"))`;

const worker = async (path: string): Promise<ChildProcess> => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const child = spawn(process.execPath, ["-e", LISTEN, path], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  return child;
};

/** A worker stopped by SIGSTOP: the kernel takes connections for it, and nobody ever answers. */
export const serveFrozen = async (path: string): Promise<void> => {
  (await worker(path)).kill("SIGSTOP");
};

/** The socket of a worker that was killed. */
export const leaveStaleSocket = async (path: string): Promise<void> => {
  const child = await worker(path);
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
};

/** Resolves when the condition holds, or after 10 s with whether it does. */
export const until = async (condition: () => boolean): Promise<boolean> => {
  for (let tries = 0; tries < 500 && !condition(); tries++) await sleep(20);
  return condition();
};

/** Puts a bootstrap.sh into the plugin that runs these lines of shell. */
export const plantBootstrap = (scene: Scene, lines: string): void => {
  const path = join(scene.root, "plugin/bootstrap.sh");
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
};

/** Puts a bootstrap.sh into the plugin that leaves a file each time; the function tells how many, once runs are over. */
export const countStarts = (scene: Scene): (() => number) => {
  const path = join(scene.root, "starts");
  mkdirSync(path);
  plantBootstrap(scene, `: >"${path}/$$"`);
  return () => readdirSync(path).length;
};
