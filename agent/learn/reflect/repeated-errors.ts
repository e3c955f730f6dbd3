import { commandsOf } from "../shell/commands.ts";
import { commonComplaint, listed, saidIn, shown, toExpect } from "./common-complaint.ts";
import { errorName, isOfTheCode, isOfTheMachine } from "./error-name.ts";
import { code, distinct, type Insight, insight } from "./insight.ts";
import { onlyLooks } from "./looks.ts";
import { installed } from "./names.ts";
import { meaningOf } from "./purpose.ts";
import type { Step } from "./step.ts";
import { EDITS, type Failure, programOf, TROUBLES } from "./troubles.ts";

const INSIGHTS_MAX = 3;
const TIMES_MIN = 3;
const COMMAND_MAX = 45;

/** A try later may go well without anything having been learned. */
const PASSES_BY =
  /temporary failure|connection (?:reset|timed out)|operation timed out|TLS handshake|rate limit|\b50[234]\b|overloaded|too many requests/i;

const isFailed = ({ outcome }: Step): boolean => outcome === "failed" || outcome === "rejected";

/** What only asks whether there is a program, or gets one. */
const ASKS_WHAT_THERE_IS = /^(?:which|type|command|whereis|ls|echo|find|apt|apt-get|brew|cat)$/;

const lastRun = (file: string | null, earlier: readonly Step[]): string => {
  const since = earlier.slice(earlier.findLastIndex((one) => one.file === file && one.outcome === "ok") + 1);
  return (
    since.findLast(({ tool, outcome, command }) => tool === "Bash" && outcome === "ok" && !onlyLooks(command))
      ?.command ?? ""
  );
};

const failureOf = (step: Step, later: readonly Step[], earlier: readonly Step[]): Failure => {
  const name = step.file?.split("/").at(-1);
  const same = (one: Step): boolean =>
    one.tool === step.tool &&
    one.outcome === "ok" &&
    (step.tool === "Bash" ? programOf(one) === programOf(step) : one.file === step.file);
  const again = later.findIndex((one) => same(one) && step.tool === "Bash" && one.command === step.command);
  const passedAt = again === -1 ? later.findIndex(same) : again;
  return {
    step,
    passed: later[passedAt] ?? null,
    between: later.slice(0, Math.max(0, passedAt)).filter(({ outcome }) => outcome === "ok"),
    elsewhere:
      later.find(
        (one) =>
          one.tool === step.tool &&
          one.outcome === "ok" &&
          one.file !== step.file &&
          one.file?.split("/").at(-1) === name,
      ) ?? null,
    next:
      later.find((one) => one.tool === "Bash" && one.outcome === "ok" && !ASKS_WHAT_THERE_IS.test(programOf(one))) ??
      null,
    since: lastRun(step.file, earlier),
  };
};

interface Kind {
  readonly order: (failures: readonly Failure[]) => string | null;
  readonly failures: Failure[];
}

/** The kind of a failure that has a remedy of its own, as a key; null for any other. */
const troubleOf = (step: Step): { readonly key: string; readonly order: Kind["order"] } | null => {
  for (const [i, { tool, sign, order }] of TROUBLES.entries()) {
    const found = tool.test(step.tool) ? sign.exec(step.error) : null;
    if (found === null) continue;
    const name = found[1] ?? found[2] ?? "";
    const key = `${i} ${EDITS.test(step.tool) ? "edit" : step.tool} ${name.replace(/\d+/g, "0")}`;
    const called = errorName(step.error);
    const needed = (failures: readonly Failure[]) => (called === null ? null : neededBefore(failures, called));
    return { key, order: (failures) => needed(failures) ?? order(failures, name) };
  }
  return null;
};

interface Complaint {
  readonly program: string;
  readonly complaint: string;
  /** Whether other programs meet the same here. */
  readonly isEverywhere?: boolean;
}

