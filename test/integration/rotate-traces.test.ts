import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sweep } from "../../agent/maintain/rotate.ts";
import { rotateTraces } from "../../agent/maintain/rotate-traces.ts";
import { defaultConfig } from "../../sync/core/config.ts";
import { CALLS_TELLING } from "../../sync/store/tool-uses.ts";
import { openMachine } from "../support/machine.ts";
import { someMemory } from "../support/memory.ts";

const DAY_MS = 86_400_000;
const PROJECT = "prj-1";

/** A machine with one project, and what can be done in it some days ago. */
const past = () => {
  const machine = openMachine();
  const { store, clock } = machine;
  store.projects.add({ id: PROJECT, key: "/p/.git", name: "p", remote: null, nowMs: clock.now() });
  const ago = (days: number): number => clock.now() - days * DAY_MS;
  const session = (id: string, days: number, calls: number, { isSummedUp = true } = {}): number => {
    const atMs = ago(days);
    store.sessions.seen({ id, projectId: PROJECT, dir: "/p", atMs });
    const turnId = store.turns.open({ sessionId: id, promptId: null, prompt: "go on", atMs });
    for (let n = 0; n < calls; n++)
      store.toolUses.save({
        sessionId: id,
        toolUseId: `t${n}`,
        turnId,
        tool: "Read",
        summary: `a${n}.ts`,
        inputDigest: "x",
        files: [`/p/a${n}.ts`],
        outcome: "ok",
        error: null,
        userModified: false,
        durationMs: 1,
        agentId: null,
        agentType: null,
        atMs,
      });
    store.lineage.addFile(PROJECT, `${id}.ts`, turnId);
    store.lineage.addFile(PROJECT, `${id}.yaml`, turnId);
    if (isSummedUp) store.sessions.summarise({ sessionId: id, text: "Asked: go on.", facts: "{}", atMs });
    return turnId;
  };
  const chain = (id: string, name: string, days: readonly number[], file = "src/cart.ts"): void => {
    const of = { kind: "function", owner: "", language: "TypeScript", body: "x", removedAtMs: null } as const;
    store.lineage.save({ id, projectId: PROJECT, name, file, ...of });
    for (const [n, day] of days.entries())
      store.lineage.addStep({
        patternId: id,
        change: n === 0 ? "created" : "used",
        sessionId: "s",
        turnId: 1,
        toolUseId: `${id}-${n}`,
        file,
        why: "go on",
        atMs: ago(day),
      });
  };
  const rotate = () => rotateTraces({ store, clock, limits: defaultConfig.events });
  return { machine, store, clock, session, chain, rotate };
};

