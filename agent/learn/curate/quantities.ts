/** Numbers, however they are written, in one form, so that "two hours" and "120 minutes" are the same and "3 hours" is another. */

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  twenty: 20,
  thirty: 30,
  fifty: 50,
  hundred: 100,
  zwei: 2,
  drei: 3,
  vier: 4,
  funf: 5,
  sechs: 6,
  zehn: 10,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  diez: 10,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  dix: 10,
};

const MINUTE = 60;
const DAY = 86_400;
/** Beginnings of the names of units: what they are measured in, and how many of these they are. */
const UNITS: readonly (readonly [name: RegExp, measure: string, size: number])[] = [
  [/^(?:ms|milliseconds?|millis)$/, "s", 0.001],
  [/^(?:s|secs?|seconds?|sekunden?|segundos?|secondes?)$/, "s", 1],
  [/^(?:m|mins?|minutes?|minuten?|minutos?)$/, "s", MINUTE],
  [/^(?:h|hrs?|hours?|stunden?|horas?|heures?)$/, "s", 60 * MINUTE],
  [/^(?:d|days?|tage?n?|dias?|jours?)$/, "s", DAY],
  [/^(?:weeks?|wochen?|semanas?|semaines?)$/, "s", 7 * DAY],
  [/^(?:months?|monate?n?|mes|meses|mois)$/, "s", 30 * DAY],
  [/^(?:years?|jahre?n?|anos?|ans)$/, "s", 365 * DAY],
  [/^(?:b|bytes?)$/, "b", 1],
  [/^(?:kb|kib|kilobytes?)$/, "b", 1e3],
  [/^(?:mb|mib|megabytes?)$/, "b", 1e6],
  [/^(?:gb|gib|gigabytes?)$/, "b", 1e9],
  [/^(?:%|percent|per cent|prozent|por ciento|pour cent)$/, "%", 1],
];

const PERIODS: Readonly<Record<string, string>> = {
  hourly: "every 1 hour",
  daily: "every 1 day",
  nightly: "every 1 day",
  weekly: "every 1 week",
  monthly: "every 1 month",
  yearly: "every 1 year",
};

const WORD = new RegExp(`\\b(?:${Object.keys(NUMBER_WORDS).join("|")})\\b`, "g");
const PERIOD = new RegExp(`\\b(?:${Object.keys(PERIODS).join("|")})\\b`, "g");
const MEASURED = /(?<![\p{L}\p{N}_./-])(\d+(?:\.\d+)?) ?(%|per cent|por ciento|pour cent|\p{L}+)(?![\p{L}\p{N}_/-])/gu;

/** `text` (in small letters without marks) with its numbers as digits, and what is measured in units of the same kind as `600s`, `1000b`, `10%`. */
export const withQuantities = (text: string): string =>
  text
    .replace(WORD, (word) => String(NUMBER_WORDS[word]))
    .replace(PERIOD, (word) => PERIODS[word] ?? word)
    .replace(/\b(?:an?|one|every|each|per|once an?) (?=(?:hour|day|week|month|year)\b)/g, (word) =>
      /^(?:every|each|per|once)/.test(word) ? "every 1 " : "1 ",
    )
    .replace(/\bone (?=\p{L})(?!(?:after|by|at|of|or|and|that|which) )/gu, "1 ")
    .replace(MEASURED, (whole, number: string, name: string) => {
      const unit = UNITS.find(([pattern]) => pattern.test(name));
      return unit === undefined ? whole : `${Number(number) * unit[2]}${unit[1]}`;
    });
