import type { ServerResponse } from "node:http";

/** A content block of the Messages API, in requests and in answers. */
export interface Content {
  readonly type: string;
  readonly text?: string;
  readonly name?: string;
  readonly id?: string;
  readonly input?: unknown;
  readonly content?: string | readonly Content[];
}

export interface ToolCall {
  readonly name: string;
  readonly input: Record<string, unknown>;
}

/** What the scripted model says: words, tool calls, or an error of the API. */
export type Answer =
  | string
  | { readonly text?: string; readonly tools: readonly ToolCall[] }
  | { readonly status: number; readonly message?: string };

interface Message {
  readonly id: string;
  readonly model: string;
  readonly content: readonly Content[];
}

// A tool use needs an id no other has, over all stubs of a test too: Cairn takes the same id for the same call.
let toolUses = 0;
const toolUse = ({ name, input }: ToolCall): Content => {
  toolUses += 1;
  return { type: "tool_use", id: `toolu_stub_${process.pid}_${toolUses}`, name, input };
};

export const contentOf = (answer: Exclude<Answer, { readonly status: number }>): Content[] =>
  typeof answer === "string"
    ? [{ type: "text", text: answer }]
    : [...(answer.text ? [{ type: "text", text: answer.text }] : []), ...answer.tools.map(toolUse)];

const USAGE = { input_tokens: 100, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 10 };

const stopReason = (content: readonly Content[]): string =>
  content.some(({ type }) => type === "tool_use") ? "tool_use" : "end_turn";

/** The answer of a request that does not stream. */
export const whole = ({ id, model, content }: Message): unknown => ({
  id,
  type: "message",
  role: "assistant",
  model,
  content,
  stop_reason: stopReason(content),
  stop_sequence: null,
  usage: USAGE,
});

/** The same as server-sent events. */
export const stream = (response: ServerResponse, { id, model, content }: Message): void => {
  const send = (type: string, data: object): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  };
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  const message = {
    id,
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
  send("message_start", { message: { ...message, usage: USAGE } });
  content.forEach((block, index) => {
    const called = block.type === "tool_use";
    send("content_block_start", { index, content_block: called ? { ...block, input: {} } : { ...block, text: "" } });
    const delta = called
      ? { type: "input_json_delta", partial_json: JSON.stringify(block.input) }
      : { type: "text_delta", text: block.text };
    send("content_block_delta", { index, delta });
    send("content_block_stop", { index });
  });
  send("message_delta", { delta: { stop_reason: stopReason(content), stop_sequence: null }, usage: USAGE });
  send("message_stop", {});
  response.end();
};
