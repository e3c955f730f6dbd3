import { existsSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportLines } from "../../agent/transfer/export.ts";
import { importText } from "../../agent/transfer/import.ts";
import { MEMORY_CHANGES, MEMORY_KINDS, MEMORY_ORIGINS, MEMORY_STATES } from "../../sync/core/words.ts";
import { openStore, type Store } from "../../sync/store/open.ts";
import { createTestClock } from "../support/clock.ts";
import { converse } from "../support/conversation.ts";
import { openMachine } from "../support/machine.ts";
import { someMemory } from "../support/memory.ts";
import { scratchDir } from "../support/scratch.ts";

const clock = createTestClock();

const exported = async (store: Store, evidence: boolean): Promise<string> => {
  const parts: string[] = [];
  for await (const lines of exportLines({ store, clock }, { evidence })) parts.push(lines);
  return parts.join("");
};

const aTime = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const aText = fc.string({ unit: "binary", minLength: 1, maxLength: 60 });
const aProject = fc.record({
  n: fc.nat({ max: 6 }),
  name: fc.string({ unit: "grapheme" }),
  remote: fc.constantFrom(null, "example.org/a/b", "example.org/c/d"),
  capture: fc.boolean(),
  isPrivate: fc.boolean(),
});
const aMemory = fc.record({
  n: fc.nat({ max: 30 }),
  place: fc.nat(),
  kind: fc.constantFrom(...MEMORY_KINDS),
  state: fc.constantFrom(...MEMORY_STATES),
  origin: fc.constantFrom(...MEMORY_ORIGINS),
  text: aText,
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  isPrivate: fc.boolean(),
  supersededBy: fc.constantFrom(null, "ctx-0001", "ctx-0002"),
  createdAtMs: aTime,
  updatedAtMs: aTime,
  counts: fc.record({ injected: fc.nat(), helpful: fc.nat(), harmful: fc.nat(), lastInjectedAtMs: fc.option(aTime) }),
  changes: fc.array(
    fc.record({
      change: fc.constantFrom(...MEMORY_CHANGES),
      source: fc.constantFrom("turn:1", "turn:2", "told:x"),
      sessionId: fc.constantFrom(null, "s1"),
      quote: fc.option(aText),
      why: fc.constant("[]"),
      oldText: fc.option(aText),
      atMs: aTime,
    }),
    { maxLength: 3 },
  ),
});
const aLife = fc.record({
  projects: fc.uniqueArray(aProject, { selector: ({ n }) => n, maxLength: 4 }),
  memories: fc.uniqueArray(aMemory, { selector: ({ n }) => n, maxLength: 12 }),
});
type Life = typeof aLife extends fc.Arbitrary<infer T> ? T : never;

const lived = ({ projects, memories }: Life): Store => {
  const store = openStore(":memory:");
  for (const { n, name, remote, capture, isPrivate } of projects) {
    store.projects.add({ id: `p${n}`, key: `/code/${n}/.git`, name, remote, nowMs: n });
    store.projects.setCapture(`p${n}`, capture);
    store.projects.setPrivate(`p${n}`, isPrivate);
  }
  for (const { n, place, counts, changes, ...memory } of memories) {
    const id = `ctx-${String(n).padStart(4, "0")}`;
    const projectId =
      [null, null, ...projects.map((project) => `p${project.n}`)][place % (projects.length + 2)] ?? null;
    const scope = projectId !== null ? "project" : place % 2 === 0 ? "user" : "team";
    store.memories.add({ ...memory, id, scope, projectId });
    store.memories.countAtLeast(id, counts);
    for (const change of changes) store.memories.note({ ...change, memoryId: id });
  }
  return store;
};

