import { splitClauses } from "./clause.ts";
import { formProblems } from "./form.ts";
import { isA, wordsOf } from "./lexicon.ts";
import { fromNowOn, inProject, teaches } from "./markers.ts";
import { stripped } from "./opening.ts";
import { asOrder, type Wording } from "./order-rules.ts";
import { decapitalised, finished, isFragment } from "./phrase.ts";

const OF_SELF: readonly (readonly [RegExp, string])[] = [
  [/^i'm |^i am |^im /i, "the user is "],
  [/^i have |^i've got /i, "the user has "],
  [/^i (use|run|work|develop|write|read|need) /i, "the user $1s "],
];

const GERMAN =
  /\b(?:der|die|das|und|nicht|ist|sind|wir|ich|kein|keine|immer|auf|bei|uns|aus|dem|den|mit|für|wird|bleibt)\b/giu;
const SPANISH = /\b(?:el|los|las|una|que|con|para|por|siempre|nunca|en|es|son|está|no)\b/giu;
const FRENCH = /\b(?:le|les|une|des|que|avec|pour|toujours|jamais|est|sont|je|tu|nous|pas)\b/giu;

/** States a fact as something to mind, in the language it was said in. */
const minded = (core: string): string => {
  const words = wordsOf(core).length;
  const share = (pattern: RegExp): number => (core.match(pattern)?.length ?? 0) / words;
  const [german, spanish, french] = [share(GERMAN), share(SPANISH), share(FRENCH)];
  if (Math.max(german, spanish, french) < 0.25) {
    const ofUser = OF_SELF.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), core);
    return `Note that ${decapitalised(ofUser)}`;
  }
  return `${german >= spanish && german >= french ? "Beachte:" : spanish >= french ? "Ten en cuenta:" : "Note :"} ${core}`;
};

const CONDITION = /^(?:unless|if|when|whenever|before|after|once|until|except|without|wenn|bevor|si|cuando|quand)\b/i;

/** The sentence whole, then without its last clauses, as long as these are no conditions. */
const shortened = (core: string): string[] => {
  const variants = [core];
  for (let rest = core; ; ) {
    const last = splitClauses(rest).at(-1);
    if (last === undefined || CONDITION.test(last) || last.length >= rest.length) return variants;
    rest = rest.slice(0, rest.lastIndexOf(last)).replace(/[\s,;:–—(-]+$/u, "");
    if (rest.length < 8) return variants;
    variants.push(rest);
  }
};

/** Two orders in one sentence: "pin every image, and never use latest". */
const LESSON_BORDER =
  /\s*(?:;|,? (?:and|und|y|et) (?=(?:always|never|please don't|don't|do not|use|no more|immer|nie|siempre|nunca)\b)|, (?=(?:always|never) \w))\s*/iu;

const wordingOf = (core: string): Wording | null => {
  for (const variant of shortened(core)) {
    const ruled = asOrder(variant);
    const tries: Wording[] = [
      ...(ruled === null ? [] : [ruled]),
      { text: variant, isPlain: true },
      ...(isFragment(variant)
        ? [{ text: `Prefer ${decapitalised(variant)}`, isPlain: false }]
        : [{ text: minded(variant), isPlain: false }]),
    ];
    for (const { text, isPlain } of tries) {
      const whole = finished(text);
      if (formProblems(whole).length === 0) return { text: whole, isPlain };
    }
  }
  return null;
};

/** "every time", "das gilt überall im Projekt", "worth bearing in mind": says how long, where or that another sentence holds. */
const isOnlyMarker = (core: string): boolean =>
  wordsOf(core).every((word) => isA(word, "always", "never", "every")) ||
  [fromNowOn(core), inProject(core), teaches(core)].some(
    (marker) => marker !== null && marker.length * 2 > core.length && wordsOf(core).length <= 6,
  );

/** A longer one is no rule that anybody would say. */
const SENTENCE_MAX = 600;

/** The lessons of a sentence as self-contained orders; none where it cannot be worded without guessing. */
export const wordingsOf = (sentence: string): Wording[] => {
  if (sentence.length > SENTENCE_MAX) return [];
  const core = stripped(sentence);
  if (core.length < 4 || isOnlyMarker(core)) return [];
  const parts = core
    .split(LESSON_BORDER)
    .map((part) => part.trim())
    .filter((part) => part.length > 3);
  const split = parts.length > 1 ? parts.map((part) => wordingOf(stripped(part))) : [];
  // Split only where each part can stand alone, the later ones as orders of their own.
  const alone = split.filter((wording, n) => wording !== null && (n === 0 || wording.isPlain));
  if (alone.length > 1 && alone.length === parts.length) return alone.filter((wording) => wording !== null);
  const whole = wordingOf(core);
  if (whole !== null) return [whole];
  // "…, so open pull requests against develop": the order stands alone where the sentence as a whole does not.
  for (const clause of splitClauses(core).toReversed()) {
    const alone = stripped(clause.replace(/^(?:so|therefore|also|deshalb|así que|donc) /i, ""));
    const ruled = asOrder(alone) ?? { text: alone, isPlain: true };
    if (formProblems(finished(ruled.text)).length === 0) return [{ text: finished(ruled.text), isPlain: false }];
  }
  return [];
};
