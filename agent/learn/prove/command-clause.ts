import type { Ran } from "../shell/commands.ts";
import { commandIn, commandsNamed, hasIt, optionIn, topicOf } from "./command-words.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { type IsMeant, isSpelled } from "./programs.ts";
import type { Clause, Rule } from "./rule.ts";
export const CONDITION =
  /\b(?:before|after|when(?:ever)?|once|if|until|bevor|vor|nach(?:dem)?|wenn|antes|después|cuando|avant|après|quand|each time|every time|as soon as)\b/i;
export const SIGNS_OFF = /\bsign(?:ed)?[- ]?off/i;
export const ALWAYS =
  /\b(?:always|only|must|every|needs?|strictly|exclusively|immer|nur|siempre|sólo|solo|toujours|uniquement)\b/i;

export const any =
  (meanings: readonly { readonly does: IsMeant }[]): IsMeant =>
  (ran) =>
    meanings.some(({ does }) => does(ran));

/** What is allowed in spite of the rule: "plain `cargo test` only for doctests" allows `--doc`. */
export const excepted = (rule: Rule): IsMeant => {
  const tests = rule.exceptions.flatMap((text) => {
    const words = (
      wordsOf(text)
        .toLowerCase()
        .match(/[a-z]{3,}/g) ?? []
    ).filter((word) => !/^(?:plain|only|for|the|and|when|with|may|use|you|are|fine)$/.test(word));
    const codes = codesIn(text);
    const spelled = codes.flatMap((code) => commandIn(code) ?? []);
    const options = codes.flatMap((code) => optionIn(code) ?? []);
    return [
      (ran: Ran) =>
        options.some((option) => hasIt(option)(ran)) ||
        // A word of the exception among the options or words of the command.
        ran.argv.slice(1).some((arg) => {
          const plain = arg.toLowerCase().replace(/^-+/, "").replace(/=.*$/, "");
          return plain.length >= 3 && words.some((word) => word.startsWith(plain) || plain.startsWith(word));
        }) ||
        (words.length === 0 && spelled.some((one) => isSpelled(one)(ran))),
    ];
  });
  return (ran) => tests.some((test) => test(ran));
};

/** `NAME=value` */
export const ENV = /^([A-Z_][A-Z0-9_]*)=(\S*)$/;

/** The commands that a clause speaks of. */
export const topicsOf = ({ text }: Clause): IsMeant | null => {
  const named = commandsNamed(text);
  if (named.length > 0) return any(named);
  return topicOf(text)?.does ?? null;
};
