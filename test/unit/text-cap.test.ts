import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capBody, cutMiddle, oneLine } from "../../agent/text/cap.ts";

const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

describe("one line", () => {
  test("has no line breaks, control characters, colours or ends with spaces", () => {
    expect(oneLine("  npm\ttest \r\n\u001b[31m --run\u0007 ", 80)).toBe("npm test --run");
  });

  test("says with … that it was cut, and never exceeds the length", () => {
    expect(oneLine("one two three", 8)).toBe("one two…");
    expect(oneLine("one two", 7)).toBe("one two");
    expect(oneLine(`a${" ".repeat(5000)}b`, 10)).toBe("a…");
  });

  test("of any text is well formed and short enough", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 30 }), (text, max) => {
        const line = oneLine(text, max);
        expect(line.length).toBeLessThanOrEqual(max);
        expect(line).not.toMatch(/[\n\r]/);
        expect(line).not.toMatch(LONE);
      }),
    );
  });
});

describe("cutting the middle", () => {
  test("keeps beginning and end and says how much is missing", () => {
    const text = `BEGIN${"x".repeat(1000)}END`;
    const cut = cutMiddle(text, 200);
    expect(cut).toMatch(/^BEGINx+…\[\d+ characters cut\]…x+END$/);
    const missing = Number(/\[(\d+)/.exec(cut)?.[1]);
    expect(cut.replace(/…\[.*\]…/, "").length + missing).toBe(text.length);
  });

  test("never splits a character and never exceeds the length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.integer({ min: 1, max: 300 }), (text, max) => {
        const cut = cutMiddle(`${text}🎉${"🎉".repeat(100)}`, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut).not.toMatch(LONE);
      }),
    );
  });
});

describe("a capped body", () => {
  const ids = { session_id: "55d3a1ba-340a-4924-b58b-623c601ef17f", tool_use_id: "toolu_01", n: 3, ok: true };

  test("within the cap is exactly the JSON", () => {
    expect(capBody(ids)).toBe(JSON.stringify(ids));
  });

  test("loses from its longest strings first; ids stay whole", () => {
    const body = capBody({
      ...ids,
      command: "x".repeat(900),
      original: "o".repeat(40_000),
      content: "c".repeat(50_000),
    });
    const found = JSON.parse(body);
    expect(found).toMatchObject({ ...ids, command: "x".repeat(900) });
    expect(Math.abs(found.content.length - found.original.length)).toBeLessThan(10);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(16_384);
    expect(Buffer.byteLength(body)).toBeGreaterThan(15_500);
  });

  test("of wide characters and escapes stays within the cap in bytes, and uses most of it", () => {
    const body = capBody({ ...ids, a: '日"\n'.repeat(9000), b: "\u0001".repeat(9000) });
    expect(JSON.parse(body)).toMatchObject(ids);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(16_384);
    expect(Buffer.byteLength(body)).toBeGreaterThan(12_000);
  });

  test("of many small parts loses the ends of its lists, and says so", () => {
    const body = capBody({ ...ids, list: Array.from({ length: 5000 }, (_, id) => ({ id, text: "small" })) });
    const found = JSON.parse(body);
    expect(found).toMatchObject(ids);
    expect(found.list[0]).toEqual({ id: 0, text: "small" });
    expect(found.list.at(-1)).toMatch(/^…\[\d+ items cut\]…$/);
  });

  test("of a field with a thousand fields in each keeps the ids", () => {
    const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`field${n}`, `value${n}`]));
    expect(JSON.parse(capBody({ ...wide, ...ids }, 4000))).toBeTypeOf("object");
    expect(JSON.parse(capBody({ ...ids, a: wide, b: wide }, 4000))).toMatchObject(ids);
  });

  test("of any value is valid JSON within any cap", () => {
    const big = fc.oneof(
      fc.string({ unit: "binary", maxLength: 3000 }),
      fc.constant("é🎉".repeat(2000)),
      fc.constant('"'.repeat(999)),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ depthSize: "small" }, big, fc.integer(), fc.constant(null), tie("list"), tie("record")),
      list: fc.array(tie("any"), { maxLength: 30 }),
      record: fc.dictionary(fc.string(), tie("any"), { maxKeys: 30 }),
    })).any;
    fc.assert(
      fc.property(value, fc.integer({ min: 2, max: 5000 }), (each, maxBytes) => {
        const body = capBody(each, maxBytes);
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxBytes);
        expect(() => JSON.parse(body)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
