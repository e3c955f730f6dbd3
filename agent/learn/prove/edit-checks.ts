import { askedBy, namedBy, wishesFor } from "./asked.ts";
import { channelsIn } from "./channels.ts";
import { type Check, eachChange, type Finding, finding } from "./check.ts";
import { countOf, findIn, type Looked, lookFor, ofConcept, opposites, textOf } from "./code-looks.ts";
import { lineAt } from "./code-text.ts";
import { importBars } from "./import-bars.ts";
import { codesIn, wordsOf } from "./mask.ts";
import { isOfMessages } from "./message-checks.ts";
import { placed, placesIn } from "./places.ts";
import { requirementChecks } from "./requirements.ts";
import type { Clause, Rule } from "./rule.ts";
import { PROSE, scopeOf } from "./scope.ts";
import { termChecks } from "./term-checks.ts";

const DATA = /\.(?:lock|log|snap|csv|svg|map)$/i;
const OF_SPEECH =
  /\b(?:answers?|answering|repl(?:y|ies)|responses?|respond|antworte?n?|respuestas?|resp[oó]nde\w*|cont[eé]sta\w*|tell me|explain)\b/i;

/** Things said of one part of code may be allowed elsewhere: "unions may stay types", "double ones only to avoid escaping". */
const ALLOWED: readonly (readonly [words: RegExp, line: RegExp])[] = [
  [/\bescap\w*|\bmaskier\w*/i, /"[^"\n]*'[^"\n]*"|'[^'\n]*"[^'\n]*'/],
  [/\bunions?\b/i, /\btype \w+[^={]{0,80}=(?!\s*\{)/],
  [/\blog(?:s|ging)?\b/i, /\blog(?:ger|ging)?\.\w+\(/i],
  [/\bdecorators?\b/i, /@\w+/],
  [/\bconfig\w*\b/i, /config/i],
  [/\bexternal|third-party\b/i, /^$/],
];

/** One clause on what is to stand in code, or not. */
interface Sides {
  readonly good: readonly Looked[];
  readonly bad: readonly Looked[];
  readonly minded: readonly Looked[];
}

const CONDITION = /^(?:when|if|after|before|whenever|wenn|nach|vor|cuando|si|quand)\b|\b(?:before|after|whenever)\b/i;

/** "comments that merely repeat the code": which ones are meant is for a reader to say. */
const NARROWED =
  /\bternar(?:y|ies) (?:nested|inside|within)\b|\b(?:comments?|functions?|code|tests?|types?|names?|logs?|class(?:es)?|files?|kommentare?|comentarios?|commentaires?)\b,? (?:that|which|who|where|whose|die|der|das|que|qui|dont) /i;

const OF_FILES =
  /\b(?:lives?|belongs?|go|goes|sits?|stays?|are (?:kept|stored|placed)|put) (?:\w+ )?(?:in|into|under|beside|next to) (?:the )?`[^`]*\/[^`]*`|\b(?:files?|tests?|specs?|components?|modules?|classes) (?:files? )?(?:names? )?(?:end|start|begin)s? (?:in|with) `/i;

const sidesOf = (clause: Clause): Sides => {
  const { wanted, unwanted, asides, polarity, text } = clause;
  const nothing = { good: [], bad: [], minded: [] };
  if ((polarity !== "do" && polarity !== "dont") || CONDITION.test(wordsOf(text))) return nothing;
  // Where files go and how they are called says nothing of what is in them.
  if (polarity === "do" && OF_FILES.test(text)) return nothing;
  // "nothing from `typing` for that": of the rest nothing is said.
  if (polarity === "dont" && /\bfor (?:that|this|it|those|these)$/i.test(text)) return nothing;
  if (polarity === "dont" && unwanted.some((phrase) => NARROWED.test(wordsOf(phrase)))) return nothing;
  // Whether a condition in the middle of a sentence holds cannot be seen.
  const isConditional = /\b(?:when|if|while|wherever|wenn|falls|cuando|quand)\b/i.test(wordsOf(text));
  const [good, bad] = [
    wanted.map((phrase) => lookFor(phrase, false)),
    unwanted.map((phrase) => lookFor(phrase, false)),
  ];
  const aside = asides.map((one) => lookFor(one, true)).flatMap(({ found }) => found);
  const wantedConcepts = good.flatMap(({ concepts }) => concepts);
  const unwantedConcepts = bad.flatMap(({ concepts }) => concepts);
  const isChoice =
    (unwanted.length === 0 ||
      (bad.every(({ found }) => found.length === 0) && unwanted.every((phrase) => phrase.split(" ").length < 4))) &&
    /\b(?:use|prefer|always|only|must|are|is|every|all|nutze|verwende|usa|siempre|immer|utilise|toujours|write|with|in)\b|^\W*[\w` -]+$/i.test(
      text,
    );
  return {
    good: [...good.flatMap(({ found }) => found), ...(polarity === "do" && unwanted.length === 0 ? aside : [])],
    bad: isConditional
      ? []
      : [
          ...bad.flatMap(({ found }) => found),
          ...(polarity === "dont" && unwantedConcepts.length === 0 ? aside : []),
          // "only `const` and `let`": what is the other of one may be the one itself.
          ...(polarity === "do" &&
          wantedConcepts.length === 1 &&
          isChoice &&
          !/\b(?:may|can|could|prefer not)\b/i.test(text)
            ? opposites(wantedConcepts)
            : []),
        ],
    minded: [
      ...(polarity === "dont" ? opposites(unwantedConcepts) : []),
      ...unwantedConcepts.flatMap((concept) =>
        concept.occasion === undefined ? [] : [ofConcept(concept, concept.occasion)],
      ),
    ],
  };
};

const contrastChecks = (rule: Rule): Check[] => {
  const sides = rule.clauses.map(sidesOf);
  const good = sides.flatMap((one) => one.good);
  const bad = sides.flatMap((one) => one.bad);
  const minded = sides.flatMap((one) => one.minded);
  if (good.length + bad.length === 0) return [];
  const scope = scopeOf(rule);
  const allowed = ALLOWED.filter(([words]) => rule.exceptions.some((text) => words.test(text))).map(([, line]) => line);
  const codes = rule.unwanted.flatMap(codesIn);
  const isNamed = namedBy(codes.length > 0 ? codes : rule.unwanted.map((phrase) => wordsOf(phrase)));
  const isWished = wishesFor(codes);
  const asked = rule.forbids ? rule.unwanted.map(askedBy) : [];
  return [
    eachChange(({ file, added, removed, by }, { prompt }): Finding | null => {
      if (added === "" && removed === "") return null;
      if (!scope.holds(file) || DATA.test(file) || (PROSE.test(file) && !scope.isForProse)) return null;
      const text = textOf(added);
      const wrong = findIn(bad, text, file);
      if (wrong !== null) {
        const isKept =
          allowed.some((line) => line.test(wrong.line)) ||
          (removed !== "" && countOf(wrong.by, textOf(removed)) >= countOf(wrong.by, text));
        const isAsked =
          isNamed(prompt) ||
          isWished(prompt) ||
          (asked.some((is) => is(prompt)) && !/\b(?:remove|replace|drop|get rid|still|instead)\b/i.test(prompt));
        if (!isKept) return isAsked ? null : finding(false, by === "" ? wrong.line : by);
        return null;
      }
      if (removed !== "" && findIn(bad, textOf(removed), file) !== null) return finding(true, lineAt(added, 0, 1));
      const right = findIn(good, text, file) ?? findIn(minded, text, file);
      return right === null ? null : finding(true, by === "" ? right.line : by);
    }),
  ];
};

const ONLY_IN =
  /\bonly (?:be )?(?:\w+ )?(?:in|inside|within|from) (?<after>`[^`]+`)|\b(?:in|inside|within|from) (?<before>`[^`]+`) only\b|\b(?:nur|sólo|seulement) (?:in|en|dans) (?<other>`[^`]+`)|\bnowhere (?:else )?(?:but|except|outside) (?:in )?(?<else>`[^`]+`)|\b(?:is|are) (?:only )?(?:for|meant for|allowed in|fine in|reserved for|used in)[^`.;]{1,40}(?<reserved>`[^`]+`)(?= only|$)/i;

/** "Env vars are read in `config.ts` only": what is fine there goes against it anywhere else. */
const onlyInChecks = (rule: Rule): Check[] => {
  const groups = ONLY_IN.exec(rule.text)?.groups;
  const place = groups?.after ?? groups?.before ?? groups?.other ?? groups?.else ?? groups?.reserved;
  const places = place === undefined ? [] : placesIn(place);
  if (place === undefined || places.length === 0) return [];
  const isThere = placed(places);
  const own = rule.clauses.filter(({ text }) => ONLY_IN.test(text));
  const phrases = (own.length > 0 ? own : rule.clauses).flatMap(({ polarity, text, asides }) =>
    polarity === "tells" ? [] : [text, ...asides].map((one) => one.replace(place, " ")),
  );
  const things = phrases.flatMap((phrase) => lookFor(phrase, true).found);
  if (things.length === 0) return [];
  return [
    eachChange(({ file, added, by }): Finding | null => {
      if (added === "" || DATA.test(file) || PROSE.test(file)) return null;
      const found = findIn(things, textOf(added), file);
      return found === null ? null : finding(isThere(file), by === "" ? found.line : by);
    }),
  ];
};

/** What is asked for beside something confined to a place. */
const usesOf = (wanted: readonly Looked[], holds: (file: string) => boolean): Check[] =>
  wanted.length === 0
    ? []
    : [
        eachChange(({ file, added, by }) => {
          const found = added === "" || PROSE.test(file) || !holds(file) ? null : findIn(wanted, textOf(added), file);
          return found === null ? null : finding(true, by === "" ? found.line : by);
        }),
      ];

/** "No emojis, neither in answers nor in code." */
const ALSO_CODE =
  /\b(?:nor|or|and|oder|noch|und|ni|o|y|ou|et) (?:in |im |en |dans )?(?:the |our |den |el |le )*(?:source )?(?:code|source files|quellcode|código)\b|\bcode,? (?:or|and|nor|comments)\b/i;

/** Checks on the text that an agent writes into files. */
export const editChecks = (rule: Rule): readonly Check[] => {
  // What is said of commits, answers and branches is not said of code.
  // "Answer in German, but keep code comments in English": only the one clause binds code.
  const ofCode = rule.clauses.filter(({ text }) => channelsIn(text).includes("code"));
  const isOfOthers = isOfMessages(rule) || OF_SPEECH.test(wordsOf(rule.text));
  if (
    isOfOthers &&
    ofCode.length > 0 &&
    !ofCode.some(({ text }) => /\bcommits? (?:messages? )?comments?\b/i.test(text))
  )
    return requirementChecks(
      ofCode.length === 1 && /^(?:code )?comments?\b/i.test(rule.text) ? rule : { ...rule, clauses: ofCode },
    );
  const terms = termChecks(rule);
  if (terms.length > 0) return terms;
  if (isOfOthers) return ALSO_CODE.test(wordsOf(rule.text)) ? contrastChecks(rule) : [];
  const bars = importBars(rule);
  if (bars.length > 0) return bars;
  const confined = onlyInChecks(rule);
  if (confined.length > 0) {
    const others = rule.clauses.filter(({ text, polarity }) => polarity === "do" && !ONLY_IN.test(text));
    const wanted = others.flatMap((clause) => sidesOf(clause).good);
    return [...confined, ...usesOf(wanted, scopeOf({ ...rule, clauses: others, exceptions: [] }).holds)];
  }
  const required = requirementChecks(rule);
  return required.length > 0 ? required : contrastChecks(rule);
};
