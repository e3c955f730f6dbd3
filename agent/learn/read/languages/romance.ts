// Words by which Portuguese, Italian and Spanish are told apart; Spanish is read clause by clause.
export const PORTUGUESE =
  /(?<!\p{L})(?:não|você|vc|uma|isso|está|então|também|já|só|é|mas|pra|do|da|os|as|em|com|eu|por favor|aqui|ainda|sem|meu|minha)(?!\p{L})/giu;

export const ITALIAN =
  /(?<!\p{L})(?:non|è|che|il|gli|della|nel|anche|perché|questo|sono|hai|ho|una|per favore|qui|sempre|ancora|però)(?!\p{L})/giu;

export const SPANISH =
  /(?<!\p{L})(?:el|los|las|una|con|para|pero|está|es|en|de|que|por|no|aquí|siempre|también|muy|qué)(?!\p{L})/giu;

/** How often a pattern (with `g`) is found. */
export const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
