import { kindOfName, looksSecret, NAME_SUFFIX, pointsAtSecret, SECRET_NAMES } from "./secret-names.ts";
import { matchAt, type SecretRule, type Span } from "./secret-rule.ts";

/** Longest literal taken for a secret of that name. */
const LITERAL_MAX = 4096;

/** How much of a bare value is looked at; a secret that goes on is followed to its end. */
const BARE_MAX = 256;

// Colours of a terminal (\x1b) belong to no value. In JSON inside JSON a quote stands as `\"` or `\\\"`, hence the backslashes.
const OPERATOR = new RegExp(`${NAME_SUFFIX}(?:\\\\{0,7}["'\`])?\\]?([ \\t]{0,4})(:=|=>|={1,3}|:|>)[ \\t]{0,4}`, "iy");
const LITERAL = new RegExp(`(\\\\{0,7}(["'\`]))((?:(?!\\\\{0,7}\\2)\\S){4,${LITERAL_MAX}})\\\\{0,7}\\2`, "y");
const PHRASE = new RegExp(`(\\\\{0,7}(["']))((?:(?!\\\\{0,7}\\2)[^\\n]){6,${LITERAL_MAX}})\\\\{0,7}\\2`, "y");
const BARE = new RegExp(`[^\\s\\x1b"'\`,;&|<>(){}[\\]\\\\=]{6,${BARE_MAX}}={0,2}`, "y");
const COLON_BARE = new RegExp(`[^\\s\\x1b"'\`,;<>(){}[\\]\\\\]{6,${BARE_MAX}}`, "y");
const BARE_PART = /[^\s\p{Cc}"'`]/u;
const ENVIRONMENT = new RegExp(`(?:(?!\\\\{1,7}["'\`nr])[^\\s\\x1b"'\`]){6,${BARE_MAX}}`, "y");
const SPACES = /[ \t]{1,4}(?=\S)/y;

/** Nothing else can follow a name that is given a value; spares the patterns most of the time. */
const MAY_FOLLOW = /[ \t"'`\\\]:=>_\dVvBb]/;

const NAME_PART = /[\w.-]/;
const NAME_MAX = 64;

const nameStart = (text: string, at: number): number => {
  let start = at;
  while (start > 0 && at - start < NAME_MAX && NAME_PART.test(text.charAt(start - 1))) start--;
  // The first letter may belong to an escape: `\nDB_PASSWORD` in JSON in JSON.
  return start < at && text.charAt(start - 1) === "\\" ? start + 1 : start;
};

interface Value {
  readonly start: number;
  readonly text: string;
  readonly literal: boolean;
}

const valueAt = (text: string, at: number, bareValue: RegExp): Value | null => {
  const environment = bareValue === ENVIRONMENT;
  const literal = matchAt(LITERAL, text, at) ?? (environment ? matchAt(PHRASE, text, at) : null);
  if (literal?.[1] !== undefined && literal[3] !== undefined)
    return { start: at + literal[1].length, text: literal[3], literal: true };
  const bare = matchAt(bareValue, text, at)?.[0];
  // A call: `token = readToken(…)`.
  if (bare === undefined || (!environment && text.charAt(at + bare.length) === "(")) return null;
  return { start: at, text: bare, literal: false };
};

const spanOf = (kind: string, text: string, value: Value): Span => {
  let end = value.start + value.text.length;
  if (value.text.length >= BARE_MAX && !value.literal)
    while (end < text.length && BARE_PART.test(text.charAt(end))) end++;
  return { start: value.start, end, kind };
};

/** `--token value`; with `=` it is an assignment. */
const flag = (kind: string, text: string, start: number, end: number): Span | null => {
  const spaces = matchAt(SPACES, text, end)?.[0];
  if (spaces === undefined || !text.startsWith("--", nameStart(text, start))) return null;
  const value = valueAt(text, end + spaces.length, BARE);
  if (value === null) return null;
  return looksSecret(kind, value.text, { literal: true, environment: false, colon: false })
    ? spanOf(kind, text, value)
    : null;
};

/** `name = value` in env files, shells, JSON, YAML, code, XML, query strings and connection strings; `--name value`. */
const assignment: SecretRule = {
  anchors: SECRET_NAMES,
  at: (text, start, end) => {
    if (!MAY_FOLLOW.test(text.charAt(end))) return null;
    const kind = kindOfName(text.slice(start, end));
    const operator = matchAt(OPERATOR, text, end);
    if (operator === null) return flag(kind, text, start, end);
    const [whole, space, sign] = operator;
    const environment =
      space === "" &&
      whole.endsWith("=") &&
      sign === "=" &&
      /^[A-Z\d_.-]+$/.test(text.slice(nameStart(text, start), end));
    const value = valueAt(text, end + whole.length, environment ? ENVIRONMENT : sign === ":" ? COLON_BARE : BARE);
    if (value === null) return null;
    const element = sign === ">";
    if (element && !text.startsWith("</", value.start + value.text.length)) return null;
    const setting = { literal: value.literal || element, environment, colon: sign === ":" || element };
    return looksSecret(kind, value.text, setting) ? spanOf(kind, text, value) : null;
  },
};

const AUTHORIZATION =
  /(?:\\{0,3}["'`])?\]?[ \t]{0,4}[:=,][ \t]{0,4}(?:\\{0,3}["'`])?(?:(?:bearer|basic|token|digest|apikey|bot)[ \t]{1,4})?/iy;
const CREDENTIALS = /[A-Za-z0-9._~+/=:-]{8,4096}/y;

const isRandom = (value: string): boolean => /\d/.test(value) && /[A-Za-z]/.test(value) && !pointsAtSecret(value);

/** `Authorization: Bearer …`, whatever the scheme. */
const authorization: SecretRule = {
  anchors: ["authorization"],
  at: (text, _start, end) => {
    const header = matchAt(AUTHORIZATION, text, end);
    const found = header === null ? null : matchAt(CREDENTIALS, text, end + header[0].length);
    if (header === null || found === null || !isRandom(found[0])) return null;
    const start = end + header[0].length;
    return { start, end: start + found[0].length, kind: "authorization" };
  },
};

/** `Bearer …` without its header, as in code and in logs. */
const bearer: SecretRule = {
  anchors: ["bearer "],
  at: (text, _start, end) => {
    const found = matchAt(CREDENTIALS, text, end);
    if (found === null || found[0].length < 16 || !isRandom(found[0])) return null;
    return { start: end, end: end + found[0].length, kind: "authorization" };
  },
};

const USER_INFO = /([^\s/:@"'`<>\\[\]]{0,128}):([^\s/"'`<>\\[\]]{1,256})@(?=[\w.[-])/y;

/** The password in a URL; the rest of the URL stays readable. */
const urlPassword: SecretRule = {
  anchors: ["://"],
  at: (text, _start, end) => {
    const found = matchAt(USER_INFO, text, end);
    if (found?.[1] === undefined || found[2] === undefined) return null;
    if (pointsAtSecret(found[2]) || /^\d{1,5}$/.test(found[2])) return null;
    const start = end + found[1].length + 1;
    return { start, end: start + found[2].length, kind: "url-password" };
  },
};

const CURL_USER = /[ =]?["']?([^\s:"'`]{1,64}):([^\s"'`]{4,128})/y;
const COMMAND_MAX = 200;

/** The password that `curl -u` is given. */
const curlPassword: SecretRule = {
  anchors: [" -u", " --user"],
  at: (text, start, end) => {
    const before = text.slice(Math.max(0, start - COMMAND_MAX), start);
    if (!before.includes("curl", before.lastIndexOf("\n") + 1)) return null;
    const found = matchAt(CURL_USER, text, end);
    if (found?.[2] === undefined || pointsAtSecret(found[2])) return null;
    const last = end + found[0].length;
    return { start: last - found[2].length, end: last, kind: "password" };
  },
};

/** Secrets that only what stands before them gives away. */
export const credentialRules: readonly SecretRule[] = [authorization, bearer, urlPassword, curlPassword, assignment];
