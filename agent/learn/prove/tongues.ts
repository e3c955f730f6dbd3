/** Words that hardly any text of a language is without, and how the language is called. */
const TONGUES: readonly (readonly [name: RegExp, words: RegExp])[] = [
  [
    /\b(?:english|englisch\w*|inglés|anglais)\b/i,
    /(?<!\p{L})(?:the|and|is|are|of|to|this|that|with|for|have|was|not|you|it|now|there|all|when|from|were|been|has|by|which|its|does)(?!\p{L})/giu,
  ],
  [
    /\b(?:german|deutsch\w*|alemán|allemand)\b/i,
    /(?<!\p{L})(?:der|die|das|und|ist|nicht|ein|eine|einen|ich|mit|für|auf|den|im|zu|habe|wird|sind|dem|von|jetzt|es|auch|noch|bei|wenn|nur|werden|wurde)(?!\p{L})/giu,
  ],
  [
    /\b(?:spanish|spanisch\w*|español|castellano|espagnol)\b/i,
    /(?<!\p{L})(?:el|la|los|las|que|de|en|un|una|es|con|para|por|se|he|está|del|al|ya|lo|su|ahora|hay|cuando|y)(?!\p{L})/giu,
  ],
  [
    /\b(?:french|französisch\w*|francés|français)\b/i,
    /(?<!\p{L})(?:le|la|les|des|est|une|un|que|dans|pour|avec|pas|et|vous|sur|du|ce|il|sont|au|aux|qui|j['’]ai|plus|maintenant)(?!\p{L})/giu,
  ],
  [
    /\b(?:portuguese|português|portugués)\b/i,
    /(?<!\p{L})(?:o|os|as|que|não|uma|um|para|com|está|é|do|da|em|foi|no|na|agora|e)(?!\p{L})/giu,
  ],
  [
    /\b(?:italian|italiano)\b/i,
    /(?<!\p{L})(?:il|gli|che|non|una|un|per|con|è|sono|della|di|nel|ho|ora|lo|i|e)(?!\p{L})/giu,
  ],
  [
    /\b(?:dutch|niederländisch|nederlands)\b/i,
    /(?<!\p{L})(?:de|het|een|en|is|niet|van|op|voor|dat|zijn|met|nu|er)(?!\p{L})/giu,
  ],
];

const WORDS_MIN = 4;
const HITS_MIN = 2;

/** The index of the language a text is written in, or -1 where it cannot be told. */
const tongueOf = (text: string): number => {
  const plain = text.slice(0, 4_000).replace(/```[^`]*```|`[^`\n]*`|https?:\S+/g, " ");
  if ((plain.match(/\p{L}+/gu)?.length ?? 0) < WORDS_MIN) return -1;
  const counts = TONGUES.map(([, words]) => plain.match(words)?.length ?? 0);
  const most = Math.max(...counts);
  const isClear = counts.filter((count) => count === most).length === 1;
  return most < HITS_MIN || !isClear ? -1 : counts.indexOf(most);
};

const UMLAUTS = /[äöüß]/i;

/** Whether a text is in the language that a phrase names: null where either cannot be told. */
export const inTongue = (phrase: string): ((text: string) => boolean | null) | null => {
  const wanted = TONGUES.findIndex(([name]) => name.test(phrase));
  if (wanted === -1) return null;
  return (text) => {
    const found = tongueOf(text);
    if (found !== -1) return found === wanted;
    // A subject of a commit is short: letters of one language only are telling.
    return UMLAUTS.test(text) && wanted === 0 ? false : null;
  };
};

/** The language that a phrase names, in its own words. */
export const tongueNamed = (phrase: string): RegExp | undefined => TONGUES.find(([name]) => name.test(phrase))?.[0];
