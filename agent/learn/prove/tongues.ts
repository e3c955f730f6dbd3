/** Words that hardly any text of a language is without, and how the language is called. */
const TONGUES: readonly (readonly [name: RegExp, words: RegExp])[] = [
  [
    /\b(?:english|englisch\w*|inglés|anglais)\b/i,
    /(?<!\p{L})(?:the|and|is|are|of|to|this|that|with|for|have|was|not|you|it|now|there|all|when|from|were|been|has|by|which|its|does|fix|add|remove|use|make|show|keep|allow|handle|rename|drop|into|without|only|should|but|instead|your|can|no|one|below|above|at|on|an|be|will|two|each|new|where|than|more|less|up|down|every|between|by|about|again|they|we|he|or|if|yes|fixed|added|done|reads|passes|before|after|out)(?!\p{L})/giu,
  ],
  [
    /\b(?:german|deutsch\w*|alemán|allemand)\b/i,
    /(?<!\p{L})(?:der|die|das|und|ist|nicht|ein|eine|einen|ich|mit|für|auf|den|im|zu|habe|wird|sind|dem|von|jetzt|es|auch|noch|bei|wenn|nur|werden|wurde|nach|aus|am|zum|zur|beim|des|vom|über|unter|ohne|zwischen|füge|behebe|entferne|korrigiere|ergänze|behoben|hinzugefügt|geändert|entfernt|ergänzt|korrigiert|sortiert|umbenannt|ja|nein|er|sie|wir|du|dir|dein|deine|kein|keine|war|hat|kann|sich|als|so|dass|weil|sowie|bereits|alle|beide|einer|einem)(?!\p{L})/giu,
  ],
  [
    /\b(?:spanish|spanisch\w*|español|castellano|espagnol)\b/i,
    /(?<!\p{L})(?:el|la|los|las|que|de|en|un|una|es|con|para|por|se|he|está|del|al|ya|lo|su|ahora|hay|cuando|y|este|esta|desde|hasta|sobre|pero|sin|más|como|añade|agrega|elimina|quita|arregla|actualiza|muestra|cambia|también|ya|sí|todas?|todos?|tu|te|son|fue|ha|hecho|listo|pasan)(?!\p{L})/giu,
  ],
  [
    /\b(?:french|französisch\w*|francés|français)\b/i,
    /(?<!\p{L})(?:le|la|les|des|est|une|un|que|dans|pour|avec|pas|et|vous|sur|du|ce|il|sont|au|aux|qui|j['’]ai|plus|maintenant|sans|ajoute|supprime|retire|corrige|affiche|évite|déplace|renomme|cette|ces|mais|tu|te|toi|ton|ta|tes|c['’]est|n['’]est|d['’]une?|l['’]\p{L}+|par|ne|oui|tout|tous|toutes|fait|été|où|se|elle)(?!\p{L})/giu,
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

const WORDS_MIN = 3;
/** In a text as short as that one word tells. */
const SHORT = 9;

/** Whether a text is written in the language of that index: null where it cannot be told. */
const isWrittenIn = (text: string, wanted: number): boolean | null => {
  const plain = text
    .slice(0, 4_000)
    .replace(/```[^`]*```|`[^`\n]*`|https?:\S+|(?<!\S)[^\s/_.]{0,60}[/_.]\S{1,120}/g, " ");
  const size = plain.match(/\p{L}+/gu)?.length ?? 0;
  if (size < WORDS_MIN) return null;
  // A word of a language that hardly anybody asks for is more likely a word of another one.
  const counts = TONGUES.map(([, words], i) => (plain.match(words)?.length ?? 0) - (i > 3 && i !== wanted ? 1 : 0));
  const most = Math.max(...counts);
  if (most < (size <= SHORT ? 1 : 2)) return null;
  const own = counts[wanted] ?? 0;
  if (own === most) return counts.filter((count) => count === most).length === 1 ? true : null;
  // Where two others are as likely, it is one of them.
  return own === 0 || most >= own + 2 ? false : null;
};

const UMLAUTS = /[äöüß]/i;

/** Whether a text is in the language that a phrase names: null where either cannot be told. */
export const inTongue = (phrase: string): ((text: string) => boolean | null) | null => {
  const wanted = TONGUES.findIndex(([name]) => name.test(phrase));
  if (wanted === -1) return null;
  return (text) => {
    const found = isWrittenIn(text, wanted);
    if (found !== null) return found;
    // A subject of a commit is short: letters of one language only are telling.
    return UMLAUTS.test(text) && wanted === 0 ? false : null;
  };
};

/** The language that a phrase names, in its own words. */
export const tongueNamed = (phrase: string): RegExp | undefined => TONGUES.find(([name]) => name.test(phrase))?.[0];
