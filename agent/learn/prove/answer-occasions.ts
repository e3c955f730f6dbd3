/** What a memory makes the condition of how to answer, and the prompts after which it holds. */
const OCCASIONS: readonly (readonly [words: RegExp, isIt: RegExp])[] = [
  [
    /\bwhen(?:ever)? (?:you (?:point (?:at|to)|refer to|mention|cite|reference|name|show|quote) (?:me )?(?:\w+ )?(?:code|places?|files?|functions?|lines?|locations?)|i ask (?:you )?where|asked where)|\bfor (?:code )?(?:locations|references)\b|\b(?:wenn|sobald) du auf code\b|\bcuando (?:señales|menciones|cites) código\b|\bquand tu (?:cites|montres) du code\b/i,
    /\b(?:where|which (?:file|line|function)s?|who (?:calls|uses)|what calls|locate|find|wo|wer ruft|welche datei|dónde|donde|où)\b/i,
  ],
  [
    /\bwhen(?:ever)? (?:i|you are|you['’]re) (?:correct|tell you (?:that )?(?:you|it)|disagree|point out|complain|criticized|corrected)\b|\bwenn ich dich (?:korrigiere|verbessere)\b|\bcuando te corri[jg]\w+\b|\bquand je te corrige\b/i,
    /^\s*(?:no|nope|wrong|actually|not (?:that|quite|what)|that['’]?s (?:not|wrong)|you (?:forgot|missed|broke|used|should)|this is wrong|still|nein|falsch|non|faux|hm+)\b|\b(?:i said|i meant|i told you|is wrong|was wrong|not what i)\b/i,
  ],
  [
    /\bwhen(?:ever)? i ask (?:you )?(?:an? |any )?(?:\w+ )?questions?\b|\bwhen(?:ever)? i(?:['’]m| am) (?:only |just )?asking\b|\bwenn ich (?:dich )?(?:etwas |nur )?frage\b|\bcuando (?:te )?pregunt\w+\b/i,
    /\?\s*$/,
  ],
];

/** Whether a prompt gives the occasion of which a clause speaks; undefined where it speaks of none that can be told. */
export const occasionIn = (text: string): ((prompt: string) => boolean) | undefined => {
  const found = OCCASIONS.find(([words]) => words.test(text))?.[1];
  return found === undefined ? undefined : (prompt) => found.test(prompt);
};
