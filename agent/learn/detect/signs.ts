import { termsOf } from "../../../sync/core/terms.ts";
import type { Clause } from "../read/act.ts";
import { isBan, verbAt } from "../read/imperative.ts";
import { signsInLanguage } from "../read/languages/languages.ts";
import { isA } from "../read/lexicon.ts";
import { forNow, fromNowOn, inProject, teaches } from "../read/markers.ts";
import type { Reading, ReadSentence } from "../read/reading.ts";
import type { Surroundings } from "../read/surroundings.ts";
import { isCurt, signsAgainstDeed } from "./against-deed.ts";
import type { Sign } from "./weights.ts";

/** A sign found: in which sentence (null: in the turn as a whole), and the words that show it. */
export interface FoundSign {
  readonly sign: Sign;
  readonly sentence: number | null;
  readonly detail: string;
  /** That sentence shares words with what the agent has just said or done. */
  readonly touches: boolean;
}

const isTeachingAct = ({ act }: Clause): boolean =>
  act === "orders" || act === "forbids" || act === "wishes" || act === "settles" || act === "requires";

/** "always" and "never" that rule what the agent does, not those that tell what the product does ("it never loads"). */
const isStanding = (clause: Clause, sentence: ReadSentence): boolean => {
  if (!clause.words.some((word) => isA(word, "always", "never"))) return false;
  if (ALWAYS_SO.test(sentence.text) && sentence.domain !== "product") return true;
  // "File names are always kebab-case": of the work, not of what happens when the product runs.
  if (clause.act === "states" && sentence.domain === "work" && clause.subject === "noun") return true;
  if (clause.act === "requires")
    return (
      clause.subject === "you" ||
      ((sentence.domain === "work" || sentence.domain === "talk") &&
        !/^(?:the|a|an|it|there)$/.test(clause.words[0] ?? ""))
    );
  if (isTeachingAct(clause))
    return (
      sentence.domain !== "product" ||
      // "always show me the diff": what is done for the user is the agent's work.
      clause.words.includes("me") ||
      !isA(clause.words[verbAt(clause.words)], "productVerb")
    );
  // A fragment without a subject: "immer über einen Merge Request".
  return (
    clause.act === "states" && isA(clause.words[0], "always", "never") && !/^(?:a|an|the)$/.test(clause.words[1] ?? "")
  );
};

/** "aliases always with `as`": no verb between, so nothing that happens. */
const ALWAYS_SO =
  /\b(?:always|never|immer|nie|siempre|nunca|toujours|jamais) (?:with|without|in|on|at|as|through|via|over|by|mit|auf|über|im|con|en|avec)\b/i;

