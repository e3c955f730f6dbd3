import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluateLocomo } from "../eval/evaluations/locomo.ts";
import { evidenceIds, readLocomo } from "../eval/locomo-file.ts";
import { plainSearch } from "../eval/plain-search.ts";

const FILE = join(import.meta.dirname, "../eval/data/locomo/check.json");

describe("a file in the format of LoCoMo", () => {
  test("names turns in more than one way", () => {
    expect(evidenceIds(["D8:6; D9:17", "D:11:26", "D30:05", "D8:6", "", "D"])).toEqual([
      "D8:6",
      "D9:17",
      "D11:26",
      "D30:5",
    ]);
  });

  test("holds sessions of turns, and questions of five kinds whose evidence is there", () => {
    const [sample] = readLocomo(FILE);
    const ids = new Set(sample?.sessions.flatMap(({ turns }) => turns.map(({ id }) => id)));
    expect(sample?.sessions).toHaveLength(8);
    expect(ids.size).toBe(96);
    expect(sample?.questions.flatMap(({ evidence }) => evidence.filter((id) => !ids.has(id)))).toEqual([]);
    expect([...new Set(sample?.questions.map(({ category }) => category))].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test("is answered through recall, in figures of all questions and of each kind", () => {
    const { questions, recallAt5, recallAt10, p50Ms, p95Ms, byCategory } = evaluateLocomo(FILE);
    expect(questions).toBe(48);
    expect(recallAt10).toBeGreaterThanOrEqual(recallAt5);
    expect(recallAt10).toBeGreaterThan(0.65);
    expect(p95Ms).toBeGreaterThanOrEqual(p50Ms);
    expect(Object.values(byCategory).reduce((sum, { questions: n }) => sum + n, 0)).toBe(48);
  });
});

test("the baseline takes any question for words", () => {
  const search = plainSearch([{ id: "a", text: "She painted a sunset." }]);
  expect(search('what did she paint? "OR" NEAR( *', 5)).toEqual(["a"]);
  expect(search("?!", 5)).toEqual([]);
});
