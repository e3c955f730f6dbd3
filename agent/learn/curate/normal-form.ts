import { isStopped, linkOf, withPhrases } from "./concepts.ts";
import { withQuantities } from "./quantities.ts";

const LEAD =
  /^(?:note that|note :|beachte:|ten en cuenta:|please|bitte|por favor|s'il te plait|make sure(?: that| to)?|ensure(?: that)?|remember(?: that| to)?|be sure to|you (?:should|must|have to)|we|i (?:want|prefer)(?: that| to)?)\s+/;

const CODE = /`([^`]+)`/g;
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
const asOneWord = (code: string): string => `\`${code.trim().replace(/\s+/g, "_").replaceAll("`", "")}\``;

/** Code that would fall apart or be lost among the words around it: commands, and names like `any`. */
const isWhole = (code: string): boolean => /\S\s+\S/.test(code) || linkOf(code) !== null || isStopped(code);

/** Code in a text that is compared as a whole. */
export const literalsIn = (text: string): string[] =>
  [...text.matchAll(CODE)].flatMap(([, code = ""]) => (isWhole(code) ? [code.trim()] : []));

/** Each literal as one word in back quotes, quoted in the text or not; other code quotes are dropped. */
const withLiterals = (text: string, literals: readonly string[]): string =>
  [...literals]
    .sort((a, b) => b.length - a.length)
    .reduce(
      (changed, literal) =>
        changed.replace(
          new RegExp(`(?<![\\p{L}\\p{N}_./\`-])${escaped(literal)}(?![\\p{L}\\p{N}_/\`-])`, "giu"),
          asOneWord(literal),
        ),
      text.replace(CODE, (_, code: string) => (isWhole(code) ? asOneWord(code) : code)),
    );

/** What the name stands in front of says the same as the name: "the type `any`". */
const NAMED = /\bthe (?:type|flag|option|command|tool|library|framework|function|keyword|operator) (?=`)/g;

/** "d'utiliser", "n'utilise": what stands before the apostrophe is an article or a negation. */
const ELIDED = /(?<![\p{L}\p{N}])(?:[ldjcsm]|qu)'(?=\p{L})/gu;
/** "Do not" begins an order; elsewhere the auxiliary says that what stands before it is spoken of. */
const ORDER_NOT = /(^|[,;:.] |\b(?:and|but) )(?:do|does|did) (not|never)\b/g;
const AUXILIARY_NOT =
  /\b(?:do|does|did|is|are|was|be|must|should|shall|need|can|could|will|would|may|have|has) (not|never)\b(?: (?:be|is)\b)?/g;
const DUTY = /\b(?:must|should|may|can|shall|will|have to|has to|needs? to) is\b/g;
/** "When releasing, bump the version" is "bump the version when releasing". */
const LIMIT_FIRST = /^(?<limit>(?:before|after|when|in|for|on|with) [^,]+), (?<order>[^,]+)$/;

/** "Errors: wrap with %w" is "wrap with %w for errors". */
const TOPIC_FIRST = /^(?<topic>[\w-]+(?: [\w-]+)?): (?<order>[^:]+)$/;

/** A text in small letters without marks, with joining words, phrases and numbers in one form whatever the language; code in back quotes. */
export const normalForm = (text: string, literals: readonly string[]): string => {
  const plain = withLiterals(text.trim(), literals)
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("’", "'")
    .replace(/["“”„«»]/g, "")
    .replace(/\bn'(?=\p{L})/gu, "not ")
    .replace(ELIDED, "")
    .replace(/\bcan't\b|\bcannot\b|\bdont\b/g, "not")
    .replace(/(\p{L})n't\b/gu, "$1 not")
    .replace(/[.!]+$/, "")
    .replace(LEAD, "")
    // At the end it is a name.
    .replace(/(?<![`\w])any$/, "`any`")
    .replace(NAMED, "");
  return withPhrases(withQuantities(plain))
    .replace(/(?<![\p{L}\p{N}_./`-])\p{L}+(?![\p{L}\p{N}_/`-]|\.\p{L})/gu, (word) => linkOf(word) ?? word)
    .replace(ORDER_NOT, "$1$2")
    .replace(AUXILIARY_NOT, "is $1")
    .replace(DUTY, "is")
    .replace(/\s+/g, " ")
    .trim()
    .replace(LIMIT_FIRST, "$<order> $<limit>")
    .replace(TOPIC_FIRST, "$<order> for $<topic>");
};
