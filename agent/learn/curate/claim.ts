import { termsOf } from "../../../sync/core/terms.ts";
import { contrastOf } from "../contrast.ts";

/** What a memory says, taken apart so that two can be compared. All sets hold terms as `termsOf` gives them. */
export interface Claim {
  /** "Don't …", "Never …", "Avoid …". */
  readonly isNegative: boolean;
  /** What it is about, without what it turns down and without words that every order has. */
  readonly about: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
  /** Where or when it holds: "in Makefiles", "for dates", "when releasing". They are part of `about` too. */
  readonly limits: ReadonlySet<string>;
  /** What the thing chosen is for: "Use luxon for dates". Null where nothing is chosen for something. */
  readonly purpose: ReadonlySet<string> | null;
  /** What is put where: "Put tests in test/unit". */
  readonly place: { readonly what: ReadonlySet<string>; readonly where: ReadonlySet<string> } | null;
}

const LEAD =
  /^(?:note that|beachte:|ten en cuenta:|note :|please|make sure (?:that |to )?|remember (?:that |to )?)\s+/i;
const SAYS_NO =
  /^(?:please )?(?:don't|do not|dont|never|avoid|skip|stop|no|not|nie|niemals|kein\w*|nicht|nunca|evita|ne|jamais|évite)\b|\b(?:must|should|may|is|are|does|do) (?:not|never)\b|\b(?:mustn't|shouldn't|isn't|aren't|doesn't)\b|\b(?:nicht|nie|niemals|keine?n?|nunca|jamais|pas)\b/iu;
const WITHOUT = /\b(?:without|ohne|sin|sans)\b/i;
const LIMIT =
  /\b(?:for|in|on|when|whenever|if|unless|during|within|inside|under|except|für|wenn|bei|para|en|cuando|pour|dans|quand)\s+(?<limit>[^,;.()–—]+)/giu;
const PURPOSE =
  /^(?:always )?(?:use|prefer|choose|pick|take|nutze|verwende|benutze|usa|utilise) (?:[^,;.()–—]+?) (?:for|für|para|pour) (?<purpose>[^,;.()–—]+)/iu;
const PLACE =
  /^(?:always |please )?(?:put|keep|store|place|save|write|leave) (?<what>.+?) (?:in|into|under|next to|to|at) (?<where>[^,;()–—]+)/i;

/** Words that say how an order is given, not what it is about. */
const FRAME = new Set(
  termsOf(
    `use using prefer always never not do don doing make makes sure please avoid skip stop no note that keep instead rather than only just every
     any all ever nutze verwende immer nie nicht kein keine usa siempre nunca utilise toujours jamais must should need without ohne sin beachte`,
  ),
);

const content = (text: string): Set<string> => new Set(termsOf(text).filter((term) => !FRAME.has(term)));

/** `text` without a phrase of it, where that stands as whole words: npm is no part of pnpm. */
const dropped = (text: string, phrase: string): string =>
  text.replace(
    new RegExp(`(?<![\\p{L}\\p{N}])${phrase.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "u"),
    " ",
  );

/** Takes a memory's text apart. */
export const claimOf = (text: string): Claim => {
  const plain = text
    .trim()
    .replace(LEAD, "")
    .replace(/[.!]+$/, "");
  const contrast = contrastOf(plain);
  const rejected = contrast === null ? new Set<string>() : content(contrast.rejected);
  // "Use pnpm, not npm" is no prohibition: what it turns down stands in `rejected`.
  const positive = contrast === null ? plain : dropped(plain, contrast.rejected);
  const saysNo = contrast === null ? SAYS_NO.test(plain) : /^(?:never|avoid)\b/i.test(plain);
  const chosen = contrast === null ? rejected : content(contrast.chosen);
  const about = content(positive);
  for (const term of rejected) if (!chosen.has(term)) about.delete(term);
  const place = PLACE.exec(positive)?.groups;
  const purpose = PURPOSE.exec(positive)?.groups?.purpose;
  return {
    // "Don't commit without running the tests" is a double no.
    isNegative: saysNo !== WITHOUT.test(positive),
    about,
    rejected,
    limits: new Set([...positive.matchAll(LIMIT)].flatMap(({ groups }) => [...content(groups?.limit ?? "")])),
    purpose: purpose === undefined ? null : content(purpose),
    place: place?.what && place.where ? { what: content(place.what), where: content(place.where) } : null,
  };
};
