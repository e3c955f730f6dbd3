import type { ToolUse } from "../../../sync/store/tool-uses.ts";
import type { Turn } from "../../../sync/store/turns.ts";
import { cutEnd, oneLine } from "../../text/cap.ts";
import { onlyLooks } from "./looks.ts";

/** What the text of a summary is made from. Lists in the order of their first occurrence. */
interface SessionFacts {
  readonly turns: number;
  readonly asked: readonly string[];
  readonly filesChanged: readonly string[];
  /** Files that were changed and put back. */
  readonly filesPutBack: readonly string[];
  readonly commands: readonly Ran[];
  readonly toolUses: number;
  readonly failed: number;
  readonly interrupted: number;
  readonly rejected: number;
  readonly userModified: number;
  readonly outcome: string | null;
  /** How the last turn ended, where nobody answered. */
  readonly cutOff: "interrupted" | "failed" | null;
}

interface Ran {
  readonly command: string;
  readonly times: number;
  readonly failed: number;
  readonly lastFailed: boolean;
}

const SUMMARY_CHARS_MAX = 1200;
const ASKED_CHARS = 120;
const COMMAND_CHARS = 80;
const OUTCOME_CHARS = 240;
const SHOWN = { asked: 5, files: 8, commands: 6 };
const LISTED_MAX = 100;

/** `cd /home/u/shop && ` says only where. */
const IN_FOLDER = /^cd \/\S+ && /;
const CHANGES_FILES = /^(?:Edit|MultiEdit|Write|NotebookEdit)$/;

const commandsOf = (uses: readonly ToolUse[]): Ran[] => {
  const byCommand = new Map<string, Ran>();
  for (const { tool, summary, outcome } of uses) {
    // What only looked around tells nothing of what came of the session.
    if (tool !== "Bash" || outcome === "rejected" || onlyLooks(summary)) continue;
    const command = oneLine(summary.replace(IN_FOLDER, ""), COMMAND_CHARS);
    const seen = byCommand.get(command) ?? { command, times: 0, failed: 0, lastFailed: false };
    const lastFailed = outcome === "failed";
    byCommand.set(command, { command, times: seen.times + 1, failed: seen.failed + (lastFailed ? 1 : 0), lastFailed });
  }
  return [...byCommand.values()];
};

const factsOf = (turns: readonly Turn[], uses: readonly ToolUse[], putBack: readonly string[]): SessionFacts => {
  const count = (outcome: ToolUse["outcome"]): number => uses.filter((use) => use.outcome === outcome).length;
  const changed = uses.filter(({ tool, outcome }) => CHANGES_FILES.test(tool) && outcome === "ok");
  const isBack = new Set(putBack);
  const state = turns.at(-1)?.state;
  const answer = turns.findLast((turn) => turn.answer !== null)?.answer ?? null;
  return {
    turns: turns.length,
    asked: turns
      .map(({ prompt }) => oneLine(prompt, ASKED_CHARS))
      .filter((prompt) => prompt !== "")
      .slice(0, LISTED_MAX),
    filesChanged: [...new Set(changed.flatMap(({ files }) => files))]
      .filter((file) => !isBack.has(file))
      .slice(0, LISTED_MAX),
    filesPutBack: [...isBack].slice(0, LISTED_MAX),
    commands: commandsOf(uses).slice(0, LISTED_MAX),
    toolUses: uses.length,
    failed: count("failed"),
    interrupted: count("interrupted"),
    rejected: count("rejected"),
    userModified: uses.filter((use) => use.userModified).length,
    outcome: answer === null ? null : oneLine(answer, OUTCOME_CHARS),
    cutOff: state === "interrupted" || state === "failed" ? state : null,
  };
};

/** The longest folder that all paths share, with its slash. */
const commonFolder = (paths: readonly string[]): string => {
  const [first = ""] = paths;
  let folder = first.slice(0, first.lastIndexOf("/") + 1);
  while (folder !== "" && !paths.every((path) => path.startsWith(folder)))
    folder = folder.slice(0, folder.lastIndexOf("/", folder.length - 2) + 1);
  return folder;
};

const listed = (items: readonly string[], shown: number): string =>
  items.length <= shown ? items.join(", ") : `${items.slice(0, shown).join(", ")} and ${items.length - shown} more`;

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;

const times = (n: number): string => (n === 1 ? "" : ` ${n} times`);

/** What came of a command that was run once or several times. */
const fateOf = ({ times: ran, failed, lastFailed }: Ran): string => {
  if (failed === 0) return "";
  if (failed === ran) return ` (failed${times(failed)})`;
  return lastFailed ? ` (failed${times(failed)}, also the last time)` : ` (failed${times(failed)}, then passed)`;
};

/** The first and the last ones, since what came between led from the one to the other. */
const firstAndLast = (items: readonly string[], shown: number): string => {
  if (items.length <= shown) return items.join(", ");
  const last = Math.ceil(shown / 2);
  return `${items.slice(0, shown - last).join(", ")}, ${items.length - shown} more, ${items.slice(-last).join(", ")}`;
};

const textOf = (facts: SessionFacts): string => {
  const { asked, filesChanged, commands } = facts;
  const folder = filesChanged.length > 1 ? commonFolder(filesChanged) : "";
  const ran = [...commands]
    // What failed in the end is what the next session has to know first.
    .sort((one, other) => Number(other.lastFailed) - Number(one.lastFailed))
    .map((command) => `\`${command.command}\`${fateOf(command)}`);
  const troubles = [
    ...(facts.failed > 0 ? [`${plural(facts.failed, "tool call")} failed`] : []),
    ...(facts.interrupted > 0 ? [`${facts.interrupted} interrupted`] : []),
    ...(facts.rejected > 0 ? [`${facts.rejected} refused`] : []),
    ...(facts.cutOff === null ? [] : [`the last turn ${facts.cutOff === "failed" ? "failed" : "was interrupted"}`]),
    ...(facts.userModified > 0 ? [`${plural(facts.userModified, "edit")} changed by the user`] : []),
  ];
  const lines = [
    asked.length === 0
      ? null
      : `Asked: ${firstAndLast(
          asked.map((prompt) => `“${prompt}”`),
          SHOWN.asked,
        )}.`,
    filesChanged.length === 0
      ? null
      : `Changed ${plural(filesChanged.length, "file")}${folder.length > 1 ? ` in ${folder}` : ""}: ${listed(
          filesChanged.map((path) => path.slice(folder.length)),
          SHOWN.files,
        )}.`,
    facts.filesPutBack.length === 0
      ? null
      : `Put back as before: ${listed(
          facts.filesPutBack.map((path) => path.slice(path.startsWith(folder) ? folder.length : 0)),
          SHOWN.files,
        )}.`,
    ran.length === 0 ? null : `Ran ${listed(ran, SHOWN.commands)}.`,
    troubles.length === 0 ? null : `${troubles.join(", ")}.`,
    facts.outcome === null ? null : `Ended with: ${facts.outcome}`,
  ];
  const text = lines.filter((line) => line !== null).join("\n");
  return cutEnd(text, SUMMARY_CHARS_MAX);
};

/** What was asked in a session, what was changed, put back, run and failed, in at most 1,200 characters. The same input gives the same text. */
export const summariseSession = (
  turns: readonly Turn[],
  uses: readonly ToolUse[],
  putBack: readonly string[] = [],
): { readonly text: string; readonly facts: SessionFacts } => {
  const facts = factsOf(turns, uses, putBack);
  return { text: textOf(facts), facts };
};
