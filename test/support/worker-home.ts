import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { type Home, homeAt, socketToCall } from "../../sync/core/home.ts";
import type { Status } from "../../web/deps.ts";
import { type BuiltWorker, startBuiltWorker } from "./built-worker.ts";
import { scratchDir } from "./scratch.ts";

/** A home for real worker processes. */
export interface WorkerHome {
  readonly home: Home;
  readonly env: NodeJS.ProcessEnv & { readonly CAIRN_HOME: string };
  /** Starts the built worker; it ends with the test. */
  readonly start: () => Promise<BuiltWorker>;
  /** Writes an event as a hook does. */
  readonly spool: (payload: Readonly<Record<string, unknown>> & { readonly session_id: string }) => void;
  readonly waiting: () => number;
  readonly get: (path: string) => Promise<unknown>;
  readonly post: (path: string, body: unknown) => Promise<unknown>;
  readonly status: () => Promise<Status>;
  /** The worker's log, line by line. */
  readonly log: () => { readonly msg: string; readonly [field: string]: unknown }[];
}

/** Waits until something is so; the test's own time limit ends the waiting. */
export const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await sleep(20);
};

let files = 0;

const ask = (home: Home, path: string, body?: unknown): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const headers = { "content-type": "application/json" };
    const call = request({ socketPath: socketToCall(home), path, method, headers, agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        text += part;
      });
      answer.on("end", () => resolve(JSON.parse(text)));
    });
    call.on("error", reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });

export const workerHome = (dir = join(scratchDir(), "a home"), env: NodeJS.ProcessEnv = {}): WorkerHome => {
  const home = homeAt(dir);
  const all = { PATH: process.env.PATH, HOME: tmpdir(), XDG_RUNTIME_DIR: tmpdir(), ...env, CAIRN_HOME: dir };
  return {
    home,
    env: all,
    start: async () => {
      const worker = await startBuiltWorker(all);
      onTestFinished(worker.stop);
      return worker;
    },
    spool: (payload) => {
      mkdirSync(home.spool, { recursive: true, mode: 0o700 });
      const path = join(home.spool, `${process.pid}.${String(files++).padStart(8, "0")}.${payload.session_id}`);
      writeFileSync(path, `${JSON.stringify(payload)}\x1e`);
    },
    waiting: () => readdirSync(home.spool).filter((name) => name !== "bad").length,
    get: (path) => ask(home, path),
    post: (path, body) => ask(home, path, body),
    status: () => ask(home, "/api/status?fresh=true") as Promise<Status>,
    log: () =>
      readFileSync(join(home.logs, "worker.jsonl"), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as { msg: string }),
  };
};
