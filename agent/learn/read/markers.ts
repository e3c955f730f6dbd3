/**
 * Letters and digits of the languages below, for the inside of a class. `\p{L}` with its 700 ranges makes each pattern ten times as
 * large and as slow to compile.
 */
const WORD = "a-z\\d\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f";

/** Set phrases that say how long something holds and where, in English, German, Spanish and French. */
const phrases = (text: string): RegExp =>
  new RegExp(
    `(?<![${WORD}])(?:${text
      .trim()
      .split(/\s*\|\s*/)
      .join("|")})(?![${WORD}])`,
    "i",
  );

const FROM_NOW_ON =
  phrases(`from (?:now|here|today|this point) on(?:wards?)? | going forward | in (?:the )?future | for (?:the )?future(?: reference)? |
  as of (?:now|today|this \\w+) | as a (?:general )?rule | in general | generally | by default | (?:every|each)(?: single)? time | without exception | at all times | ever again |
  ab (?:jetzt|sofort|heute|nun) | künftig | in zukunft | grundsätzlich | generell | jedes mal | das gilt (?:überall|immer|generell) |
  de ahora en adelante | a partir de ahora | en general | cada vez | désormais | dorénavant | à partir de maintenant | chaque fois |
  that goes for every\\w* | for all (?:our|my|your) (?:conversations|chats|sessions|answers|projects|work) | the whole time | all the time | twice now`);

const FOR_NOW =
  phrases(`for now | this time | just this once | for the moment | for this (?:one|time|task|ticket|pr) | (?<!\\b(?:as of|from) )today | right now | in an? (?:hour|minute|day|week) | tomorrow | tonight | anything else | yet(?= *[.!]? *$) | temporarily | (?<!\\bfrom )now(?= *[.!]? *$) |
  until \\w+ | diesmal | erst ?mal | vorerst | heute | por ahora | esta vez | hoy | pour l'instant | cette fois`);

const IN_PROJECT =
  phrases(`(?:in|for|across|throughout|within|to) (?:this|the|our|my|that)(?: \\w+)? (?:repo|repository|project|code ?base|package|app|product|monorepo|team|company|class|org) |
  this (?:is an? [\\w+# .-]{1,30}(?:project|repo|code ?base)|project|repo|code ?base) | our (?:style ?guide|guidelines|conventions?|standards?) | im (?:ganzen )?projekt | bei uns | en este (?:repo|proyecto) |
  dans ce (?:projet|dépôt) | aus dem projekt | (?:we|wir)\\b[^.]{0,30}\\b(?:here|hier)`);

/** Announces something to keep: "remember that …", "for future reference: …". */
const TEACHES =
  phrases(`keep in mind | keep (?:that|this|it) in mind | house style | ground rules? | one general thing | a thing about how | bear(?:ing)? in mind | note that | please note | fyi | for your information | just so you know |
  for (?:the |your |future )?(?:record|reference) | one thing | (?:a )?heads[- ]up | make a note | merk dir | denk daran | zur info | beachte | recuerda | ten en cuenta | que sepas | rappelle-toi | pour info`);

/** Beside the point and worth knowing, where it opens or closes what is said: "I noticed by the way" only tells. */
const BY_THE_WAY = /^(?:oh,? )?(?:btw|by the way)\b|,? (?:btw|by the way)[.!]?$/i;

/** As an order only: "I never remember" teaches nothing. */
const REMEMBER = /(?:^|[,.;:–—] |\b(?:please|and|but|so) )remember(?: that| to)?\b/i;

const found = (pattern: RegExp, text: string): string | null => pattern.exec(text)?.[0].trim() ?? null;

export const fromNowOn = (text: string): string | null => found(FROM_NOW_ON, text);
export const forNow = (text: string): string | null => found(FOR_NOW, text);
export const inProject = (text: string): string | null => found(IN_PROJECT, text);
export const teaches = (text: string): string | null =>
  found(REMEMBER, text) ?? found(TEACHES, text) ?? found(BY_THE_WAY, text);
