import { contrastOf } from "../read/contrast.ts";
import { mask, unmask } from "./mask.ts";
import { programCalled } from "./programs.ts";

/** `may` allows something, as an exception does; `tells` only says why or how things are. */
export type Polarity = "do" | "dont" | "may" | "tells";

/** One thing that a memory says. */
export interface Clause {
  readonly text: string;
  readonly polarity: Polarity;
  /** What it asks for and what it forbids, as phrases in its own words. */
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
  /** What stands in parentheses. */
  readonly asides: readonly string[];
  /** For what it does not hold, where the clause says so in its middle: "only for benchmarks". */
  readonly exceptions?: readonly string[];
}

export interface Rule {
  readonly text: string;
  readonly clauses: readonly Clause[];
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
  /** Where and when it does not hold: what comes after "unless", "except", "only for". */
  readonly exceptions: readonly string[];
  /** Of these, what is excepted in so many words; the others are only allowed somewhere in the text. */
  readonly apart: readonly string[];
  /** Nothing is asked for, something is forbidden. */
  readonly forbids: boolean;
}

/** Nobody writes a rule as long as that; what comes after it is not read. */
const TEXT_MAX = 1_000;

const FRAME =
  /^(?:(?:note|remember|be aware|keep in mind|mind)(?: that|:|,)? |beachte:? |bitte |please |por favor,? |in this (?:repo|project|codebase),? |here,? |make sure (?:that )?(?:you |to )?|be sure to |so (?=do|never|please|use|run|always|no |keep|leave|put)|also darum |deshalb |therefore,? |donc |así que |you (?:must|should|have to|need to) (?=\w)|(?:i|we) (?:want|need|expect|would like|prefer) you to |and |but |also |then |aber |und |y |pero |et |mais )+/i;

