/**
 * The closed classes of words that carry the structure of a sentence (who, how often, not, must …) in English, German, Spanish and
 * French, and three open ones that tell the agent's work from the behaviour of the product. Another language is more words here.
 */
const WORDS = {
  reject: "no nope nah nein nee nö non wrong incorrect falsch",
  assent: "yes yep yeah ok okay okey k sure right ja jo genau klar sí vale dale oui d'accord alright fine",
  praise: `thanks thx thank ty cheers ta danke gracias merci great perfect nice lovely brilliant super passt perfecto lgtm good awesome cool
    excellent exactly prima klasse bien parfait`,
  hesitate: `hmm hm mm wait sorry ah oh eh uh omg hey hi well btw careful look listen lol warte moment mira perdona attends désolé actually
    honestly fyi note remember seriously dude bro man mate buddy guys alter hombre`,
  link: "and also then so but now und auch dann aber jetzt y también entonces pero ahora et aussi alors mais maintenant or anyway just",
  polite: "please bitte porfavor porfa stp svp kindly",
  negation: `not don't doesn't didn't isn't aren't wasn't won't can't cannot shouldn't mustn't wouldn't couldn't haven't hasn't never nicht kein
    keine keinen keinem keiner nie niemals nunca jamás pas jamais aucun`,
  always: "always immer siempre toujours stets",
  never: "never nie niemals nunca jamás jamais",
  adverb: "only really strictly explicitly directly ever rather lieber nur direkt solo mal auch still",
  i: "i i'm i'd i've i'll ich yo je j'ai",
  we: "we we're we've we'd we'll wir nosotros nous",
  ours: "our unser unsere unserem nuestro nuestra notre nos",
  you: "you you're you've you'd you'll du tú tu",
  thing: "it it's this that that's these those thats das dies eso esto ça cela c'est they there there's es",
  be: "is are was were be been am isn't aren't ist sind war es son está están est sont",
  modal: `should shouldn't must mustn't may might can can't could couldn't would wouldn't will won't shall soll sollte sollten sollen muss
    müssen darf dürfen kann debe deben debería doit doivent`,
  duty: "should shouldn't must mustn't need needs has have soll sollte sollten sollen muss müssen darf dürfen debe deben doit doivent",
  wish: "prefer prefers like love hate dislike want rather wish bevorzuge mag möchte will hasse lieber prefiero quiero odio préfère veux aime déteste",
  said: "said told meant mean asked wanted requested sagte meinte gesagt gemeint wollte dije pedí quería dit voulais",
  fault: `forgot forget forgotten missed ignored broke deleted removed overwrote skipped misread misunderstood lost duplicated keep kept
    changed left vergessen gelöscht übersehen olvidaste equivocaste borraste oublié wrong`,
  undo: "revert undo rollback restore rückgängig deshaz revierte annule",
  stop: "stop quit cease avoid skip spare refrain drop lass vermeide deja evita arrête évite",
  ask: "what why how when where which who whose warum wieso was wie wo wann welche qué cómo cuál dónde quoi pourquoi comment kannst puedes peux",
  auxiliary:
    "is are am was were do does did have has had can could should would will shall may isn't aren't don't doesn't didn't can't wouldn't shouldn't",
  condition:
    "when whenever if before after once unless until while wenn bevor nachdem falls vor nach cuando si antes después quand avant après",
  every:
    "every each all any everything everywhere anywhere always jede jeder jedes alle alles überall cada todos todo chaque tous",
  reason: "because since otherwise weil sonst porque parce",
} as const;

const WORK_VERBS = `add adopt amend annotate append apply approve ask assume avoid bother branch build bump bundle call change check clean
 close commit compare compile configure consider convert copy cover create cut default define delete deploy describe design do document draft
 drain drop edit enable ensure explain export extend extract fetch fix follow force force-push force-unwrap format generate get give go guess
 handle hardcode implement import include indent inline install introduce investigate keep leave let limit link lint list log make match mention
 merge migrate mix mock modify move name omit open order organise organize overwrite pass paste patch pin place plot prefer prefix prepare print
 profile propose pull push put reach read rebase refactor reference reformat regenerate remove rename reorder replace reply report rerun reset
 respect respond restart reuse review rewrite run save search separate set setup ship sign sort speak split squash stage start stay stick store
 stub suggest summarise summarize suppress swap switch tag tail target test touch translate treat try turn type update upgrade use validate
 verify weaken wire wrap write answer
 nutze nutzt verwende benutze nimm mach mache schreib schreibe antworte führe füge setz setze lege pushe committe nenne zeig
 usa pon haz escribe responde muéstrame añade crea llama uses hagas pongas escribas añadas crees toques utilise mets écris réponds ajoute fais`;

