import type { Reading, ReadSentence } from "../read/reading.ts";
import type { Surroundings } from "../read/surroundings.ts";
import type { Sign } from "./weights.ts";

// Corrections without a word that says so: "the date is day first here", "CWE-639, not 284", "that's the staging url", "tabs."

const SHOULD_HAVE =
  /\b(?:should(?:'ve| have|n't have| not have) (?:been |\w+ed\b|\w+en\b)|(?:was|were) supposed to|hätten? .{0,40}\b(?:sollen|müssen)|aurait dû|aurais dû|debería haber|deberías haber)/i;
const POINTS_AT =
  /^(?:no,? |nein,? |hm+,? |wait,? |@\S+ [-–—]+ ?)?(?:that|this|it|those|these|das|dies|c|eso|esto)(?:'s| is|'re| are| was| were| ist| sind| war|'est| es| son) (?!(?:ok|okay|fine|good|great|nice|perfect|cool|it|all|what|why|how|not bad|better|correct|right|weird|strange|odd)\b)/i;
const YOU_DID =
  /\b(?:you|u) (?:(?:just|only|also|still|again|already|even) )*(?:put|wrote|made|did|took|left|chose|built|gave|kept|ran|set|sent|got|hid|read|went|cut|threw|broke|lost|mixed|used|called|let|swapped)\b|\bt(?:u as|'as)\b|\bdu hast\b|\bhast du\b|\bhas (?:puesto|cambiado|borrado|usado|hecho)\b|\bvocê (?:\w+ou|fez)\b/i;
const AGAIN = /\b(?:again|still|once more|encore|wieder|schon wieder|otra vez|de nuevo)\b/i;
const THE_OTHER = /\b(?:the other|not that|the wrong|l'autre|die andere|el otro|la otra)\b/i;
const BUT_I = /\b(?:but|aber|pero|mais) (?:i|we|my|our|ich|wir|je|on)\b/i;
const HERE = /\b(?:here|bei uns|hier|aquí|ici|chez nous|in our|on our|in this|on this|in my|on my)\b/i;

/** A name or number with its letters and digits made alike: CWE-284 and CWE-639 are of one shape. */
const shapeOf = (word: string): string => word.replace(/\p{L}+/gu, "a").replace(/\d+/g, "9");
const TOKEN = /[\p{L}\d_@#$./:%-]*[\d_@#$./:%-][\p{L}\d_@#$./:%-]*[\p{L}\d]/gu;
const TOKENS_MAX = 200;

const tokensIn = (text: string): Set<string> => new Set((text.slice(0, 4000).match(TOKEN) ?? []).slice(0, TOKENS_MAX));

/** Names something of the same shape as what the agent has named, but another one: another number, path, id. */
const namesAnother = (text: string, previous: string): boolean => {
  const before = tokensIn(previous);
  const shapes = new Set([...before].map(shapeOf));
  return [...tokensIn(text)].some((token) => !before.has(token) && shapes.has(shapeOf(token)));
};

const STATES: ReadonlySet<string> = new Set(["states", "settles", "requires"]);
const SHORT_WORDS = 5;

/** Signs of a sentence that goes against what the agent did by what it states. */
export const signsAgainstDeed = (sentence: ReadSentence, reading: Reading, around: Surroundings): Sign[] => {
  if (!reading.hasPrevious) return [];
  const { text, clauses, touched, isQuestion } = sentence;
  const signs: Sign[] = [];
  if (SHOULD_HAVE.test(text)) signs.push("should have been");
  if (YOU_DID.test(text) && !isQuestion) signs.push("says what the agent did");
  if (isQuestion || reading.isAnswer) return signs;
  if (POINTS_AT.test(text)) signs.push("points at it");
  if (AGAIN.test(text) && touched.length > 0 && !clauses.some(({ act }) => act === "reports"))
    signs.push("happens again");
  if (THE_OTHER.test(text)) signs.push("means another one");
  if (BUT_I.test(text)) signs.push("objects");
  const states = clauses.some(({ act }) => STATES.has(act));
  if (states && touched.length > 0) signs.push("states of what was done");
  if (states && HERE.test(text) && sentence.domain !== "product") signs.push("says how it is here");
  if (namesAnother(text, around.previousAnswer ?? "")) signs.push("names another");
  return signs;
};

/** A word or two after a deed, which are neither an order nor praise: what it should have been. */
export const isCurt = (reading: Reading): boolean => {
  const [only] = reading.sentences;
  if (only === undefined || !reading.hasPrevious || reading.isAnswer) return false;
  return (
    reading.sentences.length <= 2 &&
    reading.wordCount <= SHORT_WORDS &&
    only.clauses.every(({ act }) => act === "states" || act === "rejects")
  );
};
