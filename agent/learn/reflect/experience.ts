import { spelled } from "../shell/spelling.ts";
import { callOf, doesSomething, keyOf } from "./call.ts";
import { errorName, isOfTheCode } from "./error-name.ts";
import { code, distinct, type Insight, insight } from "./insight.ts";
import { broughtIn, installed, telling } from "./names.ts";
import { type Called, editedFile, type Said, type Step, same, type Trajectory } from "./step.ts";

const INSIGHTS_MAX = 3;
const FIXES_MAX = 4;
const COMMAND_MAX = 50;
const ANSWER_CHARS = 600;
const ERROR_CHARS = 400;

/** A user who has a problem, rather than a wish. */
const COMPLAINS =
  /\b(?:fail(?:s|ed|ing)?|error|broken|crash(?:es|ed)?|dies|hangs?|stuck|(?:doesn't|does not|don't|do not|won't|can't|cannot|isn't|not) (?:work|start|run|build|connect|load|find|compile|working|running|starting|come up)|any ?more|refuses?|what's wrong|why (?:is|does|do|are)|E[A-Z]{4,}|\w+(?:Error|Exception)|geht nicht|kaputt|fehler)\b/i;
/** A file that says how things are set up, rather than what the program does. */
const CONFIGURES =
  /(?:^|\/)(?:\.[\w.-]+|Dockerfile[\w.-]*|Makefile|[\w.-]*\.(?:toml|ya?ml|ini|cfg|conf|properties|gradle|env|lock|service|plist)|[\w-]+\.config\.[cm]?[jt]s|package\.json|tsconfig[\w.-]*\.json|settings\.(?:json|py)|conftest\.py|setup\.py|requirements[\w.-]*\.txt|Gemfile|Podfile|CMakeLists\.txt)$/;

const isWork = (step: Step): boolean => (step.tool === "Bash" ? doesSomething(step) : editedFile(step) !== null);
const isSameCall = (a: Step, b: Step): boolean => keyOf(a) !== null && keyOf(a) === keyOf(b);

/** A problem that was met and solved. */
interface Solved {
  readonly failed: Step;
  readonly error: string;
  /** What was done before it failed in the same way again. */
  readonly tried: readonly Step[];
  /** What was done before it passed. */
  readonly fixes: readonly Step[];
  readonly passedAt: number;
}

const NAMED = /['"`“]([^'"`”\n]{1,80})['"`”]/;
/** An error with the first thing that it names: another module that is missing is another problem. */
const causeOf = (error: string): string => `${errorName(error)} ${NAMED.exec(error)?.[1] ?? ""}`;

const solvedFrom = (steps: readonly Step[], at: number): Solved | null => {
  const failed = steps[at] as Step;
  const error = failed.outcome === "failed" && callOf(failed) !== null ? errorName(failed.error) : null;
  if (error === null) return null;
  const passedAt = steps.findIndex((step, i) => i > at && step.outcome === "ok" && isSameCall(step, failed));
  if (passedAt === -1) return null;
  const between = steps.slice(at + 1, passedAt);
  const again = between.findLastIndex((step) => step.outcome === "failed" && isSameCall(step, failed));
  // Another failure in between was another problem, unless it has the same name.
  if (again !== -1 && causeOf(between[again]?.error ?? "") !== causeOf(failed.error)) return null;
  const fixes = between.slice(again + 1).filter((step) => isWork(step) && step.outcome === "ok");
  const tried = between.slice(0, Math.max(0, again)).filter((step) => isWork(step) && !isSameCall(step, failed));
  return fixes.length === 0 || fixes.length > FIXES_MAX ? null : { failed, error, tried, fixes, passedAt };
};

const short = (step: Step): string | null => {
  const call = callOf(step);
  const line = call === null ? "" : spelled(call.command);
  return line === "" || line.length > COMMAND_MAX ? null : code(line);
};

/** All problems that were solved, each from the first time it showed. */
const solvedIn = (steps: readonly Step[]): Solved[] => {
  const all: Solved[] = [];
  for (const [at, step] of steps.entries()) {
    const isGoingOn = all.some(({ failed, passedAt }) => at < passedAt && isSameCall(step, failed));
    const solved = isGoingOn ? null : solvedFrom(steps, at);
    if (solved !== null) all.push(solved);
  }
  return all;
};

/** What worked, as an order. */
const remedyOf = (fixes: readonly Step[], said: Said, called: Called): string | null => {
  const commands = fixes.filter(({ tool }) => tool === "Bash").flatMap((step) => short(step) ?? []);
  const edits = fixes.filter((step) => editedFile(step) !== null);
  const [file] = [...new Set(edits.flatMap((step) => editedFile(step) ?? []))];
  if (commands.length > 0) return `run ${commands.slice(-2).join(" and ")}`;
  if (file === undefined) return null;
  const [name] = telling(broughtIn(edits), said);
  return name === undefined ? `change ${code(called(file))}` : `use ${code(name)} in ${code(called(file))}`;
};

const isConfiguring = (step: Step): boolean => step.tool === "Bash" || CONFIGURES.test(step.file ?? "");

/**
 * Problems of a session that were solved: a call failed by an error of the machine or a tool, something was tried in vain or the user had
 * complained, and then the same call passed. What worked is worded by what was done. @param called how a file is called in the project.
 */
export const experiences = ({ steps, turns }: Trajectory, called: Called = same): readonly Insight[] => {
  const found = solvedIn(steps).flatMap(({ failed, error, tried, fixes, passedAt }) => {
    const { prompt = "", answer = "" } = turns[steps[passedAt]?.turn ?? 0] ?? {};
    const asked = turns[failed.turn]?.prompt ?? "";
    const isHard = tried.length > 0 || (COMPLAINS.test(asked) && fixes.every(isConfiguring));
    // Where the code was wrong, to mend a file or to add a package is what was to be done there and then.
    const isMending = isOfTheCode(error) && fixes.every((step) => !isConfiguring(step) || installed(step).length > 0);
    const remedy = isHard && !isMending ? remedyOf(fixes, { prompt: asked, answer }, called) : null;
    const command = short(failed);
    if (remedy === null || command === null) return [];
    const vain = tried.flatMap((step) => short(step) ?? []).find((line) => !remedy.includes(line));
    const text = `When ${command} fails with ${error}, ${remedy}`;
    const whole = vain === undefined ? `${text}.` : `${text}; ${vain} does not help.`;
    const context = [
      asked,
      prompt,
      failed.error.slice(0, ERROR_CHARS),
      answer.slice(0, ANSWER_CHARS),
      ...fixes.flatMap(({ file }) => (file === null ? [] : called(file))),
    ];
    const isBack = steps.slice(passedAt + 1).some((step) => step.outcome === "failed" && isSameCall(step, failed));
    const of = {
      from: "experience",
      kind: "experience",
      quote: `${command} failed: ${failed.error}`,
      context: context.join("\n"),
      proved: !isBack,
    } as const;
    const told = insight({ ...of, text: whole });
    return told.length > 0 ? told : insight({ ...of, text: `${text}.` });
  });
  return distinct(found, INSIGHTS_MAX);
};
