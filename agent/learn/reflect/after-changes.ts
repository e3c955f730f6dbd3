import { spelled } from "../shell/spelling.ts";
import { code, type Insight, insight } from "./insight.ts";
import { chained, folderOf } from "./looks.ts";
import { targetOf } from "./purpose.ts";
import { type Called, editedFile, type Step } from "./step.ts";

const TURNS_MIN = 2;
const INSIGHTS_MAX = 1;

interface Ran {
  readonly turns: Set<number>;
  /** What had been changed before it in the same turns. */
  readonly files: string[];
  isAlways: boolean;
}

/** The folder or the one file that all paths share; null where they share none. */
const commonPlace = (paths: readonly string[]): string | null => {
  const [first = "", ...others] = new Set(paths);
  if (others.length === 0) return first;
  const folders = first.split("/").slice(0, -1);
  let shared = 0;
  const parts = others.map((path) => path.split("/").slice(0, -1));
  while (shared < folders.length && parts.every((path) => path[shared] === folders[shared])) shared++;
  return shared === 0 ? null : folders.slice(0, shared).join("/");
};

/**
 * Targets whose names do not say what they are for, and that were run whenever something had been changed: in more than one piece of
 * work, each time with success, and described where the project lists them. @param isDescribed whether a command was read of.
 */
export const runAfterChanges = (
  steps: readonly Step[],
  { called, isDescribed }: { called: Called; isDescribed: (argv: readonly string[], target: string) => boolean },
): readonly Insight[] => {
  const ran = new Map<string, Ran>();
  for (const [i, step] of steps.entries()) {
    if (step.tool !== "Bash" || step.outcome === "interrupted" || folderOf(step.command) !== null) continue;
    const before = steps.slice(0, i).filter(({ turn }) => turn === step.turn);
    const files = before.flatMap((one) => editedFile(one) ?? []).map(called);
    for (const command of chained(step.command)) {
      const target = targetOf(command.argv);
      if (target === null || !isDescribed(command.argv, target)) continue;
      const one = ran.get(spelled(command)) ?? { turns: new Set(), files: [], isAlways: true };
      one.isAlways &&= files.length > 0 && step.outcome === "ok";
      one.turns.add(step.turn);
      one.files.push(...files);
      ran.set(spelled(command), one);
    }
  }
  return [...ran]
    .filter(([, { turns, isAlways }]) => isAlways && turns.size >= TURNS_MIN)
    .slice(0, INSIGHTS_MAX)
    .flatMap(([line, { turns, files }]) => {
      const place = commonPlace(files);
      const what = place === null ? "something" : `${files.includes(place) ? "" : "files in "}${code(place)}`;
      return insight({
        from: "project-command",
        text: `Run ${code(line)} after you change ${what}.`,
        kind: "snippet",
        quote: `\`${line}\` passed after the changes of ${turns.size} turns`,
        context: files.slice(0, 8).join(" "),
      });
    });
};
