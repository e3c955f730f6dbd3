import { anchorFinder } from "./anchors.ts";
import { cutMiddle, joinEnds } from "./cap.ts";
import { credentialRules } from "./secret-credentials.ts";
import { looksSecret, secretField } from "./secret-names.ts";
import type { Span } from "./secret-rule.ts";
import { tokenRules } from "./secret-tokens.ts";

/** Where two rules find the same stretch, the earlier one names it: a GitHub token in `TOKEN=…` is a GitHub token. */
const RULES = [...tokenRules, ...credentialRules];
const PRIVATE = RULES.length;

const find = anchorFinder([...RULES.map((rule) => rule.anchors), ["<private>"]]);

/** Shorter than any secret with its name. */
const SHORTEST = 10;

/** Replacing one secret may lay bare the start of another; it never takes more than a round or two. */
const ROUNDS = 4;

/**
 * `text` with every secret replaced by `[redacted:<kind>]` and every `<private>…</private>` by `[private]` (an unclosed one
 * reaches to the end). Redacting again changes nothing. Linear in the length of the text: 3 KB without secrets take about 5 µs.
 */
export const redact = (text: string): string => {
  let result = text;
  for (let round = 0; round < ROUNDS; round++) {
    const cleaner = redactOnce(result);
    if (cleaner === result) break;
    result = cleaner;
  }
  return result;
};

interface Found extends Span {
  readonly rule: number;
}

const redactOnce = (text: string): string => {
  if (text.length < SHORTEST) return text;
  const found: Found[] = [];
  const until: number[] = [];
  let isPrivate = false;
  find(text, (list, start, end) => {
    if (list === PRIVATE) {
      isPrivate = true;
      return;
    }
    // What a rule has already found it does not look at again, which keeps runs of anchors linear.
    if (start < (until[list] ?? 0)) return;
    const span = RULES[list]?.at(text, start, end) ?? null;
    if (span === null) return;
    until[list] = span.end;
    found.push({ ...span, rule: list });
  });
  if (isPrivate) return dropPrivate(text);
  return found.length === 0 ? text : replaceSpans(text, found);
};

const replaceSpans = (text: string, found: Found[]): string => {
  found.sort((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let from = 0;
  for (let i = 0; i < found.length; ) {
    let widest = found[i] as Found;
    let kind = widest;
    for (i++; i < found.length && (found[i] as Found).start < widest.end; i++) {
      const next = found[i] as Found;
      if (next.rule < kind.rule) kind = next;
      if (next.end > widest.end) widest = { ...widest, end: next.end };
    }
    result += `${text.slice(from, widest.start)}[redacted:${kind.kind}]`;
    from = widest.end;
  }
  return result + text.slice(from);
};

const PRIVATE_TAG = /<(\/?)private>/gi;

const dropPrivate = (text: string): string => {
  let result = "";
  let from = 0;
  let depth = 0;
  for (const tag of text.matchAll(PRIVATE_TAG)) {
    if (tag[1] === "") {
      if (depth === 0) result += `${text.slice(from, tag.index)}[private]`;
      depth++;
    } else if (depth > 0) {
      depth--;
      from = tag.index + tag[0].length;
    }
  }
  return depth > 0 ? result : result + text.slice(from);
};

/** Deeper than any payload; `JSON.parse` goes deeper than `JSON.stringify` can follow. */
const DEPTH_MAX = 64;

/**
 * A parsed payload with every string redacted, names of fields too, and then cut to `capChars` in the middle, so that no secret is
 * ever cut in two. A field whose name says it is a secret (`"apiKey": "…"`) is one, whatever its value looks like.
 */
export const redactJson = (value: unknown, options: { readonly capChars: number }): unknown =>
  clean(value, null, 0, options.capChars);

/** Of a long text this much beyond what is kept is redacted too, at both ends … */
const MARGIN = 32_768;
/** … and this much of it is thrown away again: a secret cut in two by the margin was not recognised. Longer than any secret. */
const EDGE = 16_384;

/** Redacted and then cut, without redacting the megabytes in the middle that are cut anyway. */
const redactAndCut = (text: string, max: number): string => {
  if (text.length <= max + 2 * MARGIN) return cutMiddle(redact(text), max);
  // What is private may begin anywhere.
  const shared = /<private>/i.test(text) ? dropPrivate(text) : text;
  if (shared.length <= max + 2 * MARGIN) return cutMiddle(redact(shared), max);
  const size = max + MARGIN;
  const begin = redact(shared.slice(0, size)).slice(0, -EDGE);
  const end = redact(shared.slice(-size)).slice(EDGE);
  return joinEnds(begin, end, max, shared.length - 2 * (size - EDGE));
};

const clean = (value: unknown, secret: string | null, depth: number, capChars: number): unknown => {
  if (typeof value === "string") {
    if (secret !== null && looksSecret(secret, value, FIELD)) return `[redacted:${secret}]`;
    return redactAndCut(value, capChars);
  }
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEPTH_MAX) return "…[deeper]…";
  if (Array.isArray(value)) {
    const items = value.map((item) => clean(item, secret, depth + 1, capChars));
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  return cleanFields(value as Readonly<Record<string, unknown>>, depth, capChars);
};

/** Most objects (and lists) hold no secret and stay as they are; only of the others a copy is made. */
const cleanFields = (fields: Readonly<Record<string, unknown>>, depth: number, capChars: number): unknown => {
  let cleaned: [string, unknown][] | null = null;
  const names = Object.keys(fields);
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string;
    const { shown, secret } = fieldOf(name);
    const inner = fields[name];
    const cleanInner = clean(inner, secret, depth + 1, capChars);
    const cleanName = cutMiddle(shown, capChars);
    if (cleaned === null && cleanName === name && cleanInner === inner) continue;
    cleaned ??= names.slice(0, at).map((before) => [before, fields[before]]);
    cleaned.push([cleanName, cleanInner]);
  }
  // fromEntries, because a payload may hold a field named `__proto__`.
  return cleaned === null ? fields : Object.fromEntries(cleaned);
};

interface Field {
  /** The name without secrets. */
  readonly shown: string;
  /** The kind of secret it holds, or null for an ordinary one. */
  readonly secret: string | null;
}

/** The same few names come with every payload. */
const knownFields = new Map<string, Field>();
const FIELDS_KEPT = 1_000;
const NAME_KEPT_CHARS = 80;

const fieldOf = (name: string): Field => {
  const known = knownFields.get(name);
  if (known !== undefined) return known;
  const found = { shown: name.length < SHORTEST ? name : redact(name), secret: secretField(name) };
  const isOrdinary = found.shown === name && name.length <= NAME_KEPT_CHARS;
  if (isOrdinary && knownFields.size < FIELDS_KEPT) knownFields.set(name, found);
  return found;
};

const FIELD = { literal: true, environment: false, colon: true };
