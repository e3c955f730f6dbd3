import { execFileSync, spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeBackup } from "../../agent/maintain/backup.ts";
import { JOB_MOVES } from "../../sync/core/job.ts";
import { copyDatabase } from "../../sync/store/copy.ts";
import { openStore } from "../../sync/store/open.ts";
import { someMemory } from "../support/memory.ts";
import { scratchDir } from "../support/scratch.ts";
import { until, type WorkerHome, workerHome } from "../support/worker-home.ts";

const BURST = 64;
const KILLS = 10;
const LESSONS = ["pnpm instead of npm", "vitest instead of jest", "tabs instead of spaces", "podman instead of docker"];

/**
 * 64 hooks at once, of four sessions: prompts, tool calls with their results, long messages. After the nth of them the worker dies, at work
 * on those before. Returns how many prompts there were.
 */
const burst = (at: WorkerHome, round: number, dieAfter: number, die: () => void): number => {
  let prompts = 0;
  for (let n = 0; n < BURST; n++) {
    if (n === dieAfter) die();
    const of = { session_id: `s${(n >> 3) % 4}`, cwd: `/nowhere/${(n >> 3) % 2}`, round, n };
    const call = { tool_use_id: `t${round}-${n >> 3}`, tool_name: "Bash", tool_input: { command: "npm test" } };
    if (n % 8 === 0) {
      prompts++;
      const prompt = `No, always use ${LESSONS[round % LESSONS.length]} in this repo.`;
      at.spool({ ...of, hook_event_name: "UserPromptSubmit", prompt_id: `p${round}-${n}`, prompt });
    } else if (n % 8 === 1) at.spool({ ...of, ...call, hook_event_name: "PreToolUse" });
    else if (n % 8 === 2) at.spool({ ...of, ...call, hook_event_name: "PostToolUse", tool_response: { stdout: "ok" } });
    else at.spool({ ...of, hook_event_name: "Notification", message: "some words, ".repeat(4_000) });
  }
  return prompts;
};

const rows = <T>(at: WorkerHome, sql: string): T[] => {
  const db = new Database(at.home.database, { readonly: true });
  try {
    return db.prepare<[], T>(sql).all();
  } finally {
    db.close();
  }
};
const count = (at: WorkerHome, sql: string): number => rows<{ n: number }>(at, sql)[0]?.n ?? -1;

/** What was asked of the worker is done; summaries wait half an hour for more to come, the nightly work for the night. */
const isIdle = async (at: WorkerHome): Promise<boolean> =>
  at.waiting() === 0 &&
  count(
    at,
    "select count(*) as n from job where state <> 'done' and kind not in ('summarise.session', 'maintain.nightly')",
  ) === 0;

test("killed ten times while bursts of events arrive, it loses nothing and learns nothing twice", {
  timeout: 180_000,
}, async () => {
  const at = workerHome();
  mkdirSync(at.home.dir, { recursive: true, mode: 0o700 });
  // A job that is hit by every single kill would be given up on: rightly, but not what is to be shown here.
  writeFileSync(at.home.config, `queue:\n  attemptsMax: 50\n`);
  let prompts = 0;
  const moments: number[] = [];
  for (let round = 0; round < KILLS; round++) {
    const worker = await at.start();
    moments.push(8 + Math.floor(Math.random() * (BURST - 8)));
    prompts += burst(at, round, moments[round] ?? 0, () => worker.signal("SIGKILL"));
    expect((await worker.ended).signal).toBe("SIGKILL");
  }
  await at.start();
  await until(() => isIdle(at));
  const said = `killed after ${moments.join(", ")} files`;
  expect(readdirSync(at.home.spoolBad), said).toEqual([]);
  expect(count(at, "select count(*) as n from event"), said).toBe(KILLS * BURST);
  expect(
    count(
      at,
      "select count(distinct json_extract(body, '$.round') || '-' || json_extract(body, '$.n')) as n from event",
    ),
    said,
  ).toBe(KILLS * BURST);
  expect(count(at, "select count(*) as n from event_echo"), said).toBe(0);
  expect(count(at, "select count(*) as n from turn"), said).toBe(prompts);
  expect(count(at, "select count(*) as n from detection"), said).toBe(prompts);
  expect(count(at, "select count(*) as n from job where kind = 'learn.turn' and state = 'done'"), said).toBe(prompts);
  expect(count(at, "select count(*) as n from tool_use where outcome = 'ok'"), said).toBe(KILLS * (BURST / 8));
  const known = rows<{ text: string; n: number }>(
    at,
    "select text, count(*) as n from memory where state in ('trusted', 'proposed') group by project_id, text",
  );
  expect(
    known.map(({ n }) => n),
    said,
  ).toEqual(LESSONS.flatMap(() => [1, 1]));
  const moves = rows<{ move: string }>(
    at,
    "select distinct from_state || ' -> ' || to_state as move from job_log where from_state is not null",
  );
  for (const { move } of moves)
    expect(
      JOB_MOVES.map((pair) => pair.join(" -> ")),
      said,
    ).toContain(move);
  expect(rows<{ integrity_check: string }>(at, "pragma integrity_check"), said).toEqual([{ integrity_check: "ok" }]);
});