const PRODUCT_VERBS = `show hide display render redirect load appear disappear animate scroll click submit allow disable notify blink
 highlight filter expand collapse throw return block allocate trigger fire send receive happen`;

const WORK_NOUNS = `commit branch pr pull-request merge-request pull test spec migration changelog doc docs documentation docstring comment
 lint linter formatter build ci pipeline deploy deployment staging production prod release version package dependency library framework
 import export type typing function method class struct component story naming code codebase repo repository project folder script dockerfile
 tag exception config env secret credential api endpoint sdk cli terminal shell toolchain compiler database schema orm notebook seed dataframe
 annotation hint literal indentation tab semicolon brace trailer ticket review lockfile registry runner region cluster simulator emulator
 snapshot fixture mock stub assertion lib libary literals kommentar kommentare klasse projekt abhängigkeit mensaje rama prueba archivo proyecto
 fichier projet branche libraries dependencies classes branches`;

const PRODUCT_NOUNS = `user customer visitor button page screen modal dialog form table menu sidebar toast banner headline title image icon
 card gallery dropdown tooltip header footer link checkbox input field label background margin padding animation game score player cart invoice
 login logout notification chart plot map row column benutzer seite knopf startseite usuario botón página utilisateur bouton endpoint function
 background reader list website app`;

const TALK_NOUNS = `answer reply replies response explanation summary summaries recap apology apologies flattery emoji language english german
 deutsch englisch french français spanish español inglés anglais jargon tone bullet chatter preamble`;

export type WordClass = keyof typeof WORDS | "workVerb" | "productVerb" | "workNoun" | "productNoun" | "talkNoun";

const classesByWord = new Map<string, Set<WordClass>>();

const enter = (wordClass: WordClass, words: string): void => {
  for (const word of words.trim().split(/\s+/)) {
    const classes = classesByWord.get(word) ?? new Set();
    classesByWord.set(word, classes.add(wordClass));
  }
};

for (const [wordClass, words] of Object.entries(WORDS)) enter(wordClass as keyof typeof WORDS, words);
enter("workVerb", WORK_VERBS);
enter("productVerb", PRODUCT_VERBS);
enter("workNoun", WORK_NOUNS);
enter("productNoun", PRODUCT_NOUNS);
enter("talkNoun", TALK_NOUNS);

/** What people type, and what they mean by it. */
const SPELLINGS = new Map(
  `u=you ur=your dont=don't doesnt=doesn't dosnt=doesn't didnt=didn't isnt=isn't arent=aren't cant=can't wont=won't shouldnt=shouldn't
  wouldnt=wouldn't thats=that's im=i'm ive=i've youre=you're pls=please plz=please pleas=please plese=please alwys=always allways=always
  alway=always nevr=never neverr=never agian=again wat=what wich=which coments=comments comit=commit libarys=libraries instal=install`
    .split(/\s+/)
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
);

const isNounClass = (wordClass: WordClass): boolean => wordClass.endsWith("Noun");

/** Whether a word (as `wordsOf` gives it) belongs to a class; nouns also in the plural. */
export const isA = (word: string | undefined, ...wordClasses: readonly WordClass[]): boolean =>
  word !== undefined &&
  wordClasses.some(
    (wordClass) =>
      classesByWord.get(word)?.has(wordClass) ||
      (isNounClass(wordClass) && word.endsWith("s") && classesByWord.get(word.slice(0, -1))?.has(wordClass)),
  );

const WORD = /`[^`]*`|[\p{L}\p{N}_@#$~./\\-]*[\p{L}\p{N}_](?:['’]\p{L}+)?[\p{L}\p{N}_/()<>=#+-]*/gu;

/** How a typed word is read: lower case, straight apostrophe, the spelling that was meant. */
export const asMeant = (word: string): string => {
  const plain = word.replace("’", "'").toLowerCase();
  return SPELLINGS.get(plain) ?? (/^noo+$/.test(plain) ? "no" : plain);
};

/** The words of a sentence as meant. Code in backticks, paths and options are one word each. */
export const wordsOf = (text: string): string[] => (text.match(WORD) ?? []).map(asMeant);
