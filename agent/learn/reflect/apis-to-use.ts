import { CLIENTS, callOf, changedSomething, doesSomething, keyOf, programOf } from "./call.ts";
import { isSlip } from "./command-change.ts";
import { code, distinct, type Insight, insight } from "./insight.ts";
import { hasPassed } from "./project-commands.ts";
import { meaningOf } from "./purpose.ts";
import { type Replaced, replacedIn } from "./replaced.ts";
import { type Change, editedFile, type Said, type Step, type Trajectory } from "./step.ts";

const INSIGHTS_MAX = 3;
const ERROR_LINES_MAX = 200;
const ERROR_LINE_CHARS = 400;
const CONTEXT_CHARS = 300;
/** What is longer, and what lies further back, is not gone through: a session may have hundreds of edits of whole files. */
const TEXT_MAX = 10_000;
const EDITS_MAX = 12;
/** Replacements of a session that are looked into, the first ones first. */
const TAUGHT_MAX = 20;
const FAILURES_MAX = 40;

/**
 * A compiler, a runtime or a server says that there is nothing of a name where it was looked for. Not what is merely not in scope: that is
 * an import that was forgotten, or a variable of one's own.
 */
const IS_MISSING =
  /is not a (?:function|constructor|member)|(?:has|have) no (?:\w+ )?(?:attribute|member|method|field|property|export|function|argument|parameter)|\bno (?:such )?(?:\w+ )?(?:function|method|field|attribute|member|property|column|export|overload|variant|item)s?\b|undefined (?:\w+ )?(?:method|function|property|constant|field)|undefined \(type|undefined: \w+\.|not in scope: \W?\w+\.\w|does(?: not|n't) (?:exist|export|contain a definition|provide an export|have|define)|cannot import name|unexpected (?:\w+ )?(?:argument|parameter|option|field)|(?:unknown|unrecogni[sz]ed|unsupported|invalid) (?:\w+ )?(?:keyword|argument|field|column|parameter|property|attribute|method|option|key)|unresolved (?:\w+ )?(?:reference|import|attribute)|symbol:\s|undefined or private|is not (?:exported|an exported|part of)|isn't defined for|could not find function|implicit declaration|call a nil value|cannot (?:query|resolve) (?:field|method|symbol|column)|can't locate object method|cannot find (?:function|method|type|macro|attribute|struct|value|trait) .{1,60} in (?!this scope)|no routes? matche|cannot (?:GET|POST|PUT|PATCH|DELETE) |\b404\b/i;

/** A call that was given more, fewer or other arguments than there are. */
const WRONG_ARGUMENTS =
  /takes? (?:from )?\d+ .{0,40}arguments?|missing \d+ required|expected \d+(?:-\d+)? (?:type )?arguments?|wrong number of arguments|too (?:many|few) (?:positional )?arguments|not enough arguments|(?:supplied|given) \d+ arguments?|no (?:matching )?overload|arguments? (?:were|was) supplied/i;

const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const namesOf = (text: string): string[] => text.match(NAME) ?? [];
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
const has = (text: string, name: string): boolean =>
  text.includes(name) && new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped(name)}(?![\\p{L}\\p{N}_$])`, "u").test(text);

const linesThatSay = (error: string, sign: RegExp): string[] =>
  error
    .split("\n", ERROR_LINES_MAX)
    .map((line) => line.slice(0, ERROR_LINE_CHARS))
    .filter((line) => sign.test(line));

/** What the wrong call has and the right one has not: the names that are said to be missing are among them. */
const onlyIn = (a: string, b: string): string[] => {
  const others = new Set(namesOf(b));
  return namesOf(a).filter((name) => !others.has(name));
};

/** A name at the beginning of a line, behind whatever says that it is defined there. A variable for what is no function is none. */
const defines = (text: string, name: string): boolean =>
  text.includes(name) &&
  new RegExp(
    `^\\s*(?:[+|*-]\\s*)?(?:(?:export|default|public|private|protected|internal|static|async|override|abstract|final|readonly|pub|const|let|var|val|function|def|defp|defmodule|fn|func|fun|sub|class|struct|enum|trait|interface|type|module|record|namespace)(?:\\([^)]*\\))?\\s+)*["'\`:]?${escaped(name)}(?![\\p{L}\\p{N}_$])(?!\\.|\\([^\\n]*\\)[;,]?\\s*$|\\s*:?=(?!>|\\s*(?:async|function|lambda|\\()))|\\b(?:function|def|fn|func|fun|class|struct|interface|type|add|column)\\s+(?:\\([^)]*\\)\\s*)?(?:\\w+[.:]+)?["'\`:]?${escaped(name)}(?![\\p{L}\\p{N}_$])`,
    "mu",
  ).test(text);