describe("an export", () => {
  test.each([false, true])(
    "taken into an empty home and exported again is the same to the byte (evidence: %s)",
    async (evidence) => {
      await fc.assert(
        fc.asyncProperty(aLife, async (life) => {
          const [one, two] = [lived(life), openStore(":memory:")];
          const text = await exported(one, evidence);
          const { added, changed, unchanged, bad } = await importText({ store: two, clock }, text);
          expect({ added, changed, unchanged, bad }).toEqual({
            added: life.memories.length,
            changed: 0,
            unchanged: 0,
            bad: [],
          });
          expect(await exported(two, evidence)).toBe(text);
          one.close();
          two.close();
        }),
        { numRuns: 60 },
      );
    },
  );

  test("taken in twice, or at home, changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(aLife, async (life) => {
        const store = lived(life);
        const text = await exported(store, true);
        for (let again = 0; again < 2; again++) {
          const { added, changed, unchanged, bad } = await importText({ store, clock }, text);
          expect([added, changed, unchanged, bad]).toEqual([0, 0, life.memories.length, []]);
          expect(await exported(store, true)).toBe(text);
        }
        store.close();
      }),
      { numRuns: 30 },
    );
  });

  test("keeps the user's own words to itself unless they are asked for", async () => {
    const store = openStore(":memory:");
    store.memories.add(someMemory());
    store.memories.note({
      memoryId: "ctx-aaaa",
      change: "added",
      source: "turn:1",
      sessionId: "s1",
      quote: "MY OWN WORDS",
      why: "[]",
      oldText: null,
      atMs: 1,
    });
    expect(await exported(store, false)).not.toContain("MY OWN WORDS");
    expect(await exported(store, true)).toContain("MY OWN WORDS");
    store.close();
  });

  test("of many memories lists each once, in the order of their ids", async () => {
    const store = openStore(":memory:");
    for (let n = 0; n < 450; n++)
      store.memories.add(someMemory({ id: `ctx-${((n * 7919) % 10_000).toString().padStart(5, "0")}` }));
    const ids = [...(await exported(store, false)).matchAll(/"id":"(ctx-\d+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(450);
    expect(ids).toEqual([...ids].sort());
    store.close();
  });
});

const memoryLine = (changes: object = {}) => JSON.stringify({ type: "memory", ...someMemory(), ...changes });
const projectLine = (changes: object = {}) =>
  JSON.stringify({
    type: "project",
    id: "p1",
    key: "/code/shop/.git",
    name: "shop",
    remote: null,
    capture: true,
    private: false,
    ...changes,
  });

