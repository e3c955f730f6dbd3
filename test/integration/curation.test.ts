import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { relationOf } from "../../agent/learn/curate/relation.ts";
import { type Lesson, remember } from "../../agent/learn/remember.ts";
import { seededRandom } from "../../sync/core/random.ts";
import type { CountedMemory } from "../../sync/core/words.ts";
import { openStore } from "../../sync/store/open.ts";
import { memoryPairs } from "../support/memory-pairs.ts";

/**
 * What holds of the playbook whatever is said and in whichever order. A text is known where a living memory says it: `relationOf` the
 * text to that memory is "same".
 */
const store = openStore(":memory:");
afterAll(() => store.close());

let places = 0;
/** A project of its own, so that a run begins with nothing known. */
const newPlace = (): string => {
  const id = `p${++places}`;
  store.projects.add({ id, key: `/${id}`, name: id, remote: null, nowMs: 1 });
  return id;
};

const lesson = (projectId: string, text: string, n: number, changes: Partial<Lesson> = {}): Lesson => ({
  text,
  projectId,
  kind: "rule",
  scope: "project",
  isPrivate: false,
  state: "trusted",
  origin: "correction",
  confidence: 0.8,
  source: `${projectId}:${n}`,
  sessionId: `${projectId}:${n}`,
  quote: `what was said in turn ${n}`,
  why: "[]",
  ...changes,
});

/** Says one thing after the other in a new place, each in its own turn. */
const sayAll = (texts: readonly string[], changes: readonly Partial<Lesson>[] = []) => {
  const projectId = newPlace();
  const lessons = texts.map((text, n) => lesson(projectId, text, n, changes[n]));
  const say = () =>
    lessons.map((one, n) =>
      store.atomically(() => remember({ store, random: seededRandom(places * 100 + n), nowMs: n }, one)),
    );
  const became = say();
  return { projectId, lessons, became, again: say };
};

const livingIn = (projectId: string): CountedMemory[] => store.memories.living("project", projectId, 100);
const textsIn = (projectId: string): string[] => livingIn(projectId).map(({ text }) => text);
const isKnown = (text: string, among: readonly string[]): boolean =>
  among.some((known) => relationOf(text, known)?.is === "same");
const exclude = (a: string, b: string): boolean => relationOf(a, b)?.is === "contradicts";

const BY_TOPIC = Object.values(
  memoryPairs("tune").reduce<Record<string, Set<string>>>((topics, { topic, known, candidate }) => {
    topics[topic] = (topics[topic] ?? new Set()).add(known).add(candidate);
    return topics;
  }, {}),
).map((texts) => [...texts]);

const oneOf = fc.constantFrom;
/** Few words, so that much of what is said is the same, more, less or the opposite of something else. */
const made = fc
  .tuple(
    oneOf("Use", "Never use", "Don't use"),
    oneOf("pnpm", "npm", "tabs", "2 spaces", "unit tests", "tests"),
    oneOf(
      "",
      " in tests",
      " before committing",
      ", not yarn",
      " and tell me",
      " for scripts",
      " before you push or commit",
    ),
  )
  .map((parts) => `${parts.join("")}.`);
/** One says what several others say together. */
const sums = fc
  .tuple(
    oneOf("Run", "Run", "Never run"),
    fc.subarray(["tests", "linter", "build", "benchmarks"], { minLength: 1, maxLength: 3 }),
  )
  .map(([order, what]) => `${order} the ${what.join(" and the ")} before committing.`);
const someTexts = fc.oneof(
  fc.uniqueArray(sums, { minLength: 1, maxLength: 8 }),
  fc.uniqueArray(made, { minLength: 1, maxLength: 8 }),
  oneOf(...BY_TOPIC).chain((texts) => fc.uniqueArray(oneOf(...texts), { minLength: 1, maxLength: 8 })),
);

/** Without what excludes something before it. */
const withoutContradictions = (texts: readonly string[]): string[] =>
  texts.filter((text, n) => !texts.slice(0, n).some((other) => exclude(text, other)));

