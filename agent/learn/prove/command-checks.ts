import { type Command, commandsIn, isInformative, spelled } from "../command.ts";
import { activityIn, commandNamed, type IsMeant } from "./activities.ts";
import { type Check, type Conduct, eachOf, type Finding } from "./check.ts";
import type { Deed } from "./deed.ts";
import type { Rule } from "./rule.ts";

const CODE = /`([^`]+)`/;

/** Names a program that is run at a terminal, rather than a word of code. */
const typed = (phrase: string): IsMeant | null => {
  const code = CODE.exec(phrase)?.[1];
  const plain = (code ?? phrase).replace(/^(?:run|call|execute) /i, "");
  if (code === undefined && phrase.split(" ").length > 4) return null;
  const [command] = commandsIn(plain);
  if (command === undefined || !(isInformative(command) || (code !== undefined && /[\s./-]/.test(code)))) return null;
  return commandNamed(plain);
};

const meantBy = (phrase: string): IsMeant | null => typed(phrase) ?? activityIn(phrase);

const all = (phrases: readonly string[]): IsMeant[] => phrases.flatMap((phrase) => meantBy(phrase) ?? []);

const findIn = (line: string, wanted: readonly IsMeant[]): Command | undefined =>
  commandsIn(line).find((command) => wanted.some((isMeant) => isMeant(command)));

/** "unless I ask", "without asking": the user may have asked for it in this very turn. */
const wasAskedFor = ({ prompt }: Conduct, command: Command): boolean => {
  const words = [command.argv[0], ...command.operands.slice(0, 1)].map((word) => word?.replace(/^.*\//, "") ?? "");
  return words.some((word) => word.length > 3 && new RegExp(`\\b${word.replace(/\W/g, "\\$&")}`, "i").test(prompt));
};

const chosen =
  (rule: Rule): Check =>
  (conduct) => {
    const wanted = all(rule.wanted);
    const unwanted = all(rule.unwanted);
    return eachOf("command", ({ line }): Finding | null => {
      const good = findIn(line, wanted);
      if (good !== undefined) return { verdict: "obeyed", evidence: spelled(good) };
      const bad = findIn(line, unwanted);
      return bad === undefined || wasAskedFor(conduct, bad) ? null : { verdict: "violated", evidence: spelled(bad) };
    })(conduct);
  };

const BEFORE =
  /^(?:always |please )?(?<first>.+?) (?:before|prior to|bevor|vor) (?:you |every |each |any |a |the |du )*(?<then>\S.*?)\.?$/i;
const BEFORE_FIRST =
  /^before (?:you |every |each |any |a |the )*(?<then>[^,]+), (?:always |please )?(?<first>.+?)\.?$/i;
const AFTER =
  /^(?:always |please )?(?<then>.+?) (?:after|nach) (?:you |every |each |any |a |the )*(?:chang|edit|modif|touch|writ|cod|änder)\w*\b/i;

const isCommand = (deed: Deed, meant: IsMeant): boolean => deed.kind === "command" && commandsIn(deed.line).some(meant);

/** One thing has to be done before another: since the last edit, where there was one. */
const inOrder =
  (first: IsMeant, then: IsMeant): Check =>
  ({ deeds, earlier }) => {
    const all = [...earlier, ...deeds];
    return deeds.flatMap((deed, i): Finding[] => {
      if (!isCommand(deed, then) || deed.kind !== "command") return [];
      const before = all.slice(0, earlier.length + i);
      const lastEdit = before.findLastIndex(({ kind }) => kind === "edit");
      // In one line, as in `npm test && git commit`.
      const together = commandsIn(deed.line);
      const isDone =
        before.slice(lastEdit + 1).some((done) => isCommand(done, first)) ||
        together.slice(0, together.findIndex(then)).some(first);
      return [{ verdict: isDone ? "obeyed" : "violated", evidence: deed.line }];
    });
  };

/** Something has to be done once there were edits. */
const afterEdits =
  (then: IsMeant): Check =>
  ({ deeds }) => {
    const last = deeds.findLastIndex(({ kind }) => kind === "edit");
    const edit = deeds[last];
    if (edit === undefined || edit.kind !== "edit") return [];
    const isDone = deeds.slice(last + 1).some((deed) => isCommand(deed, then));
    return [{ verdict: isDone ? "obeyed" : "violated", evidence: edit.file }];
  };

/** Checks on the commands that an agent runs. */
export const commandChecks = (rule: Rule): readonly Check[] => {
  const order = (BEFORE.exec(rule.text) ?? BEFORE_FIRST.exec(rule.text))?.groups;
  const first = order?.first === undefined ? null : meantBy(order.first);
  const then = order?.then === undefined ? null : meantBy(order.then);
  if (first !== null && then !== null) return [inOrder(first, then)];
  if (order !== undefined) return [];
  const after = AFTER.exec(rule.text)?.groups?.then;
  const due = after === undefined ? null : meantBy(after);
  if (due !== null) return [afterEdits(due)];
  return [chosen(rule)];
};
