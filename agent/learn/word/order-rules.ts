import { isSubjunctive } from "../read/imperative.ts";
import { isA } from "../read/lexicon.ts";
import { baseOfGerund, baseOfPast } from "../read/verbs.ts";
import { decapitalised, isFragment } from "./phrase.ts";

/** A lesson as a sentence, and how plainly the user said it. */
export interface Wording {
  readonly text: string;
  /** Said as an order, a wish or a custom; false for what is only stated or had to be concluded. */
  readonly isPlain: boolean;
}

type Rule = readonly [pattern: RegExp, to: (...groups: string[]) => string | null, isPlain: boolean];

const gerundPhrase = (phrase: string): string | null => {
  const [first = "", ...rest] = phrase.split(" ");
  const base = baseOfGerund(first);
  return base === null ? null : [base, ...rest].join(" ");
};

const dont = (phrase: string | null): string | null => (phrase === null ? null : `Don't ${phrase}`);

const pastPhrase = (phrase: string): string => {
  const [first = "", ...rest] = phrase.split(" ");
  return [baseOfPast(first), ...rest].join(" ");
};

/** "we do rem", "we don't do exceptions": what is done is used. */
const used = (phrase: string): string =>
  phrase.replace(/^(always |never |only |don't |do not )?do (?!n't|not|it|this|that|the same)/i, "$1use ");

const GERMAN_WE: Readonly<Record<string, string>> = {
  nutzen: "Nutze",
  verwenden: "Verwende",
  benutzen: "Benutze",
  nehmen: "Nimm",
  schreiben: "Schreibe",
  machen: "Mache",
};
const SPANISH_WE: Readonly<Record<string, string>> = {
  usamos: "Usa",
  escribimos: "Escribe",
  ponemos: "Pon",
  hacemos: "Haz",
};

const ASK =
  "(?:(?:can|could|would|will) you|(?:it )?would be (?:great|nice|good|helpful|lovely|better) if you (?:could|would)|i would appreciate it if you (?:could|would)) (?:please |maybe |just |also )?";
const RATHER =
  "i(?:'d| would) (?:really |much |actually )?(?:rather|prefer (?:it )?if|prefer that|like it if|appreciate it if) (?:you|we) ";

