import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import type { Network } from "./network.ts";
import { alive, endAll } from "./processes.ts";
import { until } from "./wait.ts";

/** This checkout: a marketplace, and what a runtime is made of. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "dist", "agent", "cli.js");

/** The plugin as it stands in this checkout. */
export const PLUGIN = join(ROOT, "plugin");

export interface MemoryRow {
  readonly id: string;
  readonly text: string;
  readonly scope: string;
  readonly state: string;
}

export interface Worker {
  readonly pid: number;
  /** SIGSTOP: alive, but answering nothing. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** SIGTERM, or another signal, and waits for its end. */
  readonly stop: (signal?: "SIGTERM" | "SIGKILL") => Promise<void>;
}

/** Cairn on one home folder, seen from outside: its worker, its commands, its files. */
export interface Cairn {
  readonly dir: string;
  readonly startWorker: () => Promise<Worker>;
  /** What a command prints with `--json`, run in that folder. */
  readonly ask: (folder: string, ...args: string[]) => unknown;
  readonly run: (folder: string, ...args: string[]) => string;
  readonly memories: (folder: string) => readonly MemoryRow[];
  /** Waits for a memory of that folder whose text matches. */
  readonly learned: (folder: string, text: RegExp) => Promise<MemoryRow>;
  /** Rows of the database, read beside the worker. */
  readonly rows: <T>(sql: string, ...values: string[]) => T[];
  /** Files that wait in the spool. */
  readonly spooled: () => readonly string[];
  /** Waits until nothing waits any more: no event in the spool, no job that could run. */
  readonly settled: () => Promise<void>;
  /** Pid of the worker that runs on this home, whoever started it; null where none does. */
  readonly workerPid: () => number | null;
  /** Makes this checkout the installed runtime, so that a hook can start the worker without installing anything. */
  readonly installRuntime: () => void;
  /** Keeps the hooks from starting a worker by themselves: for them, an installation is under way. */
  readonly holdBootstrap: () => void;
  /** Kills what was started here, or by a hook on this home. */
  readonly close: () => Promise<void>;
}

export const cairnAt = (dir: string, network: Network): Cairn => {
  const env = { PATH: process.env.PATH, LANG: "C.UTF-8", HOME: join(dir, ".."), CAIRN_HOME: dir, NO_COLOR: "1" };
  const started: number[] = [];

  const run = (folder: string, ...args: string[]): string => {
    const [program, ...rest] = network.wrap([process.execPath, CLI, ...args]);
    const { status, stdout, stderr } = spawnSync(program, rest, { cwd: folder, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`cairn ${args.join(" ")} ended with ${status}: ${stderr}${stdout}`);
    return stdout;
  };
  const ask = (folder: string, ...args: string[]): unknown => JSON.parse(run(folder, ...args, "--json"));
  const memories = (folder: string): readonly MemoryRow[] => ask(folder, "memories") as MemoryRow[];

  const rows = <T>(sql: string, ...values: string[]): T[] => {
    const file = join(dir, "cairn.db");
    if (!existsSync(file)) return [];
    const db = new Database(file, { readonly: true });
    try {
      return db.prepare(sql).all(...values) as T[];
    } finally {
      db.close();
    }
  };
  const spooled = (): readonly string[] =>
    existsSync(join(dir, "spool")) ? readdirSync(join(dir, "spool")).filter((name) => name !== "bad") : [];

  const startWorker = async (): Promise<Worker> => {
    const [program, ...args] = network.wrap([process.execPath, CLI, "worker"]);
    const child = spawn(program, args, { cwd: join(dir, ".."), env, stdio: ["ignore", "pipe", "pipe"] });
    const pid = child.pid ?? 0;
    started.push(pid);
    let said = "";
    for (const pipe of [child.stdout, child.stderr]) {
      pipe.setEncoding("utf8").on("data", (chunk: string) => {
        said = (said + chunk).slice(-4000);
      });
    }
    const ready = () => {
      if (child.exitCode !== null) throw new Error(`cairn worker ended with ${child.exitCode}: ${said}`);
      return existsSync(join(dir, "worker.sock")) || existsSync(join(dir, "socket"));
    };
    await until("the worker's socket", ready);
    return {
      pid,
      freeze: () => void child.kill("SIGSTOP"),
      thaw: () => void child.kill("SIGCONT"),
      stop: async (signal = "SIGTERM") => {
        child.kill(signal);
        await until("the end of the worker", () => child.exitCode !== null || child.signalCode !== null);
      },
    };
  };

  const workerPid = (): number | null => {
    const heartbeat = join(dir, "worker.json");
    const { pid } = existsSync(heartbeat) ? (JSON.parse(readFileSync(heartbeat, "utf8")) as { pid?: number }) : {};
    return pid !== undefined && alive(pid) ? pid : null;
  };

  return {
    dir,
    startWorker,
    ask,
    run,
    memories,
    learned: (folder, text) =>
      until(`a memory like ${text}`, () => memories(folder).find((memory) => text.test(memory.text))),
    rows,
    spooled,
    settled: async () => {
      const busy = "select id from job where state = 'running' or (state = 'ready' and at_ms <= ?)";
      await until("an empty spool and queue", () => !spooled().length && !rows(busy, String(Date.now())).length);
    },
    workerPid,
    installRuntime: () => {
      const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
      const name = `${version}-${process.platform}-${process.arch}-${process.versions.modules}`;
      mkdirSync(join(dir, "runtime"), { recursive: true });
      symlinkSync(ROOT, join(dir, "runtime", name));
      symlinkSync(name, join(dir, "runtime", "current"));
      writeFileSync(join(dir, "runtime", "node"), `${process.execPath}\n`);
    },
    holdBootstrap: () => {
      const lock = join(dir, "bootstrap.lock");
      rmSync(lock, { recursive: true, force: true });
      mkdirSync(lock, { recursive: true });
      writeFileSync(join(lock, "pid"), `${process.pid}\n`);
    },
    close: () => endAll([...started, ...[workerPid() ?? []].flat()], `CAIRN_HOME=${dir}`),
  };
};
