import type { Clock } from "../../../sync/core/clock.ts";
import type { Store } from "../../../sync/store/open.ts";
import type { ToolUse } from "../../../sync/store/tool-uses.ts";
import { fieldsOf, type Step, stepOf } from "./step.ts";

/** How long events are read before others get their turn at the event loop. */
const SLICE_MS = 10;
/** Of all other calls the row says enough. */
const READ_WHOLE = /^(?:Bash|Edit|MultiEdit|Write|NotebookEdit)$/;

/** A step with the row that it was made of, and what the call answered. */
export interface ReadStep {
  readonly step: Step;
  readonly use: ToolUse;
  readonly response: Readonly<Record<string, unknown>>;
}

const outputOf = (response: unknown): string => {
  if (typeof response === "string") return response;
  const { stdout, stderr } = fieldsOf(response);
  return [stdout, stderr].filter((text) => typeof text === "string").join("\n");
};

const readStep = (store: Store, use: ToolUse, turn: number): ReadStep => {
  const { sessionId, toolUseId, tool, outcome, summary, files } = use;
  const body = READ_WHOLE.test(tool) ? store.events.resultOf(sessionId, toolUseId) : null;
  const event = fieldsOf(body === null ? null : JSON.parse(body));
  // What is left of a call whose event is archived: the command or the file.
  const input = body === null ? { command: summary, file_path: files[0] ?? "" } : fieldsOf(event.tool_input);
  const step = stepOf({ tool, input, turn, outcome, error: use.error ?? "", output: outputOf(event.tool_response) });
  return { step, use, response: fieldsOf(event.tool_response) };
};

/**
 * Tool calls as steps, with what they changed and answered, in slices. @param turns ids of the session's turns, in order.
 */
export const readSteps = async (
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  uses: readonly ToolUse[],
  turns: readonly number[],
): Promise<ReadStep[]> => {
  const order = new Map(turns.map((id, i) => [id, i]));
  const read: ReadStep[] = [];
  let sliceEndsMs = clock.monotonicMs() + SLICE_MS;
  for (const use of uses) {
    read.push(readStep(store, use, order.get(use.turnId ?? -1) ?? 0));
    if (clock.monotonicMs() < sliceEndsMs) continue;
    await clock.breathe();
    sliceEndsMs = clock.monotonicMs() + SLICE_MS;
  }
  return read;
};
