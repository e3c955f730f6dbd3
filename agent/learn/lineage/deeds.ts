import type { Place } from "../reflect/project-path.ts";
import { projectPath } from "../reflect/project-path.ts";
import type { ReadStep } from "../reflect/read-steps.ts";
import { commandsOf } from "../shell/commands.ts";

/** What a tool call did to the files of a project. Paths are below its folder; those of moves and removals may be folders. */
export type CodeDeed =
  | { readonly kind: "wrote"; readonly file: string; readonly before: string | null; readonly after: string }
  | {
      readonly kind: "edited";
      readonly file: string;
      readonly changes: readonly { readonly before: string; readonly after: string }[];
    }
  | { readonly kind: "moved"; readonly from: string; readonly to: string }
  | { readonly kind: "removed"; readonly path: string };

const IS_CUT = /…\[\d+ characters cut\]…/;
const whole = (text: unknown): string | null => (typeof text === "string" && !IS_CUT.test(text) ? text : null);

const replaced = (text: string, before: string, after: string, all: boolean): string | null => {
  if (before === "" || !text.includes(before)) return null;
  return all ? text.replaceAll(before, () => after) : text.replace(before, () => after);
};

const edited = ({ step, response }: ReadStep, file: string): CodeDeed => {
  const changes = step.changes.map(({ before, after }) => ({ before: before ?? "", after }));
  const original = whole(response.originalFile);
  let after: string | null = original;
  for (const change of changes)
    after = after === null ? null : replaced(after, change.before, change.after, response.replaceAll === true);
  return original !== null && after !== null
    ? { kind: "wrote", file, before: original, after }
    : { kind: "edited", file, changes };
};

/** Moves and removals of a command line. @param dir the folder that the session works in. */
const moves = (line: string, dir: string, place: Place): CodeDeed[] => {
  const below = (base: string, path: string): string => (path.startsWith("/") ? path : `${base}/${path}`);
  return commandsOf(line).flatMap(({ argv, dir: changedTo, via }): CodeDeed[] => {
    // What another program starts may run on another machine.
    if (via.length > 0) return [];
    const pathOf = (word: string): string | null => {
      const path = word.replace(/^\.\//, "").replace(/\/$/, "");
      if (path === "" || /[*?$`{]/.test(path)) return null;
      return projectPath(place, path.startsWith("/") ? path : normal(below(below(dir, changedTo), path)));
    };
    const [program, ...rest] = argv[0] === "git" ? argv.slice(1) : argv;
    const words = rest.filter((word) => !word.startsWith("-"));
    if (program === "rm") return words.flatMap((word) => pathOf(word) ?? []).map((path) => ({ kind: "removed", path }));
    const to = pathOf(words.at(-1) ?? "");
    if (program !== "mv" || words.length < 2 || to === null) return [];
    const isFolder = words.length > 2 || /\/$/.test(words.at(-1) ?? "");
    return words.slice(0, -1).flatMap((word): CodeDeed[] => {
      const from = pathOf(word);
      if (from === null) return [];
      const name = from.split("/").at(-1) ?? "";
      const intoFolder = isFolder || (/\.\w+$/.test(name) && !/\.\w+$/.test(to));
      return [{ kind: "moved", from, to: intoFolder ? `${to}/${name}` : to }];
    });
  });
};

/** A path without `.` and `..` in it. */
const normal = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return `/${parts.join("/")}`;
};

/** What a tool call that went well did to the project's files. */
export const codeDeedsOf = (read: ReadStep, dir: string, place: Place): CodeDeed[] => {
  const { step, response } = read;
  if (step.outcome !== "ok") return [];
  if (step.tool === "Bash") return moves(step.command, dir, place);
  const file = projectPath(place, step.file ?? "");
  if (file === null || step.changes.length === 0) return [];
  if (step.tool !== "Write") return [edited(read, file)];
  return [{ kind: "wrote", file, before: whole(response.originalFile), after: step.changes[0]?.after ?? "" }];
};