/** What the program itself said of the call, as far as it is no matter of the code that was run. */
const complaintOf = (step: Step): Complaint | null => {
  const [command] = commandsOf(step.command);
  const program = command?.argv[0] ?? "";
  if (step.tool !== "Bash" || program === "") return null;
  const name = errorName(step.error);
  if (name !== null) return isOfTheCode(name) ? null : { program, complaint: name, isEverywhere: isOfTheMachine(name) };
  if (command === undefined || meaningOf(command.argv) !== null) return null;
  const line =
    step.error
      .split("\n")
      .map((one) => one.trim())
      .find((one) => one !== "") ?? "";
  const isItsOwn =
    line.startsWith(`${program}: `) ||
    (!/^(?:node|deno|bun|python3?|ruby|php|perl|Rscript|\.\/)/.test(program) &&
      /^(?:fatal|error|zsh|bash|sh)\b[^:]{0,30}: /i.test(line));
  return isItsOwn && !/no such file|not found/i.test(line)
    ? {
        program,
        // What stands behind the name of an error is about one call.
        complaint: `“${shown(saidIn(line).replace(/^((?:error|fatal)\b[^:]{3,40}):.*$/i, "$1"))}”`,
      }
    : null;
};

const doneBetween = ({ between }: Failure): Step[] =>
  between.filter((one) => one.tool !== "Bash" || !onlyLooks(one.command));

/** What was run each time between a failure and the next call of the same command that passed. */
const helpedEachTime = (program: string, complaint: string, failures: readonly Failure[]): string | null => {
  const done = failures.map((one) => (one.passed === null ? [] : doneBetween(one)));
  const lines = new Set(done.map((steps) => (steps.length === 1 && steps[0]?.tool === "Bash" ? steps[0].command : "")));
  const [line = ""] = lines;
  const isOnce = done.some(([fix]) => fix !== undefined && installed(fix).length > 0);
  if (lines.size > 1 || line === "" || line.length > COMMAND_MAX || isOnce || /^\s*(?:sleep|git)\b/.test(line))
    return null;
  return `Run ${code(line)} before ${code(withSubcommand(program, failures))}, which fails with ${complaint} otherwise.`;
};

/** What was run after the last failure and before the same call passed: it had to come first. */
const neededBefore = (failures: readonly Failure[], complaint: string): string | null => {
  const { step, passed, between } = failures.at(-1) as Failure;
  if (passed === null || passed.command !== step.command) return null;
  const done = between.filter((one) => one.tool !== "Bash" || !onlyLooks(one.command));
  const [fix] = done;
  // A package that was missing is there from then on.
  if (done.length !== 1 || fix === undefined || fix.tool !== "Bash" || installed(fix).length > 0) return null;
  if (fix.command.length > COMMAND_MAX || step.command.length > COMMAND_MAX) return null;
  return `Run ${code(fix.command)} before ${code(step.command)}, which fails with ${complaint} otherwise.`;
};

