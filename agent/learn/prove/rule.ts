import { contrastOf } from "../contrast.ts";

/** What a memory asks for and what it forbids, as phrases in its own words. */
export interface Rule {
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
  /** The whole text, for what only makes sense as a whole ("run the linter before committing"). */
  readonly text: string;
}

const FRAME =
  /^(?:note that |beachte: |please |in this (?:repo|project),? |make sure (?:that )?(?:you |to )?|remember (?:that |to )?)+/i;
const FORBIDS =
  /^(?:don't|do not|never|avoid|skip|stop|no|leave out|keine?n?|nie|niemals|nicht|vermeide|nunca|no|evita|jamais|ne|évite) (?:ever )?/i;
const ASKS =
  /^(?:always |only |immer |siempre |toujours )?(?:use|prefer|choose|nutze|verwende|benutze|usa|utilise) (?:only )?/i;
const WITH_VERB =
  /^(?:use|using|add|adding|write|writing|put|putting|introduce|include|including|verwende|nutze|uses|utilise) (?:any )?/i;
/** What is said beside the rule itself: its reason, and when it holds. */
const BESIDE =
  /(?:,? (?:because|since|so that|weil|porque|which|who|or it|or the|else|otherwise|it) .*| \([^)]*\)|; .*| – .*| — .*)$/i;
const LIMIT = /,? (?:for|in|on|when|unless|except|if|inside|within|with|from|at|to) .*$/i;

const trimmed = (phrase: string): string =>
  phrase
    .replace(/[.!]+$/, "")
    .replace(/^(?:the|a|an|any|die|der|das|el|la|los|las|le|les) /i, "")
    .trim();

/** The thing itself and, where there is more, the thing without when and where. */
const variants = (phrase: string): string[] => {
  const whole = trimmed(phrase);
  const bare = trimmed(whole.replace(LIMIT, ""));
  return bare === whole || bare.length < 2 ? [whole] : [whole, bare];
};

/** Takes a memory's text apart into what it wants and what it does not. */
export const ruleOf = (memory: string): Rule => {
  const text = memory.trim().replace(FRAME, "");
  const plain = text.replace(/[.!]+$/, "").replace(BESIDE, "");
  const contrast = contrastOf(plain);
  if (contrast !== null) {
    const chosen = contrast.chosen.replace(FORBIDS, "").replace(ASKS, "");
    return { wanted: variants(chosen), unwanted: [trimmed(contrast.rejected.replace(WITH_VERB, ""))], text };
  }
  if (FORBIDS.test(plain)) {
    const forbidden = plain.replace(FORBIDS, "");
    return { wanted: [], unwanted: variants(forbidden.replace(WITH_VERB, "")), text };
  }
  return { wanted: variants(plain.replace(ASKS, "")), unwanted: [], text };
};
