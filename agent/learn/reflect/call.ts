import { commandsOf, type Ran } from "../shell/commands.ts";
import { type Command, readCommand, spelled } from "../shell/spelling.ts";
import { folderOf, isEveryday, onlyLooks } from "./looks.ts";
import { editedFile, type Step } from "./step.ts";

/** A second try may pass without any reason that could be learned. */
export const PASSES_BY =
  /(?<!command )timed out|timeout|connection (?:reset|closed)|temporary failure|could not resolve host|rate limit|\b50[234]\b/i;
/** Programs that are called in one way here and in another there. */
const DIALECTS = /^(?:sed|tar|date|stat|readlink|base64|xargs|find|grep|sort|mktemp|ps|cp|ln)$/;
const DIALECT_ERROR =
  /unterminated|illegal option|invalid option|unrecogni[sz]ed option|unknown option|unknown primary|extra characters|usage:|requires an argument|invalid command code/i;

/** Programs that ask another one for something. */
export const CLIENTS = /^(?:curl|wget|http|psql|mysql|redis-cli|mongosh|git|pg_dump|ssh|nc)$/;

/** Whether it may be worth knowing how a program is called here: it does something that is not done everywhere alike. */
export const isOfTheProject = (step: Step, command: Command): boolean =>
  doesSomething(step) && !isEveryday(programOf(command));

/** A failed or passed call, with the folder that it was made in. */
export interface Call {
  readonly command: Command;
  readonly folder: string | null;
}

export interface Remedy {
  readonly text: string;
  readonly by: string;
  /** Whether it is the same program, called in another way. */
  readonly isOtherCall?: boolean;
}

/** What is asked of a step again and again is found out once. */
const once = <T>(find: (step: Step) => T): ((step: Step) => T) => {
  const found = new WeakMap<Step, { readonly is: T }>();
  return (step) => {
    const known = found.get(step) ?? { is: find(step) };
    found.set(step, known);
    return known.is;
  };
};

/** The one command that a step runs; null where there are several, or none. */
export const callOf = once(({ tool, command: line }): Call | null => {
  const command = tool === "Bash" ? readCommand(line) : null;
  return command === null ? null : { command, folder: folderOf(line) };
});

/** All commands that a step runs. */
export const ranBy = once(({ tool, command }): Ran[] => (tool === "Bash" ? commandsOf(command) : []));

/** The same for calls of the same command in the same folder; null for other steps. */
export const keyOf = once((step): string | null => {
  const call = callOf(step);
  return call === null ? null : `${call.folder ?? ""}\n${spelled(call.command)}`;
});

/** Whether a step runs something that does more than look. */
export const doesSomething = once(({ tool, command }): boolean => tool === "Bash" && !onlyLooks(command));

export const programOf = ({ argv }: Command): string => argv[0] ?? "";
export const isDialect = (failed: Step, command: Command): boolean =>
  DIALECTS.test(programOf(command)) && DIALECT_ERROR.test(failed.error);
/** Whether something that may have made the difference happened besides the change of the call. */
export const changedSomething = (between: readonly Step[]): boolean =>
  between.some((step) =>
    step.tool === "Bash" ? doesSomething(step) && step.outcome !== "failed" : editedFile(step) !== null,
  );
