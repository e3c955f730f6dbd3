import type { Act } from "../read/act.ts";
import { readClause } from "../read/clause.ts";
import { forbiddenBy, isVerbOfPlace } from "../read/imperative.ts";
import { isA, wordsOf } from "../read/lexicon.ts";
import { fromNowOn } from "../read/markers.ts";
import { stripped } from "../read/opening.ts";
import { headingOf } from "./heading.ts";
import { decapitalised } from "./phrase.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { saidInFull } from "./said-in-full.ts";

/** A part of a sentence that may be a lesson by itself. */
export interface Part {
  readonly text: string;
  /** Only says why the next one holds ("… is for users, so …"). */
  readonly isReason: boolean;
}

/** What may only begin an order, a ban or a condition of one. */
const BEGINS =
  /^(?:always|never|please|pls|plz|don't|dont|do not|no more|no|use|keep|put|run|only|every|each|nothing|if|when|whenever|for|make sure|just|write|add|ask|tell|explain|answer|name|commit|push|leave|avoid|immer|nie|niemals|bitte|keine?n?|nichts|jede[rs]?|nutze|verwende|schreib|wenn|siempre|nunca|usa|si|cuando|toujours|jamais|utilise|quand|chaque)\b/iu;
const STANDS_OUT =
  /^(?:always|never|please|don't|dont|do not|no|immer|nie|bitte|keine?n?|siempre|nunca|toujours|jamais) \S/iu;
const JUST = /^(?:just|don't|dont|do not|you don't have to) /i;
/** Goes on with what stands before it: its next step, its other side, an example, what it is about, or what it is for. */
const GOES_WITH =
  /^(?:then|first|after that|afterwards|dann|danach|luego|después|puis|ensuite|not|nicht|nor|or|pas|auch nicht|nothing else|no exceptions?$|see|like|such as|e\.g|i\.e|for example|siehe|z\.B|that|dass|que|which|who|whose)\b/iu;
const NEVER_THAT = /^(?:never|nie|niemals|nunca|jamais)\b/iu;
const PURPOSE =
  /^(?:that )?(?:i|we|you|it|they|he|she|people|users|nobody) (?:can|could|will|would|won't|don't|do not|know|see|get|have)\b/iu;
/** "…, so …": what stands before only says why. */
const isReason = (join: string): boolean => /\b(?:so|donc)\b/i.test(join);

/** "use css modules and no styled components": what is chosen, and over what. */
const OVER_WHAT = /^(?:no|keine?n?|pas de) \S+(?: \S+)?$/iu;

/** "we use ruff, no flake8": one thing and no kind of things. */
const ONE_THING = /^no [^\s]*[^\ss]$/iu;

const isOtherSide = ({ text, join }: Piece, before: string): boolean => {
  const bare = stripped(text);
  if (GOES_WITH.test(bare) || (isReason(join) && PURPOSE.test(bare))) return true;
  const { act, subject } = readClause(stripped(before), false);
  // "always rebase, never merge", "use pnpm, never npm"
  if (NEVER_THAT.test(bare)) return readClause(bare, false).act === "states" || wordsOf(bare).length <= 2;
  if (join.trim() === "," && ONE_THING.test(bare) && (act === "orders" || act === "settles")) return true;
  if (!OVER_WHAT.test(bare) || forbiddenBy(wordsOf(bare)) !== null) return false;
  // "errors start lower case, no punctuation": of errors, not of all there is.
  return join.trim() === ","
    ? act === "states" && subject === "noun"
    : /^\s+(?:and|und|y|et) $/i.test(join) && (act === "orders" || act === "settles");
};

/** "the body explains why": a known verb that is no noun in the plural. */
const isThirdPerson = (word: string): boolean =>
  word.endsWith("s") &&
  isA(word.slice(0, -1), "workVerb", "productVerb") &&
  !isA(word, "workNoun", "productNoun", "talkNoun");

/** "mapping is done …", "every pr needs …", "global vars only for …": says something of its own subject. */
const hasPredicate = (text: string): boolean =>
  wordsOf(text)
    .slice(1, 8)
    .some(
      (word) =>
        isA(word, "be", "duty", "modal", "always", "never") ||
        isVerbOfPlace(word) ||
        isThirdPerson(word) ||
        /^(?:only|go|live|belong|come|use|utilisent|usan|nutzen|verwenden|stand|stehen|vont|a)$/.test(word),
    ) && !isA(wordsOf(text)[0], "i", "thing", "condition", "reason");

/** "use tabs, keep lines short", "no mocks in tests, and clean up", "no emojis and answer briefly"; but "don't guess, ask me" is one. */
const followsOrder = (joint: string, words: number, before: Act): boolean => {
  if (joint === ",") return words > 2 && before === "orders";
  return before === "forbids" ? words > 1 : words > 2 && joint.startsWith(",") && before !== "states";
};

/** "secrets never go in the repo" */
const isStanding = (text: string): boolean =>
  wordsOf(text)
    .slice(1, 5)
    .some((word) => isA(word, "always", "never"));

/** "branch names start with the ticket id": more than one more noun of the same clause. */
const isLongItem = (text: string): boolean =>
  wordsOf(text).length > 3 &&
  /\s(?:in|with|from|as|by|via|per|under|on)\s/.test(text) &&
  !isA(wordsOf(text)[0], "i", "thing", "you");

/** Stands alone; "tests" in "tests and fixtures must live in test/" does not. */
const isWhole = (text: string): boolean => {
  const { act } = readClause(stripped(text), false);
  return wordsOf(text).length > (/^[^,]* /.test(text) && act !== "states" ? 1 : hasPredicate(stripped(text)) ? 2 : 3);
};

const isNew = ({ text, join }: Piece, before: string, inSeries: boolean): boolean => {
  if (/^\s*(?:;|\s[-–—]+\s)\s*$/.test(join)) return true;
  const joint = join.trim();
  const bare = stripped(text);
  if (joint === "") return JUST.test(text) || /^no \w+s\b/i.test(text);
  if (isOtherSide({ text, join }, before)) return false;
  if (joint !== "," && BEGINS.test(text)) return true;
  if (joint === "," && STANDS_OUT.test(text)) return true;
  const { act, subject } = readClause(bare, false);
  if (act === "forbids") return true;
  if (act === "requires" || act === "settles" || act === "wishes") return subject !== "thing" && isWhole(before);
  // "branch names start with …" only looks like an order.
  if (inSeries && isLongItem(bare) && (act === "states" || act === "orders")) return isWhole(before);
  // Orders in a row: "use tabs, keep lines short"; but "lint and test before you push" is one.
  if (act === "orders")
    return followsOrder(joint, wordsOf(bare).length, readClause(stripped(before.replace(FRONTED, "")), false).act);
  // "…, and UI labels are bold": a clause with a subject and a predicate of its own.
  return (
    act === "states" &&
    (inSeries || isStanding(bare) || /\p{L}/u.test(joint)) &&
    hasPredicate(bare) &&
    isWhole(before) &&
    (joint.startsWith(",") || hasPredicate(before))
  );
};

const SHORTEST_PART = 2;
/** Before the last of several: "A is so, B is so, and C is so". */
const AND_LAST = /^,?\s+(?:and|und|y|et|plus) $/iu;

/** A condition or a topic at the beginning, which rules all that follows it. */
const FRONTED =
  /^(?:(?:when|whenever|if|before|after|once|until|every time|each time|wenn|bevor|nachdem|cuando|si|quand|avant)\b|(?:for|in|inside|within) (?![^,;]*\b(?:we|i|you|use|never|always|put|keep|write|avoid|prefer)\b))[^,;]{3,80}, /iu;

const hasFront = (text: string): boolean =>
  FRONTED.test(text) || /^(?:if|when|whenever|before|after|for|in|wenn)\b/i.test(text);

const clausesOf = (core: string): readonly Part[] => {
  const parts: Part[] = [];
  const fronted = FRONTED.exec(core)?.[0] ?? "";
  const put = (text: string): number => parts.push({ text, isReason: false });
  const pieces = piecesOf(core);
  for (const [at, piece] of pieces.entries()) {
    const before = parts.at(-1)?.text;
    if (before === undefined) {
      put(piece.text);
      continue;
    }
    // A condition alone is no part yet: its order follows.
    const isOpen =
      `${before}, ` === fronted ||
      (isA(wordsOf(before)[0], "condition") && !/[,;]/.test(before) && piece.join.startsWith(","));
    const full = isOpen || isOtherSide(piece, before) ? null : saidInFull(before, piece.text);
    if (full !== null) put(full);
    else if (
      !isOpen &&
      isNew(
        piece,
        before,
        pieces.slice(at + 1).some(({ join }) => AND_LAST.test(join)),
      )
    ) {
      const text = stripped(piece.text);
      const isWithin =
        fronted !== "" && parts[0]?.text.startsWith(fronted) && !/[;–—-]/.test(piece.join) && !hasFront(text);
      // "add the endpoint, and from now on write a test first": what stands before is to be done now.
      if (fromNowOn(piece.text) !== null) {
        const lasting = parts.filter((part) => readClause(stripped(part.text), false).act !== "orders");
        parts.splice(0, parts.length, ...lasting);
      } else if (isReason(piece.join)) parts[parts.length - 1] = { text: before, isReason: true };
      put(isWithin ? `${fronted}${text}` : text);
    } else parts[parts.length - 1] = { text: `${before}${piece.join}${piece.text}`, isReason: false };
  }
  return parts;
};

const ITEM_WORDS_MAX = 12;

const isBareItem = (text: string): boolean => {
  const { act, subject, words } = readClause(stripped(text), false);
  return (
    words.length <= ITEM_WORDS_MAX &&
    !/^(?:the|this|that|these|those|der|die|das|el|la|les?)$/.test(words[0] ?? "") &&
    (act === "forbids" || act === "states") &&
    (subject === "noun" || subject === null) &&
    !isA(wordsOf(stripped(text))[0], "reason", "condition", "ask") &&
    !hasPredicate(stripped(text).replace(/\b(?:only|always|never)\b/giu, ""))
  );
};

/** Says of the item before it how, where or what for. */
const ABOUT = /^(?:with|without|for|in|on|at|by|via|as|from|to|mit|ohne|für|auf|avec|con)\b/iu;

/** The items of a list without verbs: "sentence case in headings, one idea per paragraph, and no emoji". */
const itemsOf = (list: string): readonly Part[] => {
  const items: string[] = [];
  for (const { text, join } of piecesOf(list)) {
    const before = items.at(-1);
    const isItem =
      wordsOf(text).length >= SHORTEST_PART &&
      wordsOf(before ?? "").length >= SHORTEST_PART &&
      /\p{L}{2}/u.test(text) &&
      !ABOUT.test(stripped(text)) &&
      !isReason(join) &&
      !GOES_WITH.test(stripped(text)) &&
      !hasFront(before ?? "");
    if (before === undefined || isItem) items.push(stripped(text));
    else items[items.length - 1] = `${before}${join}${text}`;
  }
  return items.map((text) => ({ text, isReason: false }));
};

const JOINS_ITEMS = /^(?:\s*[,;]|\s+[-–—]|,?\s+(?:and|und|y|et|plus|sowie)\b)/iu;

/** Whether a sentence is nothing but such a list, under a heading or with three items; its last item may be a clause. */
const isList = (core: string, least: number): boolean => {
  const pieces = piecesOf(core);
  return (
    pieces.length >= least &&
    pieces.slice(0, -1).every(({ text }) => isBareItem(text)) &&
    pieces.slice(1).every(({ join }) => JOINS_ITEMS.test(join))
  );
};

const partsWithin = (core: string, least = 3): readonly Part[] =>
  isList(core, least) ? itemsOf(core) : clausesOf(core);

/**
 * The parts of a sentence that may each be a lesson; only itself where there are no two. A clause that could not stand alone stays with
 * the one before it, and a condition or heading that opens the sentence is said of every part.
 */
export const partsOf = (core: string): readonly Part[] => {
  const each = core.split(/\s*;\s*/);
  const parts =
    each.length > 1 && each.every((one) => headingOf(one) !== null) ? each.flatMap(partsUnder) : partsUnder(core);
  const long = parts
    .map((part) => ({ ...part, text: stripped(part.text) }))
    .filter(({ text }) => text.length > 3 && wordsOf(text).length >= SHORTEST_PART);
  return long.length === 0 ? [{ text: core, isReason: false }] : long;
};

/** "When fixing a bug: a failing test first, and …" */
const CONDITION_HEADS = /^((?:when|whenever|if|before|after|wenn|cuando|quand)\b[^:;,]{3,60}): /iu;

/** The parts of what stands under a heading, each with what the heading says. */
const partsUnder = (core: string): readonly Part[] => {
  const heading = headingOf(core);
  if (heading === null) return partsWithin(core.replace(CONDITION_HEADS, "$1, "));
  const { topic, rest } = heading;
  if (topic === null) return partsWithin(rest, 2);
  return partsWithin(rest, 2).map(({ text, isReason: isWhy }, i) => ({
    text: i === 0 || isBareItem(text) ? `${topic}: ${text}` : `For ${decapitalised(topic)}, ${text}`,
    isReason: isWhy,
  }));
};
