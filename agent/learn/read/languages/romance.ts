// Words by which Portuguese, Italian, Spanish and English are told apart; the last two are read clause by clause.
export const PORTUGUESE =
  /(?<!\p{L})(?:não|você|vc|uma|isso|está|então|também|já|só|é|mas|pra|do|da|os|as|em|com|eu|por favor|aqui|ainda|sem|meu|minha)(?!\p{L})/giu;

export const ITALIAN =
  /(?<!\p{L})(?:non|è|che|il|gli|della|nel|anche|perché|questo|sono|hai|ho|una|per favore|qui|sempre|ancora|però)(?!\p{L})/giu;

const SPANISH =
  /(?<!\p{L})(?:el|los|las|una|con|para|pero|está|es|en|de|que|por|no|aquí|siempre|también|muy|qué)(?!\p{L})/giu;

/** "do" and "as" are Portuguese, too: an English text is told by what stands around them. */
const ENGLISH =
  /(?<!\p{L})(?:the|and|of|to|is|are|it|it's|you|we|i|this|that|not|for|with|on|if|was|don't|your|our|my|when)(?!\p{L})/giu;

/** How often a pattern (with `g`) is found. */
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Whether words of one language are more than chance, and more than those of each other one. */
export const isMostly = (text: string, own: RegExp, ...others: readonly RegExp[]): boolean =>
  count(text, own) > Math.max(1, ...[...others, SPANISH, ENGLISH].map((other) => count(text, other)));
