import { Buffer } from "node:buffer";
import { stripVTControlCharacters } from "node:util";

/** `text` up to `end`, never ending in half a character. */
const head = (text: string, end: number): string => {
  const last = text.charCodeAt(end - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end);
};

/** `text` from `start` on, never starting in half a character. */
const tail = (text: string, start: number): string => {
  const first = text.charCodeAt(start);
  return text.slice(first >= 0xdc00 && first <= 0xdfff ? start + 1 : start);
};

/** At most `max` characters, with … where it was cut. */
export const cutEnd = (text: string, max: number): string =>
  text.length <= max ? text : `${head(text, Math.max(0, max - 1)).trimEnd()}…`;

/** Most commands and paths: nothing to do in a line of single spaces within it. */
const PLAIN_LINE = /^[!-~]+(?: [!-~]+)*$/;

/** On one line for lists and logs: no control characters, runs of white space as one space, at most `max` characters. */
export const oneLine = (text: string, max: number): string => {
  if (text.length <= max && PLAIN_LINE.test(text)) return text;
  // A wide margin for white space, so that a line can be made of megabytes without reading them.
  const begin = head(text, Math.min(text.length, max * 4 + 1000));
  const line = stripVTControlCharacters(begin)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return line.length <= max && begin.length < text.length ? cutEnd(`${line}…`, max) : cutEnd(line, max);
};

const MARKER_ROOM = 40;

/** At most `max` characters of two ends, with how many are missing between them; `between` lay between the two before. */
export const joinEnds = (begin: string, end: string, max: number, between: number): string => {
  if (max < 2 * MARKER_ROOM) return cutEnd(`${begin}…`, max);
  const room = max - MARKER_ROOM;
  const first = head(begin, Math.min(begin.length, Math.ceil(room / 2)));
  const last = tail(end, Math.max(0, end.length - Math.floor(room / 2)));
  const missing = begin.length - first.length + between + end.length - last.length;
  return `${first}…[${missing} characters cut]…${last}`;
};

/** At most `max` characters: beginning and end, since errors stand at the end, and how many are missing between them. */
export const cutMiddle = (text: string, max: number): string => {
  const half = text.length >> 1;
  return text.length <= max ? text : joinEnds(text.slice(0, half), text.slice(half), max, 0);
};

const BODY_BYTES_MAX = 16_384;
/** No character (UTF-16 unit) takes more in UTF-8. */
const BYTES_PER_CHAR = 3;

/** Strings up to this length are left alone: ids, names, modes, most paths. */
const SMALL = 96;

/**
 * `value` as JSON of at most `maxBytes` bytes of UTF-8, always valid. The longest strings are shortened first, all to about one
 * length; only where that is not enough do long lists lose their ends, and deep parts go. Small fields such as ids stay.
 * `value` is what `JSON.parse` gives, not nested deeper than `JSON.stringify` can follow (`redactJson` sees to that); `written` is
 * the JSON it came from, if it may be kept as it is.
 */
export const capBody = (value: unknown, maxBytes: number = BODY_BYTES_MAX, written: string | null = null): string => {
  if (written !== null && written.length * BYTES_PER_CHAR <= maxBytes) return written;
  const whole = JSON.stringify(value) ?? "null";
  if (whole.length * BYTES_PER_CHAR <= maxBytes) return whole;
  const bytes = Buffer.byteLength(whole);
  if (bytes <= maxBytes) return whole;
  return shortenStrings(value, bytes, maxBytes) ?? prune(value, maxBytes) ?? smallFields(value, maxBytes);
};

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

const eachString = (value: unknown, see: (text: string) => void): void => {
  if (typeof value === "string") see(value);
  else if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) eachString(inner, see);
};

const mapStrings = (value: unknown, map: (text: string) => string): unknown => {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapStrings(inner, map)]));
};

/** Like water finding its level: the level in bytes that long strings are cut to, so that all together fit. */
const shortenStrings = (value: unknown, bytes: number, maxBytes: number): string | null => {
  const long: number[] = [];
  eachString(value, (text) => {
    if (text.length > SMALL) long.push(sizeOf(text));
  });
  long.sort((a, b) => b - a);
  let excess = bytes - maxBytes;
  let level = 0;
  for (let n = 1; n <= long.length && excess > 0; n++) {
    const next = long[n] ?? SMALL;
    const gain = ((long[n - 1] as number) - next) * n;
    level = gain < excess ? next : Math.floor(next + (gain - excess) / n);
    excess -= gain;
  }
  // Where escapes and wide characters stand is not known, so a cut may save less than its share: a little lower, then.
  for (; level >= SMALL; level = Math.floor(level * 0.85)) {
    const text = JSON.stringify(mapStrings(value, (each) => cutToBytes(each, level)));
    if (Buffer.byteLength(text) <= maxBytes) return text;
  }
  return null;
};

const cutToBytes = (text: string, maxBytes: number): string => {
  if (text.length <= SMALL) return text;
  const bytes = sizeOf(text);
  return bytes <= maxBytes ? text : cutMiddle(text, Math.max(SMALL, Math.floor((text.length * maxBytes) / bytes)));
};

const STEPS = [
  { items: 200, depth: 16 },
  { items: 50, depth: 8 },
  { items: 12, depth: 5 },
  { items: 4, depth: 3 },
] as const;

const prune = (value: unknown, maxBytes: number): string | null => {
  for (const { items, depth } of STEPS) {
    const text = JSON.stringify(pruned(value, items, depth));
    if (Buffer.byteLength(text) <= maxBytes) return text;
  }
  return null;
};

const pruned = (value: unknown, items: number, depth: number): unknown => {
  if (typeof value === "string") return cutMiddle(value, SMALL);
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return "…[deeper]…";
  if (Array.isArray(value)) {
    const kept: unknown[] = value.slice(0, items).map((item) => pruned(item, items, depth - 1));
    return value.length > items ? [...kept, `…[${value.length - items} items cut]…`] : kept;
  }
  const fields = Object.entries(value);
  const kept = fields.slice(0, items).map(([name, inner]) => [cutMiddle(name, SMALL), pruned(inner, items, depth - 1)]);
  return Object.fromEntries(fields.length > items ? [...kept, ["…", `${fields.length - items} fields cut`]] : kept);
};

/** The last resort: of the outermost fields those that are small and fit, in their order. */
const smallFields = (value: unknown, maxBytes: number): string => {
  const kept: [string, unknown][] = [];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    let bytes = 2;
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === "object" ? inner !== null : typeof inner === "string" && inner.length > SMALL) continue;
      const size = sizeOf(name) + sizeOf(inner) + 2;
      if (bytes + size > maxBytes) continue;
      bytes += size;
      kept.push([name, inner]);
    }
  }
  const text = JSON.stringify(Object.fromEntries(kept));
  return text.length <= maxBytes ? text : "0";
};