describe("whatever is said", () => {
  test("in whichever order, the same is known in the end", () => {
    const orders = someTexts
      .map(withoutContradictions)
      .chain((texts) => fc.tuple(fc.constant(texts), fc.shuffledSubarray(texts, { minLength: texts.length })));
    fc.assert(
      fc.property(orders, ([texts, shuffled]) => {
        const [one, other] = [textsIn(sayAll(texts).projectId), textsIn(sayAll(shuffled).projectId)];
        for (const text of texts) {
          expect(isKnown(text, one), `${text} of ${one}`).toBe(true);
          expect(isKnown(text, other), `${text} of ${other}`).toBe(true);
        }
        for (const text of one) expect(isKnown(text, other)).toBe(true);
        for (const text of other) expect(isKnown(text, one)).toBe(true);
        expect(one.length).toBe(other.length);
      }),
      { numRuns: 400 },
    );
  });

  test("the last of what excludes each other is known, and nothing that lives excludes anything else", () => {
    fc.assert(
      fc.property(someTexts, (texts) => {
        const known = textsIn(sayAll(texts).projectId);
        expect(isKnown(texts.at(-1) ?? "", known)).toBe(true);
        for (const a of known) for (const b of known) expect(exclude(a, b), `${a} / ${b}`).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test("nothing is lost without a trace", () => {
    fc.assert(
      fc.property(someTexts, (texts) => {
        const { lessons, became } = sayAll(texts);
        for (const [n, { source, text, quote }] of lessons.entries()) {
          const own = store.memories.causedBy(source).find(({ memoryId }) => memoryId === became[n]?.id);
          expect(own, text).toMatchObject({ quote });
          const memory = store.memories.byId(own?.memoryId ?? "");
          // It is, or once was, what the memory says; or it stands in the history of the memory that it confirmed.
          const words = store.memories
            .history(own?.memoryId ?? "")
            .map(({ change, oldText, why }) => (change === "reinforced" ? JSON.parse(why).said : oldText));
          expect([memory?.text, ...words]).toContain(text);
          // Whatever gave way says to what, as far as a memory that lives.
          let last = memory;
          for (let steps = 0; last?.state === "superseded"; steps++) {
            expect(steps).toBeLessThan(texts.length);
            expect(store.memories.history(last.id).at(-1)?.change).toBe("superseded");
            last = store.memories.byId(last.supersededBy ?? "");
          }
          expect(last?.state).toBe("trusted");
        }
      }),
      { numRuns: 300 },
    );
  });

  test("of one cause counts once", () => {
    fc.assert(
      fc.property(someTexts, (texts) => {
        const { projectId, became, again } = sayAll(texts);
        const everything = () => became.map(({ id }) => [store.memories.byId(id), store.memories.history(id)] as const);
        const before = everything();
        expect(again()).toEqual(became.map(({ id }) => ({ id, change: "known" })));
        expect(everything()).toEqual(before);
        expect(textsIn(projectId)).toHaveLength(new Set(livingIn(projectId).map(({ id }) => id)).size);
      }),
      { numRuns: 200 },
    );
  });

  test("a guess leaves what is trusted as it is", () => {
    fc.assert(
      fc.property(someTexts, someTexts, (trusted, guessed) => {
        const { projectId } = sayAll(trusted);
        const before = livingIn(projectId).map(({ id, text, state }) => ({ id, text, state }));
        for (const [n, text] of guessed.entries())
          store.atomically(() =>
            remember(
              { store, random: seededRandom(places * 1_000 + n), nowMs: 99 },
              lesson(projectId, text, 1_000 + n, { state: "proposed", origin: "reflection", confidence: 0.4 }),
            ),
          );
        const after = livingIn(projectId).map(({ id, text, state }) => ({ id, text, state }));
        expect(after).toEqual(expect.arrayContaining(before));
      }),
      { numRuns: 150 },
    );
  });
});
