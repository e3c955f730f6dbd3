import { type Command, spelled } from "../shell/spelling.ts";
import {
  type Call,
  CLIENTS,
  callOf,
  changedSomething,
  isDialect,
  isOfTheProject,
  PASSES_BY,
  programOf,
  type Remedy,
} from "./call.ts";
import { addedFlags, isCalledOtherwise, isGivenMore, isSerial, isSlip, isWrapped } from "./command-change.ts";
import { isExchanged } from "./exchanged.ts";
import { code } from "./insight.ts";
import { folderOf } from "./looks.ts";
import { meaningOf } from "./purpose.ts";
import type { Said, Step } from "./step.ts";

const COMMAND_MAX = 60;

/** The tool itself says that it was called in a wrong way, so what was edited in between does not matter. */
const WRONG_CALL =
  /unknown (?:option|argument|flag|command)|unrecogni[sz]ed (?:option|argument)|no such option|unexpected argument|invalid option|illegal option|unterminated|command not found|: not found|not recognized|missing script|no rule to make target|no module named|enoent|usage:|command timed out|eresolve|must be run with|externally-managed|no matches found|only-allow|packageManager/i;
/** What was asked for is not where it was asked for. */
const WRONG_PLACE =
  /missing script|no such file|enoent|could not (?:find|read)|couldn't find|cannot find|not found|no rule to make target|no makefile|no (?:tests?|inputs?|configuration|pom|build file|project)\b.* (?:found|given|specified)|no targets specified|does not contain|not a .*(?:directory|workspace|project)/i;
