import type { ToolUse } from "../../../sync/store/tool-uses.ts";
import { oneLine } from "../../text/cap.ts";
import { type Command, isInformative, onlyReads, readCommand, spelled } from "../command.ts";
import type { Candidate } from "../extract.ts";
import { formProblems } from "../form.ts";
import { isCalledOtherwise } from "./command-change.ts";

const CANDIDATES_MAX = 3;
const QUOTE_MAX = 300;
const CONFIDENCE = 0.45;

/** The tool itself says that it was called in a wrong way, so what was edited in between does not matter. */
const WRONG_CALL =
  /unknown (?:option|argument|flag|command)|unrecogni[sz]ed (?:option|argument)|no such option|unexpected argument|invalid option|command not found|: not found|not recognized|missing script|no module named|enoent|usage:|timed? ?out|eresolve|must be run with/i;

const EDITS = /^(?:Edit|MultiEdit|Write|NotebookEdit)$/;

const commandOf = (use: ToolUse): Command | null => (use.tool === "Bash" ? readCommand(use.summary) : null);

/** Whether something that may have made the difference happened besides the change of the command. */
const changedSomething = (between: readonly ToolUse[]): boolean =>
  between.some((use) =>
    use.tool === "Bash" ? !onlyReads(commandOf(use)) && use.outcome !== "failed" : EDITS.test(use.tool),
  );

/** The call that passed where this one had failed, when nothing but the way of calling lies between. */
const remedyOf = (failed: ToolUse, later: readonly ToolUse[]): { before: Command; after: Command } | null => {
  const before = commandOf(failed);
  if (before === null || !isInformative(before)) return null;
  const passedAt = later.findIndex((use) => {
    const after = use.outcome === "ok" ? commandOf(use) : null;
    return after !== null && (spelled(after) === spelled(before) || isCalledOtherwise(before, after));
  });
  const passed = later[passedAt];
  const after = passed === undefined ? null : commandOf(passed);
  // The same command passing later is no remedy: something else was mended.
  if (after === null || spelled(after) === spelled(before)) return null;
  if (later.some((use) => use.outcome === "ok" && commandOf(use) !== null && use.summary === failed.summary))
    return null;
  const isTold = WRONG_CALL.test(failed.error ?? "");
  return isTold || !changedSomething(later.slice(0, passedAt)) ? { before, after } : null;
};

/**
 * What the tool uses of a turn teach: a command that failed, and passed when it was called in another way. Always proposed; whether
 * it has been seen often enough to be trusted is decided elsewhere. `uses` in the order they happened, of one agent.
 */
export const reflect = (uses: readonly ToolUse[]): readonly Candidate[] => {
  const byText = new Map<string, Candidate>();
  for (const [i, use] of uses.entries()) {
    const remedy = use.outcome === "failed" ? remedyOf(use, uses.slice(i + 1)) : null;
    if (remedy === null) continue;
    const [before, after] = [spelled(remedy.before), spelled(remedy.after)];
    const text = `Run \`${after}\`, not \`${before}\`, which fails.`;
    if (formProblems(text).length > 0) continue;
    byText.set(text, {
      text,
      kind: "pitfall",
      scope: "project",
      confidence: CONFIDENCE,
      quote: oneLine(
        `\`${before}\` failed${use.error === null ? "" : ` (${use.error})`}; \`${after}\` passed`,
        QUOTE_MAX,
      ),
      state: "proposed",
    });
  }
  return [...byText.values()].slice(0, CANDIDATES_MAX);
};
