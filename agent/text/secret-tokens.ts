import { matchAt, type SecretRule } from "./secret-rule.ts";

const IS_ALPHANUMERIC = /[A-Za-z0-9]/;
const IS_TOKEN_CHARACTER = /[A-Za-z0-9_-]/;

/** Ends the escape for a line break in JSON, or a colour in a terminal's output, as such or as JSON writes it. */
const ENDS_ESCAPE = /(?:\\[nrtbf]|(?:\p{Cc}|\\u001b)\[[\d;]{0,8}m)$/u;
const ESCAPE_MAX = 16;

/** Whether a token may start here: the letter before may belong to an escape, as in `\nghp_…`. */
const mayStart = (text: string, start: number, inside: RegExp): boolean =>
  start === 0 ||
  !inside.test(text.charAt(start - 1)) ||
  ENDS_ESCAPE.test(text.slice(Math.max(0, start - ESCAPE_MAX), start));

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
const KEY_REST = /(?:(?:[\s"',+>]|\\+[nr]){0,40}[A-Za-z0-9/=]{16,1024}){0,2048}/y;

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

/** Services whose tokens begin with a name of their own: [kind, beginnings, what follows them]. */
const NAMED: readonly (readonly [kind: string, beginnings: readonly string[], rest: string])[] = [
  ["airtable-token", ["pat"], "[A-Za-z0-9]{14}\\.[a-f0-9]{64}"],
  ["age-key", ["AGE-SECRET-KEY-1"], "[A-Z0-9]{58}"],
  ["atlassian-token", ["ATATT3x", "ATCTT3x", "ATBB"], "[\\w=-]{24,1024}"],
  ["buildkite-token", ["bkua_"], "[a-f0-9]{40}"],
  ["circleci-token", ["CCIPAT_"], "\\w{30,1024}"],
  ["databricks-token", ["dapi"], "[a-f0-9]{32}(?:-\\d)?"],
  ["digitalocean-token", ["dop_v1_", "doo_v1_", "dor_v1_"], "[a-f0-9]{64}"],
  ["docker-token", ["dckr_pat_", "dckr_oat_"], "[\\w-]{24,1024}"],
  ["doppler-token", ["dp.pt.", "dp.st.", "dp.ct.", "dp.scim."], "[A-Za-z0-9._-]{40,1024}"],
  ["figma-token", ["figd_"], "[\\w-]{36,1024}"],
  ["fly-token", ["fo1_", "fm1_", "fm2_"], "[\\w+/=-]{40,1024}"],
  ["google-key", ["1//0"], "[\\w-]{40,1024}"],
  ["grafana-token", ["glsa_", "glc_"], "[\\w+/=-]{32,1024}"],
  ["groq-key", ["gsk_"], "[A-Za-z0-9]{48,1024}"],
  ["heroku-key", ["HRKU-"], "[\\w-]{30,1024}"],
  ["huggingface-token", ["hf_", "api_org_"], "[A-Za-z0-9]{34,1024}"],
  ["linear-key", ["lin_api_", "lin_oauth_"], "[A-Za-z0-9]{32,1024}"],
  ["mailgun-key", ["key-"], "[a-f0-9]{32}"],
  ["netlify-token", ["nfp_"], "[A-Za-z0-9]{36,1024}"],
  ["newrelic-key", ["NRAK-", "NRII-", "NRJS-"], "[A-Za-z0-9_-]{16,1024}"],
  ["notion-token", ["ntn_"], "[A-Za-z0-9]{40,1024}"],
  ["onepassword-token", ["ops_ey"], "[\\w-]{100,4096}"],
  ["perplexity-key", ["pplx-"], "[A-Za-z0-9]{40,1024}"],
  ["planetscale-token", ["pscale_tkn_", "pscale_pw_", "pscale_oauth_"], "[\\w.=-]{32,1024}"],
  ["postman-key", ["PMAK-"], "[a-f0-9]{24}-[a-f0-9]{34}"],
  ["pulumi-token", ["pul-"], "[a-f0-9]{40}"],
  ["pypi-token", ["pypi-AgEI"], "[\\w-]{50,1024}"],
  ["replicate-token", ["r8_"], "[A-Za-z0-9]{37}"],
  ["rubygems-key", ["rubygems_"], "[a-f0-9]{48}"],
  ["sendgrid-key", ["SG."], "[\\w-]{16,32}\\.[\\w-]{32,64}"],
  ["sentry-token", ["sntrys_", "sntryu_"], "[\\w+/=-]{40,1024}"],
  ["shopify-token", ["shpat_", "shpca_", "shppa_", "shpss_"], "[a-fA-F0-9]{32}"],
  ["square-token", ["sq0atp-", "sq0csp-", "EAAAE"], "[\\w-]{22,1024}"],
  ["tailscale-key", ["tskey-"], "(?:auth|api|client|webhook)-[\\w-]{16,1024}"],
  ["twilio-key", ["SK"], "[a-f0-9]{32}"],
  ["typeform-token", ["tfp_"], "[\\w-]{40,1024}"],
  ["vault-token", ["hvs.", "hvb.", "hvr."], "[\\w-]{24,1024}"],
  ["xai-key", ["xai-"], "[A-Za-z0-9]{60,1024}"],
];

const literally = (text: string): string => text.replace(/[.\\+*?^$()[\]{}|/]/g, "\\$&");

const named = NAMED.map(([kind, beginnings, rest]) =>
  token(
    kind,
    beginnings,
    new RegExp(`(?:${beginnings.map(literally).join("|")})${rest}(?![A-Za-z0-9])`, "y"),
    IS_TOKEN_CHARACTER,
  ),
);

const DISCORD_WEBHOOK = /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,80}/y;
const TERRAFORM = /\.atlasv1\.[\w-]{60,80}/y;

/** Terraform's tokens have their mark in the middle. */
const terraform: SecretRule = {
  anchors: [".atlasv1."],
  at: (text, start) => {
    const name = /(?<![A-Za-z0-9])[A-Za-z0-9]{14}$/.exec(text.slice(Math.max(0, start - 15), start))?.[0];
    const found = name === undefined ? null : matchAt(TERRAFORM, text, start);
    if (name === undefined || found === null) return null;
    return { start: start - name.length, end: start + found[0].length, kind: "terraform-token" };
  },
};

/** Secrets that are known by their own shape, wherever they stand. */
export const tokenRules: readonly SecretRule[] = [
  privateKey,
  ...named,
  terraform,
  token("discord-webhook", ["discord.com/", "discordapp.com/"], DISCORD_WEBHOOK),
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
