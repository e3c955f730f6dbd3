import { alternativeChecks } from "./alternative-checks.ts";
import { answerChecks } from "./answer-checks.ts";
import { exceptedBy } from "./asked.ts";
import type { Check, Conduct, Finding } from "./check.ts";
import { commandChecks } from "./command-checks.ts";
import { editChecks } from "./edit-checks.ts";
import { messageChecks } from "./message-checks.ts";
import { pathChecks } from "./path-checks.ts";
import { ruleOf } from "./rule.ts";

/** A session knows the same memories turn after turn: what is made of a text is kept, up to a bound. */
const known = new Map<string, readonly Check[]>();
const KNOWN_MAX = 500;

/** Everything by which a memory of this text can be held against what an agent does. Empty where only a person could tell. */
export const checksOf = (memory: string): readonly Check[] => {
  const found = known.get(memory);
  if (found !== undefined) return found;
  const rule = ruleOf(memory);
  const isApart = exceptedBy(rule.apart);
  const checks = [commandChecks, alternativeChecks, pathChecks, editChecks, messageChecks, answerChecks]
    .flatMap((make) => make(rule))
    .map((check): Check => (isApart === null ? check : unless(isApart, check)));
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(memory, checks);
  return checks;
};

/** What the memory excepts may be what the user asks for: "except for borders", and a border is wanted. */
const unless =
  (isApart: (prompt: string) => boolean, check: Check): Check =>
  (conduct) => {
    const found = check(conduct);
    return found.some(({ verdict }) => verdict === "violated") && isApart(conduct.prompt) ? [] : found;
  };

/** The user makes an exception: "commit it with --no-verify this once". */
const EXCEPTION =
  /\b(?:(?:just|only|but) (?:this|for) (?:once|one time)|this (?:once|one time|time)|for once|as an exception|exceptionally|ignore (?:the|that|our) (?:rule|convention)|ausnahmsweise|diesmal|dieses mal|esta vez|por una vez|cette fois|exceptionnellement)\b/i;

/**
 * Whether a turn kept to a memory: violated where anything in it went against it, obeyed where something it asks for was done,
 * null where nothing in the turn had to do with it. Pure.
 */
export const judge = (checks: readonly Check[], conduct: Conduct): Finding | null => {
  const findings = checks.flatMap((check) => check(conduct));
  const violation = findings.find(({ verdict }) => verdict === "violated");
  if (violation !== undefined && EXCEPTION.test(conduct.prompt)) return null;
  return violation ?? findings[0] ?? null;
};

export const prove = (memory: string, conduct: Conduct): Finding | null => judge(checksOf(memory), conduct);
