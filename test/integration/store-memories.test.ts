import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { termsOf } from "../../sync/core/terms.ts";
import { MEMORY_STATES, type Memory, type MemoryChange } from "../../sync/core/words.ts";
import { openStore, type Store } from "../../sync/store/open.ts";
import { someMemory } from "../support/memory.ts";
import { scratchDir, scratchStore } from "../support/scratch.ts";

/** A number as one word. */
const lettersOf = (n: number): string => `q${[...String(n)].map((digit) => "bcdfghjklm"[Number(digit)]).join("")}`;

const addProjects = (store: Store, ...ids: string[]): void => {
  for (const id of ids) store.projects.add({ id, key: `/${id}`, name: id, remote: null, nowMs: 1 });
};

const aChange = (changes: Partial<MemoryChange> = {}): MemoryChange => ({
  memoryId: "ctx-aaaa",
  change: "added",
  source: "turn:1",
  sessionId: "s1",
  quote: "use pnpm",
  why: "[]",
  oldText: null,
  atMs: 1,
  ...changes,
});

describe("a memory", () => {
  test("comes back as it was added, with its counts", () => {
    const store = scratchStore();
    addProjects(store, "p1");
    const memory = someMemory({ projectId: "p1", isPrivate: true, confidence: 1 / 3, text: 'it\'s "quoted"\n\0 🎉' });
    expect(store.memories.add(memory)).toBe(true);
    expect(store.memories.add({ ...memory, text: "another" })).toBe(false);
    expect(store.memories.byId(memory.id)).toEqual(memory);
    store.memories.vote(memory.id, 2, 1);
    store.memories.countAtLeast(memory.id, { injected: 5, helpful: 1, harmful: 3, lastInjectedAtMs: 7 });
    store.memories.countAtLeast(memory.id, { injected: 4, helpful: 0, harmful: 0, lastInjectedAtMs: null });
    expect(store.memories.byId(memory.id)).toEqual({
      ...memory,
      injected: 5,
      helpful: 2,
      harmful: 3,
      lastInjectedAtMs: 7,
    });
  });

  test("never changes its scope or project, whoever tries", () => {
    const file = join(scratchDir(), "cairn.db");
    const store = scratchStore(file);
    addProjects(store, "p1", "p2");
    const memory = someMemory({ projectId: "p1" });
    store.memories.add(memory);
    const sql = new Database(file);
    for (const change of [
      "scope = 'user', project_id = null",
      "project_id = 'p2'",
      "scope = 'team', project_id = null",
    ])
      expect(() => sql.prepare(`update memory set ${change}`).run()).toThrow("the scope of a memory never changes");
    sql.close();
    store.memories.save({ ...memory, scope: "user", projectId: null, text: "Use npm." });
    expect(store.memories.byId(memory.id)).toMatchObject({ scope: "project", projectId: "p1", text: "Use npm." });
  });

  test("names a project exactly when its scope is that project, and one there is", () => {
    const store = scratchStore();
    addProjects(store, "p1");
    for (const wrong of [
      { scope: "project", projectId: null },
      { scope: "user", projectId: "p1" },
      { scope: "project", projectId: "p9" },
    ] as const)
      expect(() => store.memories.add({ ...someMemory(), ...wrong })).toThrow(/CHECK|FOREIGN KEY/);
  });

  test("has each cause once: said twice by one turn counts once", () => {
    const store = scratchStore();
    expect(store.memories.note(aChange())).toBe(true);
    expect(store.memories.note(aChange({ quote: "other words", atMs: 2 }))).toBe(false);
    expect(store.memories.note(aChange({ source: "turn:2" }))).toBe(true);
    expect(store.memories.note(aChange({ change: "reinforced" }))).toBe(true);
    expect(store.memories.history("ctx-aaaa").map(({ source, change }) => `${change} ${source}`)).toEqual([
      "added turn:1",
      "added turn:2",
      "reinforced turn:1",
    ]);
    expect(store.memories.causedBy("turn:1")).toHaveLength(2);
    expect(store.memories.taughtIn("s1")).toEqual(["ctx-aaaa"]);
  });

  test("applies to its own project, those of the person and the team to all", () => {
    const store = scratchStore();
    addProjects(store, "p1", "p2");
    const all = [
      someMemory({ id: "ctx-mine", projectId: "p1" }),
      someMemory({ id: "ctx-other", projectId: "p2" }),
      someMemory({ id: "ctx-user" }),
      { ...someMemory({ id: "ctx-team" }), scope: "team" as const },
      someMemory({ id: "ctx-guess", state: "proposed" }),
      someMemory({ id: "ctx-unsure", confidence: 0.2 }),
    ];
    for (const memory of all) store.memories.add(memory);
    const applicable = (projectId: string | null) =>
      store.memories.applicable({ projectId, minConfidence: 0.5, minHelpful: 2, limit: 9 }).map(({ id }) => id);
    expect(applicable("p1")).toEqual(["ctx-mine", "ctx-team", "ctx-user"]);
    expect(applicable(null)).toEqual(["ctx-team", "ctx-user"]);
    store.memories.vote("ctx-unsure", 2, 0);
    expect(applicable(null)).toContain("ctx-unsure");
  });
});

