import { matchAt, type SecretRule } from "./secret-rule.ts";

const IS_ALPHANUMERIC = /[A-Za-z0-9]/;
const IS_TOKEN_CHARACTER = /[A-Za-z0-9_-]/;

/** Whether a token may start here. In JSON inside JSON the letter before may belong to an escape, as in `\nghp_…`. */
const mayStart = (text: string, start: number, inside: RegExp): boolean =>
  start === 0 || !inside.test(text.charAt(start - 1)) || /^\\[nrtbf]$/.test(text.slice(start - 2, start));

/** Tokens that start with one of the anchors; `pattern` is sticky. */
const token = (kind: string, anchors: readonly string[], pattern: RegExp, inside = IS_ALPHANUMERIC): SecretRule => ({
  anchors,
  at: (text, start) => {
    const found = mayStart(text, start, inside) ? matchAt(pattern, text, start) : null;
    return found === null ? null : { start, end: endOfRun(text, start + found[0].length, found[0].length), kind };
  },
});

// Unbounded repeats would overflow the stack of the regular expression on megabytes of letters; so they are bounded here, and
// what is longer is followed by hand.
const RUN_MAX = 1024;

const endOfRun = (text: string, end: number, length: number): number => {
  let at = end;
  if (length >= RUN_MAX) while (at < text.length && IS_TOKEN_CHARACTER.test(text.charAt(at))) at++;
  return at;
};

const KEY_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
const KEY_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
/** What is left of a key that was cut off: base64, its line breaks as such or as escapes. Nothing follows it, so it never backtracks. */
const KEY_REST = /(?:(?:[\s"',+]|\\+[nr]){0,40}[A-Za-z0-9/=]{16,1024}){0,2048}/y;

const privateKey: SecretRule = {
  anchors: ["-----begin "],
  at: (text, start) => {
    const begin = matchAt(KEY_BEGIN, text, start);
    if (begin === null) return null;
    const body = start + begin[0].length;
    const dashes = text.indexOf("-----", body);
    const end = dashes === -1 ? null : matchAt(KEY_END, text, dashes);
    if (end !== null) return { start, end: dashes + end[0].length, kind: "private-key" };
    const rest = matchAt(KEY_REST, text, body)?.[0].length ?? 0;
    return rest === 0 ? null : { start, end: body + rest, kind: "private-key" };
  },
};

const TELEGRAM = /:AA[\w-]{33}(?![\w-])/y;

const telegram: SecretRule = {
  anchors: [":aa"],
  at: (text, start) => {
    const bot = /(?<!\d)\d{8,10}$/.exec(text.slice(Math.max(0, start - 11), start))?.[0];
    const found = bot === undefined ? null : matchAt(TELEGRAM, text, start);
    if (bot === undefined || found === null) return null;
    return { start: start - bot.length, end: start + found[0].length, kind: "telegram-token" };
  },
};

/** OpenAI keys mix digits and capitals; class names such as `sk-fading-circle` don't. */
const openai = token(
  "openai-key",
  ["sk-"],
  /sk-(?!ant-)(?=[a-z0-9_-]{0,80}[A-Z])(?=[A-Za-z_-]{0,80}\d)[A-Za-z0-9_-]{20,1024}/y,
);

/** Secrets that are known by their own shape, wherever they stand. */
export const tokenRules: readonly SecretRule[] = [
  privateKey,
  token("aws-key", ["akia", "asia", "abia", "acca"], /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/y),
  token("github-token", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], /gh[pousr]_[A-Za-z0-9]{36,1024}/y),
  token("github-token", ["github_pat_"], /github_pat_[A-Za-z0-9_]{22,1024}/y),
  token(
    "gitlab-token",
    ["glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-"],
    /gl[a-z]{2,4}-[\w-]{20,1024}/y,
  ),
  token(
    "slack-token",
    ["xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xapp-"],
    /x(?:ox[abprse][-.]|app-)[\w.-]{10,1024}/y,
  ),
  token("slack-webhook", ["hooks.slack.com/"], /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]{20,1024}/y),
  token("stripe-key", ["sk_live_", "sk_test_", "rk_live_", "rk_test_"], /[sr]k_(?:live|test)_[A-Za-z0-9]{16,1024}/y),
  token("stripe-key", ["whsec_"], /whsec_[A-Za-z0-9+/=]{24,1024}/y),
  token("google-key", ["aiza"], /AIza[\w-]{35}/y),
  token("google-key", ["ya29."], /ya29\.[\w-]{20,1024}/y),
  token("google-key", ["gocspx-"], /GOCSPX-[\w-]{20,1024}/y),
  token("anthropic-key", ["sk-ant-"], /sk-ant-[\w-]{20,1024}/y),
  openai,
  token("npm-token", ["npm_"], /npm_[A-Za-z0-9]{36,1024}/y),
  token("supabase-key", ["sbp_"], /sbp_(?:v\d_)?[a-f0-9]{40,1024}/y),
  token("supabase-key", ["sb_secret_"], /sb_secret_[\w-]{20,1024}/y),
  telegram,
  token("jwt", ["eyj"], /eyJ[\w-]{8,1024}\.[\w-]{8,8192}\.[\w-]{8,1024}/y, IS_TOKEN_CHARACTER),
];
