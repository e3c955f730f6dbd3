/**
 * The part of a hook payload that Cairn reads; everything else is kept beside it as it came. Each field is there or not, since
 * every version of Claude Code sends others.
 */
export interface Payload extends ToolCall {
  readonly session_id: string;
  readonly hook_event_name: string;
  readonly cwd?: string | null | undefined;
  readonly prompt_id?: string | null | undefined;
  readonly prompt?: string | null | undefined;
  readonly source?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly reason?: string | null | undefined;
  readonly tool_calls?: readonly ToolCall[] | null;
  readonly error?: string | null | undefined;
  readonly is_interrupt?: boolean | null;
  readonly duration_ms?: number | null;
  readonly agent_id?: string | null | undefined;
  readonly agent_type?: string | null | undefined;
  readonly last_assistant_message?: string | null | undefined;
}

interface ToolCall {
  readonly tool_name?: string | null | undefined;
  readonly tool_input?: unknown;
  readonly tool_response?: unknown;
  readonly tool_use_id?: string | null | undefined;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const CALL_TYPES = { tool_name: "string", tool_use_id: "string" } as const;
const TYPES = {
  ...CALL_TYPES,
  cwd: "string",
  prompt_id: "string",
  prompt: "string",
  source: "string",
  model: "string",
  reason: "string",
  error: "string",
  is_interrupt: "boolean",
  duration_ms: "number",
  agent_id: "string",
  agent_type: "string",
  last_assistant_message: "string",
} as const;

/** A field of an unexpected type counts as absent, so that a newer Claude Code never stops the ingest. */
const withTypes = (fields: Fields, types: readonly (readonly [string, string])[]): Fields => {
  const isOdd = (entry: (typeof types)[number]) => entry[0] in fields && typeof fields[entry[0]] !== entry[1];
  const odd = types.filter(isOdd);
  return odd.length === 0 ? fields : { ...fields, ...Object.fromEntries(odd.map(([name]) => [name, null])) };
};

const CALL_TYPE_LIST = Object.entries(CALL_TYPES);
const TYPE_LIST = Object.entries(TYPES);

/**
 * Reads a parsed payload; null when it is no hook payload at all. By hand, because a schema took 7 µs here, a fifteenth of all that
 * is done for an event.
 */
export const readPayload = (value: unknown): Payload | null => {
  if (!isFields(value)) return null;
  const { session_id: sessionId, hook_event_name: name, tool_calls: calls } = value;
  if (typeof sessionId !== "string" || typeof name !== "string" || sessionId === "" || name === "") return null;
  const read = withTypes(value, TYPE_LIST);
  if (calls === undefined) return read as Fields & Payload;
  const areCalls = Array.isArray(calls) && calls.every(isFields);
  const toolCalls = areCalls ? calls.map((call) => withTypes(call, CALL_TYPE_LIST)) : null;
  return { ...read, tool_calls: toolCalls } as Fields & Payload;
};

/** Whether a report may come again only by mistake: then it counts once whenever that is, not only within seconds. */
export interface SameKey {
  readonly key: string;
  readonly forEver: boolean;
}

/** What makes two reports (two copies of the plugin) the same happening. `digest` makes the hash of the raw payload. */
export const sameKeyOf = (payload: Payload, digest: () => string): SameKey => {
  const base = `${payload.session_id}\n${payload.hook_event_name}\n`;
  if (payload.tool_use_id) return { key: `${base}${payload.tool_use_id}`, forEver: true };
  if (payload.hook_event_name === "UserPromptSubmit" && payload.prompt_id) {
    return { key: `${base}${payload.prompt_id}`, forEver: true };
  }
  return { key: base + digest(), forEver: false };
};
