import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What the stub does with a request: gives vectors, says something else, or never answers. */
export type EmbeddingsAnswer =
  | "vectors"
  | "never"
  | { readonly status: number; readonly headers?: Record<string, string> }
  | { readonly says: string };

export interface EmbeddingsRequest {
  readonly path: string;
  readonly model: string;
  readonly input: readonly string[];
}

export interface EmbeddingsStub {
  readonly url: string;
  readonly requests: readonly EmbeddingsRequest[];
  /** What it does from now on. */
  readonly does: (answer: EmbeddingsAnswer) => void;
  /** Nobody listens there any more. */
  readonly leave: () => Promise<void>;
}

const DIMENSIONS = 97;
/** Words of one line mean the same. */
const MEANINGS = [
  ["car", "automobile", "vehicle"],
  ["fix", "repair", "mend"],
  ["garage", "workshop"],
  ["bread", "loaf"],
  ["bake", "oven"],
];

/** Words that mean nothing by themselves. */
const EMPTY = new Set(["a", "in", "is", "my", "or", "the", "where"]);

const dimensionOf = (word: string): number => {
  const meaning = MEANINGS.find((words) => words.includes(word))?.[0] ?? word;
  return [...meaning].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % DIMENSIONS, 7);
};

/** A text's vector by what its words mean: texts that share no word may be near. */
const stubVector = (text: string): number[] => {
  const vector = Array.from({ length: DIMENSIONS }, () => 0);
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    if (EMPTY.has(word)) continue;
    const at = dimensionOf(word);
    vector[at] = (vector[at] ?? 0) + 1;
  }
  return vector;
};

/** Ollama's `/api/embed` on 127.0.0.1 with vectors that are always the same; gone when the test ends. */
export const embeddingsStub = async (): Promise<EmbeddingsStub> => {
  let answer: EmbeddingsAnswer = "vectors";
  const requests: EmbeddingsRequest[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part) => {
      text += String(part);
    });
    request.on("end", () => {
      const { model, input } = JSON.parse(text) as { model: string; input: string[] };
      requests.push({ path: request.url ?? "", model, input });
      if (answer === "never") return;
      if (answer === "vectors") response.end(JSON.stringify({ model, embeddings: input.map(stubVector) }));
      else if ("says" in answer) response.end(answer.says);
      else response.writeHead(answer.status, answer.headers).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const leave = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  onTestFinished(leave);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    does: (next) => {
      answer = next;
    },
    leave,
  };
};