describe("a database that is damaged at the start", () => {
  const damaged = async (withBackup: boolean): Promise<WorkerHome> => {
    const at = workerHome();
    mkdirSync(at.home.dir, { recursive: true, mode: 0o700 });
    const store = openStore(at.home.database);
    for (let n = 0; n < 100; n++)
      store.memories.add(someMemory({ id: `ctx-${1_000 + n}`, text: `Memory ${"x".repeat(500)} ${n}` }));
    if (withBackup) await makeBackup((to) => copyDatabase(at.home.database, to), at.home, Date.now(), 3);
    store.close();
    const file = openSync(at.home.database, "r+");
    writeSync(file, Buffer.alloc(30 * 4_096, 0x55), 0, 30 * 4_096, 2 * 4_096);
    closeSync(file);
    return at;
  };

  test("is restored from the newest backup, with an alert that says what was lost and where the old one is", async () => {
    const at = await damaged(true);
    await at.start();
    const { alerts, memories } = await at.status();
    expect(memories.total).toBe(100);
    expect(alerts).toMatchObject([
      {
        kind: "restored",
        message: expect.stringMatching(/Lost: what was learned after 20\d\d-/),
        hint: expect.stringContaining("damaged-"),
      },
    ]);
    expect(statSync(/kept: (.*)$/.exec(alerts[0]?.hint ?? "")?.[1] ?? "").size).toBeGreaterThan(100_000);
  });

  test("begins anew without a backup, and says that all is lost", async () => {
    const at = await damaged(false);
    await at.start();
    const { alerts, memories } = await at.status();
    expect([memories.total, alerts[0]?.message]).toEqual([0, expect.stringContaining("all memories")]);
  });
});

const hasPrlimit = spawnSync("prlimit", ["--version"]).status === 0;
const canMount = process.getuid?.() === 0 && process.platform === "linux";

describe("a disk that is full", () => {
  /** Lets the events of a second through, fills the disk, empties it again; the same worker lives on and nothing is lost. */
  const survive = async (at: WorkerHome, fill: (pid: number) => void, empty: (pid: number) => void): Promise<void> => {
    const worker = await at.start();
    const lay = (from: number, to: number) => {
      for (let n = from; n < to; n++)
        at.spool({
          session_id: `s${n}`,
          hook_event_name: "UserPromptSubmit",
          cwd: "/nowhere",
          prompt_id: `p${n}`,
          prompt: `No, always use ${LESSONS[n % 4]} in this repo. ${"x".repeat(900)}`,
        });
    };
    lay(0, 10);
    await until(() => isIdle(at));
    worker.signal("SIGSTOP");
    lay(10, 150);
    fill(worker.pid);
    worker.signal("SIGCONT");
    await until(() => at.log().some(({ msg }) => /will be tried again|cannot be written/.test(msg)));
    await sleep(1_500);
    expect(await at.get("/api/version")).toMatchObject({ version: expect.any(String) });
    empty(worker.pid);
    await until(() => isIdle(at));
    const status = await at.status();
    expect(status).toMatchObject({
      worker: { pid: worker.pid, state: "running" },
      events: { stored: 150, bad: 0 },
      queue: { dead: 0 },
    });
    expect(count(at, "select count(*) as n from detection")).toBe(150);
    await worker.stop();
    expect(await worker.ended).toEqual({ code: 0, signal: null });
  };

  test.skipIf(!hasPrlimit)(
    "for this process alone (no file may grow past its limit; needs prlimit) ends no worker",
    async () => {
      const at = workerHome();
      const limit = (pid: number, bytes: string) =>
        execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:`]);
      await survive(
        at,
        (pid) => limit(pid, "65536"),
        (pid) => limit(pid, "unlimited"),
      );
    },
  );

  test.skipIf(!canMount)(
    "for everybody (a small file system of its own; only root can mount one) ends no worker",
    async () => {
      const dir = scratchDir();
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", dir]).status === 0;
      if (!mounted) return; // root without the right to mount, as in a container
      onTestFinished(() => void spawnSync("umount", ["-l", dir]));
      const at = workerHome(join(dir, "home"));
      const ballast = join(dir, "ballast");
      await survive(
        at,
        () => {
          const file = openSync(ballast, "w");
          try {
            for (;;) writeSync(file, Buffer.alloc(4_096, 1));
          } catch (error) {
            expect(error).toMatchObject({ code: "ENOSPC" });
          } finally {
            closeSync(file);
          }
        },
        () => rmSync(ballast),
      );
      expect(readFileSync("/proc/mounts", "utf8")).toContain(dir);
      writeFileSync(join(dir, "room"), "there is room again");
    },
  );
});
