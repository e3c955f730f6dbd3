import { expect, test } from "vitest";
import { own } from "../../sync/core/own.ts";

test("a table has what was put into it, and nothing that every object has", () => {
  const table = { a: 1, toString: 2 };
  expect(["a", "toString", "constructor", "b", "__proto__"].map((name) => own(table, name))).toEqual([
    1,
    2,
    undefined,
    undefined,
    undefined,
  ]);
});
