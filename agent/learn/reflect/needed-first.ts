import { type Command, spelled } from "../shell/spelling.ts";
import {
  type Call,
  CLIENTS,
  callOf,
  changedSomething,
  doesSomething,
  PASSES_BY,
  programOf,
  type Remedy,
} from "./call.ts";
import { code } from "./insight.ts";
import { chained, isEveryday } from "./looks.ts";
import { meaningOf } from "./purpose.ts";
import { editedFile, type Step } from "./step.ts";

const SETS_UP = /^(?:source|\.|export|nvm|fnm|volta|asdf|rbenv|pyenv|mise|conda|module|eval|set)$/;

/** The same command behind others on one line: `source .venv/bin/activate && pytest`. */
export const setUpFirst = (_failed: Step, { command }: Call, later: readonly Step[]): Remedy | null => {
  const passedAt = later.findIndex((step) => {
    const parts = chained(step.command);
    return parts.length > 1 && spelled(parts.at(-1) as Command) === spelled(command);
  });
  const passed = later[passedAt];
  if (changedSomething(later.slice(0, Math.max(0, passedAt)))) return null;
  if (passed?.outcome !== "ok" || /[|;\n]/.test(passed.command.replace(/\|\s*(?:tail|head)\b.*$|2>&1/g, "")))
    return null;
  const needed = chained(passed.command).slice(0, -1);
  if (
    needed.length !== 1 ||
    !(SETS_UP.test(programOf(needed[0] as Command)) || isNeeded(needed[0] as Command, command))
  )
    return null;
  const [right, wrong] = [spelled(needed[0] as Command), spelled(command)];
  return {
    text: `Run ${code(`${right} && ${wrong}`)}, not ${code(wrong)} alone, which fails.`,
    by: `${right} && ${wrong}`,
  };
};

const INSTALLS = /^(?:install|add|ci|sync|get|i|restore|update|upgrade|remove|uninstall)$/;

/** What is done once: mending, cleaning, starting anew. */
const ONCE =
  /\b(?:clean|prune|reset|restart|down|kill|stop|rm|fix|write|format|fmt|unlock|force|snapshot|clear|delete|drop|login|init|config|dos2unix|unix2dos)\b/;

/** Whether a command is one that has to come before another each time. */
const isNeeded = (first: Command, then: Command): boolean => {
  const purpose = meaningOf(then.argv)?.purpose;
  return (
    !isEveryday(programOf(first) === "sudo" ? (first.argv[1] ?? "") : programOf(first)) &&
    !/^(?:curl|wget|http|nc|ssh)$/.test(programOf(first)) &&
    // That packages have to be installed is known everywhere, and what git does is about this one time.
    programOf(first) !== "git" &&
    programOf(then) !== "git" &&
    !first.operands.slice(0, 2).some((word) => INSTALLS.test(word)) &&
    !ONCE.test(spelled(first)) &&
    // The same once more in another way is no step before it.
    (purpose === undefined || meaningOf(first.argv)?.purpose !== purpose) &&
    purpose !== "lint" &&
    purpose !== "format"
  );
};

/** The one command that had to run first: the same call failed before it and passed after it, and nothing else was changed. */
export const neededFirst = (failed: Step, { command, folder }: Call, later: readonly Step[]): Remedy | null => {
  if (PASSES_BY.test(failed.error) || CLIENTS.test(programOf(command))) return null;
  const passedAt = later.findIndex((step) => {
    const call = callOf(step);
    return call !== null && spelled(call.command) === spelled(command) && call.folder === folder;
  });
  if (later[passedAt]?.outcome !== "ok") return null;
  const between = later.slice(0, passedAt).filter((step) => step.tool !== "Bash" || doesSomething(step));
  const done = between.filter((step) => step.outcome === "ok" && (step.tool === "Bash" || editedFile(step) !== null));
  const [first] = done;
  const needed = done.length === 1 && first !== undefined ? callOf(first) : null;
  if (needed === null || first?.tool !== "Bash" || !isNeeded(needed.command, command)) return null;
  const [right, wrong] = [spelled(needed.command), spelled(command)];
  return { text: `Run ${code(right)} before ${code(wrong)}, which fails otherwise.`, by: right };
};
