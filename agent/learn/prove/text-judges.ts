import { codesIn, quotesIn, wordsOf } from "./mask.ts";
import type { Clause } from "./rule.ts";
import { type Trait, traitIn } from "./text-traits.ts";
import { inTongue, tongueNamed } from "./tongues.ts";

/** Says of a text whether it is as it should be; null where it has nothing to do with it. */
export type Judge = (text: string) => boolean | null;

const NEGATES =
  /\b(?:no|not|never|without|don['’]t|do not|avoid|skip|stop|leave out|omit|nor|neither|free of|instead of|rather than|kein\w*|nie|niemals|nicht|ohne|weder|statt|sin|nunca|evita|ni|nada de|sans|jamais|pas|ne|évite\w*)\b/i;

/** Whether what stands at a place in a clause is denied by what comes before it. */
export const isDenied = ({ text, polarity }: Clause, at: number): boolean =>
  NEGATES.test(text.slice(0, at)) || (polarity === "dont" && !NEGATES.test(text));

/** "No comments in German" */
export const isTongueDenied = (clause: Clause): boolean => {
  const name = tongueNamed(clause.text);
  return clause.polarity === "dont" && name !== undefined && isDenied(clause, clause.text.search(name));
};

/** A text without code and what it cites: who quotes a word does not use it. */
export const spoken = (text: string): string =>
  text
    .slice(0, 16_000)
    .replace(/```[^`]*```/g, " ")
    .replace(/`[^`\n]*`/g, "x")
    .replace(/(?<![\p{L}\d])"[^"\n]{1,300}"|“[^”\n]{1,300}”|„[^“”\n]{1,300}[“”]|«[^»\n]{1,300}»/gu, "x")
    .replace(/^>.*$/gm, " ");

const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  a: 1,
  an: 1,
  single: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  eight: 8,
  ten: 10,
  twelve: 12,
  ein: 1,
  eine: 1,
  einen: 1,
  einem: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  zehn: 10,
  un: 1,
  una: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  diez: 10,
  une: 1,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  dix: 10,
};
const UNIT =
  "(?<unit>questions?|fragen?|preguntas?|words?|lines?|sentences?|paragraphs?|characters?|chars?|bullets?|wörtern?|worte?n?|zeilen?|sätzen?|satz|absätzen?|absatz|zeichen|palabras|líneas?|frases?|oraci[oó]n(?:es)?|párrafos?|caracteres|mots|lignes?|phrases?|paragraphes?|caractères)";
const COUNT = `(?<count>\\d+|${Object.keys(NUMBERS).join("|")})`;
const LIMITS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:at most|max(?:imum|imal|\\.)?|no more than|not more than|below|under|within|up to|less than|fewer than|höchstens|weniger als|unter|maximal|como máximo|máximo|no más de|menos de|hasta|au plus|maximum|moins de|limit(?:ed)? to|shorter than|no longer than|not exceed|(?:stay|keep|kept|keeps|fit|fits)[^.;]{0,30}? (?:to|in|under|at|within|below|on)|exceed|longer than|over|past|more than|beyond)\\s+(?:of )?${COUNT}\\s+(?:short )?${UNIT}(?![\\w-])`,
    "i",
  ),
  new RegExp(
    `${COUNT}\\s+${UNIT}\\s+(?:at (?:the )?most|or (?:less|fewer|under)|max(?:imum)?|tops|höchstens|como máximo|au plus|maximum|limit)\\b`,
    "i",
  ),
  new RegExp(`\\b(?:in|with) ${COUNT} (?:short )?${UNIT}(?![\\w-])`, "i"),
  new RegExp(
    `\\b(?:line|subject|title|message|summary|answer|description)s? (?:length )?(?:is |are )?(?:limit(?:ed)? (?:is |of |to )?|max(?:imum)? (?:of )?|≤ ?|<= ?|< ?)${COUNT}(?: ${UNIT})?`,
    "i",
  ),
  new RegExp(`\\b(?:≤|<=|<|max\\.?) ?${COUNT} ?${UNIT}`, "i"),
];

const sizeOf = (text: string, unit: string): number => {
  if (/^(?:word|wört|wort|palabra|mots)/i.test(unit)) return text.match(/[\p{L}\d][^\s]*/gu)?.length ?? 0;
  if (/^(?:line|zeile|línea|ligne)/i.test(unit)) return text.split("\n").filter((line) => line.trim() !== "").length;
  if (/^(?:sentence|s[aä]tz|frase|oraci|phrase)/i.test(unit))
    return text.match(/[^.!?\s][.!?]+(?=\s|$)/g)?.length ?? (text.trim() === "" ? 0 : 1);
  if (/^(?:paragraph|abs[aä]tz|párrafo)/i.test(unit))
    return text.split(/\n\s*\n/).filter((one) => one.trim() !== "").length;
  if (/^(?:question|frage|pregunta)/i.test(unit)) return text.match(/\?(?=\s|$)/g)?.length ?? 0;
  if (/^bullet/i.test(unit)) return text.match(/^\s*[-*•] /gm)?.length ?? 0;
  return text.trim().length;
};

export interface Length {
  readonly most: number;
  readonly unit: string;
}

/** The length that a clause allows. */
export const lengthIn = ({ text }: Clause): Length | null => {
  for (const limit of LIMITS) {
    const found = limit.exec(wordsOf(text))?.groups;
    if (found?.count === undefined) continue;
    const unit = found.unit ?? "characters";
    const most = NUMBERS[found.count.toLowerCase()] ?? Number(found.count);
    // "under 50 words" leaves out the fiftieth; nobody counts it.
    if (most > 0) return { most, unit };
  }
  return null;
};

export const isWithin = ({ most, unit }: Length, text: string): boolean => sizeOf(text, unit) <= most;

/** A manner of writing that a clause asks for or not. `isBinding`: it has to show in each text, and is not only liked. */
export const traitJudge = (clause: Clause, isBinding: boolean): Judge | null => {
  // What is quoted is an example; "I" and "we" are meant themselves.
  const said = clause.text.replace(/"[^"\n]{4,}"/g, (quote) => " ".repeat(quote.length));
  // "headings and tables" are two.
  const parts = said.split(/,? (?:and|or|nor|und|oder|noch|y|o|ni|et|ou) |, /);
  const whole = traitIn(said);
  const traits = (whole?.isWhole ? [whole] : [...new Set([whole, ...parts.map(traitIn)])]).filter(
    (trait) => trait !== undefined,
  );
  const judges = traits.map((trait) => judgeOf(trait, clause, said, isBinding));
  const [only] = judges;
  return only === undefined || judges.length === 1 ? (only ?? null) : (text) => worst(judges, text);
};

/** What several judges say together: one that objects is enough. */
export const worst = (judges: readonly Judge[], text: string): boolean | null => {
  const found = judges.map((judge) => judge(text)).filter((one) => one !== null);
  return found.length === 0 ? null : !found.includes(false);
};

const judgeOf = (trait: Trait, clause: Clause, said: string, isBinding: boolean): Judge => {
  const at = trait.words.exec(said)?.index ?? 0;
  const denied = !trait.isWhole && isDenied(clause, at);
  const seen = (pattern: RegExp, text: string): boolean =>
    pattern.test(portion(clause, trait.anywhere ? text.slice(0, 16_000) : spoken(text)));
  return (text) => {
    const shows = seen(trait.shows, text);
    // What is only cited says nothing of how the agent talks.
    if (denied) return shows ? false : trait.anywhere || !trait.shows.test(text.slice(0, 16_000)) ? true : null;
    if (trait.without !== undefined && seen(trait.without, text)) return false;
    if (shows) return true;
    return isBinding && trait.without === undefined ? false : null;
  };
};

const AT_START =
  /\b(?:start|begin|opens? (?=with\b)|open (?:your|each|every|all) (?:answer|repl|message|response)|opening|first|lead|prefix|fang|beginn|anfang|empie|comien|commenc|débute)\w*\b/i;
const AT_END = /\b(?:end|finish|close|closing|conclude|last|sign off|ende|beende|schließ|termin|acab|fini)\w*\b/i;

/** "End with a line that starts with X" is about the end. */
const isAtStart = (words: string): boolean => {
  const [start, end] = [words.search(AT_START), words.search(AT_END)];
  return start !== -1 && (end === -1 || start < end);
};

/** An example stands for others of its shape: `[web] Fix the menu` for each word in brackets. */
const shapeJudge = (example: string): Judge | null => {
  if (/^\[[^\]]+\]$/.test(example)) return (text) => /^\[[^\]]+\] ?\S/.test(text.trim());
  const shape = [/^\[[^\]]+\] \S/, /^\([^)]+\) \S/, /^[\w-]+\([^)]+\): \S/, /^[\w/-]+: \S/, /^[A-Z]+-\d+\b/].find(
    (one) => one.test(example),
  );
  return shape === undefined ? null : (text) => shape.test(text.trim());
};

/** The part of a text that a clause speaks of: its beginning, its end, or all of it. */
const portion = ({ text: said }: Clause, text: string): string => {
  const words = wordsOf(said);
  if (isAtStart(words)) return text.trim().slice(0, 160);
  if (AT_END.test(words)) return text.trim().slice(-300);
  return text;
};

const escaped = (text: string): string => text.replace(/[\\^$*+?.()|[\]{}]/g, "\\$&");
const wordPattern = (phrase: string, isExact: boolean): RegExp => {
  const plain = phrase.replace(/[\s.,!?…]+$/u, "").replace(/…|\.\.\./g, "");
  return new RegExp(`(?<![\\p{L}\\d])${escaped(plain).replace(/\s+/g, "\\s+")}(?![\\p{L}\\d])`, isExact ? "u" : "iu");
};

const QUOTED_SPEECH =
  /\b(?:word|words|phrase|phrases|say|saying|write|writing|use|using|with|term|terms|call|called|start|begin|open|end|finish|close|answer|reply|sagen?|sag|schreib\w*|wort|wörter|fang\w*|begin\w*|beende|diga\w*|digas|palabras?|escrib\w*|empie\w*|termin\w*|dis|mots?|écri\w*|commenc\w*|such as|like|wie|como|comme|not|no|nicht|nunca|never|avoid|include|contain)\b/i;

/** Words in quotes that are to be there, or not. */
export const quoteJudge = (clause: Clause): Judge | null => {
  const quotes = quotesIn(clause.text);
  const words = wordsOf(clause.text);
  if (quotes.length === 0 || !(clause.polarity === "dont" || QUOTED_SPEECH.test(words))) return null;
  const first = clause.text.search(/["“„«]/);
  const unwanted = clause.unwanted.flatMap(quotesIn);
  const isContrast = clause.polarity === "do" && unwanted.length > 0;
  const [one = "", other = ""] = [clause.wanted.flatMap(quotesIn)[0], unwanted[0]];
  const isExact = isContrast && one.toLowerCase() === other.toLowerCase();
  if (isContrast || isDenied(clause, first)) {
    const forbidden = (isContrast ? unwanted : quotes).map((quote) => wordPattern(quote, isExact));
    const wanted = isContrast ? clause.wanted.flatMap(quotesIn).map((quote) => wordPattern(quote, isExact)) : [];
    return (text) => {
      const part = portion(clause, spoken(text));
      if (forbidden.some((pattern) => pattern.test(part))) return false;
      if (!isContrast && forbidden.some((pattern) => pattern.test(text.slice(0, 16_000)))) return null;
      return isContrast ? (wanted.some((pattern) => pattern.test(part)) ? true : null) : true;
    };
  }
  const [wanted = ""] = quotes;
  if (isAtStart(words))
    return (text) =>
      text
        .trim()
        .replace(/^[*_#\s]+/, "")
        .toLowerCase()
        .startsWith(wanted.toLowerCase());
  if (AT_END.test(words))
    return (text) =>
      text
        .trim()
        .slice(-wanted.length - 40)
        .toLowerCase()
        .includes(wanted.toLowerCase().replace(/[.!]$/, ""));
  return null;
};

/** "Answer in German". */
export const tongueJudge = (clause: Clause): Judge | null => {
  const wanted = clause.wanted.join(" ") || clause.text;
  const name = tongueNamed(wanted);
  if (name === undefined) return null;
  const is = inTongue(wanted);
  if (is === null) return null;
  const denied = isDenied(clause, clause.text.search(name)) && clause.wanted.length === 0;
  return (text) => {
    const found = is(spoken(text));
    return found === null ? null : found !== denied;
  };
};

/** The names of sections a text has to have: "a `Testing` section". */
export const sectionJudge = (clause: Clause): Judge | null => {
  const found =
    /(?:`([^`]+)`|"([^"]+)"|\b([A-Z][\w ]{2,20}))(?:,? (?:and|und|y|et) (?:a )?(?:`([^`]+)`|"([^"]+)"))? (?:section|heading|abschnitt|sección|rubrique)/.exec(
      clause.text,
    ) ??
    /\b(?:section|heading|abschnitt|sección)s? (?:called |named |titled )?(?:`([^`]+)`|"([^"]+)")/i.exec(clause.text);
  const names = (found ?? [])
    .slice(1)
    .filter((name) => name !== undefined && name !== "")
    .map((name) => name.replace(/^#+ /, "").toLowerCase());
  if (names.length === 0) return null;
  const denied = isDenied(clause, clause.text.search(/section|heading|abschnitt|sección/i));
  const isLast = AT_END.test(wordsOf(clause.text));
  return (text) => {
    const headings = [...text.matchAll(/^(?:#{1,6} +|\*\*)(.+?)(?:\*\*)?:?$/gm)].map((one) =>
      (one[1] ?? "").toLowerCase().trim(),
    );
    const has = names.every((name) =>
      isLast ? headings.at(-1)?.startsWith(name) : headings.some((heading) => heading.startsWith(name)),
    );
    return has !== denied;
  };
};

/** Code in backticks that a text has to begin or end with: "prefix with `[api]`". */
export const affixJudge = (clause: Clause): Judge | null => {
  const [code] = codesIn(clause.text);
  const words = wordsOf(clause.text);
  if (code === undefined || isDenied(clause, clause.text.indexOf("`")) || /[<>{}…]|\.\.\./.test(code)) return null;
  if (/(?:^|\s)(?:like|e\.g\.|such as|wie|z\.B\.|como|comme)(?=\s|$)/i.test(words)) return shapeJudge(code);
  if (isAtStart(words)) return (text) => text.trim().startsWith(code);
  if (AT_END.test(words)) return (text) => text.trim().endsWith(code);
  return null;
};
