import { readClause, splitClauses } from "../read/clause.ts";
import { isA, wordsOf } from "../read/lexicon.ts";
import { fromNowOn, inProject, teaches } from "../read/markers.ts";
import { stripped } from "../read/opening.ts";
import { formProblems } from "./form.ts";
import { asOrder, type Wording } from "./order-rules.ts";
import { partsOf } from "./parts.ts";
import { decapitalised, finished, isFragment } from "./phrase.ts";
import { piecesOf } from "./pieces.ts";
import { withSubjectOf } from "./subject.ts";

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
  return `${german >= spanish && german >= french ? "Beachte:" : spanish >= french ? "Ten en cuenta:" : "Note:"} ${core}`;
};

const CONDITION = /^(?:unless|if|when|whenever|before|after|once|until|except|without|wenn|bevor|si|cuando|quand)\b/i;

/** A reason that follows without a comma: "… everywhere i cant read that yet". */
const RUN_ON_REASON =
  /\s(?:i|we|it|that|they|its) (?:can't|cant|don't|dont|didn't|didnt|am|is|are|have|need|makes?|breaks?|will|won't|wont)\b.*$/i;

/** What no sentence ends in: "declared where [it is used]". */
const UNFINISHED =
  /\b(?:that|which|who|if|when|whenever|unless|and|or|but|so|where|how|what|why|as|than|because|since|until|before|after|while|whether|the|a|in|to|of|for|like|every time)$/i;

/** The sentence whole, then without its last clauses, as long as these are no conditions. */
const shortened = (core: string): string[] => {
  const bare = core.replace(RUN_ON_REASON, "");
  const variants = bare === core || bare.length < 8 || UNFINISHED.test(bare) ? [core] : [core, bare];
  for (let rest = core; ; ) {
    const last = splitClauses(rest).at(-1);
    if (last === undefined || CONDITION.test(last) || last.length >= rest.length) return variants;
    rest = rest.slice(0, rest.lastIndexOf(last)).replace(/[\s,;:–—(-]+$/u, "");
    if (rest.length < 8) return variants;
    variants.push(rest);
  }
};

/** What has happened, or only points at what stands before it. */
const TELLS =
  /^(?:(?:i|you|u|they|he|she) (?:\w+ed|had|did|put|wrote|made|took|left|saw|got|was|were|have (?:\w+ed|seen|done|put|made|been)|noticed|think|guess|know|thought)\b|(?:that|this|it)(?:'s| is) (?:how|what|why|when|where|because|in our|in the)\b|(?:that|this|it|(?:the )?same) (?:also )?goes for|(?:the )?same (?:for|here|with)\b|(?:so sehen|so ist|así es|c'est comme))/i;
const PAST = /\b(?:was|were|had|did|has just|have just|went|came)\b/i;
const BINDS = /\b(?:must|should|always|never|need|only|can't|cannot|don't|when|whenever|if)\b/i;

const tellsOnly = (text: string): boolean => TELLS.test(text) || (PAST.test(text) && !BINDS.test(text));

/** "we use …", "scripts must …": teaches something even where it is no order. */
const isRule = (part: string): boolean => {
  const { act } = readClause(part, false);
  return act === "settles" || act === "requires" || act === "forbids" || act === "wishes";
};

/** "Whenever the API changes, the version has to be bumped": what follows a condition is a rule. */
const hasRule = (text: string): boolean => splitClauses(text).slice(1).some(isRule);

const wordingOf = (core: string): Wording | null => {
  for (const variant of shortened(core)) {
    const ruled = asOrder(variant);
    const tries: Wording[] = [
      ...(ruled === null ? [] : [ruled]),
      { text: variant, isPlain: true },
      ...(isFragment(variant)
        ? [{ text: `Prefer ${decapitalised(variant)}`, isPlain: false }]
        : tellsOnly(variant) || (CONDITION.test(variant) && !hasRule(variant))
          ? []
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

/** Shouted: read as if it was said. */
const calm = (sentence: string): string =>
  /\p{Lu}{2}/u.test(sentence) && !/\p{Ll}/u.test(sentence) ? sentence.toLowerCase() : sentence;

/** Concluded, so less sure than what was said. */
const unplain = (wording: Wording | null): Wording | null => (wording === null ? null : { ...wording, isPlain: false });

/** The wordings of a sentence's parts, where two of them at least can be worded and are lessons. */
const wordingsOfParts = (core: string): Wording[] | null => {
  const parts = partsOf(core);
  if (parts[0]?.text === core) return null;
  const lessons = parts.flatMap(({ text, isReason }, i) => {
    const before = i === 0 ? null : withSubjectOf(parts[0]?.text ?? "", text);
    const wording = (before === null ? null : unplain(wordingOf(before))) ?? wordingOf(text);
    return wording !== null && (wording.isPlain || !isReason || isRule(text)) ? [wording] : [];
  });
  const isAllThatLasts = parts.length === 1 || lessons.length > 1 || wordingOf(core) === null;
  return lessons.length > 0 && isAllThatLasts ? lessons : null;
};

/** "it's `make migrate` here": names what is used, not how it is. */
const IT_IS_HERE =
  /^(?:(?:and|but|no|so),? )?(?:it's|its|it is) (?!(?:too|very|so|not|a bit|really|still|just|all|always|also)\b|\w+(?:ed|ing)\b)((?:\S+ ){0,3}\S+) here\b/i;

/** The lessons of a sentence as self-contained orders; none where it cannot be worded without guessing. */
export const wordingsOf = (sentence: string): Wording[] => {
  if (sentence.length > SENTENCE_MAX) return [];
  const core = stripped(calm(sentence).replace(IT_IS_HERE, "use $1"));
  if (core.length < 4 || isOnlyMarker(core)) return [];
  const parts = wordingsOfParts(core);
  if (parts !== null) return parts;
  const whole = wordingOf(core);
  if (whole !== null) return [whole];
  const orders = piecesOf(core).flatMap(({ text }) => wordingOf(stripped(text)) ?? []);
  if (orders.some(({ isPlain }) => isPlain))
    return orders.filter(({ isPlain }) => isPlain).map(({ text }) => ({ text, isPlain: false }));
  // "…, so open pull requests against develop": the order stands alone where the sentence as a whole does not.
  for (const clause of splitClauses(core).toReversed()) {
    const alone = stripped(clause.replace(/^(?:so|therefore|also|deshalb|así que|donc) /i, ""));
    const ruled = asOrder(alone) ?? { text: alone, isPlain: true };
    if (formProblems(finished(ruled.text)).length === 0) return [{ text: finished(ruled.text), isPlain: false }];
  }
  return factIn(core);
};

/** "it should be a string, all our ids are ulids": of a sentence that points elsewhere the clause that says how things are. */
const factIn = (core: string): Wording[] => {
  for (const clause of splitClauses(core).map(stripped)) {
    const { act } = readClause(clause, false);
    if ((act !== "settles" && act !== "requires") || tellsOnly(clause)) continue;
    const text = finished(minded(clause));
    if (formProblems(text).length === 0) return [{ text, isPlain: false }];
  }
  return [];
};
