/** What stands for itself in a text: `code`, "quoted words", (asides). It is put aside so that the rest reads as plain words. */
export interface Masked {
  /** The text with a token such as `ZQ0QZ` in the place of each. */
  readonly text: string;
  readonly kept: readonly string[];
}

const KEPT =
  /`[^`\n]{1,200}`|"[^"\n]{1,120}"|“[^”\n]{1,120}”|„[^“”\n]{1,120}[“”]|«[^»\n]{1,120}»|(?<=^|[\s(])'[^'\n]{1,60}'(?=$|[\s,.;:)])/g;
const TOKEN = /ZQ(\d+)QZ/g;

export const mask = (text: string): Masked => {
  const kept: string[] = [];
  const keep = (found: string): string => `ZQ${kept.push(found) - 1}QZ`;
  return { text: text.replace(TOKEN, "").replace(KEPT, keep), kept };
};

export const unmask = (text: string, kept: readonly string[]): string =>
  text.replace(TOKEN, (_, index) => kept[Number(index)] ?? "");

const QUOTES = /^["“„«'](.*)["”“»']$/;

/** The code in backticks of a phrase, without the backticks. */
export const codesIn = (phrase: string): string[] =>
  [...phrase.matchAll(/`([^`\n]+)`/g)].map((found) => (found[1] ?? "").trim());

/** The words in quotation marks of a phrase, without the marks. */
export const quotesIn = (phrase: string): string[] =>
  mask(phrase).kept.flatMap((one) => {
    const words = QUOTES.exec(one)?.[1]?.trim();
    return words === undefined || words === "" ? [] : [words];
  });

/** A phrase without its code and quotes: what is left to be understood as words. */
export const wordsOf = (phrase: string): string => phrase.replace(KEPT, " ").replace(/\s+/g, " ").trim();
