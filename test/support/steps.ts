import { type Step, stepOf } from "../../agent/learn/reflect/step.ts";

type More = Partial<Pick<Step, "outcome" | "error" | "output" | "turn">>;

/** Calls of tools as reflection reads them. */
export const step = (tool: string, input: Record<string, unknown>, more: More = {}): Step =>
  stepOf({ tool, input, turn: 0, outcome: "ok", error: "", output: "", ...more });
export const ran = (command: string, more: More = {}): Step => step("Bash", { command }, more);
export const failed = (command: string, error = "", more: More = {}): Step =>
  ran(command, { outcome: "failed", error, ...more });
export const edit = (file: string, before: string, after: string, more: More = {}): Step =>
  step("Edit", { file_path: `/p/${file}`, old_string: before, new_string: after }, more);
export const write = (file: string, content: string): Step => step("Write", { file_path: `/p/${file}`, content });
export const read = (file: string): Step => step("Read", { file_path: `/p/${file}` });
export const textsOf = (insights: readonly { text: string }[]): string[] => insights.map(({ text }) => text);