/** A change of a part of a line as one of the whole line, where an earlier edit has brought the line in. */
const wholeLines = (change: Change, { file }: Step, earlier: readonly Step[]): Change => {
  const part = change.before ?? "";
  const known = earlier
    .filter((one) => one.file === file && one.outcome === "ok")
    .slice(-EDITS_MAX)
    .flatMap(({ changes }) => changes.map(({ after }) => after))
    .findLast((text) => part !== "" && text.includes(part));
  if (known === undefined) return change;
  const at = known.indexOf(part);
  const start = known.slice(known.lastIndexOf("\n", at - 1) + 1, at);
  const end = /^[^\n]*/.exec(known.slice(at + part.length))?.[0] ?? "";
  return { before: start + part + end, after: start + change.after + end };
};

/** The changes of an edit; what a file written anew had before is known where it was written before. */
const changesOf = (step: Step, earlier: readonly Step[]): readonly Change[] => {
  if (editedFile(step) === null) return [];
  return step.changes.map((change) => {
    if (change.before !== null) return wholeLines(change, step, earlier);
    const last = earlier.findLast((one) => one.file === step.file && one.tool === "Write" && one.outcome === "ok");
    return { before: last?.changes[0]?.after ?? null, after: change.after };
  });
};

/** Whether the session itself has taken a name away, or brought it into the world: then nothing is learned about what there was. */
const isOfTheSession = (steps: readonly Step[], failed: Step, wrong: readonly string[], right: readonly string[]) => {
  const before = steps.slice(0, steps.indexOf(failed));
  const written = (step: Step): { readonly old: string; readonly after: string }[] =>
    editedFile(step) === null
      ? []
      : step.changes.map((change) => ({
          old: (change.before ?? "").slice(0, TEXT_MAX),
          after: change.after.slice(0, TEXT_MAX),
        }));
  const isTaken = before.some((step) =>
    step.tool === "Bash"
      ? doesSomething(step) &&
        step.outcome === "ok" &&
        step.command !== failed.command &&
        wrong.some((name) => has(step.command, name))
      : written(step).some(({ old, after }) =>
          wrong.some((name) => (has(old, name) && !has(after, name)) || defines(after, name)),
        ),
  );
  const isMade = steps.some((step) =>
    written(step).some(
      ({ old, after }) =>
        !wrong.some((name) => has(old, name)) && right.some((name) => defines(after, name) && !has(old, name)),
    ),
  );
  return isTaken || isMade;
};

/** Whether the same was called: the same command, or another way to run the same checks. */
const isSameWork = (a: Step, b: Step): boolean => {
  if (a.command === b.command || (keyOf(a) !== null && keyOf(a) === keyOf(b))) return true;
  const [one, other] = [callOf(a)?.command, callOf(b)?.command];
  if (one === undefined || other === undefined) return false;
  const purpose = meaningOf(one.argv)?.purpose;
  return purpose !== undefined && purpose === meaningOf(other.argv)?.purpose && programOf(one) === programOf(other);
};

interface Right {
  readonly text: string;
  readonly wrong: string;
  readonly right: string;
}

