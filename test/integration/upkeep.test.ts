import { describe, expect, test } from "vitest";
import { cleanUp } from "../../agent/learn/upkeep/cleanup.ts";
import { tune } from "../../agent/learn/upkeep/tune.ts";
import { seededRandom } from "../../sync/core/random.ts";
import type { CountedMemory } from "../../sync/core/words.ts";
import { openStore, type Store } from "../../sync/store/open.ts";
import { type Cli, cliOn } from "../support/cli.ts";
import { START_MS } from "../support/clock.ts";
import { openMachine } from "../support/machine.ts";
import { someMemory } from "../support/memory.ts";

const DAY_MS = 86_400_000;

const add = (store: Store, id: string, text: string, changes: Partial<CountedMemory> = {}): void => {
  store.memories.add(someMemory({ id, text, ...changes }));
};
const violated = (store: Store, memoryId: string, turnId: number, atMs: number): void => {
  store.outcomes.add({ memoryId, turnId, verdict: "violated", sessionId: "s1", evidence: "npm ci", atMs });
};

/** A store of its own, the time on it, and what tuning and cleaning up need. */
const opened = () => {
  const { store, clock, home } = openMachine();
  return { store, clock, home, deps: { store, clock, random: seededRandom(1) } };
};
const lived = (store: Store, id: string) => {
  const { state, supersededBy, confidence } = store.memories.byId(id) ?? {};
  return { state, supersededBy, confidence };
};
const changesOf = (store: Store, id: string): string[] => store.memories.history(id).map(({ change }) => change);

describe("tuning", () => {
  test("shows what it would do, and does it with a line of history only when asked to", async () => {
    const { store, clock, deps } = opened();
    add(store, "ctx-a", "Use pnpm, not npm.", { confidence: 0.6 });
    violated(store, "ctx-a", 1, START_MS);
    const before = store.memories.byId("ctx-a");
    expect(await tune(deps, { apply: false })).toMatchObject([{ id: "ctx-a", change: "rise", memory: before }]);
    expect(store.memories.byId("ctx-a")).toEqual(before);
    expect(changesOf(store, "ctx-a")).toEqual([]);
    await clock.pass(1_000);
    await tune(deps, { apply: true });
    expect(store.memories.byId("ctx-a")).toEqual({ ...before, confidence: expect.closeTo(0.68) });
    const [line] = store.memories.history("ctx-a");
    expect(line).toMatchObject({ change: "tuned", oldText: null, atMs: START_MS + 1_000 });
    expect(JSON.parse(line?.why ?? "")).toEqual({
      rise: "it was violated once although it was known",
      confidence: "0.60 → 0.68",
    });
  });

  test("counts each violation once", async () => {
    const { store, clock, deps } = opened();
    add(store, "ctx-a", "Use pnpm, not npm.", { confidence: 0.6 });
    violated(store, "ctx-a", 1, START_MS);
    await clock.pass(1_000);
    expect(await tune(deps, { apply: true })).toHaveLength(1);
    expect(await tune(deps, { apply: true })).toEqual([]);
    violated(store, "ctx-a", 2, clock.now() + 1);
    await clock.pass(1_000);
    expect(await tune(deps, { apply: true })).toHaveLength(1);
  });

  test("tells sayings by the sessions they were in", async () => {
    const { store, deps } = opened();
    add(store, "ctx-a", "Run `make gen` after changing the schema.", { state: "proposed", origin: "reflection" });
    const say = (sessionId: string, turn: number) =>
      store.memories.note({
        memoryId: "ctx-a",
        change: "reinforced",
        source: `turn:${turn}`,
        sessionId,
        quote: null,
        why: "[]",
        oldText: null,
        atMs: START_MS,
      });
    for (const [turn, session] of ["s1", "s1", "s2"].entries()) say(session, turn);
    expect(await tune(deps, { apply: true })).toEqual([]);
    say("s3", 9);
    expect(await tune(deps, { apply: true, only: ["rise", "fade"] })).toEqual([]);
    expect(await tune(deps, { apply: true })).toMatchObject([{ change: "promote" }]);
    expect(lived(store, "ctx-a").state).toBe("trusted");
  });

  test("reaches every memory, also beyond the first page", async () => {
    const { store, clock, deps } = opened();
    for (let n = 0; n < 620; n++) add(store, `ctx-${n}`, `Use tool${n}.`, { state: n % 31 ? "trusted" : "forgotten" });
    clock.set(START_MS + 400 * DAY_MS);
    expect(await tune(deps, { apply: true })).toHaveLength(600);
  });

  test("happens by itself each night, without promoting or forgetting anything", async () => {
    const { store, clock, queue, work } = openMachine();
    add(store, "ctx-idle", "Use pnpm, not npm.", { lastInjectedAtMs: START_MS });
    add(store, "ctx-same", "Always use pnpm, not npm.");
    add(store, "ctx-guess", "Use tabs.", { state: "proposed", confidence: 0.3 });
    clock.set(START_MS + 300 * DAY_MS);
    queue.add({ kind: "maintain.nightly", subject: "home", projectId: null, dedupeKey: "n" });
    await work();
    expect(store.jobs.counts()).toMatchObject({ dead: 0, retrying: 0 });
    expect(lived(store, "ctx-idle").confidence).toBeLessThan(0.8);
    expect(["ctx-idle", "ctx-same", "ctx-guess"].map((id) => lived(store, id).state)).toEqual([
      "trusted",
      "trusted",
      "proposed",
    ]);
    expect(changesOf(store, "ctx-idle")).toEqual(["tuned"]);
  });
});