/** There is no such target; another name of it may be the right one. */
const WRONG_NAME =
  /(?:missing|unknown|no such|does(?: not|n't) contain|don't know how to build) (?:\w+ )?(?:script|task|target|recipe|command|session)|no rule to make target|no idea what|not found in|(?:script|task|target|recipe|command|session|environment)s?\b.{0,40} (?:not (?:found|defined)|does not exist|could not be found)|(?:task|session)s? not found/i;
/** Nothing answered, which may pass by itself. */
const CONNECTS =
  /connection (?:to [^\n]{1,200} )?(?:refused|failed)|(?:could not|couldn't|can't|cannot|failed to|unable to) connect|econnrefused|unknown host|unknown revision|did not match any|src refspec/i;
/** Both calls up to where they last differ, since what follows is only about this one time. */
const abridged = (a: Command, b: Command): [string, string] => {
  let same = 0;
  while (same < Math.min(a.argv.length, b.argv.length) - 1 && a.argv.at(-1 - same) === b.argv.at(-1 - same)) same++;
  const cut = ({ env, argv }: Command): string => [...env, ...argv.slice(0, argv.length - same), "…"].join(" ");
  return same === 0 ? [spelled(a), spelled(b)] : [cut(a), cut(b)];
};

const calledOtherwise = (failed: Step, before: Command, after: Command): Remedy => {
  const whole = [spelled(after), spelled(before)] as const;
  const isShort = whole.every((line) => line.length <= COMMAND_MAX) && !isDialect(failed, before);
  const [right, wrong] = isShort ? whole : abridged(after, before);
  return {
    text: `Run ${code(right)}, not ${code(wrong)}, which fails.`,
    by: spelled(after),
    isOtherCall: programOf(before) === programOf(after),
  };
};

/** Whether the error speaks of what was left out of the call then. */
const namesWhatWasLeft = (error: string, before: Command, after: Command): boolean =>
  before.argv.some((word) => !after.argv.includes(word) && error.includes(word.replace(/=.*$/, "")));
/** Whether the error speaks of that, or of the program itself. */
const namesWhatChanged = (error: string, before: Command, after: Command): boolean =>
  error.includes(programOf(before)) || namesWhatWasLeft(error, before, after);

/** `--inventory` and `inventories/` speak of the same. */
const STEM = 7;
const SAYS_NOTHING = /^(?:exit code \d+)?\s*$/i;

/**
 * Whether flags that were added are likely to be why it passed: the error speaks of them or says nothing, they make it run one after the
 * other, or they were called again and it passed again. Otherwise it may have passed by chance.
 */
const isBorneOut = (error: string, before: Command, after: Command, later: readonly Step[]): boolean => {
  const flags = addedFlags(before, after) ?? [];
  // What is no check does not pass by chance, nor by being eased.
  const isCheck = /^(?:test|lint|format|check)$/.test(meaningOf(before.argv)?.purpose ?? "");
  if (!isCheck && !/\btest/.test(spelled(before)) && !CONNECTS.test(error)) return true;
  if (CONNECTS.test(error) && flags.length > 0 && flags.every((flag) => LOCATES.test(flag))) return true;
  if (flags.length === 0 || SAYS_NOTHING.test(error) || WRONG_CALL.test(error) || flags.some(isSerial)) return true;
  const added = after.argv.filter((word) => !before.argv.includes(word));
  const words = added
    .flatMap((word) => word.toLowerCase().match(/[a-z]{3,}/g) ?? [])
    .map((word) => word.slice(0, STEM));
  const again = later.filter((step) => {
    const command = step.outcome === "ok" ? callOf(step)?.command : undefined;
    return command?.argv[0] === after.argv[0] && flags.every((flag) => command?.argv.includes(flag));
  });
  return again.length > 1 || words.some((word) => error.toLowerCase().includes(word));
};

/** The call that passed where this one had failed, when nothing but the way of calling lies between. */
export const otherCall = (
  failed: Step,
  { command: before }: Call,
  later: readonly Step[],
  { prompt, answer }: Said = { prompt: "", answer: "" },
): Remedy | null => {
  const isUnknown = (flag: string): boolean =>
    WRONG_CALL.test(failed.error) && failed.error.includes(flag.replace(/=.*$/, ""));
  const passedAt = later.findIndex((step) => {
    const after = step.outcome === "ok" ? callOf(step) : null;
    return (
      after !== null &&
      (spelled(after.command) === spelled(before) ||
        isCalledOtherwise(before, after.command, isUnknown) ||
        isExchanged(before, after.command, { error: failed.error, prompt, answer }))
    );
  });
  const after = passedAt === -1 ? null : callOf(later[passedAt] as Step);
  // The same command passing later is no remedy: something else was mended.
  if (after === null || spelled(after.command) === spelled(before)) return null;
  if (later.some((step) => step.outcome === "ok" && step.command === failed.command)) return null;
  const isTold = WRONG_CALL.test(failed.error) && namesWhatChanged(failed.error, before, after.command);
  // To ask for less is no remedy, unless what was left out is what the error speaks of.
  const isLess =
    after.command.argv.length < before.argv.length &&
    after.command.argv.every((word) => before.argv.includes(word)) &&
    after.command.env.length <= before.env.length;
  if (isLess && !namesWhatWasLeft(failed.error, before, after.command)) return null;
  const isSaid = isExchanged(before, after.command, { error: failed.error, prompt, answer });
  if (!isDialect(failed, before) && !isSaid && !isBorneOut(failed.error, before, after.command, later)) return null;
  // Which port is free is about this one time.
  if (/EADDRINUSE|address already in use/i.test(failed.error)) return null;
  // What does not answer here may answer there, as long as it is asked from there.
  if (!isTold && PASSES_BY.test(failed.error) && !isWrapped(before.argv, after.command.argv)) return null;
  return isTold || !changedSomething(later.slice(0, passedAt)) ? calledOtherwise(failed, before, after.command) : null;
};

/** The same command in another folder, where the error said that there was nothing for it. */
export const otherFolder = (failed: Step, { command, folder }: Call, later: readonly Step[]): Remedy | null => {
  if (!WRONG_PLACE.test(failed.error) || folder?.startsWith("/")) return null;
  let at = folder;
  for (const step of later) {
    const moved = /^\s*cd\s+[^\s;&|]+\s*$/.test(step.command) ? folderOf(step.command) : null;
    if (moved !== null && step.outcome === "ok") at = moved;
    const call = callOf(step);
    if (call === null || spelled(call.command) !== spelled(command)) continue;
    const there = call.folder ?? at;
    // A folder far away is called by its own name, as seen from where it was called first.
    const now = folder === null && there?.startsWith("/") ? (there.split("/").at(-1) ?? null) : there;
    if (step.outcome !== "ok" || now === folder || now === null || /^[/~$.]/.test(now)) return null;
    return {
      text: `Run ${code(spelled(command))} in ${code(now)}, not ${folder === null ? "at the top" : `in ${code(folder)}`}, where that fails.`,
      by: `cd ${now} && ${spelled(command)}`,
    };
  }
  return null;
};

/** Whether two calls are meant to do the same: for the same purpose, or by names that have a part in common. */
const areAlike = (a: Command, b: Command): boolean => {
  if (a.argv.some((each, i) => isSlip(each, b.argv[i] ?? ""))) return false;
  const [one, other] = [meaningOf(a.argv)?.purpose, meaningOf(b.argv)?.purpose];
  if (one !== undefined || other !== undefined) return one === other;
  const [word = ""] = a.argv.filter((each, i) => each !== b.argv[i]);
  const parts = word.split(/[:_-]/).filter((part) => part.length > 2);
  return b.argv.some((each) => parts.some((part) => each.includes(part)));
};

/** The right name of a script or target, where the error said that there is none of the wrong one. */
export const otherName = (failed: Step, { command: before }: Call, later: readonly Step[]): Remedy | null => {
  if (!WRONG_NAME.test(failed.error) || programOf(before) === "git") return null;
  const next = later
    .map((step) => ({ step, call: callOf(step) }))
    .find(({ step, call }) => call && isOfTheProject(step, call.command));
  const after = next?.step.outcome === "ok" ? next.call?.command : undefined;
  if (after === undefined || after.argv.length !== before.argv.length || after.argv.length < 2) return null;
  const differ = after.argv.filter((word, i) => word !== before.argv[i]);
  if (
    differ.length !== 1 ||
    !areAlike(before, after) ||
    programOf(after) !== programOf(before) ||
    /^-|[/.]/.test(differ[0] ?? "")
  )
    return null;
  return calledOtherwise(failed, before, after);
};

const PLACE = /\d|localhost|^(?:main|master|trunk|develop|dev|next|HEAD)$/;
const LOCATES = /^(?:-[hpHPS]\S*|--?(?:host(?:name)?|port|server|socket|address|endpoint|url|uri|protocol)(?:=.*)?)$/;

/** Without what is asked for: only where it is asked is of interest, and the next time something else will be asked. */
const withoutStatements = ({ env, argv }: Command): Command => {
  const kept = argv.filter((word) => !/^["'].*\s.*["']$/s.test(word));
  return { env, argv: kept, flags: kept.filter((word) => word.startsWith("-")), operands: [] };
};

const NOT_LET_IN = /permission denied|publickey|authentication fail|access denied|unauthorized/i;
/** Whether two calls differ in nothing but who asks: `ssh deploy@web` for `ssh web`. */
const isAnother = (before: Command, after: Command): boolean => {
  const differ = after.argv.flatMap((word, i) => (word === before.argv[i] ? [] : [[before.argv[i] ?? "", word]]));
  const [[old = "", now = ""] = []] = differ;
  return (
    after.argv.length === before.argv.length && differ.length === 1 && now.endsWith(`@${old.replace(/^[^@]*@/, "")}`)
  );
};

/** Whether two calls differ in one word that tells where to ask, or in options that tell it. */
const isElsewhere = (before: Command, after: Command): boolean => {
  if (after.argv.length === before.argv.length) {
    const differ = after.argv.flatMap((word, i) => (word === before.argv[i] ? [] : [word, before.argv[i] ?? ""]));
    return differ.length === 2 && differ.every((word) => PLACE.test(word));
  }
  const added = addedFlags(before, after) ?? [];
  return isGivenMore(before.argv, after.argv) && added.length > 0 && added.every((flag) => LOCATES.test(flag));
};

/** The same call of another port, host or branch, where there was nothing at the first. */
export const otherPlace = (failed: Step, { command }: Call, later: readonly Step[]): Remedy | null => {
  const isKeptOut = NOT_LET_IN.test(failed.error);
  if (!/^(?:scp|rsync)$/.test(programOf(command)) && !CLIENTS.test(programOf(command))) return null;
  if (!isKeptOut && !CONNECTS.test(failed.error)) return null;
  const passedAt = later.findIndex((step) => {
    const call = step.outcome === "ok" ? callOf(step) : null;
    return call !== null && programOf(call.command) === programOf(command);
  });
  const passed = passedAt === -1 ? null : callOf(later[passedAt] as Step);
  if (passed === null || changedSomething(later.slice(0, passedAt))) return null;
  const [before, after] = [withoutStatements(command), withoutStatements(passed.command)];
  if (isKeptOut ? !isAnother(before, after) : !isElsewhere(before, after)) return null;
  // What is asked for stands at the end, so that it need not be said where the place is said before it.
  const isWhole = spelled(before) === spelled(command) && spelled(after) === spelled(passed.command);
  if (isWhole) return calledOtherwise(failed, command, passed.command);
  const [right, wrong] = abridged(after, before);
  const text = `Run ${code(right)}, not ${code(wrong)}, which fails.`;
  return { text, by: spelled(passed.command), isOtherCall: true };
};