/** How what was said becomes an order. The first rule that fits gives the wording. */
const RULES: readonly Rule[] = [
  // Requests
  [/^(?:would|do) you mind not (\w+ing .+)$/i, (rest) => dont(gerundPhrase(rest)), true],
  [/^would you mind (\w+ing .+)$/i, (rest) => gerundPhrase(rest), true],
  [new RegExp(`^${ASK}(?:not|stop not) (.+)$`, "i"), (rest) => `Don't ${rest}`, true],
  [new RegExp(`^${ASK}(?:stop|quit) (\\w+ing\\b.*)$`, "i"), (rest) => dont(gerundPhrase(rest)), true],
  [new RegExp(`^${ASK}(.+)$`, "i"), (rest) => rest, true],
  [/^(?:kannst|könntest|würdest) du (?:mir |bitte |mal )*(.+)$/i, (rest) => rest, true],
  // Wishes
  [new RegExp(`^${RATHER}(?:didn't|did not|don't|do not|not) (.+)$`, "i"), (rest) => `Don't ${rest}`, true],
  [new RegExp(`^${RATHER}(.+)$`, "i"), (rest) => pastPhrase(rest), true],
  [/^i(?:'d| would)? (?:really |much |strongly |also )?prefer (?!to\b)(.+)$/i, (rest) => `Prefer ${rest}`, true],
  [/^i (?:really )?(?:don't|do not|never) want you to (.+)$/i, (rest) => `Don't ${rest}`, true],
  [/^i (?:really |do )?(?:want|need|expect|would like|'d like) you to (.+)$/i, (rest) => rest, true],
  [/^i (?:really )?(?:don't|do not) (?:want|like|love|need) (?:any )?(.+)$/i, (rest) => `Avoid ${rest}`, true],
  [/^i (?:really )?(?:hate|dislike|can't stand)(?: it)? when you (.+)$/i, (rest) => `Don't ${rest}`, true],
  [/^i (?:really )?(?:hate|dislike|can't stand) (.+)$/i, (rest) => `Avoid ${rest}`, true],
  [/^i (?:really )?(?:like|love|want) (?:it )?(?:best )?when you (.+)$/i, (rest) => rest, true],
  [
    /^i (?:really )?(?:like|want|need) (?:my|the|our|all) (.+? (?:without|with|in|to be|as) .+)$/i,
    (rest) => `Keep ${rest}`,
    true,
  ],
  [/^i (?:really )?(?:like|love) (?!to\b)(.+)$/i, (rest) => `Prefer ${rest}`, true],
  // The agent
  [/^you (?:don't|do not) (?:get|have|need) to (.+)$/i, (rest) => `Don't ${rest}`, true],
  [
    /^you (?:should|must|have to|need to|are supposed to|were supposed to|ought to) (?:not|never) (.+)$/i,
    (rest) => `Don't ${rest}`,
    true,
  ],
  [/^you (?:shouldn't|mustn't|can't|cannot|do not|don't|may not) (.+)$/i, (rest) => `Don't ${rest}`, true],
  [/^you (?:should|must|have to|need to|are supposed to|were supposed to|ought to) (.+)$/i, (rest) => rest, true],
  [/^you (always|never|only|just|first) (.+)$/i, (adverb, rest) => `${adverb} ${rest}`, true],
  [/^(?:you|u) (?:keep|kept|are always|'re always) (?:on )?(\w+ing\b.*)$/i, (rest) => dont(gerundPhrase(rest)), true],
  [/^(?:you|u) (?:forgot|keep forgetting|always forget) to (.+)$/i, (rest) => rest, false],
  // Bans and stops
  [/^(?:stop|quit|cease|no more) (\w+ing\b.*)$/i, (rest) => dont(gerundPhrase(rest)), true],
  [/^no more (.+)$/i, (rest) => `Avoid ${rest}`, true],
  [
    /^(?:no|zero) (?!one\b|idea\b|need\b)(.+)$/i,
    (rest) => (isSubjunctive(rest.split(" ")[0]?.toLowerCase()) ? null : `Avoid ${rest}`),
    true,
  ],
  [/^spare me (.+)$/i, (rest) => `Skip ${rest}`, true],
  [/^not (\w+ing\b.*)$/i, (rest) => dont(gerundPhrase(rest)), true],
  // Choices
  [
    /^(?:use |it's |that's )?not ([^,;–—]+?)(?:,| [–—-]) (?:but |use |it's |we're (?:in|on) |we (?:use|do) )?([\w`./:@-]+(?: [\w`./:@-]+){0,2})$/i,
    (rejected, chosen) => `Use ${chosen}, not ${rejected}`,
    true,
  ],
  [/^not ([^,;–—]{2,30}), (?=this|it|we|the|that)/i, (rejected) => `Don't use ${rejected}`, false],
  [
    /^.*\bso ([\w`./:@-]+(?: [\w`./:@-]+){0,2}), not ([^,;]+)$/i,
    (chosen, rejected) => `Use ${chosen}, not ${rejected}`,
    true,
  ],
  // Customs
  [
    /^(?:the |our |all )?((?!it\b|this\b|that\b|they\b|these\b)[\w/ -]{3,40}?) (?:is|are) always ([\w-]+(?: case)?)$/i,
    (what, how) => `Always keep ${what} ${how}`,
    true,
  ],
  [
    /^we (?:all |usually |normally |generally |mostly )?(never|only|always) (.+)$/i,
    (adverb, rest) => `${adverb} ${used(rest)}`,
    true,
  ],
  [
    /^we (?:all |usually |normally |generally |mostly |currently )?(?:don't|do not) (.+)$/i,
    (rest) => used(`Don't ${rest}`),
    true,
  ],
  [
    /^we (?:all |usually |normally |generally |mostly )?((?!are\b|were\b|have to\b|need to\b|will\b|can\b|could\b|should\b|must\b|had\b|did\b)[a-z-]+ .+)$/i,
    (rest) =>
      isA(rest.split(" ")[0]?.toLowerCase(), "workVerb") || /^(?:target|support|say|do) /i.test(rest)
        ? used(rest)
        : null,
    true,
  ],
  [/^we (?:have to|must|should|need to) (.+)$/i, (rest) => rest, true],
  [
    /^wir (nutzen|verwenden|benutzen|nehmen|schreiben|machen) (?:immer |nur )?(.+)$/i,
    (verb, rest) => `${GERMAN_WE[verb.toLowerCase()] ?? ""} ${rest.replace(/ und nicht /i, ", nicht ")}`,
    true,
  ],
  [
    /^(?:nosotros )?(usamos|escribimos|ponemos|hacemos) (.+)$/i,
    (verb, rest) => `${SPANISH_WE[verb.toLowerCase()] ?? ""} ${rest}`,
    true,
  ],
  // "for go tools it's `go tool`"
  [
    /^(for (?:[^\s,:]+ ){1,4}?)(?:it's|its|it is|that's) ([^,;]{2,60})$/i,
    (topic, what) => `${topic.trim()}, use ${what}`,
    true,
  ],
  // "tabs not spaces": a choice without a verb.
  [
    /^([^\s,]+(?: [^\s,]+){0,2}),? (?:and )?not ([^\s,]+(?: [^\s,]+){0,2})$/i,
    (chosen, rejected) =>
      isFragment(chosen) && !/\b(?:do|does|is|are|am|if|why|am|was|will|can|must|should)$/i.test(chosen)
        ? `Use ${decapitalised(chosen)}, not ${rejected}`
        : null,
    true,
  ],
  // "for dates use ISO": what it is about, then an order.
  [
    /^((?:for|in|inside|within|on) (?:[^\s,:]+ ){1,4}?)((?:always|never|only|use|prefer|avoid|keep|write|put|don't|do not|no|we) .+)$/i,
    (topic, rest) => `${topic.trim()}, ${decapitalised(asOrder(rest)?.text ?? rest)}`,
    true,
  ],
  // "Animations: max 200ms"
  [
    /^(\p{L}[\p{L} ]{2,30}): ((?!\p{L}+ing\b)[^:]{2,60})$/iu,
    (what, how) => (isFragment(how) ? `For ${decapitalised(what)}, use ${how}` : null),
    false,
  ],
  [
    /^(?!when|if|after|before|once|until|why|what|how)((?:[\w`/.-]+ ){1,5})(?:go|goes|live|lives|belong|belongs) ((?:in|into|under|next to|to|on|onto)\b.*)$/i,
    (what, where) => {
      const [, thing = what, adverb] = /^(.+ )(always|never) $/i.exec(what) ?? [];
      const put = adverb === undefined ? "Put" : `${adverb} put`;
      return `${put} ${decapitalised(thing)}${where.replace(/^to /, "in ")}`;
    },
    true,
  ],
];

/** The order that a sentence (without its opening) amounts to; null where no rule fits. */
export const asOrder = (core: string): Wording | null => {
  for (const [pattern, to, isPlain] of RULES) {
    const found = pattern.exec(core);
    const text = found === null ? null : to(...found.slice(1).map((group) => group ?? ""));
    if (text !== null) return { text: text.trim(), isPlain };
  }
  return null;
};
