import fc from "fast-check";
import { expect, test } from "vitest";
import { mayRepeatNames } from "../../agent/text/repeated-names.ts";

const mayRepeat = (text: string): boolean => mayRepeatNames(text, JSON.parse(text));

test.each([
  ['{"a":1,"a":2}', true],
  ['{"a" \t\r\n : 1, "b":{"c":[{"d":2,"d":3}]}}', true],
  ['{"\\u0061":1,"a":2}', true],
  ['{"__proto__":1,"__proto__":2}', true],
  ['{"a":{"a":{"a":[1,{"a":"1:2"}]}},"b":"x: y"}', false],
  ['{ "a" : null , "__proto__" : 3 }', false],
  ["[]", false],
  ['"x:"', false],
])("%s repeats a name: %s", (text, expected) => {
  expect(mayRepeat(text)).toBe(expected);
});

test("JSON within a string counts as a repetition rather than hiding one", () => {
  expect(mayRepeat('{"a":"{\\"b\\":1}"}')).toBe(true);
  expect(mayRepeat('{"a":": b"}')).toBe(true);
});

test("one field written twice is never missed, wherever it stands", () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), fc.string(), (first, last, name) => {
      const twice = `{${JSON.stringify(name)}:${first},${JSON.stringify(name)} :${last}}`;
      expect(mayRepeat(`[${first},{"x":${twice}}]`)).toBe(true);
    }),
  );
});
