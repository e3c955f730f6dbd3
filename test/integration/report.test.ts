import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { worthOf } from "../../agent/report/report.ts";
import type { Relevance, Report } from "../../web/deps.ts";
import { cliOn } from "../support/cli.ts";
import { createTestClock } from "../support/clock.ts";
import { converse, correct } from "../support/conversation.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { scratchDir } from "../support/scratch.ts";

const DAY_MS = 86_400_000;

const settle = async (machine: TestMachine): Promise<void> => {
  await machine.clock.pass(100);
  await machine.takeIn();
  await machine.work();
};

/** Three weeks: a rule is learned, then gone against and said again, then kept to. */
const threeWeeks = async (machine: TestMachine) => {
  const dir = scratchDir();
  await correct(machine, dir, "No, we use pnpm here, not npm.");
  await machine.clock.pass(7 * DAY_MS);
  const second = converse(machine, dir);
  await machine.ask(second.start());
  second.prompt("add zod with a schema for the pnpm workspace");
  second.tool("Bash", { command: "npm install zod" });
  second.stop("I installed zod with npm.");
  await settle(machine);
  second.prompt("No! We use pnpm here, not npm.");
  await settle(machine);
  await machine.clock.pass(7 * DAY_MS);
  const third = converse(machine, dir);
  await machine.ask(third.start());
  await machine.ask(third.prompt("add hono, and mind that this is a pnpm workspace"));
  third.tool("Bash", { command: "pnpm add hono" });
  third.stop("It is in.");
  await settle(machine);
  return { dir, second, third };
};

const get = async <T>(machine: TestMachine, path: string): Promise<T> =>
  (await (await machine.request(path)).json()) as T;

test("the report counts week by week what was learned, said again, kept to and gone against", async () => {
  const machine = openMachine();
  const { dir } = await threeWeeks(machine);
  const report = await get<Report>(machine, `/api/report?weeks=3&dir=${encodeURIComponent(dir)}`);
  expect(
    report.weeks.map(({ learned, repeated, obeyed, violated, recorrected }) => [
      learned,
      repeated,
      obeyed,
      violated,
      recorrected,
    ]),
  ).toEqual([
    [1, 0, 0, 0, 0],
    [0, 1, 0, 1, 1],
    [0, 0, 1, 0, 0],
  ]);
  expect(report).toMatchObject({ repeatedShare: 0.5, obeyedShare: 0.5, total: { learned: 1, repeated: 1, given: 2 } });
  expect(report.memories).toMatchObject([{ worth: "ignored", sessions: 2, obeyed: 1, violated: 1, recorrected: 1 }]);
});

test("what models cost is summed up by purpose and model", async () => {
  const machine = openMachine();
  const cost = {
    purpose: "refine.turn",
    model: "m",
    calls: 2,
    failures: 1,
    inputTokens: 10,
    outputTokens: 5,
    cachedTokens: 1,
  };
  for (const day of ["2026-11-19", "2026-11-20", "2020-01-01"]) machine.store.modelCalls.add({ ...cost, day });
  const report = await get<Report>(machine, "/api/report?weeks=3");
  expect(report.model).toEqual([
    { ...cost, calls: 4, failures: 2, inputTokens: 20, outputTokens: 10, cachedTokens: 2 },
  ]);
});

test("what lies before the weeks asked for does not count, nor what another project did", async () => {
  const machine = openMachine();
  await threeWeeks(machine);
  const lately = await get<Report>(machine, "/api/report?weeks=1");
  expect(lately.total).toMatchObject({ learned: 0, repeated: 0, obeyed: 1, violated: 0 });
  const elsewhere = await get<Report>(machine, `/api/report?dir=${encodeURIComponent(scratchDir())}`);
  expect(elsewhere.total).toMatchObject({ learned: 0, obeyed: 0, given: 0 });
  expect(elsewhere.memories).toEqual([]);
});

test.each([
  [{ obeyed: 2, violated: 1, recorrected: 1 }, 3, "earns"],
  [{ obeyed: 1, violated: 1, recorrected: 1 }, 3, "ignored"],
  [{ obeyed: 0, violated: 0, recorrected: 0 }, 3, "unproved"],
  [{ obeyed: 0, violated: 0, recorrected: 0 }, 0, "unused"],
])("%o in %i sessions: %s", (counts, sessions, worth) => {
  expect(worthOf(counts, sessions)).toBe(worth);
});

test("relevance tells of a session what it was given, why, and what came of it", async () => {
  const machine = openMachine();
  const { dir, second, third } = await threeWeeks(machine);
  const latest = await get<Relevance>(machine, `/api/relevance?dir=${encodeURIComponent(dir)}`);
  expect(latest.sessionId).toBe(third.id);
  expect(latest.offers).toMatchObject([
    { memory: { text: "Use pnpm, not npm." }, outcomes: [{ verdict: "obeyed", evidence: "pnpm add hono" }] },
  ]);
  expect(latest.offers[0]?.injections.map(({ how }) => how)).toContain("brief");
  const earlier = await get<Relevance>(machine, `/api/relevance?session=${second.id}`);
  expect(earlier.offers[0]?.outcomes.map(({ verdict }) => verdict)).toEqual(["violated", "recorrected"]);
  expect((await machine.request("/api/relevance?session=nobody")).status).toBe(404);
});

test("at the terminal: figures, chart, page and JSON, and clear words where there is nothing", async () => {
  // The command line reads the system's clock.
  const clock = createTestClock(Date.now() - 15 * DAY_MS);
  const cli = cliOn({ clock });
  expect(await cli.ok("report")).toContain("nothing to report");
  expect(await cli.run(["relevance"])).toMatchObject({ code: 1, stderr: expect.stringContaining("Hint:") });
  mkdirSync(cli.home.dir, { recursive: true });
  const machine = openMachine({ home: cli.home, clock });
  await threeWeeks(machine);
  machine.store.close();
  const said = await cli.ok("report", "--all", "--weeks", "4");
  expect(said).toMatch(
    /50 % \(1 of 2 corrections[\s\S]*█+ 1 repeated, 0 new[\s\S]*\+1\/-1, said again 1 ×, 2 sessions: not kept to/,
  );
  expect((await cli.json("report", "--all", "--weeks", "4")) as Report).toMatchObject({ repeatedShare: 0.5 });
  const file = join(cli.dir, "report.html");
  await cli.ok("report", "--all", "--html", file);
  expect(readFileSync(file, "utf8")).toMatch(/^<!doctype html>[\s\S]*Use pnpm, not npm\.[\s\S]*<\/html>/);
  expect(readFileSync(file, "utf8")).not.toMatch(/<script|https?:\/\//);
  expect(await cli.ok("relevance", "--all")).toMatch(/Use pnpm, not npm\.[\s\S]*kept to .*pnpm add hono/);
  expect(await cli.run(["report", "--weeks", "0"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Hint:"),
  });
  expect(await cli.run(["report", "--html", join(cli.dir, "no/such/report.html")])).toMatchObject({ code: 2 });
});
