import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redact, redactJson } from "../../agent/text/redact.ts";
import { reaches } from "../eval/evaluation.ts";
import { redaction } from "../eval/evaluations/redaction.ts";
import { alnum, fakeSecrets, PRIVATE_KEY_BEGIN } from "../support/fake-secrets.ts";
import { lookAlikes } from "../support/look-alikes.ts";

const CAP = { capChars: 2000 };

describe("secrets", () => {
  test.each(fakeSecrets())("are redacted: $name", ({ text, secret, kind }) => {
    const result = redact(text);
    expect(result).not.toContain(secret);
    expect(result).toContain(`[redacted:${kind}]`);
    expect(result.replace(`[redacted:${kind}]`, "")).toBe(text.replace(secret, ""));
  });

  test.each(fakeSecrets())("are redacted when the text is a string in JSON in a string: $name", ({ text, secret }) => {
    const nested = JSON.stringify({ stdout: `before\n${text}\nafter` });
    const result = redact(nested);
    for (const part of secret.split(/[\r\n\\]+n?/)) if (part.length > 5) expect(result).not.toContain(part);
  });

  test("in the same text all go, and what is around them stays", () => {
    const all = fakeSecrets();
    const result = redact(all.map(({ text }) => `${text}\n`).join("--\n"));
    for (const { secret } of all) expect(result).not.toContain(secret);
    expect(result).toContain("Database=app;User Id=sa;Password=[redacted:password];Encrypt=true");
  });

  test("longer than any pattern looks at leave nothing behind", () => {
    for (const text of [`TOKEN=${alnum(5000)}`, `token: "${alnum(3000)}"`, ["gh", "p_", alnum(5000)].join("")])
      expect(redact(text).length).toBeLessThan(60);
  });
});

test("wherever they stand secrets are caught and look-alikes stay: logs, quotations, colours, JSON in JSON", async () => {
  const { figures, mistakes } = await redaction.run();
  const shares = figures.filter(({ unit }) => unit === undefined);
  expect(
    shares.map((figure) => [figure.what, reaches(figure)]),
    mistakes.join("\n"),
  ).toEqual(shares.map(({ what }) => [what, true]));
});

describe("look-alikes", () => {
  test.each(lookAlikes().map((text) => [text]))("stay as they are: %s", (text) => {
    expect(redact(text)).toBe(text);
    expect(redactJson({ stdout: text }, CAP)).toEqual({ stdout: text });
  });
});