describe("cleaning up", () => {
  const doubles = (store: Store): void => {
    add(store, "ctx-a", "Use pnpm.", { helpful: 2, confidence: 0.95, isPrivate: true });
    store.memories.vote("ctx-a", 2, 1);
    add(store, "ctx-b", "Use pnpm, not npm.", { confidence: 0.7 });
    add(store, "ctx-c", "Nutze immer pnpm.");
    add(store, "ctx-d", "Use tabs in Makefiles.");
  };

  test("shows what it would do, and does it only when asked to", async () => {
    const { store, deps } = opened();
    doubles(store);
    const planned = await cleanUp(deps, { apply: false });
    expect(planned.map(({ id, into }) => [id, into])).toEqual([
      ["ctx-a", "ctx-b"],
      ["ctx-c", "ctx-b"],
    ]);
    expect(lived(store, "ctx-a").state).toBe("trusted");
    expect(await cleanUp(deps, { apply: true })).toEqual(planned);
    expect(await cleanUp(deps, { apply: true })).toEqual([]);
  });

  test("what goes says what took its place, and that takes over its worth and its privacy", async () => {
    const { store, deps } = opened();
    doubles(store);
    await cleanUp(deps, { apply: true });
    expect(lived(store, "ctx-a")).toMatchObject({ state: "superseded", supersededBy: "ctx-b" });
    expect(store.memories.byId("ctx-b")).toMatchObject({ confidence: 0.95, helpful: 2, harmful: 1, isPrivate: true });
    expect(store.memories.history("ctx-a")).toMatchObject([{ change: "superseded", oldText: "Use pnpm." }]);
    expect(changesOf(store, "ctx-b")).toEqual(["merged", "merged"]);
    expect(lived(store, "ctx-d").state).toBe("trusted");
  });

  test("never mixes places", async () => {
    const { store, deps } = opened();
    for (const id of ["p1", "p2"]) store.projects.add({ id, key: `/${id}`, name: id, remote: null, nowMs: 1 });
    add(store, "ctx-a", "Use pnpm.");
    for (const projectId of ["p1", "p2"]) add(store, `ctx-${projectId}`, "Use pnpm.", { projectId });
    expect(await cleanUp(deps, { apply: true })).toEqual([]);
  });

  test("nothing goes into what goes itself", async () => {
    const { store, deps } = opened();
    const texts = ["Run the tests and the linter before committing.", "Run the tests before committing."];
    add(store, "ctx-a", texts[1] ?? "");
    add(store, "ctx-b", "Run the tests and the linter and the build before committing.");
    add(store, "ctx-c", texts[0] ?? "");
    for (let n = 0; n < 3; n++) await cleanUp(deps, { apply: true });
    expect(lived(store, "ctx-b").state).toBe("trusted");
    for (const id of ["ctx-a", "ctx-c"]) {
      const { state, supersededBy } = lived(store, id);
      expect(state).toBe("superseded");
      expect(["ctx-b", "ctx-c"]).toContain(supersededBy);
    }
  });

  test("what takes something in stays for it, though it has faded itself", async () => {
    const { store, clock, deps } = opened();
    add(store, "ctx-a", "Use pnpm.", { confidence: 0.7 });
    add(store, "ctx-b", "Use pnpm, not npm.", { confidence: 0.31 });
    clock.set(START_MS + 300 * DAY_MS);
    expect(await cleanUp(deps, { apply: true })).toMatchObject([{ id: "ctx-a", into: "ctx-b" }]);
    expect(lived(store, "ctx-b")).toMatchObject({ state: "trusted", confidence: 0.7 });
  });

  test("forgets what has faded and was never of use, and says so", async () => {
    const { store, clock, deps } = opened();
    add(store, "ctx-a", "Use tabs.", { confidence: 0.31 });
    add(store, "ctx-b", "Use pnpm.", { confidence: 0.31, helpful: 1 });
    store.memories.vote("ctx-b", 1, 0);
    clock.set(START_MS + 300 * DAY_MS);
    expect(await cleanUp(deps, { apply: true })).toMatchObject([{ id: "ctx-a", change: "forget", stays: null }]);
    expect(lived(store, "ctx-a").state).toBe("forgotten");
    const [line] = store.memories.history("ctx-a");
    expect(JSON.parse(line?.why ?? "").cleanup).toMatch(/^it has faded to 0\.31/);
  });
});

