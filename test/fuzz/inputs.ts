import { readFileSync } from "node:fs";
import { seededRandom } from "../../sync/core/random.ts";
import { fakeSecrets } from "../support/fake-secrets.ts";
import { lookAlikes } from "../support/look-alikes.ts";
import { sampleEvents } from "../support/payloads.ts";
import { labelledTurns } from "../support/turns.ts";

/** What breaks parsers, wherever it stands. */
const SPICE: readonly string[] = [
  ..."{}[]()<>\"'`\\/:;,.!?-_=+*&^%$#@~|",
  ..."\0\u0001\u001b\u007f\u0085\u2028\ufeff\ufffd",
  ..."é日本🎉👩‍👩‍👧ıİﬁ",
  "\ud800",
  "\udc00",
  "\r\n",
  "\\u0000",
  "\\ud800",
  "```",
  "<private>",
  "</private>",
  "-----BEGIN PRIVATE KEY-----",
  "__proto__",
  "constructor",
  "1e999",
  "-0",
  "9007199254740993",
  '{"a":{"a":{"a":',
  "[[[[[[[[",
  "not ",
  "don't ",
  "never ",
  "always ",
  " instead of ",
  "i prefer ",
  "we use ",
  "不要",
  "нет, ",
  "não ",
];

const corpus = (): string[] => [
  ...labelledTurns().map(({ text }) => text),
  ...labelledTurns().flatMap(({ previous }) => previous ?? []),
  ...sampleEvents(60, ["/w/shop", "/w/billing"], 1_500).map(({ text }) => text),
  ...fakeSecrets().map(({ text }) => text),
  ...lookAlikes(),
  readFileSync(new URL("../../README.md", import.meta.url), "utf8").slice(0, 3_000),
];

const PIECE_MAX = 400;
/** Most inputs are short, a few in a thousand are long: repeats show what takes more than linear time. */
const LONG_SHARE = 0.002;
const LONG_CHARS = 60_000;

/** Inputs without end, the same for the same seed: pieces of what is really met, spliced, cut, repeated and spiced. */
export const inputs = function* (seed: number): Generator<string> {
  const { unit } = seededRandom(seed);
  const texts = corpus();
  const below = (n: number): number => Math.floor(unit() * n);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const piece = (): string => {
    const text = one(texts);
    const from = below(text.length);
    return text.slice(from, from + 1 + below(PIECE_MAX));
  };
  for (;;) {
    let text = unit() < 0.3 ? one(texts) : piece();
    for (let edits = below(6); edits > 0; edits--) {
      const at = below(text.length + 1);
      const added = unit() < 0.6 ? one(SPICE) : piece();
      const until = unit() < 0.3 ? at + below(40) : at;
      text = text.slice(0, at) + added + text.slice(until);
    }
    if (unit() < LONG_SHARE) {
      const part = unit() < 0.5 ? one(SPICE) + one(SPICE) : text.slice(0, 1 + below(30));
      text += part.repeat(Math.ceil(LONG_CHARS / Math.max(1, part.length)));
    }
    yield text;
  }
};
