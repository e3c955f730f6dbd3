import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { validText } from "../../agent/text/utf8.ts";

const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

const parsed = (text: string): unknown => JSON.parse(validText(Buffer.from(text)));

test("valid text comes through as it is", () => {
  const text = JSON.stringify({ prompt: 'grün 日本 🎉 \u0000 \\ " \n', escaped: "\\ud83c" });
  expect(validText(Buffer.from(text))).toBe(text);
});

test("a byte order mark goes", () => {
  expect(parsed('\uFEFF{"a":1}')).toEqual({ a: 1 });
});

test.each([
  ['{"a":"\\ud800"}', "\uFFFD"],
  ['{"a":"\\uDC00"}', "\uFFFD"],
  ['{"a":"\\ud83c\\udf89"}', "🎉"],
  ['{"a":"\\uD83C\\uDF89 \\ud83c"}', "🎉 \uFFFD"],
  ['{"a":"\\ud83c\\ud83c\\udf89"}', "\uFFFD🎉"],
  ['{"a":"\\udf89\\ud83c"}', "\uFFFD\uFFFD"],
  ['{"a":"\\ud83c\\n\\udf89"}', "\uFFFD\n\uFFFD"],
  ['{"a":"\\\\ud800"}', "\\ud800"],
  ['{"a":"\\\\\\ud800"}', "\\\uFFFD"],
  ['{"a":"\\u0041\\ud8zz"}'.replace("\\ud8zz", "\\ud800"), "A\uFFFD"],
])("escapes in %s", (text, expected) => {
  expect(parsed(text)).toEqual({ a: expected });
});

test("what is not UTF-8 becomes U+FFFD: a cut sequence, an overlong one, a surrogate as bytes", () => {
  for (const bytes of [[0xe2, 0x82], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xff]]) {
    const found = JSON.parse(validText(Buffer.from([0x22, ...bytes, 0x22]))) as string;
    expect(found).toMatch(/^\uFFFD+$/);
  }
});

test("a view into a larger buffer is read within its bounds", () => {
  expect(validText(Buffer.from('xx"a"yy').subarray(2, 5))).toBe('"a"');
});

test("any bytes give text without a lone surrogate, and never an error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(validText(bytes)).not.toMatch(LONE);
    }),
  );
});

test("any string in JSON, its escapes as they may come, is parsed without a lone surrogate", () => {
  const escapes = fc.constantFrom(
    "\\ud83c",
    "\\uDF89",
    "\\ud800",
    "\\udfff",
    "\\\\",
    "\\n",
    '\\"',
    "\\u0041",
    "u",
    "d800",
    "é",
    "🎉",
  );
  fc.assert(
    fc.property(fc.array(escapes, { maxLength: 20 }), (parts) => {
      const found = parsed(`"${parts.join("")}"`) as string;
      expect(found).not.toMatch(LONE);
      const asIs = JSON.parse(`"${parts.join("")}"`) as string;
      expect(found).toBe(asIs.replace(new RegExp(LONE, "g"), "\uFFFD"));
    }),
    { numRuns: 2000 },
  );
});