/** What it does on a home with these memories, with no worker. */
const withMemories = async (fill: (store: Store) => void): Promise<Cli> => {
  const cli = cliOn();
  await cli.ok("learn", "--scope", "user", "Always write British English");
  const store = openStore(cli.home.database);
  fill(store);
  store.close();
  return cli;
};

describe("on the command line", () => {
  test("cairn tune shows the reasons, and changes something only with --apply", async () => {
    const cli = await withMemories((store) => {
      add(store, "ctx-a", "Use pnpm, not npm.", { confidence: 0.6 });
      violated(store, "ctx-a", 1, 1);
    });
    const { stdout, stderr } = await cli.run(["tune"]);
    expect(stdout).toBe(
      "ctx-a  rises, 0.60 → 0.68: it was violated once although it was known\n  Use pnpm, not npm.\n",
    );
    expect(stderr).toContain("Nothing is changed yet: `cairn tune --apply` changes 1 memory.");
    expect(await cli.json("tune")).toMatchObject([{ memory: { id: "ctx-a" }, change: "rise", projectName: null }]);
    expect((await cli.run(["tune", "--apply"])).stderr).toContain("1 memory tuned.");
    expect(await cli.ok("tune")).toContain("Every memory is as sure as it should be.");
    expect(await cli.ok("why", "ctx-a")).toMatch(/tuned .*\n.*rise it was violated once/);
  });

  test("cairn cleanup shows what would go and into what, and does it only with --apply", async () => {
    const cli = await withMemories((store) => {
      add(store, "ctx-a", "Use pnpm.");
      add(store, "ctx-b", "Use pnpm, not npm.");
    });
    const { stdout, stderr } = await cli.run(["cleanup"]);
    expect(stdout).toBe(
      "ctx-a  goes into ctx-b: it is a part of the other\n  Use pnpm.\n  stays: Use pnpm, not npm.\n",
    );
    expect(stderr).toContain("Nothing is changed yet: `cairn cleanup --apply`");
    expect(await cli.json("cleanup")).toMatchObject([
      { change: "merge", memory: { id: "ctx-a" }, stays: { id: "ctx-b" } },
    ]);
    expect((await cli.run(["cleanup", "--apply"])).stderr).toContain("1 memory cleaned up.");
    expect(await cli.ok("cleanup")).toContain("There is nothing to clean up.");
    expect(await cli.json("memories", "--all", "--state", "superseded")).toMatchObject([{ id: "ctx-a" }]);
    expect(await cli.ok("why", "ctx-a")).toContain("superseded by ctx-b");
  });

  test.each(["tune", "cleanup"])(
    "cairn %s on a machine that has learned nothing has nothing to do",
    async (command) => {
      const cli = cliOn();
      expect(await cli.json(command)).toEqual([]);
      expect((await cli.run([command, "--aply"])).code).toBe(2);
    },
  );
});