const TO_ASK =
  /\b(?:ask(?:ing)? me|check with me|without (?:asking|telling|checking)|my (?:ok|okay|approval|permission|confirmation)|i(?:'ve| have)? sa(?:y|id) (?:so|yes|go|ok)|preguntarme|frag mich|mich (?:zu )?fragen|zu fragen|me demander)\b/i;
const TO_DO =
  /^(?:i|i'd|i'll|i'm|ich|yo|je) (?:\w+ )?(?:want|like|love|need|quiero|möchte|will|veux) (?:to|a|an|the|another|some|one|two|you to (?!always|never|stop|ask|explain|answer|keep))\b/;

const EXISTS =
  /\b(?:we already have|there(?:'s| is) already|already exists|wir haben (?:schon|bereits|dafür)|es gibt (?:schon|bereits)|ya (?:tenemos|existe|hay)|on a déjà)\b/i;
const TOLD_BEFORE =
  /\b(?:told you|(?:said|told|asked|gesagt|dije|dit)\b.{0,20}\b(?:again|already|before|twice|times|schon|ya|déjà)|ich (?:doch|dir) (?:schon )?gesagt|ya te dije|how many times|wie oft)\b/i;
const WHEN_AGENT =
  /\b(?:when|whenever|before|after|every time|each time|any time|as soon as|once) you(?:'re|'ve)? (\w+)|\b(?:wenn|bevor|nachdem) (du)\b|\b(?:cuando|antes de que) (\w+es)\b/i;
const TELLS_OF_SELF =
  /\b(?:i (?:only )?(?:have|use|am|work|run)|i'm|ich (?:habe|bin|nutze)|tengo|uso|j'ai|j'utilise)\b(?! (?:a|an|the) (?:question|error|problem|bug))/i;
const FOR_ALL = /\b(?:every|each|everywhere|anywhere|all new|any new|jede[rsnm]?|überall|cada|chaque|partout)\b/i;

/** "create", "commit": what the agent does, not what the product does. */
const isWorkOfAgent = (words: readonly string[]): boolean => {
  const verb = words.find((word) => isA(word, "workVerb", "productVerb"));
  return isA(verb, "workVerb") && !isA(verb, "productVerb");
};

/** A folder or a path: there is only one of it. */
const PLACE = /^`?[\w.@~-]*\/(?:[\w.@-]+\/?)*`?$/;

const signsOfForbidding = (words: readonly string[], { domain, touched, isGeneral }: ReadSentence): Sign[] => {
  const ofAgent = isWorkOfAgent(words);
  const signs: Sign[] = ["forbids"];
  if (domain === "work" || domain === "talk" || ofAgent) signs.push("forbids in work");
  if (domain === "product" && !ofAgent && !isBan(words)) signs.push("forbids in the product");
  if (touched.length > 0) signs.push("forbids what was done");
  if (isBan(words) && isGeneral) signs.push("bans a kind");
  if (words.some((word) => PLACE.test(word))) signs.push("names a place");
  return signs;
};

const signsOfClause = (clause: Clause, sentence: ReadSentence): Sign[] => {
  const { act, words } = clause;
  const product = sentence.domain === "product";
  const work = sentence.domain === "work" || sentence.domain === "talk";
  switch (act) {
    case "rejects":
      return words.length === 1 ? ["rejects"] : ["finds fault"];
    case "recalls":
      return ["recalls"];
    case "undoes":
      return ["undoes"];
    case "blames":
      return words.some((word) => /^(?:keep|always|again|wieder|encore|otra)$/.test(word))
        ? ["blames", "blames a habit"]
        : ["blames"];
    case "forbids":
      return signsOfForbidding(words, sentence);
    case "wishes":
      if (TO_DO.test(words.join(" "))) return ["wishes", "wishes to do"];
      return work || words.includes("you") || !product ? ["wishes", "wishes of the agent"] : ["wishes"];
    case "settles":
      return ["settles"];
    case "requires":
      if (clause.subject === "you" || work) return ["requires of work"];
      return product ? ["requires of the product"] : [];
    case "orders":
    case "reports":
    case "approves":
    case "asks":
      return [act];
    case "states":
      return [];
  }
};

const signsOfSentence = (sentence: ReadSentence): Sign[] => {
  const { clauses, contrast, domain, text, isQuestion } = sentence;
  const signs = clauses.flatMap((clause) => signsOfClause(clause, sentence));
  if (clauses.some(({ openers }) => openers.some((word) => isA(word, "reject")))) signs.push("rejects");
  const teaching = clauses.some(isTeachingAct);
  if (signs.includes("rejects") && clauses.some(({ act, subject }) => act === "states" && subject !== "thing"))
    signs.push("puts a fact right");
  const isPlainQuestion = isQuestion && !teaching;
  if (isPlainQuestion) return signs;
  if (clauses.some((clause) => isStanding(clause, sentence))) signs.push("standing");
  else if (fromNowOn(text) !== null && domain !== "product" && !clauses.some(({ act }) => act === "reports"))
    signs.push("standing");
  if (teaches(text) !== null) {
    signs.push("teaches");
    // "remember that the tests hang without docker" is no report of what happens now.
    if (signs.includes("reports")) signs.splice(signs.indexOf("reports"), 1);
  }
  if (signs.some((sign) => sign === "rejects" || sign === "teaches") && TELLS_OF_SELF.test(text))
    signs.push("tells of themselves");
  if (inProject(text) !== null && domain !== "product") signs.push("in the project");
  const whenAgent = WHEN_AGENT.exec(text)
    ?.slice(1)
    .find((word) => word !== undefined);
  if (teaching && whenAgent !== undefined && !isA(whenAgent.toLowerCase(), "productVerb"))
    signs.push("whenever the agent does");
  else if (teaching && domain !== "product") {
    if (isConditional(sentence)) signs.push("on a condition");
    if (FOR_ALL.test(text)) signs.push("for all of them");
  }
  if (TO_ASK.test(text) && (teaching || clauses.some(({ negated }) => negated))) signs.push("asks to be asked");
  if (isAboutAnswers(sentence, teaching)) signs.push("about answers");
  const isRefined = domain === "product" && clauses.every(({ act }) => act === "orders");
  if (contrast?.form === "not" && !isRefined)
    signs.push("contrast", ...(sentence.isAgainst ? (["contrast against"] as const) : []));
  if (contrast?.form === "not" && signs.includes("settles")) signs.push("settles a choice");
  if (contrast?.form === "instead" || (contrast !== null && isRefined)) signs.push("exchange");
  const hasWeight = teaching || contrast !== null;
  if (hasWeight && clauses.some(({ words }) => words.some((word) => isA(word, "reason")))) signs.push("gives a reason");
  if (hasWeight && sentence.isGeneral && domain !== "product") signs.push("speaks in general");
  if (
    clauses.some(({ act }) => act === "settles" || act === "requires" || act === "wishes") &&
    sentence.touched.length > 0 &&
    domain !== "product"
  )
    signs.push("on the work just done");
  if (
    /\b(?:this|that) (?:one|file|line|function|button|page|time|test)\b|\bthe (?:other|second|first) one\b/i.test(text)
  )
    signs.push("this one only");
  if (sentence.clauses.some((clause) => turnsDown(clause, sentence))) signs.push("turns down what was used");
  if (EXISTS.test(text) && sentence.touched.length > 0) signs.push("points at what exists");
  if (TOLD_BEFORE.test(text)) signs.push("told before");
  if (forNow(text) !== null) signs.push("for now");
  return signs;
};

const ONE_ANSWER =
  /\b(?:a|an|the|this|that|one|another|me) (?:\w+ )?(?:answer|reply|response|summary|explanation|recap)\b/i;
const MANNER =
  /\b(?:answer|reply|respond|explain|write|talk|speak|antworte|responde|réponds)\b.{0,20}\b(?:in|with|without|like|en|auf)\b/i;

/** How the agent is to talk in general; a single answer or summary that is asked for is a piece of work. */
const isAboutAnswers = ({ domain, text, clauses }: ReadSentence, teaching: boolean): boolean =>
  domain === "talk" &&
  (teaching || text.length < 80) &&
  !ONE_ANSWER.test(text) &&
  (MANNER.test(text) || !clauses.every(({ act }) => act === "orders"));

/** "…, bcrypt is not on our list": says of what the agent has just used that it is not so. */
const turnsDown = ({ act, negated, words }: Clause, { touched, contrast }: ReadSentence): boolean =>
  negated &&
  contrast === null &&
  (act === "states" || act === "settles") &&
  touched.length > 0 &&
  termsOf(words.join(" ")).some((term) => touched.includes(term)) &&
  !isA(words[0], "i", "condition");

const isConditional = ({ clauses }: ReadSentence): boolean =>
  clauses.some(({ words }) => isA(words[0], "condition")) ||
  clauses.some(
    ({ act, words }) =>
      act !== "states" &&
      words.slice(1).some((word) => /^(?:before|after|when|whenever|unless|bevor|antes|avant)$/.test(word)),
  );

/** What is handed on from others says nothing of what the user wants of the agent. */
const signsInTurn = (sentence: ReadSentence, reading: Reading, around: Surroundings): Sign[] => {
  if (sentence.isGiven) return [];
  const signs =
    reading.language === null
      ? [...signsOfSentence(sentence), ...signsAgainstDeed(sentence, reading, around)]
      : signsInLanguage(reading.language, sentence.text);
  return sentence.inList ? [...signs, "in a list"] : signs;
};

const ANSWER_WORDS_MAX = 12;
const LONG_WORDS = 120;
/** What was wished for is no longer, which is nobody's mistake. */
const CHANGED_MIND =
  /\b(?:nvm|never ?mind|(?:changed|changes|change) (?:my|his|her|their|our|its|the) mind|scratch that|forget (?:it|that|about it)|on second thought|actually,? let'?s|my (?:fault|bad|mistake)|laisse tomber|changé d'avis|olvídalo|vergiss es|lass mal|doch nicht)\b/iu;

/** Every sign in a turn. The same sign in several sentences is listed for each. */
export const signsOf = (reading: Reading, around: Surroundings): FoundSign[] => {
  const signs = reading.sentences.flatMap((sentence, i) =>
    signsInTurn(sentence, reading, around).map(
      (sign): FoundSign => ({ sign, sentence: i, detail: sentence.text, touches: sentence.touched.length > 0 }),
    ),
  );
  const whole = (sign: Sign, detail: string) => signs.push({ sign, sentence: null, detail, touches: false });
  const tool = (uses: Surroundings["lastTools"]) =>
    uses.map(({ tool: name, summary }) => `${name}: ${summary}`).join("; ");
  if (around.interruptedTools.length > 0) whole("interrupted", tool(around.interruptedTools));
  if (around.rejectedTools.length > 0) whole("refused a tool", tool(around.rejectedTools));
  if (around.userModified.length > 0) whole("changed an edit", tool(around.userModified));
  if (reading.isAnswer && reading.wordCount <= ANSWER_WORDS_MAX)
    whole("answers", "the answer before it ends in a question");
  if (reading.isAnswer && reading.wordCount > ANSWER_WORDS_MAX)
    whole("answers at length", "the answer before it ends in a question");
  const changed = reading.sentences.find(({ text }) => CHANGED_MIND.test(text));
  if (changed !== undefined) whole("changes their mind", changed.text);
  if (reading.pastedShare > 0.5) whole("pasted", `${Math.round(reading.pastedShare * 100)} % of it`);
  if (reading.wordCount > LONG_WORDS) whole("long", `${reading.wordCount} words`);
  if (reading.sentences.some(({ isGiven }) => isGiven)) whole("hands on", "what others want or wrote");
  if (isCurt(reading)) whole("curt", reading.sentences[0]?.text ?? "");
  if (!reading.hasPrevious) whole("begins the work", "no answer and no tool before it");
  return signs;
};
