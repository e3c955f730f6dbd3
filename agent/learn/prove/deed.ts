/** Something the agent did or said, as far as a memory can be held against it. */
export type Deed =
  | { readonly kind: "command"; readonly line: string }
  | {
      readonly kind: "edit";
      readonly file: string;
      /** What is there now and was not before. */
      readonly added: string;
      /** What was there and is not any more. */
      readonly removed: string;
      readonly isNew: boolean;
    }
  | { readonly kind: "answer"; readonly text: string };

type Input = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The lines of `text` that `other` does not have. */
const linesOnlyIn = (text: string, other: string): string => {
  const known = new Set(other.split("\n"));
  return text
    .split("\n")
    .filter((line) => !known.has(line))
    .join("\n");
};

const exchange = (file: string, before: string, after: string): Deed => ({
  kind: "edit",
  file,
  added: linesOnlyIn(after, before),
  removed: linesOnlyIn(before, after),
  isNew: false,
});

/** What a tool call does, from the input that the agent gave it; nothing for tools that only look. */
export const deedsOf = (tool: string, input: Input): Deed[] => {
  const file = textOf(input.file_path ?? input.notebook_path);
  switch (tool) {
    case "Bash":
      return [{ kind: "command", line: textOf(input.command) }];
    case "Write":
      return [{ kind: "edit", file, added: textOf(input.content), removed: "", isNew: true }];
    case "Edit":
      return [exchange(file, textOf(input.old_string), textOf(input.new_string))];
    case "NotebookEdit":
      return [{ kind: "edit", file, added: textOf(input.new_source), removed: "", isNew: false }];
    case "MultiEdit":
      return (Array.isArray(input.edits) ? input.edits : []).map((edit: Input) =>
        exchange(file, textOf(edit.old_string), textOf(edit.new_string)),
      );
    default:
      return [];
  }
};
