import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What the stub does with one request to `/v1/messages`. */
export type StubAnswer =
  | { readonly json: unknown; readonly usage?: Partial<StubUsage> }
  | { readonly text: string; readonly stop?: string; readonly usage?: Partial<StubUsage> }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly type?: string }
  /** The answer begins, and the connection breaks. */
  | { readonly cut: true }
  /** No answer ever comes. */
  | { readonly slow: true };

/** One answer, or what answers each request. */
type Given = StubAnswer | ((request: StubRequest) => StubAnswer);

interface StubUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
}

export interface StubRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: {
    readonly model: string;
    readonly max_tokens: number;
    readonly system: readonly { readonly text: string; readonly cache_control?: unknown }[];
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly output_config?: { readonly format: { readonly type: string; readonly schema: unknown } };
  };
}

export interface ModelStub {
  readonly url: string;
  readonly requests: readonly StubRequest[];
  /** Sets what comes next; the last one is repeated. */
  readonly answers: (...next: Given[]) => void;
}

const USAGE: StubUsage = {
  input_tokens: 100,
  output_tokens: 20,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
};

const give = (answer: StubAnswer, model: string, response: ServerResponse): void => {
  if ("slow" in answer) return;
  if ("status" in answer) {
    const error = { type: answer.type ?? "api_error", message: "the stub says so" };
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(JSON.stringify({ type: "error", error }));
    return;
  }
  if ("cut" in answer) {
    response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
    response.write('{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"te');
    response.socket?.destroySoon();
    return;
  }
  const message = {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model,
    content: [{ type: "text", text: "json" in answer ? JSON.stringify(answer.json) : answer.text }],
    stop_reason: "text" in answer ? (answer.stop ?? "end_turn") : "end_turn",
    stop_sequence: null,
    usage: { ...USAGE, ...answer.usage },
  };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(message));
};

/** Anthropic's Messages API on 127.0.0.1, as far as Cairn asks it; gone when the test ends. */
export const modelStub = async (...first: Given[]): Promise<ModelStub> => {
  let next = first;
  const requests: StubRequest[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const body = JSON.parse(text) as StubRequest["body"];
      const asked = { headers: request.headers, body };
      requests.push(asked);
      const answer = (next.length > 1 ? next.shift() : next[0]) ?? { status: 500 };
      give(typeof answer === "function" ? answer(asked) : answer, body.model, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answers: (...more) => {
      next = more;
    },
  };
};
