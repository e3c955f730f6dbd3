import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Hook payloads as Claude Code 2.1.197 sends them, as templates; their long texts stand in bodies/. */
const FOLDER = join(import.meta.dirname, "payloads");

type Body = "answer" | "output" | "prompt" | "source";

/** Each template with the text that fills it. */
const BODY_OF = {
  SessionStart: "answer",
  UserPromptSubmit: "prompt",
  "PreToolUse.Bash": "source",
  "PostToolUse.Bash": "output",
  "PostToolUseFailure.Bash": "output",
  "PreToolUse.Edit": "source",
  "PostToolUse.Edit": "source",
  "PreToolUse.Write": "source",
  "PostToolUse.Write": "source",
  PostToolBatch: "output",
  Stop: "answer",
  SessionEnd: "answer",
} as const satisfies Record<string, Body>;

export type PayloadKind = keyof typeof BODY_OF;

export const PAYLOAD_KINDS = Object.keys(BODY_OF) as readonly PayloadKind[];

/** What tells one payload from the others of its kind. */
export interface Particulars {
  readonly sessionId: string;
  /** The folder that Claude Code works in. */
  readonly dir: string;
  /** Number of the prompt within the session. */
  readonly prompt: number;
  /** Number of the tool call within the session. */
  readonly call: number;
  /** The text of a prompt; without it the one of bodies/. */
  readonly text?: string;
}

const once = <K, V>(make: (key: K) => V): ((key: K) => V) => {
  const made = new Map<K, V>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
};

const template = once((kind: PayloadKind): string =>
  JSON.stringify(JSON.parse(readFileSync(join(FOLDER, `${kind}.json`), "utf8"))),
);

/** The lines of a text as they stand inside a JSON string. */
const escapedLines = once((body: Body): readonly string[] =>
  readFileSync(join(FOLDER, "bodies", `${body}.txt`), "utf8")
    .split("\n")
    .map((line) => JSON.stringify(`${line}\n`).slice(1, -1)),
);

/** Whole lines, from another place for each `turn`, and a ruler for the rest. */
const fill = (body: Body, room: number, turn: number): string => {
  const lines = escapedLines(body);
  let text = "";
  for (let at = turn; text.length < room; at++) {
    const line = lines[at % lines.length] ?? "";
    if (text.length + line.length > room) return text + "-".repeat(room - text.length);
    text += line;
  }
  return text;
};

const WORDS = ["orders", "prices", "customers", "cart", "discounts", "address", "import", "invoices", "router", "pool"];
const ROOM_MIN = 40;

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
const uuidLike = (sessionId: string, n: number): string => `${sessionId.slice(0, 24)}${String(n).padStart(12, "0")}`;

/** A payload as one line of JSON; those that carry a long text are filled up to about `bytes`. */
export const payloadText = (kind: PayloadKind, of: Particulars, bytes: number): string => {
  const bare = template(kind)
    .replaceAll("@session@", of.sessionId)
    .replaceAll("@dir@", escaped(of.dir))
    .replaceAll("@prompt@", uuidLike(of.sessionId, of.prompt))
    .replaceAll("@tool-use@", `toolu_${of.sessionId.slice(0, 8)}${String(of.call).padStart(12, "0")}`)
    .replaceAll("@word@", WORDS[of.call % WORDS.length] ?? "orders");
  if (!bare.includes("@body@")) return bare;
  if (of.text !== undefined) return bare.replace("@body@", () => escaped(of.text ?? ""));
  return bare.replace("@body@", () => fill(BODY_OF[kind], Math.max(ROOM_MIN, bytes - bare.length), of.call * 7));
};

/** One event of a session at work, in the order they come. */
export interface SampleEvent {
  readonly kind: PayloadKind;
  readonly sessionId: string;
  readonly text: string;
}

const TURNS = 5;
const CALLS: readonly (readonly PayloadKind[])[] = [
  ["PreToolUse.Write", "PostToolUse.Write", "PostToolBatch"],
  ["PreToolUse.Edit", "PostToolUse.Edit", "PostToolBatch"],
  ["PreToolUse.Bash", "PostToolUseFailure.Bash"],
  ["PreToolUse.Edit", "PostToolUse.Edit", "PostToolBatch"],
  ["PreToolUse.Bash", "PostToolUse.Bash", "PostToolBatch"],
];

/** The events of one session: five prompts, each with five tool calls of which one fails, and a stop. */
const eventsOf = function* (sessionId: string, dir: string, bytes: number): Generator<SampleEvent> {
  const event = (kind: PayloadKind, prompt: number, call: number): SampleEvent => {
    return { kind, sessionId, text: payloadText(kind, { sessionId, dir, prompt, call }, bytes) };
  };
  yield event("SessionStart", 0, 0);
  for (let prompt = 1; prompt <= TURNS; prompt++) {
    yield event("UserPromptSubmit", prompt, prompt * 10);
    for (const [n, kinds] of CALLS.entries()) for (const kind of kinds) yield event(kind, prompt, prompt * 10 + n);
    yield event("Stop", prompt, prompt * 10);
  }
  yield event("SessionEnd", TURNS, 0);
};

/** `count` events of as many sessions as that takes, in `dirs` by turns. */
export const sampleEvents = (count: number, dirs: readonly string[], bytes: number): SampleEvent[] => {
  const events: SampleEvent[] = [];
  for (let session = 0; events.length < count; session++) {
    const sessionId = `${String(session).padStart(8, "0")}-8a4d-4f3b-9c57-2d1e6a7b8c90`;
    for (const event of eventsOf(sessionId, dirs[session % dirs.length] ?? "/", bytes)) {
      if (events.length < count) events.push(event);
    }
  }
  return events;
};
