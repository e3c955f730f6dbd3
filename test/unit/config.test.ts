import { describe, expect, test } from "vitest";
import { asksModel, defaultConfig, describeSetting, flatten, parseConfig } from "../../sync/core/config.ts";
import { AppError } from "../../sync/core/errors.ts";

const problemOf = (found: unknown): AppError => {
  try {
    parseConfig(found, "config.yaml");
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("it was taken");
};

describe("a configuration", () => {
  test("that is empty or missing is the default one", () => {
    expect(parseConfig(null, "config.yaml")).toEqual(defaultConfig);
    expect(parseConfig(undefined, "config.yaml")).toEqual(defaultConfig);
    expect(parseConfig({}, "config.yaml")).toEqual(defaultConfig);
  });

  test("changes what it names and leaves the rest, within a group too", () => {
    const config = parseConfig({ recall: { top: 3 }, capture: false }, "config.yaml");
    expect(config).toEqual({ ...defaultConfig, capture: false, recall: { ...defaultConfig.recall, top: 3 } });
  });

  test("that is off names every setting that is, the file and what to do", () => {
    const problem = problemOf({ recall: { top: 0, colour: "red" }, capture: "yes", nothing: 1 });
    expect(problem.code).toBe("config");
    expect(problem.message).toMatch(/^config\.yaml is not a valid/);
    for (const named of ["recall.top", "colour", "capture", "nothing"]) expect(problem.message).toContain(named);
    expect(problem.hint).toContain("cairn config");
  });

  test("is no list, text or number", () => {
    for (const found of [[], "capture: off", 7, true]) expect(problemOf(found).message).toContain("(top)");
  });

  test("cannot ask for more brief than Claude Code takes, or for a queue that runs nothing", () => {
    expect(problemOf({ recall: { briefChars: 9_501 } }).message).toContain("recall.briefChars");
    expect(problemOf({ queue: { concurrency: 0 } }).message).toContain("queue.concurrency");
    expect(problemOf({ queue: { jobTimeoutS: 1.5 } }).message).toContain("queue.jobTimeoutS");
  });
});

describe("the settings of a model", () => {
  test("leave it off by default, and say what is wrong with each", () => {
    expect(asksModel(defaultConfig.learning)).toBe(false);
    expect(asksModel(parseConfig({ learning: { model: "anthropic" } }, "c").learning)).toBe(false);
    expect(asksModel(parseConfig({ learning: { model: "anthropic", tokensPerDay: 1 } }, "c").learning)).toBe(true);
    for (const [key, value] of Object.entries({
      model: "gpt",
      modelUrl: "file:///etc",
      reflectorModel: "a b",
      tokensPerDay: -1,
    }))
      expect(problemOf({ learning: { [key]: value } }).message).toContain(`learning.${key}`);
  });
});

describe("each setting", () => {
  const all = flatten(defaultConfig);

  test("is listed once, with its group", () => {
    const keys = all.map(([key]) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain("capture");
    expect(keys).toContain("recall.top");
    expect(Object.fromEntries(all)["backups.hour"]).toBe(3);
  });

  test("is a value and has a meaning", () => {
    const mute = all.filter(([key]) => describeSetting(key) === "").map(([key]) => key);
    expect(mute).toEqual([]);
    for (const [, value] of all) expect(["string", "number", "boolean"]).toContain(typeof value);
  });

  test("that does not exist has none", () => {
    for (const key of ["", "nothing", "recall.nothing", "nothing.top", "capture.on", "__proto__", "constructor.name"])
      expect(describeSetting(key)).toBe("");
  });
});