describe("the rotation of lineage", () => {
  test("a chain goes with all its steps when the last thing happened to it long ago, and no sooner", async () => {
    const { store, chain, rotate } = past();
    chain("p1", "total", [400, 181]);
    chain("p2", "round", [400, 179]);
    expect(await rotate()).toEqual({ chains: 1, calls: 0 });
    expect(store.lineage.byId("p1")).toBeUndefined();
    expect(store.lineage.steps("p1")).toEqual([]);
    expect(store.lineage.isTraced("s", "p1-1")).toBe(false);
    expect(store.lineage.steps("p2")).toHaveLength(2);
    expect(await rotate()).toEqual({ chains: 0, calls: 0 });
  });

  test("one that a living memory of its place names stays, by its name or by its file", async () => {
    const { store, chain, rotate } = past();
    chain("p1", "total", [400]);
    chain("p2", "round", [400], "src/money.ts");
    chain("p3", "gone", [400], "src/gone.ts");
    chain("p4", "foreign", [400], "src/foreign.ts");
    const of = { scope: "project", projectId: PROJECT } as const;
    store.memories.add(someMemory({ id: "m1", text: "Call `total` with cents.", ...of }));
    store.memories.add(someMemory({ id: "m2", text: "Keep src/money.ts free of floats.", state: "proposed", ...of }));
    store.memories.add(someMemory({ id: "m3", text: "Call `gone` first.", state: "forgotten", ...of }));
    store.projects.add({ id: "prj-2", key: "/q/.git", name: "q", remote: null, nowMs: 1 });
    store.memories.add(someMemory({ id: "m4", text: "Call `foreign` first.", scope: "project", projectId: "prj-2" }));
    expect(await rotate()).toEqual({ chains: 2, calls: 0 });
    expect(["p1", "p2", "p3", "p4"].map((id) => store.lineage.byId(id) !== undefined)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test("more than a slice of them goes, too, and others get their turn in between", async () => {
    const { store, clock, chain } = past();
    for (let n = 0; n < 450; n++) chain(`p${n}`, `f${n}`, [n % 3 === 0 ? 10 : 200]);
    let breaths = 0;
    const breathe = async () => {
      breaths++;
    };
    const deps = { store, clock: { ...clock, breathe }, limits: defaultConfig.events };
    expect((await rotateTraces(deps)).chains).toBe(300);
    expect(store.lineage.byId("p0")).toBeDefined();
    expect(store.lineage.byId("p449")).toBeUndefined();
    expect(breaths).toBeGreaterThanOrEqual(2);
  });
});

describe("the rotation of tool calls", () => {
  test("the calls of an old session go once later ones tell enough of where the work is; all else of it stays", async () => {
    const { store, session, rotate } = past();
    const turnId = session("old", 200, 700);
    session("new", 10, CALLS_TELLING);
    const before = store.toolUses.filesOfProject(PROJECT);
    expect(await rotate()).toEqual({ chains: 0, calls: 700 });
    expect(store.toolUses.ofSession("old")).toEqual([]);
    expect(store.lineage.changesWith(PROJECT, ["old.ts"])).toEqual([]);
    expect(store.toolUses.ofSession("new")).toHaveLength(CALLS_TELLING);
    expect(store.lineage.changesWith(PROJECT, ["new.ts"])).toEqual([["new.ts", "new.yaml"]]);
    expect(store.toolUses.filesOfProject(PROJECT)).toEqual(before);
    expect(store.turns.byId(turnId)?.prompt).toBe("go on");
    expect(store.sessions.summary("old")).toBe("Asked: go on.");
  });

  test.each<[string, number, number, boolean]>([
    ["was heard of not so long ago", 179, CALLS_TELLING, true],
    ["is among the last of its project", 200, CALLS_TELLING - 1, true],
    ["is not summed up yet", 200, CALLS_TELLING, false],
  ])("those of a session stay that %s", async (_name, days, later, isSummedUp) => {
    const { store, session, rotate } = past();
    session("old", days, 5, { isSummedUp });
    session("new", 10, later);
    expect(await rotate()).toEqual({ chains: 0, calls: 0 });
    expect(store.toolUses.ofSession("old")).toHaveLength(5);
  });

  test("what was given and what came of it stays, since reports count it over years", async () => {
    const { machine, store, clock, session, rotate } = past();
    const turnId = session("old", 200, 5);
    session("new", 10, CALLS_TELLING);
    store.memories.add(someMemory({ id: "m1", projectId: null, scope: "user" }));
    const atMs = clock.now() - 200 * DAY_MS;
    store.injections.add({ sessionId: "old", memoryIds: ["m1"], how: "brief", eventId: null, agentId: null, atMs });
    store.outcomes.add({ memoryId: "m1", turnId, verdict: "obeyed", sessionId: "old", evidence: "x", atMs });
    const shown = async (path: string) => (await machine.request(path)).json();
    const ask = async () => [await shown("/api/report?weeks=60"), await shown("/api/memories/m1")];
    const before = await ask();
    expect(await rotate()).toEqual({ chains: 0, calls: 5 });
    expect(await ask()).toEqual(before);
    expect(store.injections.ofMemory("m1", 9)).toHaveLength(1);
    expect(store.outcomes.counts("m1").obeyed).toBe(1);
  });
});

test("the nightly sweep takes old traces with it, as long after as is set", async () => {
  const { machine, store, clock, chain } = past();
  chain("p1", "total", [100]);
  const rotation = { store, home: machine.home, clock, limits: { ...defaultConfig.events, traceDays: 90 } };
  mkdirSync(machine.home.archive, { recursive: true });
  await sweep({ ...rotation, limits: defaultConfig.events });
  expect(store.lineage.byId("p1")).toBeDefined();
  await sweep(rotation);
  expect(store.lineage.byId("p1")).toBeUndefined();
});
