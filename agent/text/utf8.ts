import { Buffer } from "node:buffer";

/** A surrogate as a JSON escape; both cases, because either may be written. */
const MAY_ESCAPE_SURROGATE = /\\u[dD][89a-fA-F]/;

/** Each escape as one piece, so that the `\\` of an escaped backslash is never taken for the start of `\ud800`. A pair is one piece. */
const ESCAPE = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g;

const isLone = (piece: string): boolean => piece.length === 6;

/**
 * The JSON text in `bytes`, made valid: whatever is not UTF-8 (raw surrogates are not) and every lone surrogate written as an
 * escape becomes U+FFFD, a byte order mark goes. What `JSON.parse` makes of it is well formed, so SQLite and `JSON.stringify`
 * give back the same text. Never throws. 3 KB without such escapes take about 1 µs.
 */
export const validText = (bytes: Uint8Array): string => {
  const decoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded;
  if (!MAY_ESCAPE_SURROGATE.test(text)) return text;
  return text.replace(ESCAPE, (piece) => (isLone(piece) ? "\\ufffd" : piece));
};