describe("an import", () => {
  const take = async (store: Store, ...lines: string[]) => importText({ store, clock }, lines.join("\n"));

  test("names a bad line by its number and takes the rest in", async () => {
    const store = openStore(":memory:");
    const lines = [
      '{"cairn":"export","version":1}',
      "",
      memoryLine(),
      "{",
      memoryLine({ id: "ctx-bbbb", kind: "opinion", confidence: 2 }),
      memoryLine({ id: "ctx-cccc", scope: "project", projectId: "p9" }),
      '{"type":"secret"}',
      memoryLine({ id: "nobody" }),
      memoryLine({ id: "ctx-dddd", extra: 1 }),
      '{"type":"change","memoryId":"ctx-zzzz","change":"added","source":"x","sessionId":null,"quote":null,"why":"[]","oldText":null,"atMs":1}',
      projectLine({ id: 'p1" OR "suser' }),
      memoryLine({ id: "ctx-eeee" }),
    ];
    const { added, bad } = await take(store, ...lines);
    expect(added).toBe(2);
    expect(bad.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    const problems = bad.map(({ problem }) => problem);
    expect(problems[0]).toBe("is not JSON");
    expect(problems[1]).toMatch(/kind: .*; confidence: /);
    for (const [i, named] of [
      "projectId",
      "neither an export's header",
      "id: is not a memory id",
      "extra",
      "memoryId",
      "id: is not a project id",
    ].entries())
      expect(problems[i + 2]).toContain(named);
    store.close();
  });

  test("of any text at all only names bad lines", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.constant(memoryLine()))),
        async (lines) => {
          const store = openStore(":memory:");
          const { added, bad } = await take(store, ...lines);
          expect(added).toBe(lines.includes(memoryLine()) ? 1 : 0);
          expect(bad.every(({ line }) => line >= 1 && line <= lines.join("\n").split("\n").length)).toBe(true);
          store.close();
        },
      ),
    );
  });

  test("takes the newer text, notes what it replaced, and lets an older one be", async () => {
    const store = openStore(":memory:");
    store.memories.add(someMemory({ text: "Use npm.", updatedAtMs: 5 }));
    expect(await take(store, memoryLine({ text: "Use yarn.", updatedAtMs: 4 }))).toMatchObject({ unchanged: 1 });
    expect(await take(store, memoryLine({ text: "Use pnpm.", updatedAtMs: 6 }))).toMatchObject({ changed: 1 });
    expect(store.memories.byId("ctx-aaaa")?.text).toBe("Use pnpm.");
    expect(store.memories.history("ctx-aaaa")).toMatchObject([{ change: "edited", oldText: "Use npm." }]);
    expect(store.search.anyOf(["pnpm"], { projectId: null, everyProject: false }, 9)).toHaveLength(1);
    store.close();
  });

  test("never moves a memory to another scope, and then changes nothing of it", async () => {
    const store = openStore(":memory:");
    store.memories.add(someMemory());
    const { bad } = await take(
      store,
      projectLine(),
      memoryLine({ scope: "project", projectId: "p1", helpful: 9, updatedAtMs: 9e15 }),
    );
    expect(bad).toMatchObject([{ line: 2, problem: expect.stringContaining("scope never changes") }]);
    expect(store.memories.byId("ctx-aaaa")).toEqual(someMemory());
    store.close();
  });

  test("knows a repository by its folder or its remote, and never takes one for another", async () => {
    const store = openStore(":memory:");
    store.projects.add({ id: "here1", key: "/code/shop/.git", name: "shop", remote: "example.org/a/shop", nowMs: 1 });
    store.projects.add({ id: "here2", key: "/code/blog/.git", name: "blog", remote: null, nowMs: 1 });
    const of = (id: string, project: object, memory: string) =>
      take(store, projectLine({ id, ...project }), memoryLine({ id: memory, scope: "project", projectId: id }));
    await of("there1", { key: "/home/b/shop/.git", remote: "example.org/a/shop" }, "ctx-0001");
    await of("there2", { key: "/code/blog/.git" }, "ctx-0002");
    await of("there3", { key: "/code/shop/.git", remote: "example.org/z/other" }, "ctx-0003");
    await of("there3", { key: "/code/shop/.git", remote: "example.org/z/other" }, "ctx-0003");
    const projectOf = (id: string) => store.memories.byId(id)?.projectId;
    expect(["ctx-0001", "ctx-0002", "ctx-0003"].map(projectOf)).toEqual(["here1", "here2", "there3"]);
    expect(store.projects.byId("here1")?.name).toBe("shop");
    expect(store.projects.all()).toHaveLength(3);
    store.close();
  });
});

test("over the API a machine's memory moves to another one whole, and is recalled there", async () => {
  const [one, two] = [openMachine(), openMachine()];
  const dir = scratchDir();
  const learn = { text: "Use pnpm instead of npm.", scope: "project", dir };
  await one.request("/api/memories", { method: "POST", body: JSON.stringify(learn) });
  const answer = await one.request("/api/export?evidence=true");
  expect(answer.headers.get("content-type")).toContain("application/x-ndjson");
  const text = await answer.text();
  const imported = await two.request("/api/import", { method: "POST", body: text.replaceAll("\n", "\r\n") });
  expect(await imported.json()).toEqual({ added: 1, changed: 0, unchanged: 0, bad: [] });
  expect(await (await two.request("/api/export?evidence=true")).text()).toBe(text);
  const brief = await two.ask(converse(two, dir).start());
  expect(brief?.hookSpecificOutput?.additionalContext).toContain("Use pnpm instead of npm. [ctx-");
  expect(existsSync(two.home.briefs) && readdirSync(two.home.briefs)).toContain("default");
});
