import type { ToolUse } from "../../../sync/store/tool-uses.ts";

/** What an edit put in the place of what; `before` is null where it wrote the whole file. */
export interface Change {
  readonly before: string | null;
  readonly after: string;
}

/** One tool call of a session, as far as something can be learned from it. */
export interface Step {
  /** Which turn of the session it belongs to. */
  readonly turn: number;
  readonly tool: string;
  /** The whole command line; empty for all other tools. */
  readonly command: string;
  readonly file: string | null;
  readonly changes: readonly Change[];
  readonly outcome: ToolUse["outcome"];
  readonly error: string;
  /** What the call answered, where it is known. */
  readonly output: string;
}

/** What was asked in a turn and what was answered. */
export interface Said {
  readonly prompt: string;
  readonly answer: string;
}

/** The course of a session: its turns, and the tool calls in the order they happened. */
export interface Trajectory {
  readonly turns: readonly Said[];
  readonly steps: readonly Step[];
}

type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const EDITS = /^(?:Edit|MultiEdit|Write|NotebookEdit)$/;

/** What a call changes in its file, from the input that the agent gave it. */
const changesOf = (tool: string, input: Fields): Change[] => {
  switch (tool) {
    case "Write":
      return [{ before: null, after: textOf(input.content) }];
    case "NotebookEdit":
      return [{ before: null, after: textOf(input.new_source) }];
    case "Edit":
      return [{ before: textOf(input.old_string), after: textOf(input.new_string) }];
    case "MultiEdit":
      return (Array.isArray(input.edits) ? input.edits : []).map((edit) => ({
        before: textOf(fieldsOf(edit).old_string),
        after: textOf(fieldsOf(edit).new_string),
      }));
    default:
      return [];
  }
};

/** A tool call as a step, from its input and result as the hooks reported them. */
export const stepOf = (
  call: Pick<Step, "turn" | "tool" | "outcome" | "error" | "output"> & { readonly input: Fields },
): Step => {
  const { input, ...rest } = call;
  return {
    ...rest,
    command: call.tool === "Bash" ? textOf(input.command) : "",
    file: textOf(input.file_path ?? input.notebook_path ?? input.path) || null,
    changes: changesOf(call.tool, input),
  };
};

/** Whether a step changed a file, and how it is called; null where it did not. */
export const editedFile = ({ tool, outcome, file }: Step): string | null =>
  EDITS.test(tool) && outcome === "ok" ? file : null;

/** How a file is called in its project. */
export type Called = (path: string) => string;
export const same: Called = (path) => path;

/** A path below the folder `root`; the whole path where it lies elsewhere. */
export const below = (root: string, path: string): string =>
  root !== "" && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
