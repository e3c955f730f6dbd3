import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { briefName } from "../../sync/core/home.ts";
import { converse } from "../support/conversation.ts";
import { openMachine, type TestMachine } from "../support/machine.ts";
import { someMemory } from "../support/memory.ts";
import { scratchDir } from "../support/scratch.ts";
import { watched } from "../support/through.ts";

const begin = async (machine: TestMachine, dir: string): Promise<string> => {
  const session = converse(machine, dir);
  session.start();
  await machine.takeIn();
  await machine.work();
  return machine.store.sessions.byId(session.id)?.projectId ?? "";
};

const briefOf = (machine: TestMachine, dir: string): string[] =>
  readFileSync(join(machine.home.briefs, briefName(dir)), "utf8").split("\n");

const learn = (machine: TestMachine, dir: string, text: string, scope: "user" | "project") =>
  machine.request("/api/memories", { method: "POST", body: JSON.stringify({ text, scope, dir }) });

describe("the brief that a hook prints while the worker is away", () => {
  test("is what the worker would have answered, under the folder's name, its first line the folder itself", async () => {
    const machine = openMachine();
    const dir = scratchDir();
    await begin(machine, dir);
    expect(briefOf(machine, dir)).toEqual([dir, "", ""]);
    await learn(machine, dir, "Use pnpm instead of npm.", "project");
    const [first, second, ...rest] = briefOf(machine, dir);
    expect([first, rest]).toEqual([dir, [""]]);
    expect(second).toMatch(/^\{"hookSpecificOutput":\{"hookEventName":"SessionStart","additionalContext":"/);
    expect(JSON.parse(second ?? "")).toEqual(await machine.ask(converse(machine, dir).start()));
    const file = statSync(join(machine.home.briefs, briefName(dir)));
    expect(file.mode & 0o777).toBe(0o600);
  });

  test("is made for every folder that sessions of the project began in, and for projects never seen", async () => {
    const machine = openMachine();
    const dir = scratchDir();
    mkdirSync(join(dir, "sub"));
    const main = await begin(machine, dir);
    await learn(machine, dir, "Only in this project.", "project");
    await learn(machine, dir, "Everywhere.", "user");
    converse(machine, join(dir, "sub"), "s2").start();
    machine.store.projects.addDir(join(dir, "sub"), main, machine.clock.now());
    await learn(machine, dir, "One more.", "project");
    for (const place of [dir, join(dir, "sub")]) expect(briefOf(machine, place)[1]).toContain("Only in this project.");
    const [owner, text] = readFileSync(join(machine.home.briefs, "default"), "utf8").split("\n");
    expect(owner).toBe("default");
    expect(text).toContain("Everywhere.");
    expect(text).not.toContain("Only in this project.");
  });

  test("follows a lesson by itself", async () => {
    const machine = openMachine();
    const dir = scratchDir();
    await begin(machine, dir);
    const session = converse(machine, dir);
    session.prompt("Add a date library");
    session.tool("Bash", { command: "npm install dayjs" });
    session.stop("I installed dayjs with npm.");
    session.prompt("No, always use pnpm instead of npm in this repo.");
    await machine.takeIn();
    await machine.work();
    expect(briefOf(machine, dir)[1]).toContain("pnpm");
  });

  test("says nothing any more of what was forgotten, in any project", async () => {
    const machine = openMachine();
    const dirs = [scratchDir(), scratchDir()];
    for (const dir of dirs) await begin(machine, dir);
    const response = await learn(machine, dirs[0] ?? "", "Everywhere, but wrong.", "user");
    const { memory } = (await response.json()) as { memory: { id: string } };
    for (const dir of dirs) await begin(machine, dir);
    for (const dir of dirs) expect(briefOf(machine, dir)[1]).toContain("wrong");
    await machine.request(`/api/memories/${memory.id}/forget`, { method: "POST" });
    for (const dir of [...dirs, "default"]) expect(briefOf(machine, dir)[1]).toBe("");
  });

  test("is not written again when nothing has changed", async () => {
    const machine = openMachine();
    const dir = scratchDir();
    await begin(machine, dir);
    const before = statSync(join(machine.home.briefs, briefName(dir))).ino;
    await begin(machine, dir);
    expect(statSync(join(machine.home.briefs, briefName(dir))).ino).toBe(before);
  });

  test("has the longest name a file can have, and none where that is not enough", async () => {
    const machine = openMachine();
    const [fits, long] = [`/${"a".repeat(254)}`, `/${"ü".repeat(127)}a`];
    for (const dir of [fits, long]) await begin(machine, dir);
    expect(machine.store.jobs.counts()).toMatchObject({ retrying: 0, dead: 0 });
    expect(readdirSync(machine.home.briefs).sort()).toEqual([briefName(fits), "default"].sort());
    expect((await learn(machine, long, "A lesson in a long place.", "project")).status).toBe(201);
  });

  test("is for no folder that a hook could not name, and such a folder harms nothing", async () => {
    const machine = openMachine();
    for (const dir of ["..", ".", "relative/x", '/a\n{"hookSpecificOutput":1}', "/a\0b", "default", ""])
      await begin(machine, dir);
    expect(machine.store.jobs.counts()).toMatchObject({ retrying: 0, dead: 0 });
    expect(readdirSync(machine.home.briefs)).toEqual(["default"]);
  });

  test("of two folders with one name belongs to the one that was there last, and says so", async () => {
    const machine = openMachine();
    await begin(machine, "/x/a-b");
    await begin(machine, "/x/a/b");
    expect(readFileSync(join(machine.home.briefs, "-x-a-b"), "utf8").split("\n")[0]).toBe("/x/a/b");
  });

  test("is empty where recall is off", async () => {
    const machine = openMachine();
    const dir = scratchDir();
    const project = await begin(machine, dir);
    machine.store.memories.add(someMemory({ projectId: project }));
    machine.configure({ recall: { enabled: false } });
    await begin(machine, dir);
    expect(briefOf(machine, dir)).toEqual([dir, "", ""]);
  });
});

describe("an offer for the next tool call", () => {
  const offerOf = (machine: TestMachine, session: string): string | null => {
    const file = join(machine.home.offers, `${session}.json`);
    return existsSync(file) ? readFileSync(file, "utf8") : null;
  };

  test("lies ready for other sessions at work in the project, not for the one that taught it", async () => {
    const machine = openMachine();
    const [dir, elsewhere] = [scratchDir(), scratchDir()];
    for (const [id, place] of [
      ["taught", dir],
      ["other", dir],
      ["far", elsewhere],
    ] as const)
      converse(machine, place, id).start();
    await machine.takeIn();
    await machine.work();
    const session = converse(machine, dir, "taught");
    await machine.clock.pass(1_000);
    session.prompt("Add a date library");
    session.tool("Bash", { command: "npm install dayjs" });
    session.stop("I installed dayjs with npm.");
    session.prompt("No, always use pnpm instead of npm in this repo.");
    await machine.takeIn();
    await machine.work();
    expect([offerOf(machine, "taught"), offerOf(machine, "far")]).toEqual([null, null]);
    const line = offerOf(machine, "other") ?? "";
    expect(line).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(line)).toMatchObject({ hookSpecificOutput: { hookEventName: "PreToolUse" } });
    expect(line).toContain("pnpm");
  });

  test("holds what was not fetched yet too, and goes with the session", async () => {
    const machine = openMachine();
    const dir = scratchDir();
    const session = converse(machine, dir, "s1");
    session.start();
    await machine.takeIn();
    for (const text of ["Use pnpm instead of npm.", "Deploy with the release script."])
      await learn(machine, dir, text, "project");
    expect(offerOf(machine, "s1")).toMatch(/pnpm.*release script/);
    session.end();
    await machine.takeIn();
    expect(offerOf(machine, "s1")).toBeNull();
  });

  test("is made for nobody who has been silent for long or has a name that is none of a file", async () => {
    const machine = openMachine();
    const dir = scratchDir();
    for (const id of ["old", "../x", "a b", "x".repeat(65)])
      machine.spool(
        { session_id: id, hook_event_name: "SessionStart", cwd: dir, source: "startup" },
        { nameless: true },
      );
    await machine.takeIn();
    await machine.clock.pass(31 * 60_000);
    machine.spool({ session_id: "x".repeat(65), hook_event_name: "Stop", cwd: dir }, { nameless: true });
    await machine.takeIn();
    expect((await learn(machine, dir, "Use pnpm instead of npm.", "project")).status).toBe(201);
    expect(existsSync(machine.home.offers) ? readdirSync(machine.home.offers) : []).toEqual([]);
  });
});

test("each brief is read and written in one step, so that no other process writes back what was forgotten meanwhile", async () => {
  let depth = 0;
  const reads: number[] = [];
  const machine = openMachine({
    through: (store) =>
      watched(store, {
        before: (call) => {
          if (call === "atomically") depth++;
          if (call === "memories.applicable") reads.push(depth);
        },
        after: (call) => {
          if (call === "atomically") depth--;
        },
      }),
  });
  const dir = scratchDir();
  await begin(machine, dir);
  await learn(machine, dir, "Use pnpm instead of npm.", "project");
  expect(reads.length).toBeGreaterThan(0);
  expect(reads.every((at) => at > 0)).toBe(true);
});