const PLACES = [
  { scope: "user", projectId: null },
  { scope: "team", projectId: null },
  { scope: "project", projectId: "p1" },
  { scope: "project", projectId: "p2" },
] as const;
const WORDS = ["pnpm", "npm", "Yarn", "deployment", "suser", "pp1", "p1", "設定変更", "parseHttp", "the", "naïve", "ﬃ"];
const aText = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 }).map((words) => words.join(" "));

type Step = { readonly n: number; readonly text: string; readonly state: Memory["state"]; readonly place: number };
const aStep: fc.Arbitrary<Step> = fc.record({
  n: fc.nat({ max: 5 }),
  text: aText,
  state: fc.constantFrom(...MEMORY_STATES),
  place: fc.nat({ max: PLACES.length - 1 }),
});

describe("search", () => {
  const find = (store: Store, text: string, projectId: string | null, everyProject = false): string[] =>
    store.search
      .anyOf(termsOf(text), { projectId, everyProject }, 500)
      .map(({ memory }) => memory.id)
      .sort();

  test("stays in step with the rows, whatever is added and changed, and never leaves its place", () => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 25, size: "max" }), (steps) => {
        const store = openStore(":memory:");
        addProjects(store, "p1", "p2");
        const model = new Map<string, Memory>();
        for (const { n, text, state, place } of steps) {
          const id = `ctx-000${n}`;
          const known = model.get(id);
          const memory = someMemory({
            id,
            text,
            state,
            ...(known ?? PLACES[place]),
            ...(known ? { text, state } : {}),
          });
          if (known) store.memories.save(memory);
          else store.memories.add(memory);
          model.set(id, memory);
        }
        const living = [...model.values()].filter(({ state }) => state === "trusted" || state === "proposed");
        for (const word of WORDS) {
          const holding = living.filter(({ text }) => termsOf(text).some((term) => termsOf(word).includes(term)));
          const of = (wanted: (memory: Memory) => boolean) =>
            holding
              .filter(wanted)
              .map(({ id }) => id)
              .sort();
          expect(find(store, word, "p1"), word).toEqual(of(({ projectId }) => projectId !== "p2"));
          expect(find(store, word, null), word).toEqual(of(({ projectId }) => projectId === null));
          expect(find(store, word, null, true), word).toEqual(of(() => true));
        }
        for (const term of new Set(WORDS.flatMap(termsOf))) {
          const standing = living.filter(({ text }) => termsOf(text).includes(term)).length;
          // A scope's own name stands in the index as well, for the place.
          if (!["suser", "pp1", "p1"].includes(term)) expect(store.search.documentsWith(term), term).toBe(standing);
        }
        store.close();
      }),
      { numRuns: 60 },
    );
  });

  test("takes any words for words, never for the language of the search", () => {
    const store = scratchStore();
    store.memories.add(someMemory({ text: "Use pnpm, not npm" }));
    for (const text of [
      'pnpm"',
      'pnpm" OR "x',
      "pnpm*",
      "pnpm NEAR(npm",
      "terms:pnpm",
      "-pnpm",
      "pnpm AND nothing",
      "{pnpm}",
      "pnpm\0 x",
      "^pnpm",
      "pnpm + npm",
      "pnpm)) --",
    ])
      expect(find(store, text, null), text).toEqual(["ctx-aaaa"]);
    for (const text of ['"', "*", "NEAR(", "()", "the", "", "\0", "suser", "place : suser"])
      expect(find(store, text, null)).toEqual([]);
    expect(
      store.search.anyOf(['"', "", "\0", "a b", "pnpm"], { projectId: null, everyProject: false }, 9),
    ).toHaveLength(1);
  });

  test("takes a text of any length", () => {
    const store = scratchStore();
    const words = Array.from({ length: 5_000 }, (_, i) => `word${i.toString(36)}x`).join(" ");
    store.memories.add(someMemory({ text: words }));
    expect(find(store, words, null)).toEqual(["ctx-aaaa"]);
    expect(find(store, "word3uvx", null)).toEqual(["ctx-aaaa"]);
  });

  test("finds the best first and no more than asked for", () => {
    const store = scratchStore();
    for (let n = 0; n < 30; n++)
      store.memories.add(someMemory({ id: `ctx-00${String(n).padStart(2, "0")}`, text: `pnpm ${"word ".repeat(n)}` }));
    store.memories.add(someMemory({ id: "ctx-best", text: "pnpm lockfile" }));
    const found = store.search.anyOf(termsOf("the pnpm lockfile"), { projectId: null, everyProject: false }, 5);
    expect(found).toHaveLength(5);
    expect(found[0]?.memory.id).toBe("ctx-best");
    for (const [i, { score }] of found.entries())
      expect(score).toBeLessThanOrEqual(found[i - 1]?.score ?? Number.POSITIVE_INFINITY);
  });

  test("is as sound after the index was merged and the file made smaller", () => {
    const store = scratchStore();
    for (let n = 0; n < 400; n++) {
      const memory = someMemory({ id: `ctx-${String(n).padStart(4, "0")}`, text: `pnpm ${lettersOf(n)}` });
      store.memories.add(memory);
      if (n % 3 === 0) store.memories.save({ ...memory, state: "forgotten" });
    }
    store.shrink(1_000);
    expect(store.search.documentsWith("pnpm")).toBe(266);
    expect(find(store, lettersOf(399), null)).toEqual([]);
    expect(find(store, lettersOf(398), null)).toEqual(["ctx-0398"]);
  });
});
