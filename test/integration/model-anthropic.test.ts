import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readAnswer } from "../../agent/model/answer.ts";
import { anthropicBackend } from "../../agent/model/anthropic.ts";
import { systemClock } from "../../sync/core/clock.ts";
import { problemOf } from "../support/model-problem.ts";
import { type ModelStub, modelStub, type StubAnswer } from "../support/model-stub.ts";

const KEY = "sk-ant-api03-a-key-that-nobody-must-see";
const schema = z.object({ label: z.enum(["yes", "no"]), n: z.number().int().max(9) });

const ask = async (
  stub: Pick<ModelStub, "url">,
  { timeoutMs = 5_000, key = KEY as string | null, signal = new AbortController().signal } = {},
) => {
  const backend = anthropicBackend({ clock: systemClock, apiKey: () => key, baseUrl: () => stub.url });
  const raw = await backend({
    model: "claude-test",
    system: "Say yes or no.",
    prompt: "Well?",
    schema,
    maxTokens: 50,
    timeoutMs,
    signal,
  });
  return readAnswer(raw, schema);
};

/** Everything an error could show of itself, in a log or a report. */
const shown = (error: unknown): string =>
  error instanceof Error
    ? [error.stack, JSON.stringify(error), shown(error.cause)].join("\n")
    : JSON.stringify(error ?? null);

/** So that no test waits as long as the API would like. */
const SOON = { "retry-after-ms": "5" };
const TOO_MANY: StubAnswer = { status: 429, headers: SOON, type: "rate_limit_error" };
const OVERLOADED: StubAnswer = { status: 529, headers: SOON, type: "overloaded_error" };

describe("Anthropic's API", () => {
  test("is asked for an answer in the given form, its instructions to be cached, and the answer is checked", async () => {
    const stub = await modelStub({
      json: { label: "yes", n: 3 },
      usage: { input_tokens: 7, cache_creation_input_tokens: 5, cache_read_input_tokens: 11, output_tokens: 2 },
    });
    expect(await ask(stub)).toEqual({
      value: { label: "yes", n: 3 },
      usage: { inputTokens: 12, outputTokens: 2, cachedTokens: 11 },
    });
    const [request] = stub.requests;
    expect(request?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(request?.body).toMatchObject({
      model: "claude-test",
      max_tokens: 50,
      system: [{ text: "Say yes or no.", cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: "Well?" }],
      output_config: { format: { type: "json_schema" } },
    });
    expect(JSON.stringify(request?.body.output_config)).toContain('"yes"');
  });

  test.each([
    ["too many questions (429)", TOO_MANY],
    ["too much to do (529)", OVERLOADED],
    ["a broken server (500)", { status: 500, headers: SOON } satisfies StubAnswer],
  ])("with %s is asked again, and the answer counts", async (_, answer) => {
    const stub = await modelStub(answer, answer, { json: { label: "no", n: 1 } });
    expect((await ask(stub)).value).toEqual({ label: "no", n: 1 });
    expect(stub.requests).toHaveLength(3);
  });

  test.each([
    ["too many questions", TOO_MANY, "rate-limited", 3],
    ["too much to do", OVERLOADED, "overloaded", 3],
    ["a key that is not taken", { status: 401, type: "authentication_error" }, "unauthorised", 1],
    ["no such model", { status: 404, type: "not_found_error" }, "rejected", 1],
    ["an answer it would not give", { text: "I can't.", stop: "refusal" }, "refused", 1],
    ["an answer cut off by its limit", { text: '{"label":"ye', stop: "max_tokens" }, "cut-off", 1],
    ["an answer whose connection breaks", { cut: true }, "cut-off", 1],
    ["an answer that is no JSON", { text: "Yes, I think." }, "malformed", 1],
    ["an answer in another form", { json: { label: "perhaps", n: 3 } }, "malformed", 1],
    ["a number beyond what was asked for", { json: { label: "yes", n: 10 } }, "malformed", 1],
  ] satisfies [string, StubAnswer, string, number][])(
    "with %s says so by its kind, and no more",
    async (_, answer, kind, times) => {
      const stub = await modelStub(answer);
      const error = await problemOf(ask(stub));
      expect(error.kind).toBe(kind);
      expect(stub.requests).toHaveLength(times);
      expect(shown(error)).not.toContain(KEY);
      expect(shown(error)).not.toMatch(/Well\?|Yes, I think|perhaps|the stub says so/);
    },
  );

  test("that says when to come again is taken at its word", async () => {
    // Longer than any retry would wait, so the first answer is the last.
    const stub = await modelStub({ status: 429, headers: { "retry-after": "120", "x-should-retry": "false" } });
    const before = Date.now();
    const error = await problemOf(ask(stub));
    expect(error.kind).toBe("rate-limited");
    expect(error.notBeforeMs).toBeGreaterThanOrEqual(before + 120_000);
    expect(stub.requests).toHaveLength(1);
  });

  test("that refuses or breaks its form has cost tokens all the same", async () => {
    const stub = await modelStub({ text: "no", stop: "refusal" }, { text: "no" });
    for (const kind of ["refused", "malformed"]) {
      expect(await problemOf(ask(stub))).toMatchObject({
        kind,
        usage: { inputTokens: 100, outputTokens: 20, cachedTokens: 0 },
      });
    }
  });

  test("that never answers is given up after its time, retries included", async () => {
    const stub = await modelStub({ slow: true });
    expect((await problemOf(ask(stub, { timeoutMs: 200 }))).kind).toBe("timeout");
  });

  test("is given up at once when the worker stops", async () => {
    const stub = await modelStub({ slow: true });
    const stop = new AbortController();
    const asked = problemOf(ask(stub, { timeoutMs: 60_000, signal: stop.signal }));
    while (stub.requests.length === 0) await systemClock.sleep(5);
    stop.abort();
    expect((await asked).kind).toBe("given-up");
  });

  test("that cannot be reached is offline", async () => {
    expect((await problemOf(ask({ url: "http://127.0.0.1:1" }))).kind).toBe("offline");
  });

  test("is not called without a key", async () => {
    const stub = await modelStub({ json: { label: "yes", n: 1 } });
    const error = await problemOf(ask(stub, { key: null }));
    expect(error.kind).toBe("unauthorised");
    expect(error.hint).toContain("cairn model key");
    expect(stub.requests).toHaveLength(0);
  });
});
