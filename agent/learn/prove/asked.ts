import { codesIn, wordsOf } from "./mask.ts";

/** Words of a prohibition that do not tell what is forbidden. */
const EMPTY =
  /^(?:the|and|any|ever|your|own|yourself|without|asking|again|into|onto|with|from|that|this|than|them|directly|straight|anything|something|changes?|code|files?|repo|use|using|run|running|make|create|creating|new|first|please|for|not|self|before|after|when|unless|ask|told|ohne|nicht|eine?[nmrs]?|der|die|das|von|dir|aus|para|sin|las|los|les|des|une?|por|cuenta|things?|all|every|project|user|existing|old|previous|commits?(?= ))$/i;

const STEM = 5;

/** The words that make a phrase what it is, as they begin. */
const tellingWords = (phrase: string): string[] =>
  (`${wordsOf(phrase)} ${codesIn(phrase).join(" ")}`.toLowerCase().match(/[\p{L}\d][\p{L}\d-]{2,}/gu) ?? [])
    .filter((word) => !EMPTY.test(word))
    .map((word) => word.slice(0, STEM).replace(/(?:e|s)$/, ""));

const REFUSES = /\b(?:don['’]?t|do not|never|without|not|no|nicht|kein\w*|ohne|nunca|sin|jamais|pas|sans)\b/i;

/**
 * Whether a prompt asks for the very thing that a memory forbids, which makes it none of the agent's doing: `phrase` in the memory's
 * words.
 */
export const askedBy = (phrase: string): ((prompt: string) => boolean) => {
  const words = tellingWords(phrase);
  if (words.length === 0) return () => false;
  return (prompt) => {
    const said = prompt.toLowerCase();
    if (!words.every((word) => said.includes(word))) return false;
    const first = Math.min(...words.map((word) => said.indexOf(word)));
    return !REFUSES.test(said.slice(Math.max(0, first - 25), first));
  };
};

/** Whether a prompt names one of these as what to work with: "use npm for this one". */
export const namedBy = (names: readonly string[]): ((prompt: string) => boolean) => {
  const plain = names.map((name) => name.toLowerCase().trim()).filter((name) => name.length > 1);
  return (prompt) => {
    const said = prompt.toLowerCase();
    return plain.some((name) => {
      const at = said.indexOf(name);
      if (at === -1) return false;
      const before = said.slice(Math.max(0, at - 30), at);
      return (
        /\b(?:use|using|with|via|run|try|take|mit|nimm|con|usa|avec|utilise)\b[^.!?]*$/.test(before) &&
        !REFUSES.test(before)
      );
    });
  };
};