describe("private blocks", () => {
  test.each([
    ["a <private>my salary is 1</private> b", "a [private] b"],
    ["a <Private>x\ny</PRIVATE> b <private>z</private>", "a [private] b [private]"],
    ["a <private>x <private>y</private> still private</private> b", "a [private] b"],
    ["a <private>and the end is missing", "a [private]"],
    ["no </private> to close", "no </private> to close"],
  ])("%j becomes %j", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

describe("a payload", () => {
  test("is walked to its depths, names of fields too, and other values stay", () => {
    const [first] = fakeSecrets();
    const secret = first?.secret ?? "";
    const payload = { a: [{ b: `x ${secret}` }, 1, null, true], [secret]: 2, n: 0.5 };
    expect(redactJson(payload, CAP)).toEqual({
      a: [{ b: "x [redacted:aws-key]" }, 1, null, true],
      "[redacted:aws-key]": 2,
      n: 0.5,
    });
  });

  test("keeps no value of a field whose name says that it is a secret", () => {
    expect(
      redactJson({ tool_input: { password: "s3same", api_key: ["abcd-efgh-1234"], token: "$TOKEN" } }, CAP),
    ).toEqual({
      tool_input: { password: "[redacted:password]", api_key: ["[redacted:api-key]"], token: "$TOKEN" },
    });
  });

  test("keeps a document in such a field, for that is no secret", () => {
    const token = "line 1 of a text about tokens\n".repeat(200);
    expect(redactJson({ token }, { capChars: 10_000 })).toEqual({ token });
  });

  test("with a field named __proto__ keeps it as a field", () => {
    const cleaned = redactJson(JSON.parse('{"__proto__": {"polluted": true}}'), CAP);
    expect(JSON.stringify(cleaned)).toBe('{"__proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(cleaned)).toBe(Object.prototype);
  });

  test("nested deeper than JSON.stringify can follow is cut off", () => {
    const deep = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
    expect(JSON.stringify(redactJson(deep, CAP)).length).toBeLessThan(200);
  });

  test("is cut only after it is redacted, wherever the secret stands", () => {
    const secret = ["gh", "p_", alnum(36)].join("");
    for (let before = 900; before < 1100; before += 3) {
      const text = `${"x".repeat(before)} ${secret} ${"y".repeat(3000)}`;
      const cleaned = redactJson({ text }, CAP) as { text: string };
      expect(cleaned.text.length).toBeLessThanOrEqual(CAP.capChars);
      expect(cleaned.text).toMatch(/…\[\d+ characters cut\]…/);
      for (let i = 4; i + 8 <= secret.length; i += 8) expect(cleaned.text).not.toContain(secret.slice(i, i + 8));
    }
  });
});

describe("a text of which the middle is cut anyway", () => {
  const long = (parts: readonly string[]): string =>
    (redactJson({ text: parts.join("") }, CAP) as { text: string }).text;

  test("keeps both ends and counts what is missing", () => {
    const cut = long(["BEGIN ", "x".repeat(3_000_000), " END"]);
    expect(cut).toMatch(/^BEGIN x+…\[\d+ characters cut\]…x+ END$/);
    const missing = Number(/\[(\d+)/.exec(cut)?.[1]);
    expect(cut.replace(/…\[.*\]…/, "").length + missing).toBe(3_000_010);
  });

  test("shows no part of any secret, wherever secrets stand, however many, and what is private stays private", () => {
    const secret = ["gh", "p_", alnum(36)].join("");
    for (const step of [37, 59, 1000, 4099]) {
      const text = `${secret} ${"y".repeat(step)} `.repeat(Math.ceil(150_000 / step));
      for (const cut of [long([text]), long(["é".repeat(step), text]), long([text, "🎉".repeat(step)])]) {
        expect(cut.length).toBeLessThanOrEqual(CAP.capChars);
        for (let i = 4; i + 8 <= secret.length; i += 8) expect(cut).not.toContain(secret.slice(i, i + 8));
      }
    }
    expect(long(["<private>", "mine ".repeat(50_000)])).toBe("[private]");
    expect(long(["a <private>", "mine ".repeat(50_000), "</private> b"])).toBe("a [private] b");
  });

  test("shows no part of a secret that the looking ends in, when all the rest of what is looked at is one secret", () => {
    const secret = ["gh", "p_", alnum(36)].join("");
    const filler = "y ".repeat(60_000);
    for (let length = 34_690; length < 34_780; length += 4) {
      const cuts = [
        long([`TOKEN=${alnum(length)} ${secret} `, filler]),
        long([filler, ` ${secret} TOKEN=${alnum(length)}`]),
      ];
      for (const cut of cuts)
        for (let i = 4; i + 8 <= secret.length; i++) expect(cut).not.toContain(secret.slice(i, i + 8));
    }
  });

  test("never splits a character", () => {
    for (let shift = 0; shift < 4; shift++)
      expect(long(["x".repeat(shift), "🎉".repeat(60_000)])).not.toMatch(
        /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/,
      );
  });
});

const pieces = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...fakeSecrets().map(({ text }) => text)) },
    { weight: 2, arbitrary: fc.constantFrom(...fakeSecrets().map(({ secret }) => secret)) },
    { weight: 1, arbitrary: fc.constantFrom(...lookAlikes()) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        ..."token= PASSWORD= password: \" ' \\ \\n eyJ . -- --token :// @ : [ ] </ > <private> </private> sk- AKIA xoxb- Bearer".split(
          " ",
        ),
      ),
    },
    fc.string({ unit: "binary" }),
    fc.constantFrom(" ", "\n", "", "-", "_"),
  ),
  { maxLength: 12 },
);

describe("whatever the text", () => {
  test("redacting again changes nothing", () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const once = redact(parts.join(""));
        expect(redact(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  test("a payload never makes it throw, its strings stay within the cap, and again changes nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: "medium" }), pieces, (value, parts) => {
        const cleaned = redactJson({ value, text: parts.join("") }, { capChars: 100 }) as { text: string };
        expect(cleaned.text.length).toBeLessThanOrEqual(100);
        expect(Object.keys(cleaned)).toEqual(["value", "text"]);
        const uncut = redactJson({ value, text: parts.join("") }, { capChars: 1_000_000 });
        expect(redactJson(uncut, { capChars: 1_000_000 })).toEqual(uncut);
      }),
      { numRuns: 1000 },
    );
  });
});

test("time grows with the length, not with its square, on texts made to be slow", () => {
  // No clock: a quadratic pattern would run for minutes on these and end in the time limit of the test.
  const evil = [
    "token=",
    "eyJ",
    "://a:",
    PRIVATE_KEY_BEGIN,
    "xoxb-sk-ant-",
    "PASSWORD=x",
    'token="',
    "<private>",
    "sk-",
  ];
  for (const part of [...evil, " ", "a", "\\", '"', "-----BEGIN "]) {
    const text = part.repeat(Math.ceil(1_000_000 / part.length));
    expect(typeof redact(text)).toBe("string");
    expect(typeof redact(PRIVATE_KEY_BEGIN + text)).toBe("string");
    expect(typeof redactJson({ secret: text }, CAP)).toBe("object");
  }
});
