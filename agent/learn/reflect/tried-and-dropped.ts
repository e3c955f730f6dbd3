import { oneLine } from "../../text/cap.ts";
import { doesSomething, ranBy } from "./call.ts";
import { reasonIn, textsFor, toldOf, wayIn } from "./dropped-texts.ts";
import { code, distinct, type Insight, insight } from "./insight.ts";
import { broughtIn, installed, isSpokenOf, telling, uninstalled } from "./names.ts";
import { type Called, type Change, editedFile, type Step, same, type Trajectory } from "./step.ts";

const INSIGHTS_MAX = 2;
/** Of a session that goes back and forth all the time, the last ways, each by its last steps. */
const DROPS_MAX = 4;
const DROPPED_MAX = 20;
const PROMPT_CHARS = 40;
/** What is longer is told by its beginning. */
const TEXT_MAX = 20_000;

/** What the user says when a try did not do what it should. */
const DID_NOT_HELP =
  /\b(?:still|worse|no (?:difference|change|better)|(?:does|did|is|was|has)(?:n't|nt| not) (?:help|work|chang|better|any better|fix)|doesn't|slow(?:er)?|same (?:error|problem|result)|not (?:good|enough|working)|fails?|broken|immer noch|hilft nicht|another way|differently|something else)\b/i;
/** Taken out for another reason than that it was no good. */
const FOR_NOW =
  /\b(?:for now|later|next (?:release|version|sprint|week)|another (?:branch|pr)|separate(?:ly)? (?:pr|branch|commit)|not yet)\b/i;

/** Logging that is put in to look at something, and taken out again. */
const ONLY_LOOKING =
  /^\s*(?:console\.\w+|print(?:ln!?|f)?|puts|p|pp|dbg!|debugger|logger?\.\w+|log\.\w+|fmt\.Print\w*|var_dump|dump|System\.out\.\w+|NSLog|echo|eprintln!|breakpoint|pdb|import pdb)\b/;

const isOnlyLogging = (step: Step): boolean =>
  step.changes.every(({ before, after }) => {
    const known = new Set((before ?? "").split("\n").map((line) => line.trim()));
    return after.split("\n").every((line) => line.trim() === "" || known.has(line.trim()) || ONLY_LOOKING.test(line));
  });

/** A step that tries something: an edit that is more than logging, or an installation. */
const isTry = (step: Step): boolean =>
  (editedFile(step) !== null && !isOnlyLogging(step)) || installed(step).length > 0;

const nameOf = (path: string): string => path.split("/").at(-1) ?? path;
const names = (words: readonly string[], path: string): boolean =>
  words.some(
    (word) =>
      word === "." ||
      word === ":/" ||
      path === word ||
      path.endsWith(`/${word.replace(/^\.\/|\/$/g, "")}`) ||
      path.includes(`/${word.replace(/^\.\/|\/$/g, "")}/`),
  );

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
/** The lines of `a` that `b` does not have. */
const linesOnlyIn = (a: string, b: string): string[] => {
  const known = new Set(linesOf(b));
  return linesOf(a).filter((line) => !known.has(line));
};

/** Which lines a change put in and took out, each as one text; found out once. */
const difference = (change: Change): { readonly added: string; readonly removed: string } => {
  const known = differences.get(change);
  if (known !== undefined) return known;
  const before = change.before ?? "";
  const added = linesOnlyIn(change.after, before).toSorted().join("\n");
  const removed = linesOnlyIn(before, change.after).toSorted().join("\n");
  const found = { added, removed };
  differences.set(change, found);
  return found;
};
const differences = new WeakMap<Change, { readonly added: string; readonly removed: string }>();

/** Whether a change takes out what the other put in, puts back what it took out, and nothing else. */
const undoes = (back: Change, done: Change): boolean => {
  if (back.before === null || done.before === null) return false;
  const [one, other] = [difference(done), difference(back)];
  return one.added + one.removed !== "" && one.added === other.removed && one.removed === other.added;
};

/** Which of the earlier steps a step takes back: by its words, or because it puts the text before it in the place of the text after. */
const takesBack = (step: Step, tries: readonly Step[]): readonly Step[] => {
  if (step.outcome !== "ok") return [];
  if (step.changes.length > 0)
    return tries.filter(
      (one) => one.file === step.file && one.changes.some((done) => step.changes.some((back) => undoes(back, done))),
    );
  if (step.tool !== "Bash") return [];
  const removed = uninstalled(step);
  return [
    ...tries.filter((one) => installed(one).some((name) => removed.includes(name))),
    ...ranBy(step).flatMap(({ argv: [program, verb, ...words] }) => {
      const paths = words.filter((word) => !word.startsWith("-"));
      const edits = tries.filter((one) => one.file !== null);
      if (program === "git" && verb === "reset" && words.includes("--hard")) return edits;
      if (program === "git" && verb === "revert") return edits;
      if (program === "git" && verb === "stash" && !/^(?:pop|apply|list|show)$/.test(words[0] ?? "")) return edits;
      if (program === "git" && (verb === "checkout" || verb === "restore") && !words.includes("-b"))
        return edits.filter(({ file }) => names(paths, file ?? ""));
      return [];
    }),
  ];
};

/** Files that were written and are removed by a step. */
const removedBy = (step: Step, tries: readonly Step[]): readonly Step[] =>
  step.tool === "Bash" && step.outcome === "ok"
    ? ranBy(step).flatMap(({ argv }) => {
        const words = argv[0] === "rm" ? argv.slice(1) : argv[0] === "git" && argv[1] === "rm" ? argv.slice(2) : [];
        return tries.filter(({ tool, file }) => tool === "Write" && words.length > 0 && names(words, file ?? ""));
      })
    : [];

const isPopped = (steps: readonly Step[]): boolean =>
  steps.some(({ command }) => /\bgit stash (?:pop|apply)\b/.test(command));
const folderAndSuffix = (path: string): string => path.replace(/[^/]*?(\.\w+)?$/, "$1");
const isCheck = (step: Step): boolean => doesSomething(step) && installed(step).length === 0;

/** Whether one file as a whole has nothing of the other: another way to do the same. */
const isOther = (one: Step, other: Step): boolean => {
  const lines = ({ changes }: Step): string[] => changes.flatMap(({ after }) => linesOf(after.slice(0, TEXT_MAX)));
  const known = new Set(lines(other));
  return lines(one).every((line) => !known.has(line));
};

/** Earlier tries whose lines a step replaces by others at once, instead of taking them back first. */
const replaces = (step: Step, tries: readonly Step[]): readonly Step[] => {
  if (editedFile(step) === null) return [];
  const lastWritten =
    step.tool === "Write" ? tries.findLast(({ tool, file }) => tool === "Write" && file === step.file) : undefined;
  return tries.filter((one) => {
    if (one.file !== step.file) return false;
    if (one.tool === "Write") return one === lastWritten && isOther(one, step);
    const put = one.changes.flatMap((change) => difference(change).added.split("\n")).filter((line) => line !== "");
    const taken = step.changes.flatMap((change) => difference(change).removed.split("\n"));
    const isAdding = step.changes.some((change) => difference(change).added !== "");
    return put.length > 0 && isAdding && put.every((line) => taken.includes(line));
  });
};

const stands = (name: string, text: string): boolean =>
  new Set(text.slice(0, TEXT_MAX).match(/[\p{L}\p{N}_$]+/gu) ?? []).has(name);

interface Drop {
  /** Whether another way took its place in the same step. */
  readonly isReplaced: boolean;
  readonly dropped: readonly Step[];
  readonly from: number;
  readonly to: number;
}

/** Runs of steps that take something back, each with what it takes back. */
const dropsIn = ({ steps, turns }: Trajectory): Drop[] => {
  const drops: Drop[] = [];
  const tries: Step[] = [];
  for (let at = 0; at < steps.length; at++) {
    const before = steps[at - 1];
    if (before !== undefined && isTry(before)) tries.push(before);
    const dropped = new Set<Step>();
    const removed = new Set<Step>();
    let to = at;
    for (; to < steps.length; to++) {
      const step = steps[to] as Step;
      const [back, gone] = [takesBack(step, tries), removedBy(step, tries)];
      if (back.length + gone.length === 0) break;
      for (const one of back) dropped.add(one);
      for (const one of gone) removed.add(one);
    }
    if (dropped.size + removed.size === 0) {
      const replaced = replaces(steps[at] as Step, tries);
      if (replaced.length > 0) drops.push({ isReplaced: true, dropped: replaced, from: at, to: at });
      continue;
    }
    const isReplaced = (one: Step): boolean =>
      steps
        .slice(to)
        .some(
          (later) => later.tool === "Write" && folderAndSuffix(later.file ?? "") === folderAndSuffix(one.file ?? ""),
        );
    // A file that was only for trying something out is no approach.
    for (const one of removed) if (dropped.size > 0 || isReplaced(one)) dropped.add(one);
    const first = steps[at] as Step;
    const isAsked = [...dropped].some(({ turn }) => turn < first.turn);
    const prompt = turns[first.turn]?.prompt ?? "";
    const isFailure = !isAsked || (DID_NOT_HELP.test(prompt) && !FOR_NOW.test(prompt));
    const isStashed = /\bgit stash\b/.test(first.command) && isPopped(steps.slice(to));
    if (dropped.size > 0 && isFailure && !isStashed)
      drops.push({ isReplaced: false, dropped: [...dropped].slice(-DROPPED_MAX), from: at, to });
    for (; at < to - 1; at++) if (isTry(steps[at] as Step)) tries.push(steps[at] as Step);
  }
  return drops;
};

/** Files that a session changed and put back as they were: none of their changes is left. */
export const filesPutBack = ({ steps }: Trajectory): string[] => {
  const left = new Map<string, Set<Step>>();
  const earlier: Step[] = [];
  for (const step of steps) {
    const back = takesBack(step, earlier);
    for (const one of back) left.get(one.file ?? "")?.delete(one);
    const file = editedFile(step);
    if (file !== null) earlier.push(step);
    if (file !== null && back.length === 0) left.set(file, (left.get(file) ?? new Set()).add(step));
    if (/\bgit stash (?:pop|apply)\b/.test(step.command)) for (const one of earlier) left.get(one.file ?? "")?.add(one);
  }
  return [...left].filter(([, changes]) => changes.size === 0).map(([file]) => file);
};

/** Ways that were tried and taken back in a session, with the way that worked then. @param called how a file is called in the project. */
export const triedAndDropped = (trajectory: Trajectory, called: Called = same): readonly Insight[] => {
  const { steps, turns } = trajectory;
  const found = dropsIn(trajectory)
    .slice(-DROPS_MAX)
    .flatMap(({ isReplaced, dropped, from, to }) => {
      const turn = steps[from]?.turn ?? 0;
      const tests = steps.slice(steps.indexOf(dropped[0] as Step), from).filter(isCheck);
      const after = steps.slice(to).filter((step) => step.turn === turn);
      const instead = after.filter(isTry);
      const last = instead.at(-1);
      if (tests.length === 0 || last === undefined) return [];
      const isSeenToWork = after.slice(after.indexOf(last)).some((step) => isCheck(step) && step.outcome === "ok");
      const files = new Set(dropped.flatMap(({ file }) => file ?? []));
      const places = new Set([...files].map(folderAndSuffix));
      const shared = instead
        .flatMap((step) => editedFile(step) ?? [])
        .find((file) => files.has(file) || places.has(folderAndSuffix(file)));
      const isElsewhere = shared === undefined && instead.every((step) => installed(step).length === 0);
      // What was wanted was said when it was first tried; what is said of the two ways may stand in either answer.
      const { prompt = "", answer: before = "" } = turns[dropped[0]?.turn ?? turn] ?? {};
      const { prompt: complaint = "", answer: now = "" } = turns[turn] ?? {};
      const isComplainedOf = dropped.some((step) => step.turn < turn) && DID_NOT_HELP.test(complaint);
      const answer = before === now ? now : `${before}\n${now}`;
      if (!isSeenToWork) return [];
      const [old, fresh] = [broughtIn(dropped), broughtIn(instead)];
      // What stands in the new code as well was not dropped.
      const left = instead.flatMap(({ changes }) => changes.map((change) => change.after)).join("\n");
      const only = (names: readonly string[], others: readonly string[]): string[] =>
        telling(
          names.filter((name) => !others.includes(name)),
          { prompt, answer },
        );
      const [wrong, right] = [only(old, fresh).filter((name) => !stands(name, left)), only(fresh, old)];
      // One thing in another's place is mending as a rule, unless it is said that the first was no good.
      const reason = reasonIn(now) || (isReplaced ? "" : toldOf(wrong, right, now));
      if (reason === "" && dropped.every((step) => step.turn === turn)) return [];
      const isNamed = wrong.some((name) => isSpokenOf(name, reason));
      const way = right.some((name) => isSpokenOf(name, now)) ? "" : wayIn(now);
      if (wrong.length === 0 || (right.length === 0 && (way === "" || !isNamed))) return [];
      if (isReplaced && !isComplainedOf && (!isNamed || dropped.some((step) => step.turn < turn))) return [];
      // What was done elsewhere may be another matter.
      if (isElsewhere && !isNamed) return [];
      const place = shared ?? instead.flatMap((step) => editedFile(step) ?? [])[0] ?? [...files][0];
      const where = place === undefined ? "" : ` in ${code(nameOf(place))}`;
      const asked = oneLine(prompt, PROMPT_CHARS).replace(/["“”?]/g, "");
      const quote = reason === "" ? `${[...files].map((file) => called(file)).join(", ")} went back` : reason;
      const context = [prompt, complaint, reason, ...wrong.slice(0, 8), ...right.slice(0, 8)].join("\n");
      const made = textsFor({
        right,
        wrong,
        where,
        asked,
        way,
        reason: isComplainedOf && !isNamed ? "" : reason,
      }).flatMap((text) => insight({ from: "tried-and-dropped", text, kind: "experience", quote, context }));
      return made.slice(0, 1).map((one) => ({ one, key: `${right[0]}\n${wrong[0]}` }));
    });
  // What goes out in several steps is dropped once.
  const once = new Map(found.toReversed().map(({ one, key }) => [key, one]));
  return distinct([...once.values()].toReversed(), INSIGHTS_MAX);
};
