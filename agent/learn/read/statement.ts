import type { Act, Clause } from "./act.ts";
import { isA } from "./lexicon.ts";

type Words = readonly string[];
type Subject = Clause["subject"];

const FAULTS: readonly RegExp[] = [
  /^(?:that's |it's |this is |that is |das ist |you're \w+ )?(?:the |die |das |der )?(?!what|if|something)(?:\S+ (?:is |are )?)?(?:wrong|incorrect|falsch\w*)\b/,
  /^(?!i\b|if\b)(?:\S+ ){1,4}(?:isn't|aren't|is not|are not) (?:really |actually )?(?:needed|necessary|required)\b/,
  /\b(?:is|are) (?:not|n't) (?:quite |really )?(?:right|correct|true)\b|\b(?:isn't|aren't|not) (?:quite |really )?(?:right|correct|true|what i|how we|how i)\b/,
  /^(?:that's|this is|that is|das ist|eso|ce) (?:not|nicht|no es|n'est pas) (?:my|the|what|how|why|needed|necessary|das|die|der|lo)\b/,
  /^i(?:'m not sure| (?:don't|do not) (?:think|believe)) (?:that )?(?:that's|this is|that is|it's|the \S+ is) (?:quite )?(?:right|correct|what|how|needed|necessary)\b/,
  /\bstimmt (?:so )?nicht\b|\bno es (?:así|correcto|lo que)\b|\bn'est pas (?:ça|correct)\b/,
  /^(?:not|nicht) (?:that|this|those|these|what|the|like|den|die|das)\b/,
];

/** "wrong file", "that's not right", "stimmt nicht", "I don't think this is needed". */
export const isFault = (words: Words): boolean => FAULTS.some((fault) => fault.test(words.join(" ")));

const RECALLS =
  /^(?:as|like) i (?:said|told|mentioned|asked)|^(?:hab|habe) ich (?:\S+ ){0,2}gesagt|^ich hab(?:e)? (?:\S+ ){0,3}gesagt|^wie gesagt|^ya te (?:lo )?dije|^je t'ai dit|^comme je l'ai dit/;

const FORBIDS_YOU =
  /^you (?:don't|do not|never|can't|cannot|shouldn't|mustn't|may not|must not|should not|should never|must never) (?:(?:get|have|need) to )?(?!understand|see|listen|seem|know|have\b|want|think|care)\p{L}+/u;

/** What the first person says of themselves, and what they say of the agent; null where neither is spoken of. */
export const actOfSpeaker = (words: Words, subject: Subject): Act | null => {
  const text = words.join(" ");
  const near = words.slice(0, 5);
  const nearIs = (...classes: Parameters<typeof isA>[1][]): boolean => near.some((word) => isA(word, ...classes));
  if (RECALLS.test(text)) return "recalls";
  if (subject === "i") {
    if (nearIs("wish")) return nearIs("negation") ? "forbids" : "wishes";
    if (nearIs("said") || near.join(" ").startsWith("was after")) return "recalls";
  }
  if (subject === "you") {
    if (FORBIDS_YOU.test(text)) return "forbids";
    if (nearIs("duty", "always") || /^you (?:were supposed|only|just|first|never|always) /.test(text))
      return "requires";
    if (nearIs("fault", "negation") || /^\S+ (?:\S+ )?\p{L}+(?:ed|ing)(?: |$)/u.test(text)) return "blames";
  }
  return /^(?:te equivocaste|olvidaste|borraste|hast du|du hast)/.test(text) ? "blames" : null;
};

const NOT_WORKING =
  /\b(?:not|n't|never|doesn't|don't|won't|nicht|no|pas|can't) (?:\w+ )?(?:work|works|working|load|loads|happen|fire|fires|show|respond|start|starts|compile|open|update|render|funktioniert|geht|funciona|sale|marche|fonctionne)\b/;
const ENDS_BADLY =
  /\b(?<!that )(?:works?|worked|crash(?:es|ed)?|segfaults?|hangs?|freezes|jumps|breaks|is broken|funktioniert nicht|geht nicht|ne marche pas|marche pas)$/;
const GIVES_ERROR =
  /\b(?:get|gets|getting|got|throws|threw|says|shows|returns|fails?|crash(?:es)?) (?:\w+ ){0,3}(?:error|errors|exception|undefined|nan|null|empty|blank|\d{3})\b/;

/** "it still lets me book the same slot twice" */
const STILL_DOES =
  /^(?:it|this|that|there|the \S+(?: \S+)?|es|das|il|ça) (?:still|again|immer noch|wieder|encore) (?!use|uses|used)\w+/;

/** What happens when the product runs: "nothing happens", "the icons never load", "still 500", "geht nicht". */
export const isReport = (words: Words, subject: Subject): boolean => {
  if (subject === "we" || subject === "you") return false;
  const text = words.join(" ");
  return (
    /^(?:still|nothing|immer noch|toujours)\b/.test(text) ||
    STILL_DOES.test(text) ||
    NOT_WORKING.test(text) ||
    ENDS_BADLY.test(text) ||
    GIVES_ERROR.test(text)
  );
};

/** What "we" did, will or can do is no custom. */
const PASSING =
  /^(?:we'll|we've|we (?:will|can|could|might|did|had|were|was|just|already|tried|need|want|saw|got|are going|are not going|are getting|are trying)|wir (?:werden|können|wollen|hatten|waren|haben\b.*\b\p{L}*ge\p{L}+(?:t|en)$))(?!\p{L})/u;
const CUSTOM =
  /\bbei uns\b|^on (?:utilise|écrit|met|fait|garde)\b|^(?:that's|this is|so sehen|así) (?:how|the way) (?!i\b)|\b(?:what|how) we (?:\w+ )?(?:do|use|name|write|work|call)\b/;

/** "usamos", "escribimos": Spanish says "we" in the verb. */
const isSpanishWe = (word: string): boolean =>
  /^\p{L}{2,}(?:amos|emos|imos)$/u.test(word) && !/^(?:vamos|podemos|tenemos|queremos|hemos|estamos)$/.test(word);

const CUSTOMARY =
  /^(?:goes?|lives?|belongs?|follows?|supports?|uses|needs|stays?|remains?|bleibt|bleiben|liegt|liegen|stehen|restent|vont|viven|heißt|gehört|gehören|kommt|kommen|va|van)$/;

/** "every run gets its own file", "each package has a README". */
const GETS = /^(?:gets|has|needs|goes|lives|starts|ends|bekommt|hat|braucht|tiene|lleva)$/;

/** "lenient() is not allowed", "DTOs are to be records". */
const BINDING =
  /^(?!it|that|this)(?:\S+ ){1,6}(?:is|are) (?:not |strictly )?(?:allowed|permitted|forbidden|prohibited|banned|mandatory|compulsory|off limits|a must|to be)\b/;

/** What is left when nobody is asked, told or blamed: a custom, a requirement, or just something that is so. */
export const actOfStatement = (words: Words, subject: Subject): Act => {
  const text = words.join(" ");
  if (
    (subject === "we" && !PASSING.test(text)) ||
    isA(words[0], "ours") ||
    CUSTOM.test(text) ||
    words.slice(0, 5).some(isSpanishWe)
  )
    return "settles";
  if (
    BINDING.test(text) ||
    words.slice(1, 7).some((word) => isA(word, "duty") && !/^(?:has|have)$/.test(word)) ||
    /\b(?:has|have) to\b/.test(text)
  )
    return "requires";
  const general =
    (isA(words[0], "every") && words.slice(1, 6).some((word) => isA(word, "be") || GETS.test(word))) ||
    (/^(?:nobody|no one|niemand|nadie|personne)$/.test(words[0] ?? "") && words.length > 2);
  if (general || (subject === "noun" && words.slice(1, 5).some((word) => CUSTOMARY.test(word)))) return "settles";
  return "states";
};
