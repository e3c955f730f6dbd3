import { describe, expect, test } from "vitest";
import { forget } from "../../agent/learn/forget.ts";
import { type Lesson, remember } from "../../agent/learn/remember.ts";
import { toldSource } from "../../agent/learn/told.ts";
import { seededRandom } from "../../sync/core/random.ts";
import type { Store } from "../../sync/store/open.ts";
import { START_MS } from "../support/clock.ts";
import { scratchStore } from "../support/scratch.ts";

const random = seededRandom(1);

const opened = (): Store => {
  const store = scratchStore();
  for (const id of ["p1", "p2"]) store.projects.add({ id, key: `/${id}`, name: id, remote: null, nowMs: 1 });
  return store;
};

let turns = 0;

const say = (store: Store, text: string, changes: Partial<Lesson> = {}) =>
  store.atomically(() =>
    remember(
      { store, random, nowMs: START_MS },
      {
        text,
        kind: "rule",
        scope: "project",
        projectId: "p1",
        isPrivate: false,
        state: "trusted",
        origin: "correction",
        confidence: 0.8,
        source: `turn:${++turns}`,
        sessionId: "s1",
        quote: text,
        why: "[]",
        ...changes,
      },
    ),
  );

const living = (store: Store): string[] =>
  store.memories
    .list({ states: ["trusted", "proposed"], projectId: null, limit: 99 })
    .map(({ text }) => text)
    .sort();
const changesOf = (store: Store, id: string): string[] => store.memories.history(id).map(({ change }) => change);