/** What a replacement teaches, where an error says that what was replaced does not exist; null where it does not say so. */
const taught = (failed: Step, { wrong, right, within, imported }: Replaced): Right | null => {
  const missing = linesThatSay(failed.error, IS_MISSING);
  const [lost, found] = [onlyIn(wrong, right), onlyIn(right, wrong)];
  if (imported !== null)
    return missing.some((line) => imported.some((name) => has(line, name)))
      ? { text: `Import ${imported.map(code).join(", ")} from ${code(right)}, not from ${code(wrong)}.`, wrong, right }
      : null;
  if (lost.length > 0 && found.length > 0) {
    const isNamed = missing.some((line) => line.includes(wrong) || lost.some((name) => has(line, name)));
    if (!isNamed || lost.every((name, i) => isSlip(name, found[i] ?? ""))) return null;
    const where = within === null || /[.:(/>]/.test(wrong) ? "" : ` in ${code(`${within.name}()`)}`;
    return { text: `Use ${code(right)}${where}; ${code(wrong)} does not exist.`, wrong, right };
  }
  const call = within ?? { name: wrong.split("(")[0] ?? "", wrong, right };
  const [called] = namesOf(call.name).slice(-1);
  const isOfIt = WRONG_ARGUMENTS.test(failed.error) && called !== undefined && has(failed.error, called);
  if (!isOfIt || !call.wrong.includes("(")) return null;
  return {
    text: `Call ${code(call.right)}, not ${code(call.wrong)}, which fails.`,
    wrong: call.wrong,
    right: call.right,
  };
};

/** What each edit of a session puts in the place of what, found out once. */
const replacing = (steps: readonly Step[]): ((step: Step) => Replaced[]) => {
  const known = new Map<Step, Replaced[]>();
  return (step) => {
    const found = known.get(step) ?? changesOf(step, steps.slice(0, steps.indexOf(step))).flatMap(replacedIn);
    known.set(step, found);
    return found;
  };
};

/** The replacements that were made between a failure and the next time that the same passed. */
const mendedBy = (
  steps: readonly Step[],
  at: number,
  replacedBy: (step: Step) => Replaced[],
): { readonly all: Replaced[]; readonly passedAt: number } => {
  const failed = steps[at] as Step;
  const passedAt = steps.findIndex((step, i) => i > at && isSameWork(failed, step) && hasPassed(step));
  const edits = steps.slice(at + 1, Math.max(0, passedAt)).filter((step) => editedFile(step) !== null);
  return { all: edits.slice(-EDITS_MAX).flatMap(replacedBy), passedAt };
};

/** The replacement in a line of code that was run by itself: `python -c`, `psql -c`. */
const rerunWith = (steps: readonly Step[], at: number): { readonly all: Replaced[]; readonly passedAt: number } => {
  const failed = steps[at] as Step;
  const program = /^\S+/.exec(failed.command)?.[0];
  const passedAt = steps.findIndex(
    (step, i) => i > at && step.tool === "Bash" && /^\S+/.exec(step.command)?.[0] === program && step !== failed,
  );
  const next = steps[passedAt];
  const isCode = /["'\n]/.test(failed.command) && next?.outcome === "ok";
  if (!isCode || changedSomething(steps.slice(at + 1, passedAt))) return { all: [], passedAt: -1 };
  const all = replacedIn({ before: failed.command, after: next.command });
  // A piece of a statement, or what only a client understands, is no name.
  return { all: all.filter((one) => ![one.wrong, one.right].some((text) => /^\\|^[\w.]+ /.test(text))), passedAt };
};

const NO_ROUTE = /\b404\b|cannot (?:GET|POST|PUT|PATCH|DELETE) \//i;
const URL_PATH = /^["']?(?:https?:\/\/)?((?:[\w-]+\.)*[\w-]+(?::\d+)?|\$\w+)(\/[^\s"'?#]*)/;
const ONE_OF_MANY = /^(?:\d+|[0-9a-f-]{16,})$/;

/** The host and path that a client asks; null where it asks none. */
const routeOf = (step: Step): { readonly host: string; readonly path: string } | null => {
  const command = callOf(step)?.command;
  if (command === undefined || !CLIENTS.test(programOf(command))) return null;
  const found = command.operands.flatMap((word) => {
    const [, host, path] = URL_PATH.exec(word) ?? [];
    return host === undefined || path === undefined ? [] : { host, path };
  })[0];
  return found ?? null;
};

/** A path that a server does not know, and the one that it answered right after, without any change in between. */
const otherRoute = (steps: readonly Step[], at: number): Right | null => {
  const failed = steps[at] as Step;
  const wrong = routeOf(failed);
  const said = failed.outcome === "failed" ? failed.error : failed.output;
  if (wrong === null || !NO_ROUTE.test(said)) return null;
  for (const [i, step] of steps.slice(at + 1).entries()) {
    const right = routeOf(step);
    if (right === null || right.host !== wrong.host || right.path === wrong.path) continue;
    if (step.outcome !== "ok" || /\b[45]\d\d\b|cannot (?:GET|POST)/i.test(step.output.slice(0, ERROR_LINE_CHARS)))
      continue;
    if (changedSomething(steps.slice(at + 1, at + 1 + i))) return null;
    const [a, b] = [wrong.path.split("/"), right.path.split("/")];
    const differ = [...a.filter((part) => !b.includes(part)), ...b.filter((part) => !a.includes(part))];
    const isAlike = a.some(
      (part) => part.length > 2 && b.some((other) => other.includes(part) || part.includes(other)),
    );
    if (!isAlike || differ.length === 0 || differ.some((part) => ONE_OF_MANY.test(part))) return null;
    return {
      text: `Use ${code(right.path)}; ${code(wrong.path)} does not exist.`,
      wrong: wrong.path,
      right: right.path,
    };
  }
  return null;
};

/** Whether an error, or the answer of a server, says that there is nothing of a name. */
const saysMissing = ({ outcome, error, output }: Step): boolean =>
  outcome === "failed"
    ? IS_MISSING.test(error) || WRONG_ARGUMENTS.test(error)
    : NO_ROUTE.test(output.slice(0, TEXT_MAX));

/** Whether it was there all along, is there indeed, and nobody had said so before. */
const isBorneOut = (
  turns: readonly Said[],
  steps: readonly Step[],
  { at, passedAt }: { readonly at: number; readonly passedAt: number },
  one: Right,
): boolean => {
  const [lost, won] = [onlyIn(one.wrong, one.right), onlyIn(one.right, one.wrong)];
  const called = namesOf(one.wrong.split("(")[0] ?? "").slice(-1);
  const isWrongToo = steps
    .slice(at + 1, passedAt)
    .filter(({ outcome }) => outcome === "failed")
    .some(({ error }) => linesThatSay(error, IS_MISSING).some((line) => won.some((name) => has(line, name))));
  const both = [...lost, ...won];
  const isAsked = both.length > 1 && turns.some(({ prompt }) => both.every((name) => has(prompt, name)));
  const names = [lost, won].map((some) => (some.length > 0 ? some : called));
  return !isWrongToo && !isAsked && !isOfTheSession(steps, steps[at] as Step, names[0] ?? [], names[1] ?? []);
};

/**
 * Functions, attributes, options and routes that were called by a name or in a way that there is not, and by the right one then: the error
 * named what was missing, and the same passed once it was replaced. All names are those that the agent wrote, none is a tool's.
 */
export const apisToUse = ({ steps, turns }: Trajectory): readonly Insight[] => {
  const made = (at: number, { text, wrong, right }: Right): Insight[] => {
    const failed = steps[at] as Step;
    const context = [turns[failed.turn]?.prompt ?? "", wrong, right, failed.error.slice(0, CONTEXT_CHARS)].join("\n");
    const quote = `${code(wrong)} failed: ${failed.error || failed.output}`;
    return insight({ from: "api", text, kind: "api", quote, context });
  };
  const replacedBy = replacing(steps);
  const looked = new Set<string>();
  const isNew = ({ text }: Right): boolean => {
    if (looked.has(text) || looked.size >= TAUGHT_MAX) return false;
    looked.add(text);
    return true;
  };
  const failures = steps.flatMap((step, at) => (step.tool === "Bash" && saysMissing(step) ? [at] : []));
  const found = failures.slice(-FAILURES_MAX).flatMap((at) => {
    const failed = steps[at] as Step;
    const route = otherRoute(steps, at);
    if (route !== null) return made(at, route);
    if (failed.outcome !== "failed") return [];
    const mended = mendedBy(steps, at, replacedBy);
    const { all, passedAt } = mended.all.length > 0 ? mended : rerunWith(steps, at);
    return all.flatMap((replaced) => {
      const one = taught(failed, replaced);
      return one !== null && isNew(one) && isBorneOut(turns, steps, { at, passedAt }, one) ? made(at, one) : [];
    });
  });
  return distinct(found, INSIGHTS_MAX);
};
