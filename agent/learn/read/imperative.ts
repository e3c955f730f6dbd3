import { isA } from "./lexicon.ts";

type Words = readonly string[];

/** Where the verb of an order stands: after "please", "always", "just" … */
export const verbAt = (words: Words): number => {
  let n = 0;
  while (n < words.length && (isA(words[n], "always", "never", "polite", "adverb") || words[n] === "just")) n++;
  return n;
};

const VERB_OF_PLACE =
  /^(?:goes?|lives?|belongs?|gets?|fails?|follows?|supports?|uses|needs|runs|starts|stays?|remains?|bleibt|bleiben|liegt|liegen|stehen|restent|vont|viven|heißt|gehört|gehören|kommt|kommen|va|van|vive|viven)$/;

/** A finite verb that tells where something belongs or what it does by rule: "tests go in …", "our docs follow …". */
export const isVerbOfPlace = (word: string | undefined): boolean => word !== undefined && VERB_OF_PLACE.test(word);

const isFiniteVerb = (word: string | undefined): boolean => isA(word, "be", "duty") || isVerbOfPlace(word);

/** Verbs that are nouns as well ("commit messages should …") are nouns where a finite verb follows. */
const readsAsNoun = (words: Words, at: number): boolean => words.slice(at + 1, at + 6).some(isFiniteVerb);

const DETERMINER =
  /^(?:the|a|an|this|that|these|those|my|our|your|all|every|each|it|them|me|us|den|die|das|dem|ein|eine|einen|el|la|los|las|un|una|le|les|une)$/;
const PARTICLE = /^(?:up|out|off|down|away|back|over)$/;
const FUNCTION_WORD =
  /^(?:to|of|in|on|at|by|for|from|with|as|into|like|than|about|over|under|not|or|no|what|same|mit|von|für|en|con|para|de|por)$/;

const mayBeVerb = (word: string): boolean =>
  /^\p{L}+$/u.test(word) &&
  !/s$|ing$|ly$/.test(word) &&
  !DETERMINER.test(word) &&
  !FUNCTION_WORD.test(word) &&
  !isA(
    word,
    "i",
    "we",
    "you",
    "thing",
    "ours",
    "be",
    "modal",
    "auxiliary",
    "condition",
    "ask",
    "every",
    "reason",
    "negation",
  );

/** Ends like a German infinitive: "immer auf Deutsch antworten". */
const endsInInfinitive = (words: Words): boolean =>
  words.length > 1 &&
  !isA(words[0], "i", "we", "you", "thing", "ours") &&
  !/^(?:wenn|falls|bevor|nachdem|if|when)$/.test(words[0] ?? "") &&
  /^\p{Ll}+(?:en|ern|eln)$/u.test(words.at(-1) ?? "") &&
  words.some(
    (word) => isA(word, "polite", "always", "never") || /^(?:auf|vor|mit|im|nach|über|erst|nicht)$/.test(word),
  );

/** Whether the words are an order. `politely`: "please" or "can you" stood before them. */
export const isImperative = (words: Words, politely: boolean): boolean => {
  const at = verbAt(words);
  const verb = words[at];
  if (verb === undefined) return false;
  if (endsInInfinitive(words)) return true;
  // "sieze mich nicht", "tutoie-moi": a verb before its object, which no statement has there.
  if (/-(?:moi|nous|vous|le|la|les)$/.test(verb) || (/^(?:mich|mir|uns)$/.test(words[at + 1] ?? "") && mayBeVerb(verb)))
    return true;
  if (isA(verb, "workVerb", "undo", "stop", "productVerb")) return !readsAsNoun(words, at);
  // "spin up the database"
  if (PARTICLE.test(words[at + 1] ?? "") && DETERMINER.test(words[at + 2] ?? "") && mayBeVerb(verb)) return true;
  // An unknown word before "the …" is a verb: "frobnicate the widgets".
  return (
    (politely || at > 0 || words.length > 2) &&
    DETERMINER.test(words[at + 1] ?? "") &&
    mayBeVerb(verb) &&
    !readsAsNoun(words, at)
  );
};

/** Spanish forbids in the subjunctive: "no toques …". */
export const isSubjunctive = (word: string | undefined): boolean =>
  /^(?:uses|hagas|pongas|escribas|añadas|crees|toques|borres|cambies|modifiques|edites|elimines|ejecutes|subas|instales|asumas|inventes|respondas|mezcles|dejes|quites|commitees)$/.test(
    word ?? "",
  );

/** What an order forbids ("don't …", "never …", "no uses …", "nicht raten"), without the negation; null where nothing is forbidden. */
export const forbiddenBy = (words: Words): Words | null => {
  const at = verbAt(words);
  const [first = "", second] = words.slice(at);
  const rest = words.slice(at + 1);
  if (first === "do" && second === "not") return rest.slice(1);
  if (first === "don't" && !isA(second, "i", "we", "you")) return rest;
  if (first === "not" && (isA(second, "workVerb") || /ing$/.test(second ?? ""))) return rest;
  if (first === "nicht" && /en$/.test(second ?? "")) return rest;
  if ((first === "no" || isA(first, "never")) && isSubjunctive(second)) return rest;
  if (first === "ne" && /^(?:pas|jamais|plus)$/.test(rest[1] ?? "")) return rest;
  if (first.startsWith("n'") && second === "pas") return [first.slice(2), ...rest.slice(1)];
  const mayFollowNever =
    rest.length > 0 && !/[^e]ed$/.test(first) && (isA(first, "workVerb", "productVerb") || mayBeVerb(first));
  if (isA(words[at - 1], "never") && mayFollowNever) return words.slice(at);
  return /^(?:leave|keep) .*\b(?:alone|as is|as it is|as they are|as it was|untouched)\b/.test(
    words.slice(at).join(" "),
  )
    ? rest
    : null;
};

/** "don't forget to …", "don't bother", "don't worry" forbid nothing. */
export const isReminder = (rest: Words): boolean => /^(?:forget|worry|bother|mind|hesitate|you)$/.test(rest[0] ?? "");

const NOTHING_BANNED =
  /^(?:worries|problems?|need|idea|clue|rush|doubt|thanks|questions?|luck|difference|errors?|bugs?|further|longer|more|one|matter|way|reason|fragen|frage|ahnung|problema)$/;

/** "no latest tags", "keine Kommentare": a thing in general is not wanted. */
export const isBan = (words: Words): boolean => {
  const [first = "", second = "", third = ""] = words;
  if (first === "nada" && second === "de") return true;
  if (first === "no" && second === "more" && third !== "" && !NOTHING_BANNED.test(third)) return true;
  if (!/^(?:no|kein|keine|keinen|ningún|aucun|aucune)$/.test(first) || second === "" || NOTHING_BANNED.test(second))
    return false;
  return (
    first.startsWith("kein") ||
    /[\p{L}\p{N}]s$/u.test(second) ||
    /s$/.test(third) ||
    /^`|\w[._]\w|\(\)$/.test(second) ||
    words.length <= 4
  );
};

/** "put it back", "revert that", "mach das rückgängig". */
export const isUndoing = (words: Words): boolean =>
  isA(words[verbAt(words)], "undo") ||
  /^(?:put|change|roll|switch|mach) (?:it |that |this |das |them )?(?:back|rückgängig)/.test(words.join(" "));
