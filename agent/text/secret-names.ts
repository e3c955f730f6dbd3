const KEY_OF = [
  "api",
  "access",
  "account",
  "auth",
  "encryption",
  "private",
  "secret",
  "service_role",
  "sharedaccess",
  "signing",
];

/**
 * Names that say their value is a secret. The word must end the name (`DB_PASSWORD`, `apiKey`, `auth.token`): `max_tokens`,
 * `tokenizer` and `api_key_id` name something else.
 */
export const SECRET_NAMES: readonly string[] = [
  ...["password", "passwd", "passphrase", "pwd", "secret", "token", "credential", "credentials"],
  ...KEY_OF.flatMap((word) => [`${word}key`, `${word}_key`, `${word}-key`]),
];

/** What may follow the word without changing what is named. */
export const NAME_SUFFIX = "(?:_?(?:value|base64|base))?\\d{0,2}";

const ENDS_IN_NAME = new RegExp(
  `(${SECRET_NAMES.toSorted((a, b) => b.length - a.length).join("|")})${NAME_SUFFIX}$`,
  "i",
);

/** What a secret of that name is called in its place: `[redacted:password]`. */
export const kindOfName = (name: string): string => {
  if (/^(?:passw|passphrase|pwd)/i.test(name)) return "password";
  if (/key$/i.test(name)) return /^secret/i.test(name) ? "secret" : "api-key";
  return name.toLowerCase().replace(/s$/, "");
};

/** The kind of secret a field of that name holds, or null for an ordinary field. */
export const secretField = (name: string): string | null => {
  const found = name.length > 80 ? null : ENDS_IN_NAME.exec(name);
  return found?.[1] === undefined ? null : kindOfName(found[1]);
};

/** Stand-ins that people write in examples and templates; each word at most once a place, so this stays linear. */
const STAND_IN = new RegExp(
  `^(?:(?:${[
    "your|my|the|some|an?|insert|enter|replace|put|add|use|set|change|choose|example|sample|dummy|fake|mock|test|placeholder",
    "redacted|hidden|masked|none|null|nil|undefined|true|false|todo|tbd|api|auth|access|client|private|secret|password|passwd",
    "passwort|pass|token|key|value|here|me|with|real|string|number|boolean|optional|required|foo|bar|baz|abc|xyz|not|user|env|goes",
  ].join("|")})[-_ .]{0,2})+\\d{0,4}$|^(?:[xX]+|[-_=.#*…\\s]+)$`,
  "i",
);

/** What points at a secret instead of being one. */
const REFERENCE =
  /^(?:\$|%[A-Za-z_({]|\{|<|#\{|![A-Za-z]|&|\[|process\.|os\.|env[.:]|import\.|secrets\.|vars\.|vault:|arn:|op:\/\/|keychain:|file:|https?:\/\/|~\/|\.{1,2}\/|[A-Za-z]:\\)/;

/** How often letters and digits take turns: random strings do it all the time, names hardly ever. */
const turnsOfLettersAndDigits = (value: string): number => value.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;

/** Base64 may start with a slash as well. */
const isPath = (value: string): boolean => value.startsWith("/") && turnsOfLettersAndDigits(value) < 4;

/** Whether a value only stands for a secret: `changeme`, `$TOKEN`, `<password>`, `[redacted:…]`. */
export const pointsAtSecret = (value: string): boolean =>
  STAND_IN.test(value) || REFERENCE.test(value) || isPath(value);

/** How a value stands in the text, which decides what must be true of it before it counts as a secret. */
export interface ValueSetting {
  /** In quotes, or all of a field: a literal, not an expression. */
  readonly literal: boolean;
  /** `UPPER_CASE=value`: nothing but literals and `$references` stands in an environment. */
  readonly environment: boolean;
  /** `name: value`, which may also be a type, prose or a translation. */
  readonly colon: boolean;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*(?:[.?!][\w$.?!]*)?$/;
const WORDS = /^\p{L}+(?:[-_./:]\p{L}+)*[.!?:]?$/u;

/** A longer value is a document; it is looked through like any text. */
const LONGEST = 4096;

/** Whether `value`, given to a name that says secret, is one: long enough, no stand-in, no reference, no plain word. */
export const looksSecret = (kind: string, value: string, setting: ValueSetting): boolean => {
  if (value.length < 6 || value.length > LONGEST || pointsAtSecret(value)) return false;
  const password = kind === "password";
  if (/^[\d.,_-]+$/.test(value)) return password && /^\d+$/.test(value) && (setting.literal || setting.environment);
  if (setting.environment) return true;
  if (setting.literal) {
    if (!WORDS.test(value)) return password || (value.length >= 8 && /\d/.test(value));
    return /^\p{L}{24,}$/u.test(value) || (password && !setting.colon && /^[a-z]+$/.test(value));
  }
  if (WORDS.test(value)) return false;
  if (!IDENTIFIER.test(value)) return password ? true : value.length >= 12 && /\d/.test(value);
  if (!password) return value.length >= 16 && turnsOfLettersAndDigits(value) >= 3;
  return setting.colon ? /^[a-z]+\d[a-z\d]*$|\d[A-Za-z]+\d/.test(value) : value.length >= 8;
};
