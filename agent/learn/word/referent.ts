import type { ReadSentence } from "../read/reading.ts";
import type { Surroundings, ToolGlimpse } from "../read/surroundings.ts";
import { formProblems, MEMORY_CHARS_MAX } from "./form.ts";

/** "don't do that again", "never run this": an order not to, whose object is only pointed at. */
const POINTS_AT =
  /^(?:\W|no|nein|stop|wait|please|bitte|hey|dude)*(?:(?<not>don't|do not|dont|never|stop)(?: ever)? (?<verb>do|doing|run|running|execute|use|using|touch|edit|change|call) (?:that|this|it|such things|things like (?:that|this)|(?:that|this) (?:command|file|script))\b|(?:mach|tu) das (?:nicht|nie)|no hagas eso|ne fais pas ça)/iu;

const COMMAND_MAX = 80;

const only = (tools: readonly ToolGlimpse[]): ToolGlimpse | null => (tools.length === 1 ? (tools[0] ?? null) : null);

/** The one call the user may point at: refused, interrupted, or the only one there was. */
const pointedAt = ({ rejectedTools, interruptedTools, lastTools }: Surroundings): ToolGlimpse | null =>
  only(rejectedTools) ??
  (rejectedTools.length > 0
    ? null
    : (only(interruptedTools) ?? (interruptedTools.length > 0 ? null : only(lastTools))));

const isCut = (text: string): boolean => text.includes("…") || text.includes("[redacted:");

/**
 * An order that only points at what the agent did, with what it points at in its place: "don't do that again" after a refused
 * `git push --force` is "Don't run `git push --force`." Null where the sentence does not point, or it is not clear at what.
 */
export const resolveByTools = (sentence: ReadSentence, around: Surroundings): string | null => {
  if (!POINTS_AT.test(sentence.text)) return null;
  const tool = pointedAt(around);
  if (tool === null) return null;
  const file = only(tool.files.map((path) => ({ tool: "", summary: path, files: [] })))?.summary;
  const text =
    tool.tool === "Bash" && tool.summary.length <= COMMAND_MAX && !isCut(tool.summary)
      ? `Don't run \`${tool.summary.replaceAll("`", "'")}\`.`
      : file !== undefined && !isCut(file) && file.length < MEMORY_CHARS_MAX - 20
        ? `Don't edit \`${file}\`.`
        : null;
  return text !== null && formProblems(text).length === 0 ? text : null;
};
