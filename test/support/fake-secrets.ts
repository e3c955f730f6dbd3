/**
 * Secrets that look real, put together when a test runs, so that no file of the repository holds one and no scanner finds one.
 * The letters come from a fixed sequence: the same call gives the same secret.
 */
const from = (alphabet: string, length: number, seed: number): string => {
  let state = seed * 2_654_435_761 + 12_345;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += alphabet.charAt((state >>> 16) % alphabet.length);
  }
  return text;
};

const DIGITS = "0123456789";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = "abcdefghijklmnopqrstuvwxyz";

export const alnum = (length: number, seed = 1): string => from(UPPER + LOWER + DIGITS, length, seed);
export const hex = (length: number, seed = 1): string => from(`${DIGITS}abcdef`, length, seed);
const upper = (length: number, seed = 1): string => from(UPPER + DIGITS, length, seed);
const digits = (length: number, seed = 1): string => from(DIGITS, length, seed).replace(/^0/, "7");
export const base64 = (length: number, seed = 1): string => from(`${UPPER}${LOWER}${DIGITS}+/`, length, seed);

const joined = (...parts: string[]): string => parts.join("");

export const PRIVATE_KEY_BEGIN = joined("-----BEGIN ", "PRIVATE", " KEY-----");

const keyBlock = (kind: string, lineBreak: string): string =>
  [
    joined("-----BEGIN ", kind, "PRIVATE", " KEY-----"),
    ...[1, 2, 3].map((line) => base64(64, line)),
    joined("-----END ", kind, "PRIVATE", " KEY-----"),
  ].join(lineBreak);

const jwt = (seed = 1): string =>
  [joined("ey", "J", alnum(30, seed)), joined("ey", "J", alnum(60, seed + 1)), alnum(43, seed + 2)].join(".");

/** What a secret is part of, what of it must not be left, and as what it is to be named. */
export interface FakeSecret {
  readonly name: string;
  readonly text: string;
  readonly secret: string;
  readonly kind: string;
}

const shape = (
  name: string,
  kind: string,
  secret: string,
  around: (secret: string) => string = (s) => s,
): FakeSecret => ({
  name,
  kind,
  secret,
  text: around(secret),
});

