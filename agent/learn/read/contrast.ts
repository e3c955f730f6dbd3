/** A choice and what it is chosen over, as the user puts them. */
export interface Contrast {
  readonly chosen: string;
  readonly rejected: string;
  /** `not`: says that the rejected one is wrong. `instead`: asks for an exchange, as ordinary requests do. */
  readonly form: "not" | "instead";
}

const NOT = "(?:not|nicht|no|pas|never)";
const AND_NOT = `(?:\\s*[,;(–—]\\s*(?:and |und |y |et )?${NOT}|\\s+-\\s+${NOT}|\\s+(?:and|und|y|et) ${NOT})`;
const INSTEAD =
  "(?:instead of|rather than|in place of|statt|anstatt|anstelle von|en vez de|en lugar de|au lieu de|plutôt que)";
const STOP = "(?=[,;.!?)(–—]|\\s-\\s|$)";

const PATTERNS: readonly (readonly [Contrast["form"], RegExp])[] = [
  // "not X but Y", "nicht X, sondern Y"
  ["not", new RegExp(`\\b${NOT} (?<rejected>[^,.]{1,60}?),? (?:but|sondern|sino|mais) (?<chosen>[^,.]{1,80})`, "iu")],
  // "don't use X, use Y", "no uses X, usa Y"
  [
    "not",
    /\b(?:don't|do not|dont|never|no|nicht) (?:use|run|call|add|put|uses|usa|write|do) (?<rejected>[^,.;–—]{1,60}?)(?:[,;] (?:and |but )?| [–—-] | but )(?:please )?(?:use|run|call|add|put|usa|write|do|always|just)\b (?<chosen>[^,.;]{1,80})/iu,
  ],
  // "X, not Y"
  [
    "not",
    new RegExp(
      `^(?<chosen>.{1,120}?)${AND_NOT} (?<rejected>(?!(?:be|have|only|just|yet|sure|even)\\b)[^,;!?)–—]{1,60}?)${STOP}`,
      "iu",
    ),
  ],
  // "not X, Y"
  ["not", /^(?:no+,? )?(?:not|nicht) (?<rejected>[^,;.–—]{1,40})(?:, | [–—-] |; )(?<chosen>.{1,80})/iu],
  // "blue not green", "it's /healthz not /health"
  [
    "not",
    /(?<chosen>[`\p{L}\p{N}/._-]+(?<!\b(?:is|are|was|were|be|do|does|did|can|could|should|would|will|may|must|have|has|had|or|if|why|und|ist|sind|wird|es|está|am|I|it|that|this|still))) (?:not|und nicht|nicht) (?<rejected>(?!(?:to|be|have|a|the|any|so|that|only|just|yet|sure|even|all|zu|mehr|in|on|at)\b)[`\p{L}\p{N}/._-]+)/iu,
  ],
  [
    "instead",
    new RegExp(
      `^${INSTEAD} (?<rejected>[^,;.]{1,60}?)(?:, | (?=use|do|make|put|let|pon|mach|eine?\\b|utilise))(?<chosen>.{1,80})`,
      "iu",
    ),
  ],
  ["instead", new RegExp(`^(?<chosen>.{1,120}?),? ${INSTEAD} (?<rejected>[^,;.]{1,60}?)${STOP}`, "iu")],
  // "prefer X over Y"
  [
    "not",
    new RegExp(
      `\\b(?:prefer|prefers|favou?r) (?<chosen>[^,;.]{1,80}?) (?:over|to) (?<rejected>[^,;.]{1,60}?)${STOP}`,
      "iu",
    ),
  ],
];

/** The choice a sentence makes, if it makes one. */
export const contrastOf = (sentence: string): Contrast | null => {
  if (sentence.length > 400) return null;
  for (const [form, pattern] of PATTERNS) {
    const found = pattern.exec(sentence)?.groups;
    if (found?.chosen && found.rejected) return { form, chosen: found.chosen.trim(), rejected: found.rejected.trim() };
  }
  return null;
};
