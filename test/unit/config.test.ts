import { describe, expect, test } from "vitest";
import {
  asksModel,
  defaultConfig,
  describeSetting,
  embeddingsIn,
  flatten,
  parseConfig,
} from "../../sync/core/config.ts";
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

describe("the setting for embeddings", () => {
  const embeddings = (found: unknown) => parseConfig({ recall: { embeddings: found } }, "c").recall;

  test("is none by default, and may be a model's name or a group", () => {
    expect(embeddingsIn(defaultConfig.recall)).toBeNull();
    expect(embeddingsIn(embeddings("none"))).toBeNull();
    expect(embeddingsIn(embeddings({ url: "http://127.0.0.1:1" }))).toBeNull();
    const found = { model: "nomic-embed-text", url: "http://127.0.0.1:11434", timeoutMs: 10_000, anywhere: false };
    expect(embeddingsIn(embeddings("nomic-embed-text"))).toEqual(found);
    expect(embeddingsIn(embeddings({ model: "nomic-embed-text", timeoutMs: 500 }))).toEqual({
      ...found,
      timeoutMs: 500,
    });
  });

  test.each(["http://localhost:1", "http://127.0.0.2", "https://[::1]:11434/", "http://0x7f.1:1"])(
    "takes %s, which is this machine",
    (url) => {
      expect(embeddings({ url }).embeddings.url).toBe(url);
    },
  );

  test.each([
    "http://10.0.0.1:11434",
    "http://127.0.0.1@evil.example",
    "http://127.0.0.1.evil.example",
    "http://0.0.0.0",
  ])("takes %s, which is not, only when told so", (url) => {
    const problem = problemOf({ recall: { embeddings: { url } } });
    expect(problem.message).toContain("recall.embeddings.url: only this machine");
    expect(problem.message).toContain("recall.embeddings.anywhere");
    expect(embeddings({ url, anywhere: true }).embeddings.url).toBe(url);
  });

  test("says what it takes instead of anything else", () => {
    for (const found of [true, ["x"], 3, null])
      expect(problemOf({ recall: { embeddings: found } }).message).toContain(
        "none, the name of a model, or a group of",
      );
    expect(problemOf({ recall: { embeddings: { modl: "x" } } }).message).toContain('"modl"');
    expect(problemOf({ recall: { embeddings: "two words" } }).message).toContain("recall.embeddings.model");
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
