import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Server as Listening } from "node:net";
import { type Answer, type Content, contentOf, stream, whole } from "./messages-answer.ts";

export type { Answer } from "./messages-answer.ts";

interface Message {
  readonly role: string;
  readonly content: string | readonly Content[];
}

/** The body of a request to `/v1/messages`, as far as the tests look into it. */
export interface MessagesBody {
  readonly model: string;
  readonly stream?: boolean;
  readonly system?: string | readonly Content[];
  readonly messages: readonly Message[];
  readonly tools?: readonly { readonly name: string }[];
}

/**
 * What a request is for. Only `turn` and `subagent` ones go to the script: `compact` asks for a summary of the
 * conversation, `side` are the small ones Claude Code makes for itself (titles, topics, quota), `count` counts tokens.
 */
export type Purpose = "turn" | "subagent" | "compact" | "side" | "count";

export interface Request {
  readonly purpose: Purpose;
  readonly sessionId: string;
  readonly atMs: number;
  readonly body: MessagesBody;
  /** Everything the model would read of it, one block a line. */
  readonly text: string;
}

/** What the model answers. `callIndex` counts the requests of that purpose so far, from 0. */
export type Script = (request: Request, callIndex: number) => Answer | Promise<Answer>;

export interface MessagesStub {
  readonly url: string;
  readonly requests: readonly Request[];
  readonly turns: () => readonly Request[];
  readonly of: (purpose: Purpose) => readonly Request[];
  readonly close: () => void;
}

const textOf = (content: string | readonly Content[] | undefined): string[] =>
  typeof content === "string"
    ? [content]
    : (content ?? []).flatMap((block) => [
        ...(typeof block.text === "string" ? [block.text] : []),
        ...(block.input === undefined ? [] : [JSON.stringify(block.input)]),
        ...(block.content === undefined ? [] : textOf(block.content)),
      ]);

const SUBAGENT = /You are an agent for Claude Code|You are a file search specialist/;
const COMPACT = /Your task is to create a detailed summary of (the|this) conversation/;

const purposeOf = (path: string, body: MessagesBody): Purpose => {
  if (path.endsWith("/count_tokens")) return "count";
  if (COMPACT.test(textOf(body.messages.at(-1)?.content).join("\n"))) return "compact";
  if (!body.tools?.some(({ name }) => name === "Bash")) return "side";
  return SUBAGENT.test(textOf(body.system).join("\n")) ? "subagent" : "turn";
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
};

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
};

const unscripted: Partial<Record<Purpose, Answer>> = {
  compact: "<summary>The user and the agent talked about this project.</summary>",
  side: "ok",
};

/** A stand-in for the Anthropic Messages API on that listening socket. It keeps every request, in order of arrival. */
export const messagesStub = (listening: Listening, script: Script): MessagesStub => {
  const requests: Request[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (incoming.url ?? "").split("?")[0] ?? "";
    const raw = await bodyOf(incoming);
    if (incoming.method !== "POST" || !path.startsWith("/v1/messages")) return json(response, 200, {});
    const body = JSON.parse(raw) as MessagesBody;
    const purpose = purposeOf(path, body);
    const request: Request = {
      purpose,
      sessionId: String(incoming.headers["x-claude-code-session-id"] ?? ""),
      atMs: Date.now(),
      body,
      text: [...textOf(body.system), ...body.messages.flatMap(({ content }) => textOf(content))].join("\n"),
    };
    const callIndex = requests.filter((earlier) => earlier.purpose === purpose).length;
    requests.push(request);
    if (purpose === "count") return json(response, 200, { input_tokens: Math.ceil(raw.length / 4) });
    const answer = unscripted[purpose] ?? (await script(request, callIndex));
    if (typeof answer === "object" && "status" in answer) {
      const error = {
        type: answer.status === 529 ? "overloaded_error" : "api_error",
        message: answer.message ?? "stub",
      };
      return json(response, answer.status, { type: "error", error });
    }
    const message = { id: `msg_stub_${requests.length}`, model: body.model, content: contentOf(answer) };
    if (body.stream) stream(response, message);
    else json(response, 200, whole(message));
  };
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => json(response, 500, { error: String(error) }));
  });
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("The stub needs a TCP socket that listens");
  server.listen(listening);
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    turns: () => requests.filter(({ purpose }) => purpose === "turn"),
    of: (wanted) => requests.filter(({ purpose }) => purpose === wanted),
    close: () => {
      server.closeAllConnections();
      server.close();
      listening.close();
    },
  };
};