describe("a lesson", () => {
  test("that is new becomes a memory with its cause", () => {
    const store = opened();
    const { id, change } = say(store, "Use pnpm instead of npm.", { source: "turn:9000", isPrivate: true });
    expect(change).toBe("added");
    expect(store.memories.byId(id)).toMatchObject({
      scope: "project",
      projectId: "p1",
      confidence: 0.8,
      isPrivate: true,
      state: "trusted",
    });
    expect(store.memories.history(id)).toMatchObject([
      { change: "added", source: "turn:9000", quote: "Use pnpm instead of npm.", sessionId: "s1" },
    ]);
  });

  test("said again makes the memory surer, without end but never certain, and adds no second one", () => {
    const store = opened();
    const { id } = say(store, "Use pnpm instead of npm.");
    let before = 0.8;
    for (let n = 0; n < 20; n++) {
      expect(say(store, "use pnpm instead of npm").change).toBe("reinforced");
      const { confidence = 0 } = store.memories.byId(id) ?? {};
      expect(confidence).toBeGreaterThanOrEqual(before);
      expect(confidence).toBeLessThan(1);
      before = confidence;
    }
    expect(living(store)).toEqual(["Use pnpm instead of npm."]);
  });

  test("of one cause counts once, however often the cause is looked at", () => {
    const store = opened();
    const first = say(store, "Use pnpm instead of npm.", { source: "turn:1" });
    const again = say(store, "Use pnpm instead of npm.", { source: "turn:1" });
    expect(again).toEqual({ id: first.id, change: "known" });
    expect(changesOf(store, first.id)).toEqual(["added"]);
    expect(store.memories.byId(first.id)?.confidence).toBe(0.8);
    const other = say(store, "use pnpm instead of npm", { source: "turn:2" });
    say(store, "use pnpm instead of npm", { source: "turn:2" });
    expect([other.change, changesOf(store, first.id)]).toEqual(["reinforced", ["added", "reinforced"]]);
  });

  test("that contradicts takes the place of what was known, which keeps its row and says by what", () => {
    const store = opened();
    const old = say(store, "Use npm instead of pnpm.");
    const { id, change } = say(store, "Use pnpm instead of npm.");
    expect(change).toBe("superseded");
    expect(store.memories.byId(old.id)).toMatchObject({
      state: "superseded",
      supersededBy: id,
      text: "Use npm instead of pnpm.",
    });
    expect([changesOf(store, old.id), changesOf(store, id)]).toEqual([["added", "superseded"], ["added"]]);
    expect(living(store)).toEqual(["Use pnpm instead of npm."]);
    // And back again: the old row is history, a new one is made.
    const back = say(store, "Use npm instead of pnpm.");
    expect(back.id).not.toBe(old.id);
    expect(living(store)).toEqual(["Use npm instead of pnpm."]);
  });

  test("that is only a guess never pushes out or rewrites what is trusted", () => {
    const store = opened();
    const trusted = say(store, "Use npm instead of pnpm.");
    const guess = say(store, "Use pnpm instead of npm.", { state: "proposed", origin: "reflection", confidence: 0.4 });
    expect(guess.change).toBe("added");
    expect(store.memories.byId(trusted.id)?.state).toBe("trusted");
    expect(store.memories.byId(guess.id)?.state).toBe("proposed");
  });

  test("that was a guess is trusted once the user says it", () => {
    const store = opened();
    const { id } = say(store, "Use pnpm instead of npm.", { state: "proposed", confidence: 0.4 });
    expect(say(store, "Use pnpm instead of npm.")).toEqual({ id, change: "reinforced" });
    expect(store.memories.byId(id)?.state).toBe("trusted");
    say(store, "Use pnpm instead of npm.", { state: "proposed", confidence: 0.1 });
    expect(store.memories.byId(id)?.state).toBe("trusted");
  });

  test("stays in its project and scope: the same words elsewhere are another memory", () => {
    const store = opened();
    const ids = [
      say(store, "Use pnpm instead of npm."),
      say(store, "Use pnpm instead of npm.", { projectId: "p2" }),
      say(store, "Use pnpm instead of npm.", { scope: "user" }),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(say(store, "Use pnpm instead of npm.", { projectId: "p2" }).id).toBe(ids[1]);
  });

  test("once private stays so, whoever says it again where it is not", () => {
    const store = opened();
    const { id } = say(store, "Use pnpm instead of npm.", { scope: "user", isPrivate: true });
    say(store, "Use pnpm instead of npm.", { scope: "user", projectId: "p2" });
    expect(store.memories.byId(id)?.isPrivate).toBe(true);
    const open = say(store, "Deploy with the release script.", { scope: "user" });
    say(store, "Deploy with the release script.", { scope: "user", isPrivate: true });
    expect(store.memories.byId(open.id)?.isPrivate).toBe(true);
  });

  test("of any text is taken in and found to be known the second time", () => {
    const store = opened();
    for (const text of ["x".repeat(2_000), "設定を変更しない", 'it\'s "quoted" \\ %_*', `${"word ".repeat(400)}`]) {
      const { id } = say(store, text);
      expect(say(store, text)).toEqual({ id, change: "reinforced" });
    }
  });
});

describe("forgetting", () => {
  test("withdraws the memory and keeps its history; said again it is a new one", () => {
    const store = opened();
    const { id } = say(store, "Use pnpm instead of npm.");
    expect(forget(store, id, START_MS + 1, toldSource(START_MS, random))).toMatchObject({
      state: "forgotten",
      updatedAtMs: START_MS + 1,
    });
    expect(changesOf(store, id)).toEqual(["added", "forgotten"]);
    expect(living(store)).toEqual([]);
    expect(say(store, "Use pnpm instead of npm.")).toMatchObject({ change: "added" });
    expect(living(store)).toEqual(["Use pnpm instead of npm."]);
  });

  test("twice is once, and of what there is not says so", () => {
    const store = opened();
    const { id } = say(store, "Use pnpm instead of npm.");
    for (const atMs of [1, 2]) forget(store, id, atMs, toldSource(atMs, random));
    expect(changesOf(store, id)).toEqual(["added", "forgotten"]);
    expect(store.memories.byId(id)?.updatedAtMs).toBe(1);
    expect(forget(store, "ctx-nobody", 1, "told:x")).toBeNull();
  });
});
