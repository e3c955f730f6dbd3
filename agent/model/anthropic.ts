import type { Anthropic, APIError } from "@anthropic-ai/sdk";
import { type Clock, parseIsoTime } from "../../sync/core/clock.ts";
import { type Backend, ModelError, type RawQuestion, type RawReply, type Usage } from "./model.ts";

interface AnthropicOptions {
  readonly clock: Clock;
  /** The user's key, or null where there is none. */
  readonly apiKey: () => string | null;
  readonly baseUrl: () => string;
}

/** After the first attempt, by the SDK: it waits as `retry-after` says, else 0.5, 1 … s with jitter. */
const RETRIES = 2;

type Sdk = typeof import("@anthropic-ai/sdk");

/** Loaded at the first question: it takes some 20 MB, and most workers never ask one. */
const loadSdk = async () => ({
  sdk: await import("@anthropic-ai/sdk"),
  formOf: (await import("@anthropic-ai/sdk/helpers/zod")).zodOutputFormat,
});

/** Anthropic's Messages API with the user's own key. */
export const anthropicBackend = ({ clock, apiKey, baseUrl }: AnthropicOptions): Backend => {
  let client: { readonly for: string; readonly anthropic: Anthropic } | null = null;

  const clientFor = ({ Anthropic }: Sdk, key: string, baseURL: string): Anthropic => {
    const made = JSON.stringify([key, baseURL]);
    if (client?.for !== made) {
      // Everything the SDK would otherwise take from the environment, or write to the console, is said here.
      const anthropic = new Anthropic({
        apiKey: key,
        authToken: null,
        webhookKey: null,
        baseURL,
        maxRetries: RETRIES,
        logLevel: "off",
        openTelemetry: false,
      });
      client = { for: made, anthropic };
    }
    return client.anthropic;
  };

  return async (question) => {
    const key = apiKey();
    if (key === null) {
      throw new ModelError("unauthorised", "There is no key for Anthropic's API.", { hint: KEY_HINT });
    }
    const { sdk, formOf } = await loadSdk();
    // One limit for all attempts together, with time from the clock that is handed in.
    const tooLong = new AbortController();
    const done = new AbortController();
    void clock.sleep(question.timeoutMs, done.signal).then(() => {
      if (!done.signal.aborted) tooLong.abort();
    });
    try {
      const signal = AbortSignal.any([question.signal, tooLong.signal]);
      const message = await clientFor(sdk, key, baseUrl()).messages.create(
        {
          model: question.model,
          max_tokens: question.maxTokens,
          system: [{ type: "text", text: question.system, cache_control: { type: "ephemeral" } }],
          messages: [{ role: "user", content: question.prompt }],
          output_config: { format: formFor(formOf, question) },
        },
        { signal, timeout: question.timeoutMs },
      );
      return replyIn(message);
    } catch (error) {
      throw problemIn(error, sdk, { question, isTooLong: tooLong.signal.aborted, nowMs: clock.now() });
    } finally {
      done.abort();
    }
  };
};

const KEY_HINT = "`cairn model key` takes it from stdin; or set ANTHROPIC_API_KEY before the worker starts.";

const formFor = (
  formOf: Awaited<ReturnType<typeof loadSdk>>["formOf"],
  { schema }: RawQuestion,
): { type: "json_schema"; schema: Record<string, unknown> } => {
  const { type, schema: form } = formOf(schema);
  return { type, schema: form };
};

const replyIn = (message: Anthropic.Message): RawReply => {
  const usage = usageOf(message.usage);
  if (message.stop_reason === "refusal") throw new ModelError("refused", "The model would not answer.", { usage });
  if (message.stop_reason === "max_tokens" || message.stop_reason === "model_context_window_exceeded") {
    throw new ModelError("cut-off", "The model's answer was longer than it may be.", { usage });
  }
  const text = message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  return { text, usage };
};

const usageOf = (usage: Partial<Anthropic.Usage> | undefined): Usage => ({
  inputTokens: (usage?.input_tokens ?? 0) + (usage?.cache_creation_input_tokens ?? 0),
  outputTokens: usage?.output_tokens ?? 0,
  cachedTokens: usage?.cache_read_input_tokens ?? 0,
});

interface Failure {
  readonly question: RawQuestion;
  readonly isTooLong: boolean;
  readonly nowMs: number;
}

/** What went wrong, in our words: the SDK's errors carry headers and bodies, which are nobody's business. */
const problemIn = (error: unknown, sdk: Sdk, { question, isTooLong, nowMs }: Failure): unknown => {
  if (error instanceof ModelError) return error;
  if (question.signal.aborted) return new ModelError("given-up", "The question was given up.");
  const seconds = question.timeoutMs / 1_000;
  if (isTooLong || error instanceof sdk.APIConnectionTimeoutError)
    return new ModelError("timeout", `The model did not answer within ${seconds} s.`);
  if (error instanceof sdk.APIConnectionError)
    return new ModelError("offline", "Anthropic's API cannot be reached.", { hint: "Is the network there?" });
  if (error instanceof sdk.APIError && error.status !== undefined) return problemOfStatus(error, nowMs);
  if (error instanceof SyntaxError) return new ModelError("malformed", "Anthropic's API answered with no JSON.");
  // The connection broke while the answer's body was read.
  if (error instanceof TypeError || (error instanceof Error && "code" in error))
    return new ModelError("cut-off", "The connection broke in the middle of the answer.");
  return error;
};

const problemOfStatus = (error: APIError, nowMs: number): ModelError => {
  const status = Number(error.status);
  const notBeforeMs = retryAfterMs(error.headers, nowMs);
  const later = notBeforeMs === null ? {} : { notBeforeMs };
  const what = `Anthropic's API answered with ${status}${error.type === null ? "" : ` (${error.type})`}`;
  if (status === 401 || status === 403)
    return new ModelError("unauthorised", `${what}: the key is not taken.`, { hint: KEY_HINT });
  if (status === 429) return new ModelError("rate-limited", `${what}: too many questions.`, later);
  if (status === 408 || status >= 500) return new ModelError("overloaded", `${what}.`, later);
  return new ModelError("rejected", `${what}.`, {
    hint: "`cairn config get learning.reflectorModel` and learning.curatorModel name the models; is there such a one?",
  });
};

const retryAfterMs = (headers: Headers | undefined, nowMs: number): number | null => {
  const text = headers?.get("retry-after");
  if (!text) return null;
  const seconds = Number(text);
  return Number.isFinite(seconds) ? nowMs + Math.max(0, seconds) * 1_000 : parseIsoTime(text);
};