const wordsOf = ({ command }: Step): string[] => command.split(/[\s'"]+/).filter((word) => word !== "");
/** An option or a setting, rather than something that is worked on. */
const SETS = /^(?:--?[a-z][\w-]*(?:=.*)?|[A-Za-z_]\w*=.*)$/;

/** What every call that passed in the end was given, and no call that failed: two or more of different command lines. */
const givenWhenPassed = (failures: readonly Failure[]): string | null => {
  const passed = [
    ...new Map(failures.flatMap((one) => (one.passed === null ? [] : [[one.passed.command, one.passed]]))).values(),
  ];
  // What was done in between may be what helped.
  const isDone = failures.some((one) => one.passed !== null && doneBetween(one).length > 0);
  if (passed.length < 2 || isDone) return null;
  const lacked = new Set(failures.flatMap(({ step }) => wordsOf(step)));
  const lines = passed.map(wordsOf);
  const isGiven = (word: string): boolean =>
    // `host=db` for `-h db` is the same said in another way.
    !lacked.has(word) && !lacked.has(word.replace(/^[^=]*=/, "")) && lines.every((words) => words.includes(word));
  const given = (lines[0] ?? []).filter((word) => SETS.test(word) && isGiven(word));
  const [option = ""] = given;
  if (given.length !== 1) return null;
  // The word after an option is its value, where all have it.
  const values = new Set(lines.map((words) => words[words.indexOf(option) + 1] ?? ""));
  const [value = ""] = values;
  return values.size === 1 && isGiven(value) && !option.includes("=") ? `${option} ${value}` : option;
};

const HAS_SUBCOMMANDS =
  /^(?:git|npm|pnpm|yarn|docker|kubectl|helm|terraform|tofu|cargo|go|dotnet|gh|glab|aws|az|gcloud|flutter|mix|poetry|uv|pip3?|brew)$/;
/** A program by what was always asked of it: `git commit`. */
const withSubcommand = (program: string, failures: readonly Failure[]): string => {
  if (!HAS_SUBCOMMANDS.test(program)) return program;
  const asked = new Set(
    failures.flatMap(({ step }) =>
      commandsOf(step.command)
        .filter((ran) => ran.program === program)
        .map(({ words }) => words[0]),
    ),
  );
  const [first = ""] = asked;
  return asked.size === 1 && /^[a-z][\w-]*$/.test(first) ? `${program} ${first}` : program;
};

/** The programs that met a complaint, with what they need, as far as it was seen, or at least that it is to be expected. */
const meeting = (programs: readonly string[], complaint: string, failures: readonly Failure[]): string | null => {
  const [first = ""] = new Set(programs);
  const helped = new Set(programs).size === 1 ? helpedEachTime(first, complaint, failures) : null;
  if (helped !== null) return helped;
  const given = givenWhenPassed(failures);
  const called = [...new Set(programs)].map((program) => withSubcommand(program, failures));
  if (given === null || given.length > COMMAND_MAX)
    // What passed by itself in the end was a matter of that time.
    return failures.some(({ step, passed }) => passed?.command === step.command)
      ? null
      : toExpect(called, complaint, failures.length);
  return `Call ${listed(called.map(code))} with ${code(given)}: without, calls fail here with ${complaint}.`;
};

/** What to do about a complaint that came again and again: the call that passed in the end, or at least to expect it. */
const expecting =
  (program: string, complaint: string): Kind["order"] =>
  (failures) => {
    const needed = neededBefore(failures, complaint);
    if (needed !== null) return needed;
    const helped = helpedEachTime(program, complaint, failures);
    if (helped !== null) return helped;
    const passed = failures.at(-1)?.passed ?? null;
    const last = failures.at(-1)?.step.command ?? "";
    // Where several calls failed, what the last one lacked is not what all of them did.
    const isOther = passed !== null && passed.command !== last && failures.every(({ step }) => step.command === last);
    const programs = [...new Set(failures.map(({ step }) => commandsOf(step.command).at(-1)?.program ?? program))];
    return isOther && passed.command.length <= COMMAND_MAX && last.length <= COMMAND_MAX
      ? `Call ${code(passed.command)}, not ${code(last)}, which fails with ${complaint}.`
      : meeting(programs, complaint, failures);
  };

const kindOf = (step: Step): { readonly key: string; readonly order: Kind["order"] } | null => {
  const trouble = troubleOf(step);
  if (trouble !== null) return trouble;
  const said = complaintOf(step);
  return said === null
    ? null
    : {
        key: `${said.isEverywhere === true ? "" : said.program} ${said.complaint.replace(/\d+/g, "0")}`,
        order: expecting(said.program, said.complaint),
      };
};

/** Errors of tools that came at least three times in a session, each with what avoids it. */
export const repeatedErrors = (steps: readonly Step[]): readonly Insight[] => {
  const kinds = new Map<string, Kind>();
  for (const [i, step] of steps.entries()) {
    if (!isFailed(step) || PASSES_BY.test(step.error)) continue;
    const found = kindOf(step);
    if (found === null) continue;
    const kind = kinds.get(found.key) ?? { order: found.order, failures: [] };
    kind.failures.push(failureOf(step, steps.slice(i + 1), steps.slice(0, i)));
    kinds.set(found.key, kind);
  }
  const made = (text: string, failures: readonly Step[]): Insight[] => {
    const error = failures[0]?.error ?? "";
    const quote = `${failures.length} times in one session: ${error}`;
    return insight({ from: "repeated-error", text, kind: "pitfall", quote, context: error.slice(0, 300) });
  };
  const told = new Set<Step>();
  const found = [...kinds.values()]
    .filter(({ failures }) => failures.length >= TIMES_MIN)
    .flatMap(({ order, failures }) => {
      const text = order(failures);
      if (text === null) return [];
      const failed = failures.map(({ step }) => step);
      for (const step of failed) told.add(step);
      return made(text, failed);
    });
  const common = commonComplaint(steps.filter((step) => !told.has(step)));
  if (common === null) return distinct(found, INSIGHTS_MAX);
  const failures = common.failures.map((step) => {
    const at = steps.indexOf(step);
    return failureOf(step, steps.slice(at + 1), steps.slice(0, at));
  });
  const text = meeting(common.programs, common.complaint, failures);
  return distinct([...found, ...(text === null ? [] : made(text, common.failures))], INSIGHTS_MAX);
};