/** Real shapes of secrets, each as it is met in prompts, commands, files and logs. */
export const fakeSecrets = (): FakeSecret[] => [
  shape("AWS access key", "aws-key", joined("AK", "IA", upper(16)), (s) => `aws_access_key_id = ${s}`),
  shape("AWS temporary key", "aws-key", joined("AS", "IA", upper(16, 2)), (s) => `export AWS_ACCESS_KEY_ID=${s}\n`),
  shape(
    "AWS secret key in a file",
    "api-key",
    base64(40, 3),
    (s) => `aws_secret_access_key = ${s}\nregion = eu-central-1`,
  ),
  shape("AWS secret key in the environment", "api-key", base64(40, 4), (s) => `AWS_SECRET_ACCESS_KEY=${s} aws s3 ls`),
  shape("GitHub token", "github-token", joined("gh", "p_", alnum(36)), (s) => `git clone https://${s}@github.com/a/b`),
  shape("GitHub OAuth token", "github-token", joined("gh", "o_", alnum(36, 2)), (s) => `token: ${s}`),
  shape("GitHub app token", "github-token", joined("gh", "s_", alnum(36, 3)), (s) => `GITHUB_TOKEN=${s}`),
  shape(
    "fine-grained GitHub token",
    "github-token",
    joined("github", "_pat_", alnum(22), "_", alnum(59, 2)),
    (s) => `use ${s}.`,
  ),
  shape("GitLab token", "gitlab-token", joined("gl", "pat-", alnum(20)), (s) => `curl -H "PRIVATE-TOKEN: ${s}" x`),
  shape("GitLab runner token", "gitlab-token", joined("gl", "rt-", alnum(20, 2)), (s) => `--registration ${s}`),
  shape("Slack bot token", "slack-token", joined("xo", "xb-", digits(12), "-", digits(12, 2), "-", alnum(24))),
  shape(
    "Slack user token",
    "slack-token",
    joined("xo", "xp-", digits(12), "-", digits(12, 3), "-", hex(32)),
    (s) => `'${s}'`,
  ),
  shape("Slack app token", "slack-token", joined("xa", "pp-1-", upper(11), "-", digits(13), "-", hex(64))),
  shape(
    "Slack webhook",
    "slack-webhook",
    joined("hooks.slack.com", "/services/T", upper(8), "/B", upper(10), "/", alnum(24)),
    (s) => `https://${s}`,
  ),
  shape("Stripe live key", "stripe-key", joined("sk", "_live_", alnum(24)), (s) => `stripe.api_key = "${s}"`),
  shape("Stripe test key", "stripe-key", joined("sk", "_test_", alnum(99))),
  shape("Stripe restricted key", "stripe-key", joined("rk", "_live_", alnum(24, 2)), (s) => `(${s})`),
  shape("Stripe webhook secret", "stripe-key", joined("wh", "sec_", alnum(32)), (s) => `STRIPE_WEBHOOK=${s}`),
  shape(
    "Google API key",
    "google-key",
    joined("AI", "za", alnum(35)),
    (s) => `https://maps.googleapis.com/maps?key=${s}&v=3`,
  ),
  shape("Google OAuth token", "google-key", joined("ya", "29.", alnum(60)), (s) => `access token ${s}`),
  shape("Google client secret", "google-key", joined("GOC", "SPX-", alnum(28)), (s) => `{"client_secret":"${s}"}`),
  shape(
    "OpenAI project key",
    "openai-key",
    joined("sk", "-proj-", alnum(48), "T3", "Blbk", alnum(20, 2)),
    (s) => `OPENAI_API_KEY=${s}`,
  ),
  shape(
    "OpenAI key",
    "openai-key",
    joined("sk", "-", alnum(20), "T3", "Blbk", alnum(20, 2)),
    (s) => `openai.api_key = '${s}'`,
  ),
  shape("Anthropic key", "anthropic-key", joined("sk", "-ant-", "api03-", alnum(93), "AA"), (s) => `key ${s} please`),
  shape("npm token", "npm-token", joined("np", "m_", alnum(36)), (s) => `//registry.npmjs.org/:_authToken=${s}`),
  shape("Supabase access token", "supabase-key", joined("sb", "p_", hex(40)), (s) => `supabase login --token ${s}`),
  shape("Supabase secret key", "supabase-key", joined("sb", "_secret_", alnum(31)), (s) => `createClient(url, "${s}")`),
  shape("Supabase service key", "jwt", jwt(4), (s) => `SUPABASE_SERVICE_ROLE_KEY=${s}`),
  shape(
    "Telegram bot token",
    "telegram-token",
    joined(digits(10), ":A", "A", alnum(33)),
    (s) => `https://api.telegram.org/bot${s}/getMe`,
  ),
  shape("RSA key", "private-key", keyBlock("RSA ", "\n"), (s) => `cat id_rsa\n${s}\n$`),
  shape(
    "key of a service account, in JSON",
    "private-key",
    keyBlock("", "\\n"),
    (s) => `{"private_key": "${s}\\n", "client_id": "1"}`,
  ),
  shape("OpenSSH key with Windows line ends", "private-key", keyBlock("OPENSSH ", "\r\n")),
  shape("key in the environment", "private-key", keyBlock("", "\n"), (s) => `PRIVATE_KEY=${s}\nPORT=1`),
  shape("a key that was cut off", "private-key", keyBlock("EC ", "\n").slice(0, 200), (s) => `${s}\n… more`),
  shape("JWT", "jwt", jwt(), (s) => `cookie: session=${s}; path=/`),
  shape("bearer header", "authorization", alnum(40, 5), (s) => `curl -H 'Authorization: Bearer ${s}' https://x.test`),
  shape("basic header", "authorization", joined(base64(28, 6), "=="), (s) => `"authorization": "Basic ${s}"`),
  shape("bearer in code", "authorization", alnum(32, 7), (s) => `headers: { auth: "Bearer ${s}" }`),
  shape(
    "Postgres URL",
    "url-password",
    alnum(16, 8),
    (s) => `DATABASE_URL=postgres://app:${s}@db.internal:5432/app?sslmode=require`,
  ),
  shape(
    "URL with credentials",
    "url-password",
    joined("p%40", alnum(9, 9)),
    (s) => `git remote add o https://ci:${s}@git.acme.test/x.git`,
  ),
  shape("Redis URL without a user", "url-password", alnum(20, 10), (s) => `redis://:${s}@cache:6379`),
  shape(
    "ADO connection string",
    "password",
    joined(alnum(11, 11), "!"),
    (s) => `Server=db;Database=app;User Id=sa;Password=${s};Encrypt=true`,
  ),
  shape(
    "Azure account key",
    "api-key",
    joined(base64(86, 12), "=="),
    (s) => `AccountName=x;AccountKey=${s};EndpointSuffix=core`,
  ),
  shape("env file", "password", alnum(10, 13), (s) => `DB_HOST=x\nDB_PASSWORD=${s}\nDB_NAME=y`),
  shape(
    "env file, quoted, with spaces",
    "password",
    joined("four ", "plain ", "words ", "here9"),
    (s) => `ROOT_PASSWORD="${s}"`,
  ),
  shape("plain word in an env file", "password", joined("let", "me", "in", "quick"), (s) => `export PGPASSWORD=${s}`),
  shape("YAML", "password", joined("hun", "ter", "2024x"), (s) => `database:\n  password: ${s}\n  host: db`),
  shape("JSON", "api-key", hex(32, 14), (s) => `{"apiKey": "${s}", "region": "eu"}`),
  shape("JSON in JSON", "token", alnum(24, 15), (s) => `{\\"refresh_token\\": \\"${s}\\"}`),
  shape("code", "secret", alnum(20, 16), (s) => `const jwtSecret = "${s}";`),
  shape("property of a header object", "api-key", alnum(24, 17), (s) => `headers["x-api-key"] = '${s}'`),
  shape("command-line option", "token", alnum(30, 18), (s) => `vercel deploy --token ${s} --prod`),
  shape(
    "command-line option with an equals sign",
    "password",
    joined(alnum(10, 19), "9z"),
    (s) => `mysql --password=${s} -u root`,
  ),
  shape("query string", "token", alnum(32, 20), (s) => `GET /v1/me?access_token=${s}&fields=id`),
  shape("XML", "password", joined(alnum(9, 21), "#1"), (s) => `<server><password>${s}</password></server>`),
  shape("curl user", "password", alnum(12, 22), (s) => `curl -u admin:${s} https://x.test`),
  shape("TOML", "secret", alnum(32, 23), (s) => `client_secret = "${s}"`),
  shape("Rails key base", "secret", hex(128, 24), (s) => `SECRET_KEY_BASE=${s}`),
  shape("prose", "password", joined("Tr0ub", "4dor", "&3"), (s) => `log in as admin, password: ${s} and try`),
  shape("Airtable token", "airtable-token", joined("pat", alnum(14, 30), ".", hex(64, 30)), (s) => `AIRTABLE="${s}"`),
  shape("age identity", "age-key", joined("AGE-", "SECRET-", "KEY-1", upper(58, 31)), (s) => `# key\n${s}\n`),
  shape("Atlassian token", "atlassian-token", joined("ATA", "TT3x", alnum(60, 32)), (s) => `jira login ${s}`),
  shape("Buildkite token", "buildkite-token", joined("bk", "ua_", hex(40, 33)), (s) => `use ${s}, please`),
  shape("CircleCI token", "circleci-token", joined("CCI", "PAT_", alnum(22, 34), "_", hex(40, 34)), (s) => `(${s})`),
  shape("Databricks token", "databricks-token", joined("da", "pi", hex(32, 35)), (s) => `databricks configure ${s}`),
  shape(
    "DigitalOcean token",
    "digitalocean-token",
    joined("dop", "_v1_", hex(64, 36)),
    (s) => `doctl auth init -t ${s}`,
  ),
  shape("Docker token", "docker-token", joined("dckr", "_pat_", alnum(27, 37)), (s) => `echo ${s} | docker login`),
  shape("Doppler token", "doppler-token", joined("dp.", "pt.", alnum(43, 38)), (s) => `doppler run # ${s}`),
  shape(
    "Discord webhook",
    "discord-webhook",
    joined("discord", ".com/api/webhooks/", digits(18, 39), "/", alnum(68, 39)),
    (s) => `https://${s}`,
  ),
  shape("Figma token", "figma-token", joined("fi", "gd_", alnum(40, 40)), (s) => `X-Figma: ${s}`),
  shape("Fly token", "fly-token", joined("fm", "2_", base64(80, 41)), (s) => `FlyV1 ${s}`),
  shape("Grafana token", "grafana-token", joined("gl", "sa_", alnum(32, 42), "_", hex(8, 42)), (s) => `grafana ${s}`),
  shape("Groq key", "groq-key", joined("gs", "k_", alnum(52, 43)), (s) => `'${s}'`),
  shape("Heroku key", "heroku-key", joined("HR", "KU-", alnum(40, 44)), (s) => `heroku ${s}`),
  shape(
    "Hugging Face token",
    "huggingface-token",
    joined("h", "f_", alnum(34, 45)),
    (s) => `huggingface-cli login ${s}`,
  ),
  shape("Linear key", "linear-key", joined("lin", "_api_", alnum(40, 46)), (s) => `linear ${s}`),
  shape("Mailgun key", "mailgun-key", joined("ke", "y-", hex(32, 47)), (s) => `mailgun(${s})`),
  shape("Netlify token", "netlify-token", joined("nf", "p_", alnum(36, 48)), (s) => `netlify ${s}`),
  shape("New Relic key", "newrelic-key", joined("NR", "AK-", upper(27, 49)), (s) => `newrelic ${s}`),
  shape("Notion token", "notion-token", joined("nt", "n_", alnum(46, 50)), (s) => `notion ${s}`),
  shape("Perplexity key", "perplexity-key", joined("pp", "lx-", alnum(48, 51)), (s) => `pplx ${s}`),
  shape("PlanetScale token", "planetscale-token", joined("pscale", "_tkn_", alnum(43, 52)), (s) => `pscale ${s}`),
  shape("Postman key", "postman-key", joined("PM", "AK-", hex(24, 53), "-", hex(34, 53)), (s) => `newman ${s}`),
  shape("Pulumi token", "pulumi-token", joined("pu", "l-", hex(40, 54)), (s) => `pulumi login ${s}`),
  shape("PyPI token", "pypi-token", joined("py", "pi-AgEI", alnum(70, 55)), (s) => `twine upload -p ${s}`),
  shape("Replicate token", "replicate-token", joined("r", "8_", alnum(37, 56)), (s) => `replicate ${s}`),
  shape("RubyGems key", "rubygems-key", joined("ruby", "gems_", hex(48, 57)), (s) => `gem push ${s}`),
  shape("SendGrid key", "sendgrid-key", joined("S", "G.", alnum(22, 58), ".", alnum(43, 59)), (s) => `sendgrid ${s}`),
  shape("Sentry token", "sentry-token", joined("sn", "trys_", alnum(80, 60)), (s) => `sentry-cli ${s}`),
  shape("Shopify token", "shopify-token", joined("sh", "pat_", hex(32, 61)), (s) => `shopify ${s}`),
  shape("Square token", "square-token", joined("sq0", "atp-", alnum(22, 62)), (s) => `square ${s}`),
  shape(
    "Tailscale key",
    "tailscale-key",
    joined("ts", "key-", "auth-", alnum(17, 63), "-", alnum(20, 63)),
    (s) => `tailscale up ${s}`,
  ),
  shape(
    "Terraform token",
    "terraform-token",
    joined(alnum(14, 64), ".atlas", "v1.", alnum(67, 64)),
    (s) => `terraform ${s}`,
  ),
  shape("Twilio key", "twilio-key", joined("S", "K", hex(32, 65)), (s) => `twilio ${s}`),
  shape("Vault token", "vault-token", joined("hv", "s.", alnum(90, 66)), (s) => `vault login ${s}`),
  shape("xAI key", "xai-key", joined("xa", "i-", alnum(80, 67)), (s) => `grok ${s}`),
];
