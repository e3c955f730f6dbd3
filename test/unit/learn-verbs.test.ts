import { expect, test } from "vitest";
import { baseOfGerund, baseOfPast } from "../../agent/learn/read/verbs.ts";

test.each([
  ["adding", "add"],
  ["using", "use"],
  ["writing", "write"],
  ["committing", "commit"],
  ["running", "run"],
  ["making", "make"],
  ["installing", "install"],
  ["passing", "pass"],
  ["mocking", "mock"],
  ["creating", "create"],
  ["editing", "edit"],
  ["overengineering", "overengineer"],
  ["hallucinating", "hallucinate"],
  ["slurping", "slurp"],
])("%s comes from %s", (gerund, base) => {
  expect(baseOfGerund(gerund)).toBe(base);
});

test("words that only end like a gerund come from nothing", () => {
  expect(baseOfGerund("string")).toBeNull();
  expect(baseOfGerund("thing")).toBeNull();
  expect(baseOfGerund("test")).toBeNull();
});

test("a regular past gives its base, anything else itself", () => {
  expect(baseOfPast("asked")).toBe("ask");
  expect(baseOfPast("used")).toBe("use");
  expect(baseOfPast("stopped")).toBe("stop");
  expect(baseOfPast("put")).toBe("put");
});
