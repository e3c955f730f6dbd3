import { mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { JobLife } from "../../sync/core/job.ts";
import { openStore } from "../../sync/store/open.ts";
import { type Cli, cliOn } from "../support/cli.ts";

/** Rows as a worker leaves them, written before any command looks. */
const withStore = (cli: Cli, fill: (store: ReturnType<typeof openStore>) => void): void => {
  mkdirSync(cli.home.dir, { recursive: true });
  const store = openStore(cli.home.database);
  store.atomically(() => fill(store));
  store.close();
};

/** A machine whose queue holds one job of each kind. */
const withJobs = (): Cli => {
  const cli = cliOn();
  const nowMs = Date.now();
  const leaseEndsMs = nowMs + 60_000;
  const lives: Readonly<Record<string, readonly JobLife[]>> = {
    waits: [],
    runs: [{ state: "running", attempts: 1, leaseEndsMs }],
    again: [
      { state: "running", attempts: 1, leaseEndsMs },
      { state: "ready", attempts: 1, runAtMs: nowMs + 600_000, reason: "no answer" },
    ],
    dead: [
      { state: "running", attempts: 5, leaseEndsMs },
      { state: "dead", attempts: 5, reason: "it cannot be\nread" },
    ],
    done: [
      { state: "running", attempts: 1, leaseEndsMs },
      { state: "done", attempts: 1 },
    ],
  };
  withStore(cli, (store) => {
    for (const [id, moves] of Object.entries(lives)) {
      store.jobs.add({
        id,
        kind: "test.job",
        subject: id,
        projectId: null,
        dedupeKey: id,
        priority: 0,
        runAtMs: nowMs,
        nowMs,
      });
      for (const life of moves) store.jobs.save(id, life, nowMs);
    }
  });
  return cli;
};

const ids = async (cli: Cli, ...flags: string[]): Promise<string[]> =>
  ((await cli.json("queue", "list", ...flags)) as { id: string }[]).map(({ id }) => id);

test("the list shows all that is not done, the worst first, each job once", async () => {
  const cli = withJobs();
  expect(await ids(cli)).toEqual(["dead", "again", "runs", "waits"]);
  expect(await ids(cli, "--dead")).toEqual(["dead"]);
  expect(await ids(cli, "--state", "retrying")).toEqual(["again"]);
  expect(await ids(cli, "--state", "done")).toEqual(["done"]);
  const lines = (await cli.ok("queue")).split("\n").map((line) => line.replace(/ {2,}/g, " | "));
  expect(lines[1]).toMatch(/^dead \| test\.job dead \| dead \| 5 \| .*it cannot be read$/);
  expect(lines[2]).toMatch(/^again \| .* \| retrying \| 1 \| in (9|10) min .*no answer$/);
  expect(lines[3]).toMatch(/^runs \| .* \| running \| 1 \| until in \d+ s/);
  expect(lines[4]).toMatch(/^waits \| .* \| ready \| 0 \| now/);
  expect((await cli.run(["queue", "list", "--dead", "--state", "ready"])).code).toBe(2);
});

test("status names what is dead or tried again, and the command that tells more", async () => {
  const { stdout } = await withJobs().run(["status"]);
  expect(stdout).toMatch(/1 job dead: `cairn queue list --dead` says why/);
  expect(stdout).toMatch(/1 job will be tried again/);
});

test("a dead job is tried again by its id, or with all the others", async () => {
  const cli = withJobs();
  expect(await cli.ok("queue", "retry", "dead")).toBe("1 job will be tried again.\n");
  expect(await ids(cli, "--dead")).toEqual([]);
  expect(await cli.ok("queue", "retry")).toBe("No job is dead.\n");
  expect(await cli.run(["queue", "retry", "done"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("no job to retry done"),
  });
  const all = withJobs();
  expect(await all.ok("queue", "retry")).toBe("1 job will be tried again.\n");
});

test("a job that waits can be given up; one that runs cannot", async () => {
  const cli = withJobs();
  expect(await cli.ok("queue", "discard", "waits")).toBe("Job waits is given up.\n");
  expect(await ids(cli, "--state", "ready")).not.toContain("waits");
  expect(await cli.run(["queue", "discard", "runs"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("no job to discard runs"),
  });
});

test("archiving where nothing has been handled says so", async () => {
  expect(await withJobs().ok("queue", "archive")).toBe("There was nothing to archive.\n");
});

test("why shows the user's words, the reasons, what was replaced, and each session it was given to", async () => {
  const cli = cliOn();
  const [first, second] = ["ctx-first", "ctx-second"];
  withStore(cli, (store) => {
    const memory = {
      kind: "rule",
      scope: "user",
      projectId: null,
      origin: "correction",
      confidence: 0.8,
      isPrivate: true,
      createdAtMs: 1,
      updatedAtMs: 1,
    } as const;
    store.memories.add({ ...memory, id: second, text: "Use pnpm", state: "trusted", supersededBy: null });
    store.memories.add({ ...memory, id: first, text: "Use npm", state: "superseded", supersededBy: second });
    const why = JSON.stringify({
      detector: [
        { feature: "negation", weight: 1.5, detail: "no, use pnpm" },
        { feature: "praise", weight: -0.5 },
      ],
      curation: { likeness: 0.7 },
    });
    store.memories.note({
      memoryId: second,
      change: "added",
      source: "turn:1",
      sessionId: "s-1",
      quote: "no,\x1b[2J use pnpm",
      why,
      oldText: "Use npm",
      atMs: 1,
    });
    store.memories.note({
      memoryId: second,
      change: "reinforced",
      source: "turn:2",
      sessionId: null,
      quote: null,
      why: "plain words",
      oldText: null,
      atMs: 2,
    });
    store.injections.add({
      sessionId: "s-2",
      memoryIds: [second],
      how: "subagent",
      agentId: "a-9",
      eventId: null,
      atMs: 3,
    });
  });
  const said = await cli.ok("why", second);
  for (const part of [
    "from a correction",
    "never leaves this machine",
    `took the place of ${first}`,
    "you said: “no,�[2J use pnpm”",
    "negation +1.5: no, use pnpm",
    "praise -0.5",
    "likeness 0.7",
    "before: Use npm",
    "plain words",
    "to a subagent, session s-2, agent a-9",
  ]) {
    expect(said).toContain(part);
  }
  expect(await cli.ok("why", first)).toContain(`superseded by ${second}`);
  expect(await cli.json("why", second)).toMatchObject({ memory: { id: second }, supersedes: [{ id: first }] });
});