const FORBIDS_START =
  /^(?:don['’]?t|do not|never|avoid|skip|stop|no|not|without|leave out|refrain from|(?:keep|stay) (?:out of|away from|clear of|off)|hands off|you (?:are|may|must|can) ?not(?: allowed to)?|nothing|none of|drop|ban|keine?[nmrs]?|nie(?:mals)?|nicht|ohne|vermeide|nunca|jamás|evita|sin|nada de|nada|jamais|ne|évite[rz]?|pas de|sans|aucune?)(?= |$) ?(?:ever |any |even |more |again |jamais |a )?/i;
const FORBIDS_INSIDE =
  /\b(?:must|should|may|can|shall|will|do|does|is|are|has|have|to)(?:n['’]t| ?not| never)\b(?! only)|\b(?:never|niemals?|nie|nicht|nunca|jamás|jamais)\b|\bn['e]\w* .{1,40}? (?:pas|jamais)\b|\b(?:carry|have|get|has|contain|use|with|of|free of|ohne|keine?n?|sin) (?:no|free of|keine?n?)\b|\bfree of\b|\bno se \w+|\b(?:forbidden|banned|off[- ]limits|taboo|verboten|tabu|prohibid\w+|interdit\w*|disallowed|read-only|frozen|unwanted|(?:switched|turned) off|disabled|phased out|retired|no longer (?:used|wanted|allowed)|not used(?: any ?more)?|for me only|(?:is|are|stays?|stay) mine|(?:is|are) my (?:job|call|business|thing)|left to me|reserved for|ist meine sache|es cosa mía|c['’]est mon affaire)\b|\bhands off\b|^(?:plain |bare |raw |the |old )*ZQ\d+QZ (?:confuses|breaks|corrupts|ruins|messes|is (?:too )?(?:slow|deprecated|wrong|broken|outdated|gone|banned|mine))\b|^(?:plain|bare|raw) \w+ is (?:too )?(?:slow|deprecated|wrong|broken)\b|\b(?:leave|keep|lass|lasse) .{1,80} (?:alone|as (?:it|they) (?:is|are)|untouched)\b/i;
const ALLOWS =
  /\b(?:may|might|can stay|is fine|are fine|is ok(?:ay)?|are ok(?:ay)?|allowed|acceptable|exempt|optional|erlaubt|dürfen|darf|puede[ns]?|peut|peuvent)\b(?! not| never| nicht| only)|\b(?:only|nur|sólo|solo|seulement) (?:for|to|if|when|where|as|für|zum|wenn|para|cuando|pour|si) |(?<=\w )(?:keep|keeps|stay|stays|remain|remains) (?:their|its|as|the)\b/i;
const REASON =
  /^(?:because|since|as (?:it|they|we|the|our)|so (?:that|we|the|it|I)|which|who|otherwise|else|or (?:it|the|they|else)|weil|denn|da |damit|sonst|porque|ya que|pues|parce que|car|puisque|even (?:if|when|though|where)|although|though|obwohl|auch wenn|selbst wenn|aunque|bien que|même si|that['’]?s|it['’]?s|it |they |we |I |he |she |this |these |those |our (?!\w+ (?:must|should|go|live|are))|es |sie |er |wir |ich |on |nous |ce )/i;
const EXCEPT =
  /,? ?\b(?:unless|except(?: for| in| when| if| where)?|other than|apart from|save for|außer(?: bei| in| wenn)?|es sei denn,?|salvo(?: en| que)?|excepto(?: en)?|sauf(?: dans| si)?|à moins (?:de|que)) ([^;]*)$/i;

/** "…, even if I write English": where it holds as well; nothing of it is asked for. */
const CONCESSION =
  /,? (?:even (?:if|when|though|where)|no matter|regardless|whatever|whichever|irrespective|auch wenn|selbst wenn|egal|aunque|incluso (?:si|cuando)|da igual|même (?:si|quand)|quel(?:le)?s? que) .*$/i;

/** "the old `docker-compose` binary is broken": a complaint about the one speaks for the other. */
const COMPLAINT =
  /^(?:an? |the |plain |bare |raw |old |der |die |das |el |la |le |alte |reines )*(?<what>ZQ\d+QZ|[a-z][\w-]{1,20})(?: (?:binary|command|script|tool|target|package|module|library|version|call))?,? (?:(?:is|are|ist|est|está) (?:too |way too |very |zu |muy |trop )*(?:slow|broken|deprecated|wrong|outdated|gone|buggy|flaky|dead|legacy|unmaintained|obsolete|irreversible|dangerous|risky|unsafe|unreliable|noisy|not installed|kaputt|langsam|veraltet|rot[oa]|lent[oa]?|obsolet[oa]|cassé|lente?|obsolète)|crawls|hangs|fails|breaks|crashes|leaks|skips|also (?:runs|does|builds|resets|deletes)|(?:also )?(?:starts|opens|launches|blocks|prompts|rewrites|wipes|downloads|startet|öffnet|blockiert|abre|arranca|bloquea|lance|ouvre|bloque)|clobbers|misses|ignores|chokes|takes (?:forever|ages|minutes|hours|too long)|times out|(?:does not|doesn['’]t|no longer) works?|(?:is not|isn['’]t|is no longer) (?:on|in|available|installed|allowed|supported|there|used|part of|set up|configured)\b.*|dauert|tarda|funciona mal)\b/i;

const ASKS =
  /^(?:always |only |just |strictly |exclusively |immer |nur |siempre |sólo |solo |toujours )*(?:(?:use|using|prefer|choose|pick|go with|stick (?:to|with)|nutze|verwende|benutze|nimm|usa|utiliza|prefiere|utilise|préfère)(?= |$) ?)?(?:always |only |immer |siempre |toujours )*/i;
const WITH_VERB =
  /^(?:us(?:e|ing|es)|add(?:ing)?|writ(?:e|ing)|introduc(?:e|ing)|includ(?:e (?!guard)|ing )|reach(?:ing)? for|rely(?:ing)? on|import(?:ing)?|verwende|nutze|nutzen|verwenden|uses|usar|utilise[rz]?|put(?:ting)?|leave|leaving|mach|schreib|pongas|mettre) (?:any |the |a |an |new )*/i;

/** Where something holds that holds everywhere. */
const EVERYWHERE =
  /(?: (?:in|throughout|across) (?:this|the|our) (?:whole |entire )?(?:repo(?:sitory)?|project|code ?base|code base)|(?<! from| in| to| on) here| anywhere| at all| any ?more| for (?:that|this|it|edit(?:s|ing)|changes|everything|anything)| in diesem (?:repo|projekt)| hier| en este (?:repo|proyecto)| aquí| dans ce (?:dépôt|projet)| ici)+$/i;

const trimmed = (phrase: string): string =>
  phrase
    .replace(/[.!,:]+$/, "")
    .replace(EVERYWHERE, "")
    .replace(/^(?:the|a|an|any|die|der|das|den|el|la|los|las|le|les|un|une|una) /i, "")
    .trim();

const SPLITS_SENTENCE = /(?<=[^.][.!?])\s+(?=\S)|;\s+|\s+[–—]\s+|\s-\s|:\s+|\n+/;
const SPLITS_CLAUSE =
  /,\s+(?=(?:and |but |und |aber |y |pero |et |mais )?(?:never|not|don['’]t|do not|no|nie|nicht|keine?|nunca|jamais|ohne|sin|sans|without|always|only|nothing|none|nur|instead|otherwise|unless|because|since|so|as (?:it|they|we|the|our)|which|who|it|they|we|I|that['’]s|weil|denn|da|damit|sonst|porque|ya que|pues|parce|car|puisque|immer|siempre|toujours|nur|sólo|even|es|sie|wir|ich|nous|use|run|call|put|write|add|keep|leave|let|prefer|pass|return (?:an? |the |early|early |`)|choose|take|stick|ask|tell|nimm|nutze|verwende|benutze|schreib|schreibe|frag|usa|utiliza|pon|escribe|pregunta|utilise|préfère|écris|demande|mets)\b|(?:change|edit|modify|fix|update|adjust|rebuild|regenerate|extend|move|copy|create|make|commit|push|set|check|give|show|wrap|throw|log|handle|name|define|ändere|bearbeite|cambia|edita|change[rz]?) (?:ZQ|the |an? |it\b|its |them\b|your |only |in )|[^,]{3,60} only (?:when|if|after|once|on) (?:I|my|the user)\b|(?:and |but )?(?:an? |the |plain |bare |raw |old )*ZQ\d+QZ(?: (?!is |are )\w+)? (?:is|are|takes|breaks|hangs|crawls|fails|misses|skips|ignores|blocks|does not|doesn['’]t|no longer) |(?:the |plain |old )*[a-z][\w-]{1,20} (?:isn['’]t|is not|is (?:too |very |way too )*(?:slow|broken|deprecated|gone|outdated|banned)|takes (?:ages|forever|too long|minutes)|hangs|crawls|crashes)\b)/i;

/** "After changing X, run Y" is one thing. */
const BEGINS_WITH_CONDITION =
  /^(?:always )?(?:after|before|when(?:ever)?|once|if|as soon as|every time|each time|prior to|nach|nachdem|bevor|vor|wenn|sobald|después|tras|antes|cuando|si|après|avant|quand) [^,]*$/i;
const clausesOf = (sentence: string): string[] => {
  const pieces: string[] = [];
  for (const piece of sentence.split(SPLITS_CLAUSE)) {
    const last = pieces.at(-1);
    if (last !== undefined && BEGINS_WITH_CONDITION.test(last.replace(FRAME, "")) && !REASON.test(piece))
      pieces[pieces.length - 1] = `${last}, ${piece}`;
    else pieces.push(piece);
  }
  return pieces;
};
const SPLITS_AND_NOT =
  /\s+(?=(?:and|but|und|aber|y|pero|et|mais) (?:never|don['’]t|do not|nie|nunca|jamais|nicht|not) )/i;

/** "X go in A and carry no B" says two things. */
const SPLITS_AND =
  /,?\s+(?:and|und|y|et)\s+(?=(?:carry|carries|have|has|contain|contains|get|gets|import|imports|start|starts|begin|end|ends|name|put|place|keep|use|run|write|must|should|are|is|go|goes|live|lives|haben|tragen|beginnen|enden|llevan|empiezan|terminan) )/i;

const POINTS_BACK = /^(?:instead,? |stattdessen |en su lugar,? |à la place,? )|,? (?:instead|stattdessen)$/i;

const WE_USE =
  /^(?:we|wir|nous|nosotros) (?:use|nehmen|nutzen|verwenden|benutzen|usamos|utilizamos|utilisons)(?: here| hier| aquí| ici)? /i;
const OVER = /^((?:(?:use|choose|pick|favou?r) [^,;]{1,60}?)|ZQ\d+QZ) over /i;

/** "`cargo build --release` only for benchmarks" forbids it for all else. */
const ONLY_FOR =
  /^(?<what>(?:\w+ (?:with |via )?(?:the )?){0,3}ZQ\d+QZ) (?:only|just|nur|solo|sólo|seulement) (?:for|when|if|in|für|wenn|para|cuando|pour|quand) (?<when>(?!I\b|my\b|the user\b)[^ZQ,;]{3,60})$/i;

/** "Commit only when I say so" forbids it as long as nobody does. */
const ONLY_ASKED = /,? only (?:when|if|after|once|on) (?:I |my |the user)\b.*$/i;
const IS_BARRED =
  / (?:is|are|ist|sind|está|est|stays?) (?:strictly |all )?(?:off[- ]limits|forbidden|banned|not allowed|not wanted|unwanted|(?:switched|turned) off|disabled|phased out|retired|no longer (?:used|wanted|allowed)|not used(?: any ?more)?|my (?:job|call|business|thing)|mine|left to me|for me only|taboo|tabu|verboten|prohibid\w+|interdit\w*)\b.*$/i;
const DROPPED =
  /^(?:we |wir |I )?(?:have |haben )?(?:threw(?: out)?|thrown(?: out)?|kicked(?: out)?|removed|banned|left|dropped|got rid of|moved away from|no longer use|stopped using|abandoned) (.{2,80})$/i;

/** "Beim Committen nie X": the occasion and the "never" are no part of what is forbidden. */
const OCCASION_NEVER =
  /^(?:when|while|in|on|for|during|beim?|im|in der|für|wenn|al|en|para|cuando|pour|dans|quand|lors) [^,`]{1,50}?,? (?:never|niemals|nie|nicht|nunca|jamás|jamais) (?:use |run |make |do )?/i;

/** "Dateien unter `gen/` nicht anfassen": the verb comes last. */
const VERB_LAST =
  /^(?<what>[^,;]{3,80}?) (?:bitte )?(?:nicht|nie|niemals) (?:mehr |direkt |selbst |von Hand |manuell )*(?!neben|unten|oben|außen|innen)[a-zäöü]{3,}en$/i;

const clauseOf = (given: string, isFirst: boolean, aside: (text: string) => readonly string[]): Clause => {
  const asides = aside(given);
  const text = given
    .replace(/\s*ZP\d+PZ/g, "")
    .trim()
    .replace(FRAME, "")
    .replace(WE_USE, "use ")
    .replace(OVER, "$1 instead of ")
    .replace(EXCEPT, "")
    .replace(CONCESSION, "")
    .replace(/[.!]+$/, "");
  const plain = text.replace(
    /,? (?:because|since|so that|weil|damit|porque|parce que|in order to|otherwise|or else)\b.*$|, (?:sonst|sinon|si no|de lo contrario)\b.*$|, (?:which|who|it|they|the|as|or|we|that|this|our|my|ci|everything|everybody|nobody|others?|das|es|sie|er|wir|eso|ça|il|elle|there (?:is|are)) .*$/i,
    "",
  );
  const make = (polarity: Polarity, wanted: readonly string[], unwanted: readonly string[]): Clause => ({
    text,
    polarity,
    wanted: wanted.map(trimmed).filter((one) => one !== ""),
    unwanted: unwanted.map(trimmed).filter((one) => one !== ""),
    asides,
  });
  const dropped = DROPPED.exec(plain)?.[1];
  if (dropped !== undefined) return make("dont", [], [dropped]);
  if (
    !isFirst &&
    REASON.test(text) &&
    !FORBIDS_INSIDE.test(text) &&
    !/ZQ\d+QZ,? (?:and |und )?(?:not|nicht|no|pas) ZQ/.test(text)
  )
    return make("tells", [], []);
  if (FORBIDS_START.test(text)) {
    const contrast = /^(?:not|nicht|don['’]?t|do not|no) .*(?:,| but | sondern | sino )/i.test(plain)
      ? contrastOf(plain)
      : null;
    if (contrast !== null && contrast.form === "not" && !FORBIDS_START.test(contrast.chosen))
      return make("do", [contrast.chosen.replace(ASKS, "")], [contrast.rejected.replace(WITH_VERB, "")]);
    return make("dont", [], [plain.replace(FORBIDS_START, "").replace(WITH_VERB, "")]);
  }
  const banned = VERB_LAST.exec(plain)?.groups;
  if (banned?.what !== undefined) return make("dont", [], [banned.what]);
  const contrast = contrastOf(plain);
  if (contrast !== null) {
    const chosen = contrast.chosen.replace(FORBIDS_START, "").replace(ASKS, "");
    // "…, never the whole repo (`prettier --write .`)": what is in parentheses belongs to the side it follows.
    const isOfRejected = given.indexOf("ZP") > given.indexOf(contrast.rejected.slice(0, 20)) && given.includes("ZP");
    const examples = asides.filter((one) => one.includes("`"));
    return make(
      "do",
      [chosen, ...(isOfRejected ? [] : examples)],
      [contrast.rejected.replace(WITH_VERB, ""), ...(isOfRejected ? examples : [])],
    );
  }
  const reserved = ONLY_FOR.exec(plain)?.groups;
  if (reserved?.what !== undefined && !/^(?:the |our |a )?(?:plain |bare |raw )/i.test(reserved.what))
    return { ...make("dont", [], [reserved.what]), text: reserved.what, exceptions: [reserved.when ?? ""] };
  if (ONLY_ASKED.test(plain)) return make("dont", [], [plain.replace(ONLY_ASKED, "")]);
  if (FORBIDS_INSIDE.test(plain)) return make("dont", [], [plain.replace(IS_BARRED, "").replace(OCCASION_NEVER, "")]);
  if (ALLOWS.test(plain)) return make("may", [], []);
  return make("do", [plain.replace(POINTS_BACK, "").replace(ASKS, "")], []);
};

/** Stands for a dot that ends nothing: of `api.github.com`, `Node.js`, "e.g.". */
const DOT = "\u2024";
const withoutDots = (text: string): string =>
  text
    .replaceAll(DOT, ".")
    .replace(/\b(?:e\.g|i\.e|z\. ?b|d\.h|p\. ?ej|vs|etc|bzw|resp|approx)\.(?=[ ,])/gi, (found) =>
      found.replaceAll(".", DOT),
    )
    .replace(/(?<=[\p{L}\d_-])\.(?=[\p{L}\d])/gu, DOT)
    .replace(/(?<=, )(?:bitte|please) /gi, "");

/** "…, never edit it by hand" is a ban of its own and no choice. */
const SPLITS_BAN =
  /,? (?:and |but |und |y |et )?(?=(?:never|don['’]t|do not) (?:edit|chang|touch|modify|alter|patch|writ|updat|renam|delet|remov|commit|format|mov)\w* (?:it|them|those|these|that|any|anything|one)\b)/i;

const LIST = "[\\p{L}-]+(?: [\\p{L}-]+)?(?:(?:,| and| or| und| oder| y| o| et| ou) [\\p{L}-]+){0,3}";
const SAYS = new RegExp(
  `(?<=^|[.;] )(?<lead>(?:always )?(?:say|spell(?: it)?|call (?:it|them)|use the (?:words?|terms?)|speak of|sag|schreib|di|dis)) (?<good>${LIST})(?<not>,? (?:and )?(?:not|never|instead of|rather than|nicht|nie|nunca|no|jamais|pas)) (?<bad>${LIST})(?=[.,;]|\\s[–—-]\\s|$)`,
  "iu",
);
const quoted = (list: string): string =>
  list.replace(/[\p{L}-]+(?: (?!(?:and|or|und|oder|y|o|et|ou) )[\p{L}-]+)?/gu, (words) =>
    /^(?:and|or|und|oder|y|o|et|ou)\b/i.test(words) ? words.replace(/(?<= ).+$/, (rest) => `"${rest}"`) : `"${words}"`,
  );

/** "Say allowlist, never whitelist": words that are meant themselves are put in quotes. */
const withQuotes = (text: string): string =>
  text.replace(SAYS, (_, lead: string, good: string, not: string, bad: string) =>
    [lead, quoted(good) + not, quoted(bad)].join(" "),
  );

/** "Tests: `make check`": the head says what it is about and asks for nothing. */
const isLabel = (part: string, whole: string): boolean =>
  part.split(" ").length < 4 && !/ZQ/.test(part) && whole.startsWith(`${part}:`);

/** Takes a memory's text apart into what it wants and what it does not. */
export const ruleOf = (memory: string): Rule => {
  const { text: flat, kept } = mask(withQuotes(memory.slice(0, TEXT_MAX).trim()));
  const parentheses: string[] = [];
  const text = withoutDots(flat).replace(/\(([^()]*)\)/g, (_, inside) => `ZP${parentheses.push(inside) - 1}PZ`);
  const back = (part: string): string =>
    unmask(
      part.replace(/ZP(\d+)PZ/g, (_, index) => `(${parentheses[Number(index)] ?? ""})`),
      kept,
    ).replaceAll(DOT, ".");
  const aside = (part: string): string[] =>
    [...part.matchAll(/ZP(\d+)PZ/g)].map(([, index]) =>
      unmask(parentheses[Number(index)] ?? "", kept).replaceAll(DOT, "."),
    );
  // "…: `a`, `b`" gives examples of what is said before.
  const joined = text.replace(
    /:\s+(ZQ\d+QZ(?:(?:,? (?:and|or|und|oder|y|o|et|ou) |, )ZQ\d+QZ)*)(?:,? (?:not|nicht|no|pas|never|nie) ZQ\d+QZ)?(?=$|[.;]|\s+[–—-]\s)/g,
    (found, codes: string) =>
      [...found.matchAll(/ZQ(\d+)QZ/g)].every(([, index]) => kept[Number(index)]?.startsWith("`")) ||
      !/ (?:not|nicht|no|pas|never|nie) ZQ/.test(found)
        ? ` ZP${parentheses.push(codes) - 1}PZ `
        : found,
  );
  // "(`.yaml`, not `.yml`)" is a choice of its own.
  const choices = parentheses.filter((inside) => /ZQ/.test(inside) && contrastOf(inside)?.form === "not");
  const parts = [joined, ...choices]
    .join("\n")
    .split(SPLITS_SENTENCE)
    .flatMap((part) => part.split(SPLITS_BAN))
    .flatMap((part) => {
      const bare = part.replace(FRAME, "");
      const hasContrast = contrastOf(bare) !== null && !FORBIDS_START.test(bare);
      if (hasContrast) return [part];
      const pieces = clausesOf(part).flatMap((one) => one.split(SPLITS_AND_NOT));
      return pieces.flatMap((one) => (FORBIDS_START.test(one) ? [one] : one.split(SPLITS_AND)));
    });
  const clauses = parts
    .filter((part) => /[\p{L}\d]/u.test(part))
    .map((part, i) => clauseOf(part, i === 0, aside))
    .map((clause, _, all): Clause => {
      const what = COMPLAINT.exec(clause.text)?.groups?.what;
      const isCode = what?.startsWith("ZQ") ?? false;
      const isForOther = all.some(
        (other) => other !== clause && other.polarity === "do" && (!isCode || other.text.includes("ZQ")),
      );
      if (what !== undefined && !isCode && programCalled(what, true) === null) return clause;
      return what !== undefined && isForOther && (!isCode || clause.polarity !== "dont")
        ? { ...clause, polarity: "dont", wanted: [], unwanted: [what] }
        : clause;
    })
    .map(
      (clause): Clause => ({
        ...clause,
        text: back(clause.text),
        wanted: isLabel(clause.text, text) ? [] : clause.wanted.map(back),
        unwanted: clause.unwanted.map(back),
      }),
    );
  const wanted = clauses.flatMap((clause) => clause.wanted);
  const unwanted = clauses.flatMap((clause) => clause.unwanted);
  const apart = [
    ...parts.flatMap((part) => EXCEPT.exec(part)?.[1] ?? []).map(back),
    ...clauses.flatMap((clause) => clause.exceptions ?? []),
  ];
  const exceptions = [...apart, ...clauses.flatMap((clause) => (clause.polarity === "may" ? clause.text : []))];
  return {
    text: memory.slice(0, TEXT_MAX).trim(),
    clauses,
    wanted,
    unwanted,
    exceptions,
    apart,
    forbids: wanted.length === 0 && unwanted.length > 0,
  };
};
