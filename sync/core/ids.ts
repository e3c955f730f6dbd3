import type { Random } from "./random.ts";

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

const letters = (random: Random, length: number): string => {
  let text = "";
  while (text.length < length) {
    // 252 = 7 × 36: larger bytes are thrown away, so every letter is equally likely.
    for (const byte of random.bytes(length)) if (byte < 252 && text.length < length) text += ALPHABET[byte % 36];
  }
  return text;
};

/** A new memory id: `ctx-` and 16 letters and digits (83 bits, so machines never have to agree on one). */
export const newMemoryId = (random: Random): string => `ctx-${letters(random, 16)}`;

/** A new id for anything else; sorts by creation to the millisecond. */
export const newId = (nowMs: number, random: Random): string =>
  nowMs.toString(36).padStart(9, "0") + letters(random, 11);

export const isMemoryId = (text: string): boolean => /^ctx-[a-z0-9]{4,40}$/.test(text);
