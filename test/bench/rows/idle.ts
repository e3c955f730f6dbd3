import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Effort, type Row, ratioAtMost, valueAtMost } from "../row.ts";
import { msEach } from "../shell.ts";
import { sessionId, type WorkerWorld, withWorker } from "../worker-world.ts";

interface Idle {
  readonly workerMb: number;
  readonly bareMb: number;
  /** Processor time of one core, in percent. */
  readonly busyPercent: number;
}

const ROOT = join(import.meta.dirname, "../../..");
const SETTLE_MS = 5_000;

const proc = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (cause) {
    throw new Error("this row reads /proc, which only Linux has", { cause });
  }
};

const rssMb = (pid: number): number => Number(/^VmRSS:\s+(\d+) kB/m.exec(proc(pid, "status"))?.[1]) / 1_024;

/** The processes that a process has started and that are still there. */
const childrenOf = (pid: number): number[] => proc(pid, `task/${pid}/children`).split(" ").filter(Boolean).map(Number);

/** Processor seconds a process has used; /proc counts them in hundredths on every Linux there is. */
const cpuS = (pid: number): number => {
  const fields = proc(pid, "stat").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const BARE = `const db = new (require("better-sqlite3"))(process.argv[1]);
db.pragma("journal_mode = wal");
db.exec("create table t (a)");
setInterval(() => undefined, 1 << 30);`;

/** The least that a Node program with a database can be. */
const bareNode = (dir: string) =>
  spawn(process.execPath, ["-e", BARE, join(dir, "bare.db")], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });

/** Longer than a learner stays when there is nothing more to learn. */
const LEARNER_GONE_MS = 40_000;

/** A short session with its recalls and jobs: a worker that has done nothing yet is smaller than any that people have. */
const work = async ({ hook, payloads, settled }: WorkerWorld): Promise<void> => {
  for (let session = 0; session < 3; session++) {
    const id = sessionId(session);
    msEach(hook("context", id), payloads("SessionStart", id, 1), 1);
    msEach(hook("context", id), payloads("UserPromptSubmit", id, 10), 10);
    msEach(hook("record", id), payloads("PostToolUse.Bash", id, 50), 50);
    msEach(hook("record", id), payloads("Stop", id, 1), 1);
  }
  await settled();
};

const idle = ({ idleS }: Effort): Promise<Idle> =>
  withWorker(async (world) => {
    const bare = bareNode(world.dir);
    try {
      await work(world);
      const { pid } = world.worker;
      const lookUntilMs = performance.now() + LEARNER_GONE_MS;
      while (childrenOf(pid).length > 0 && performance.now() < lookUntilMs) await sleep(500);
      await sleep(SETTLE_MS);
      const before = { cpuS: cpuS(pid), atMs: performance.now() };
      await sleep(idleS * 1_000);
      const busyPercent = ((cpuS(pid) - before.cpuS) / (performance.now() - before.atMs)) * 1e5;
      const workerMb = [pid, ...childrenOf(pid)].map(rssMb).reduce((sum, mb) => sum + mb, 0);
      return { workerMb, bareMb: rssMb(bare.pid ?? 0), busyPercent };
    } finally {
      bare.kill();
    }
  });

let measured: Promise<Idle> | undefined;
/** Both rows look at the same idle worker. */
const once = (effort: Effort): Promise<Idle> => {
  measured ??= idle(effort);
  return measured;
};

export const idleMemory: Row = {
  name: "idle-memory",
  what: "memory of the idle worker after a little work, against bare Node with better-sqlite3 open",
  budget: ratioAtMost(1.6),
  measure: async (effort) => {
    const { workerMb, bareMb } = await once(effort);
    return { value: workerMb, unit: "MB", baseline: bareMb, ratio: workerMb / bareMb };
  },
};

export const idleCpu: Row = {
  name: "idle-cpu",
  what: "processor time of the idle worker",
  budget: valueAtMost(0.5, "% of a core"),
  measure: async (effort) => {
    const { busyPercent } = await once(effort);
    return { value: busyPercent, unit: "% of a core", baseline: null, ratio: null };
  },
};
