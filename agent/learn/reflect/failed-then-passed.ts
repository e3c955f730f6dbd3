import { type Command, isInformative, spelled } from "../shell/spelling.ts";
import { CLIENTS, callOf, isDialect, isOfTheProject, programOf } from "./call.ts";
import { distinct, type Insight, insight } from "./insight.ts";
import { neededFirst, setUpFirst } from "./needed-first.ts";
import { otherCall, otherFolder, otherName, otherPlace } from "./other-call.ts";
import { meaningOf } from "./purpose.ts";
import type { Said, Step } from "./step.ts";

const INSIGHTS_MAX = 3;

/** The program itself does not know a word of its call: what there is in its place is a matter of its interface. */
const NOT_KNOWN =
  /(?:unknown|unrecogni[sz]ed|no such|invalid|illegal|unexpected|undefined|not defined) (?:\w+ )?(?:option|argument|flag|command|subcommand|parameter|switch)|(?:option|argument|flag|command|subcommand)\b.{0,60}(?:not recogni[sz]ed|not defined|is unknown|does not exist|isn't valid)/i;

const isWorthKnowing = (failed: Step, command: Command): boolean =>
  isInformative(command) ||
  isOfTheProject(failed, command) ||
  isDialect(failed, command) ||
  CLIENTS.test(programOf(command)) ||
  meaningOf(command.argv) !== null ||
  /no matches found/i.test(failed.error);

const isCallOf = (step: Step, line: string): boolean => {
  const call = callOf(step);
  return call !== null && spelled(call.command) === line;
};

/**
 * What the commands of a turn teach: one that failed, and passed when it was called in another way, in another folder or after another
 * command. `steps` in the order they happened, of one agent.
 */
export const failedThenPassed = (steps: readonly Step[], said?: Said): readonly Insight[] => {
  const found = steps.flatMap((step, i) => {
    const call = step.outcome === "failed" ? callOf(step) : null;
    if (call === null || !isWorthKnowing(step, call.command)) return [];
    const later = steps.slice(i + 1);
    const remedy =
      otherFolder(step, call, later) ??
      otherCall(step, call, later, said) ??
      otherName(step, call, later) ??
      otherPlace(step, call, later) ??
      setUpFirst(step, call, later) ??
      neededFirst(step, call, later);
    // What had failed itself passes now for another reason.
    if (remedy === null || steps.some((one) => one.outcome === "failed" && isCallOf(one, remedy.by))) return [];
    const error = step.error === "" ? "" : ` (${step.error})`;
    return insight({
      from: "failed-then-passed",
      text: remedy.text,
      kind: NOT_KNOWN.test(step.error) && remedy.isOtherCall ? "api" : "pitfall",
      quote: `\`${spelled(call.command)}\` failed${error}; \`${remedy.by}\` passed`,
      context: [said?.prompt ?? "", step.error.slice(0, 500)].join("\n"),
    });
  });
  return distinct(found, INSIGHTS_MAX);
};
