import { z } from "zod";
import type { Clock } from "../../sync/core/clock.ts";
import { messageOf } from "../../sync/core/errors.ts";

/** What vectors are asked of: Ollama, or what speaks its protocol. */
export interface EmbeddingsEndpoint {
  readonly url: string;
  readonly model: string;
  readonly timeoutMs: number;
}

/** Whether a text is what is looked for, or what may be found: some models are told. */
export type EmbeddedAs = "query" | "document";

/** Why there are no vectors. resting: it is left alone after failures. */
export interface EmbeddingsProblem {
  readonly kind: "off" | "resting" | "timeout" | "offline" | "rejected" | "malformed" | "given-up";
  /** Never holds what was asked or answered. */
  readonly message: string;
  readonly hint: string | null;
}

/** One vector of length 1 for each text, in their order, or why there are none. Never rejects. */
export type Embed = (
  texts: readonly string[],
  as: EmbeddedAs,
  signal: AbortSignal,
) => Promise<Float32Array[] | EmbeddingsProblem>;

/** More numbers than any model's vector has, and a longer answer than those of one batch make. */
const DIMENSIONS_MAX = 16_384;
const ANSWER_BYTES_MAX = 32 * 1_048_576;

const answerOf = (texts: number) =>
  z
    .object({ embeddings: z.array(z.array(z.number()).min(1).max(DIMENSIONS_MAX)).length(texts) })
    .refine(({ embeddings: [first, ...others] }) => others.every(({ length }) => length === first?.length))
    .refine(({ embeddings }) =>
      embeddings.every((numbers) => Number.isFinite(lengthOf(numbers)) && lengthOf(numbers) > 0),
    );

const lengthOf = (numbers: readonly number[]): number => Math.sqrt(numbers.reduce((sum, n) => sum + n * n, 0));

/** What models were trained to be told before a text; others take it as it is. */
const PREFIXES: readonly (readonly [model: RegExp, Readonly<Record<EmbeddedAs, string>>])[] = [
  [/\bnomic-embed-text/, { query: "search_query: ", document: "search_document: " }],
  [/\bmxbai-embed/, { query: "Represent this sentence for searching relevant passages: ", document: "" }],
  [/\bembeddinggemma/, { query: "task: search result | query: ", document: "title: none | text: " }],
];

/** A text as a model wants to be given it. */
export const wordedFor = (model: string, as: EmbeddedAs, text: string): string =>
  (PREFIXES.find(([name]) => name.test(model))?.[1][as] ?? "") + text;

const problem = (kind: EmbeddingsProblem["kind"], message: string, hint: string | null = null): EmbeddingsProblem => ({
  kind,
  message,
  hint,
});

/** Asks `/api/embed` of an endpoint once. It is never followed elsewhere: where texts may be sent is the settings' to say. */
export const ollamaEmbeddings =
  ({ url, model, timeoutMs }: EmbeddingsEndpoint, clock: Clock): Embed =>
  async (texts, as, signal) => {
    const done = new AbortController();
    const over = new AbortController();
    let isTooLong = false;
    void clock.sleep(timeoutMs, done.signal).then(() => {
      isTooLong = !done.signal.aborted;
      over.abort();
    });
    // By hand: the signal may live as long as the worker, and would keep something of each that is made of it by `any`.
    const giveUp = () => over.abort();
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
    try {
      const response = await fetch(new URL("api/embed", url.endsWith("/") ? url : `${url}/`), {
        method: "POST",
        redirect: "error",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model, input: texts.map((text) => wordedFor(model, as, text)) }),
        signal: over.signal,
      });
      if (!response.ok) return refusal(response.status, model);
      return vectorsIn(await bodyOf(response), texts.length);
    } catch (error) {
      if (signal.aborted) return problem("given-up", "The question was given up.");
      if (isTooLong) return problem("timeout", `${url} did not answer within ${timeoutMs / 1_000} s.`);
      const why = error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
      return problem("offline", `${url} cannot be reached (${why}).`, "Is it running? `ollama serve` starts Ollama.");
    } finally {
      signal.removeEventListener("abort", giveUp);
      // Ends the waiting, and an answer that was not read to its end, which would keep its connection.
      done.abort();
    }
  };

const refusal = (status: number, model: string): EmbeddingsProblem =>
  status === 404
    ? problem("rejected", `There is no model ${model}.`, `\`ollama pull ${model}\` fetches it.`)
    : problem("rejected", `The endpoint answered with ${status}.`, "Is recall.embeddings.model one for embeddings?");

/** The text of an answer, or null where it is far too long. */
const bodyOf = async (response: Response): Promise<string | null> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > ANSWER_BYTES_MAX) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
};

const vectorsIn = (body: string | null, texts: number): Float32Array[] | EmbeddingsProblem => {
  const malformed = problem(
    "malformed",
    "The endpoint's answer is not one vector for each text.",
    "Does it speak Ollama's protocol?",
  );
  if (body === null) return malformed;
  let found: unknown;
  try {
    found = JSON.parse(body);
  } catch {
    return malformed;
  }
  const parsed = answerOf(texts).safeParse(found);
  if (!parsed.success) return malformed;
  return parsed.data.embeddings.map((numbers) => {
    const length = lengthOf(numbers);
    return Float32Array.from(numbers, (n) => n / length);
  });
};
