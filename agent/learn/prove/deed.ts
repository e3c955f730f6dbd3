/** Something the agent did or said, as far as a memory can be held against it. */
export type Deed =
  | { readonly kind: "command"; readonly line: string }
  | {
      readonly kind: "edit";
      readonly file: string;
      /** What is there now and was not before. */
      readonly added: string;
      readonly isNew: boolean;
    }
  | { readonly kind: "answer"; readonly text: string };

type Input = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The lines of `after` that `before` does not have. */
const addedLines = (before: string, after: string): string => {
  const known = new Set(before.split("\n"));
  return after
    .split("\n")
    .filter((line) => !known.has(line))
    .join("\n");
};

/** What a tool call does, from the input that the agent gave it; nothing for tools that only look. */
export const deedsOf = (tool: string, input: Input): Deed[] => {
  const file = textOf(input.file_path ?? input.notebook_path);
  switch (tool) {
    case "Bash":
      return [{ kind: "command", line: textOf(input.command) }];
    case "Write":
      return [{ kind: "edit", file, added: textOf(input.content), isNew: true }];
    case "Edit":
      return [
        { kind: "edit", file, added: addedLines(textOf(input.old_string), textOf(input.new_string)), isNew: false },
      ];
    case "NotebookEdit":
      return [{ kind: "edit", file, added: textOf(input.new_source), isNew: false }];
    case "MultiEdit":
      return (Array.isArray(input.edits) ? input.edits : []).map((edit: Input) => ({
        kind: "edit",
        file,
        added: addedLines(textOf(edit.old_string), textOf(edit.new_string)),
        isNew: false,
      }));
    default:
      return [];
  }
};
