import { asMeant } from "./lexicon.ts";

const any = (...alternatives: readonly string[]): string => `(?:${alternatives.join("|")})`;

/** Refusals open a sentence only before a pause or a new beginning: "no, we …" but not "no inline styles". */
const REFUSAL = `${any("no+", "nope", "nah", "nein", "nee", "nö", "non", "(?:wrong|incorrect|falsch)(?=,)")}(?:\\s*[,.!–—]+\\s*|\\s+(?=(?:i|i'm|we|we're|you|it|it's|that|that's|this|the|not|nicht|don't|do not|never|always|please|wir|ich|das)\\b))`;

/** What opens a sentence without being part of the lesson. Stripped again and again. */
const OPENING = new RegExp(
  `^(?:${REFUSAL}|${any(
    "just so you know|for (?:the |your |future )?(?:record|reference)|for your information|one (?:more )?thing|(?:a )?heads[- ]up|by the way",
    "(?:please )?(?:note|remember)(?: that| to)?|keep in mind(?: that)?|bear in mind(?: that)?|make sure (?:that )?you|make sure to",
    "as of (?:now|today|this \\w+)|ne(?= warte|,)|as a (?:general )?rule|from (?:now|here|this point) on|going forward|(?:in|for) (?:the )?future|in general|generally|as i said|like i said|wie gesagt",
    "i(?:'ve| have)? (?:already )?told you(?: \\w+){0,3}(?=[:,])|i(?:'ve| have)? (?:already )?said(?=[:,])|hab(?:e)? ich (?:doch )?(?:schon )?gesagt",
    "ab (?:jetzt|sofort)|künftig|in zukunft|grundsätzlich|de ahora en adelante|a partir de ahora|désormais|my \\w+ (?:says|said)(?: that)?",
    "(?:in|for) (?:this|our|the) (?:\\w+ )?(?:repo|repository|project|code ?base|package|app|monorepo)(?=,| we| the| all)|here(?=,)|aquí|ici(?=,)|en este (?:repo|proyecto),?|dans ce (?:projet|dépôt),?|not what i (?:asked|wanted)",
    "ok|okay|okey|hey|hi|hm+|well|also|et|aussi|plus|moreover|furthermore|besides|additionally|in addition|kindly|and|but|so|y|und|aber|sorry|ah|oh|eh|omg|ugh|wait|listen|careful|actually|honestly|seriously|dude|man|bro",
    "please|pls|plz|bitte|por favor|just|btw|fyi|yes|yep|sure|right|thanks?|great|hmm",
  )}(?:\\s*[,:;.!–—]+|\\s+-)?(?:\\s+|$))`,
  "i",
);

const CLOSING = new RegExp(
  `(?:\\s*[,;.!–—-]+\\s*|\\s+)(?<!\\b(?:go|goes|lives?|belongs?|stays?|put|commit|committed|push|pushed|checked) +)(?:${[
    "please|pls|plz|bitte|por favor|stp|thanks?|thx|lol|haha|btw|though|again|ever|too|as well|here|hier|aquí|ici",
    "from (?:now|here|this point) on|going forward|in (?:the )?future|from now on|every time|each time|without exception|no exceptions?|in general|generally|ab (?:jetzt|sofort)",
    "(?:in|for|across|throughout) (?:this|our|the|the whole|all of this) (?:repo|repository|project|code ?base|package|app|monorepo)",
  ].join("|")})$`,
  "i",
);

const HERE =
  /\b(we (?:\w+ )?(?:use|do|have|run|write|put|keep)|wir (?:nutzen|verwenden|benutzen|nehmen)) (?:here|hier) /giu;

/** "when you change notebooks please clear …": politeness stands where the order begins. */
const ORDER_AFTER_CONDITION =
  /^((?:when|whenever|if|before|after|every time|each time|wenn|falls|bevor|cuando|si|quand)\b[^,;]*?),?\s+(?:please|bitte|then|dann)\s+(?=\S)/iu;

/** "*no* default exports", "**never**". */
const EMPHASIS = /(?<![\p{L}\p{N}*_/`])(\*{1,2}|_{1,2})(\p{L}[\p{L}' ]*)\1(?![\p{L}\p{N}*_/`])/gu;

/** A sentence without what opens and closes it: refusals, politeness, "from now on", "in this repo". */
export const stripped = (text: string): string => {
  let core = text
    .replace(/[’]/g, "'")
    .replace(EMPHASIS, "$2")
    .replace(/\b(?:dont|doesnt|didnt|cant|wont|isnt|shouldnt|pls|plz)\b/gi, (word) => asMeant(word))
    .replace(ORDER_AFTER_CONDITION, "$1, ")
    .replace(HERE, "$1 ")
    .replace(/ (?:here|hier)(?=, )| btw(?= )/giu, "")
    .replace(/\s*[,–—-]?\s*\b(?:please|bitte|por favor)\b(?=[\s,.!–—-])/giu, "")
    .replace(/[\s.!…?:;)("']+$/u, (end) => (/^["')]/.test(end) ? (end[0] ?? "") : ""))
    .trim();
  for (let before = ""; before !== core; ) {
    before = core;
    core = core
      .replace(OPENING, "")
      .replace(/^that (?=(?:i|i'm|we|the|our|you|my|all|every|this project|this repo)\b)/i, "")
      .replace(CLOSING, "")
      .trim();
  }
  return core;
};
