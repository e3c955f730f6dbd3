import { codesIn, wordsOf } from "./mask.ts";

/** Words of a prohibition that do not tell what is forbidden. */
const EMPTY =
  /^(?:the|and|any|ever|your|own|yourself|without|asking|again|into|onto|with|from|that|this|than|them|directly|straight|anything|something|changes?|code|files?|repo|use|using|run|running|start|starting|launch|execute|make|create|creating|new|first|please|for|not|self|before|after|when|unless|ask|told|ohne|nicht|eine?[nmrs]?|der|die|das|von|dir|aus|para|sin|las|los|les|des|une?|por|cuenta|things?|all|every|project|user|existing|old|previous|dependenc\w*|packages?|librar\w*|commits?(?= ))$/i;

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
  const codes = codesIn(phrase).map((code) => code.toLowerCase());
  return (prompt) => {
    const said = prompt.toLowerCase();
    if (
      codes.some(
        (code) => code.length > 3 && said.includes(code) && !REFUSES.test(said.slice(0, said.indexOf(code)).slice(-25)),
      )
    )
      return true;
    if (words.length === 0) return false;
    const places = words.map((word) => indexOfBeginning(said, word));
    if (places.includes(-1)) return false;
    const first = Math.min(...places);
    return !REFUSES.test(said.slice(Math.max(0, first - 25), first));
  };
};

/** Where a word begins so: `npm` is no beginning in `pnpm`. */
const indexOfBeginning = (text: string, beginning: string): number => {
  for (let at = text.indexOf(beginning); at !== -1; at = text.indexOf(beginning, at + 1))
    if (!/[\p{L}\d]/u.test(text.charAt(at - 1))) return at;
  return -1;
};

/** Where a name stands by itself: `npm` is no part of `pnpm`. */
const indexOfWord = (text: string, name: string): number => {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const isWhole = !/[\p{L}\d_-]/u.test(text.charAt(at - 1)) && !/[\p{L}\d_-]/u.test(text.charAt(at + name.length));
    if (isWhole) return at;
  }
  return -1;
};

/** Whether a prompt names one of these as what to work with: "use npm for this one". */
export const namedBy = (names: readonly string[]): ((prompt: string) => boolean) => {
  const plain = names.map((name) => name.toLowerCase().trim()).filter((name) => name.length > 1);
  return (prompt) => {
    const said = prompt.toLowerCase();
    return plain.some((name) => {
      const at = indexOfWord(said, name);
      if (at === -1) return false;
      const before = said.slice(Math.max(0, at - 30), at);
      return (
        /\b(?:use|using|with|via|run|try|take|mit|nimm|con|usa|avec|utilise)\b[^.!?]*$/.test(before) &&
        !REFUSES.test(before)
      );
    });
  };
};

/** Whether a prompt names the package that a command installs. */
export const namesPackage = ({ words }: { readonly words: readonly string[] }, prompt: string): boolean =>
  /^(?:install|add|get|require)$/.test(words[0] ?? "") &&
  words
    .slice(1)
    .some((word) => word.length > 1 && prompt.toLowerCase().includes(word.toLowerCase().replace(/(?!^)@.*$/, "")));

/** Whether a prompt speaks of one of these names as of something to be put in, and not to be taken out. */
export const wishesFor = (names: readonly string[]): ((prompt: string) => boolean) => {
  const plain = names
    .map((name) => name.toLowerCase().replace(/\(.*$/, ""))
    .filter((name) => name.length > 3 || /\W/.test(name));
  return (prompt) => {
    const said = prompt.toLowerCase();
    return plain.some((name) => said.includes(name)) && !TAKES_OUT.test(said);
  };
};

const TAKES_OUT =
  /\b(?:remove|replace|drop|get rid|without|instead|rid of|still|why|where|which|what|no|not|don['’]?t|stop|migrate|convert|entfern\w*|ersetz\w*|statt|quita\w*|reemplaza\w*|supprime\w*|remplace\w*)\b/i;

/** Words of an exception that tell nothing of when it holds. */
const VAGUE =
  /^(?:where|there|wants?|needs?|needed|really|unless|except|explicitly|entry|point|files?|code|tests?|something|anything|other|their|would|could|should|these|those|which|when|only|with|from|that|this|have|been|told|asked?|say|said|plain|always|stays?|allowed|agreed|talked|about)$/i;

/** Whether a prompt speaks of what a memory excepts; null where the exceptions name nothing. */
export const exceptedBy = (exceptions: readonly string[]): ((prompt: string) => boolean) | null => {
  const stems = exceptions
    .flatMap(
      (text) =>
        wordsOf(text.slice(0, 120))
          .toLowerCase()
          .match(/\p{L}{5,}/gu) ?? [],
    )
    .filter((word) => !VAGUE.test(word))
    .map((word) => word.replace(/(?:ies|ing|es|s|en|e)$/, "").slice(0, 7));
  if (stems.length === 0) return null;
  return (prompt) => stems.some((stem) => indexOfBeginning(prompt.toLowerCase(), stem) !== -1);
};
