/** A manner of writing that is asked for or not, and how it shows. */
export interface Trait {
  readonly words: RegExp;
  readonly shows: RegExp;
  /** What is there in its stead, where that can be seen: dates written another way. */
  readonly without?: RegExp;
  /** Says all that its phrase says. */
  readonly isWhole?: true;
  /** Counts in code blocks, code and quotes as well. */
  readonly anywhere?: true;
}

const EMOJI = /(?![©®™↔↕✓✔✗✘➜→])\p{Extended_Pictographic}/u;
const AMERICAN =
  /\b(?:colors?|colored|behaviors?|favorites?|centers?|centered|analyz(?:e|ed|ing)|organiz(?:e|ed|ing|ation)|optimiz(?:e|ed|ing|ation)|initializ(?:e|ed|ing)|serializ(?:e|ed)|gray|canceled|canceling|labeled|modeling|catalog|license[ds]|defense|honors?|recogniz(?:e|ed)|customiz(?:e|ed)|summariz(?:e|ed)|meters?|liters?|traveled)\b/i;
const BRITISH =
  /\b(?:colours?|coloured|behaviours?|favourites?|centres?|centred|analys(?:e|ed|ing)|organis(?:e|ed|ing|ation)|optimis(?:e|ed|ing|ation)|initialis(?:e|ed|ing)|serialis(?:e|ed)|grey|cancelled|cancelling|labelled|modelling|catalogue|licenc(?:e|ed)|defence|honours?|recognis(?:e|ed)|customis(?:e|ed)|summaris(?:e|ed)|metres?|litres?|travelled)\b/i;

/** The first whose words are in a phrase counts. */
const TRAITS: readonly Trait[] = [
  { words: /\bgitmoji\b/i, shows: /^\s*(?:\p{Extended_Pictographic}|:\w+:)/u },
  { words: /\bemojis?\b|\bemoticons?\b|\bsmileys?\b/i, shows: EMOJI },
  {
    words: /\bexclamation (?:marks?|points?)\b|\bausrufezeichen\b|\bexclamaci[oó]n|\bpoints? d['’]exclamation/i,
    shows: /[\p{L}\d)]!(?=\s|$)/u,
  },
  { words: /\b(?:curly|smart|typographic) quotes?\b/i, shows: /[“”‘’]/, without: /(?<=\s)"[^"\n]+"/, anywhere: true },
  { words: /\bstraight quotes?\b/i, shows: /"[^"\n]+"/, without: /[“”]/, anywhere: true },
  { words: /\bdouble spaces?\b|\btwo spaces after\b/i, shows: /[.!?] {2,}\S/ },
  { words: /\bhorizontal (?:rules?|lines?)\b|\bdividers?\b/i, shows: /^(?:-{3,}|\*{3,}|_{3,})\s*$/m },
  { words: /\bnested (?:lists?|bullets?)\b/i, shows: /^(?: {2,}|\t+)[-*•] \S/m },
  { words: /\bfootnotes?\b/i, shows: /\[\^\w+\]/ },
  { words: /\brhetorical questions?\b|\bquestion marks?\b/i, shows: /\?(?=\s|$)/ },
  { words: /\bitalics?\b/i, shows: /(?<![*\w])\*[^*\n]+\*(?![*\w])|(?<![_\w])_[^_\n]+_(?![_\w])/ },
  { words: /\bem[- ]?dash(?:es)?\b|\bgedankenstrich\w*|\blong dash(?:es)?\b/i, shows: /—|\w ?-- ?\w/ },
  { words: /\ben[- ]?dash(?:es)?\b/i, shows: /–/ },
  {
    words: /\bnumbered\b.*\b(?:no|not|never|instead of|rather than|over)\b.*\bbullet/i,
    shows: /^\s*\d+[.)] +\S/m,
    without: /^\s*[-*•+] +\S/m,
    isWhole: true,
  },
  { words: /\bnumbered lists?\b|\bnumbered steps?\b|\bnummeriert\w*/i, shows: /^\s*\d+[.)] +\S/m },
  {
    words:
      /\bbullet(?:s|ed| points?| lists?)?\b|\blists?\b|\baufzählung\w*|\blisten?\b|\bviñetas\b|\blistas?\b|\blistes?\b|\bpuces\b|\bspiegelstrich\w*/i,
    shows: /^\s*(?:[-*•+]|\d+[.)]) +\S/m,
  },
  { words: /\btables?\b|\btabellen?\b|\btablas?\b|\btableaux?\b/i, shows: /^\s*\|.*\|\s*$/m },
  {
    words: /\bsentence[- ]case\b/i,
    shows: /^#{1,6} \S+(?: (?![A-Z][a-z])\S+)*$/m,
    without: /^#{1,6} \S+(?: \S+)*? [A-Z][a-z]+ (?:\S+ )*?[A-Z][a-z]+/m,
  },
  {
    words: /\btitle[- ]case\b/i,
    shows: /^#{1,6} \S+(?: \S+)*? [A-Z][a-z]+/m,
    without: /^#{1,6} [A-Z]\S*(?: [a-z]\S*){2,}$/m,
  },
  {
    words: /\bheadings?\b|\bheaders?\b|\bsection titles?\b|\büberschrift\w*|\bencabezados?\b|\btítulos\b|\btitres?\b/i,
    shows: /^#{1,6} \S|^\*\*[^*\n]+\*\*:?$/m,
  },
  { words: /\bbold(?:face)?\b|\bfett(?:druck|schrift)\b|\bnegritas?\b|\bgras\b/i, shows: /\*\*[^*\n]+\*\*/ },
  {
    words: /\bcode blocks?\b|\bcode snippets?\b|\bcodeblöcke?\b|\bbloques? de código\b|\bfenced\b/i,
    shows: /```/,
    anywhere: true,
  },
  { words: /\bmarkdown\b/i, shows: /^#{1,6} |\*\*\w|^\s*[-*] \S|```/m, anywhere: true },
  {
    words: /\b(?:apolog\w+|sorry|entschuldig\w*|disculp\w*|excus\w+|perdón)\b/i,
    shows:
      /\b(?:sorry|apologi[sz]e|apologies|my bad|entschuldig\w*|tut mir leid|verzeihung|disculp\w*|perdón|lo siento|désolée?|pardon)\b/i,
  },
  {
    words:
      /\b(?:flatter\w*|prais\w*|compliment\w*|sycophan\w*|lob(?:e|en)?\b|schmeichel\w*|halag\w*|elogi\w*|flatt\w*)/i,
    shows:
      /\b(?:(?:great|good|excellent|nice|smart|brilliant|fantastic|wonderful) (?:question|point|idea|catch|thinking|call|choice|observation|suggestion|spot|find)\b|(?:you['’]re|you are) (?:absolutely |completely |totally )?right\b|well spotted|gute (?:frage|idee)|buena (?:pregunta|idea)|bonne (?:question|idée)|perfect!|absolutely!)/i,
  },
  {
    words: /\b(?:summar\w+|recaps?|zusammenfass\w*|resumen|résumé|tl;?dr)\b/i,
    shows:
      /^(?:#+ |\*\*)?(?:in summary|summary|to summari[sz]e|recap|to recap|zusammenfassung|zusammengefasst|tl;?dr|resumen|en resumen|résumé|en résumé)\b|(?:^|[.!] )in (?:short|summary)\b|\bto (?:sum up|summari[sz]e)\b/im,
  },
  {
    words:
      /\b(?:follow-?up (?:questions?|offers?)|offer\w* (?:\w+ )?(?:help|more|next steps?)|offers? of help|closing (?:questions?|offers?|phrases?)|offers?|let me know|next steps)\b|\bangebote?\b|\bofrec\w+|\bofertas?\b|\bpropos(?:er|es|ition)\b/i,
    shows:
      /\b(?:let me know (?:if|when|whether)|would you like me to|(?:do you )?want me to|shall i|should i also|anything else|happy to (?:help|add|do)|feel free to|if you(?:['’]d)? (?:want|like|wish|prefer),? (?:me to|i (?:can|could))|i can (?:also|further|now)|sag (?:mir )?bescheid|möchtest du|soll ich|wenn du (?:magst|willst|möchtest)|quieres que|si quieres|avísame|veux-tu que|si tu veux|n['’]hésite pas|next steps?)\b/i,
  },
  {
    words:
      /\b(?:ask|end|finish|close|clos|question)\w*\b.*\bquestions?\b|\bquestions? at the end\b|\bfrage am (?:ende|schluss)\b|\bpregunta al final\b/i,
    shows: /\?\s*$/,
  },
  {
    words: /\b(?:hedg\w+|weasel words?|vague)\b/i,
    shows: /\b(?:probably|perhaps|maybe|i think|i believe|it seems|might be|should work|hopefully|presumably)\b/i,
  },
  {
    words: /\b(?:preambles?|small talk|filler|pleasantries|intro(?:duction|s)?|einleitung\w*|floskeln)\b/i,
    shows:
      /^\s*(?:sure|certainly|of course|absolutely|great|okay|ok|alright|happy to|i['’]d be happy|let me|let['’]s|here['’]s (?:what|the)|gerne|klar|natürlich|claro|por supuesto|bien sûr)\b[!,. ]/i,
  },
  {
    words: /\bgreet(?:ing|ings)?\b|\bbegrüßung\b|\bsaludos?\b/i,
    shows: /^\s*(?:hi|hello|hey|hallo|hola|bonjour|guten tag|moin)\b/i,
  },
  { words: /\b(?:first person|"I"|say I|the word I)\b/i, shows: /(?:^|\s)I(?:['’](?:ve|m|ll|d))? / },
  { words: /\b(?:first person plural|"we")\b/i, shows: /\b(?:we|our|us)\b/i },
  {
    words: /\bcontractions?\b/i,
    shows:
      /\b(?:don|can|won|isn|aren|doesn|didn|couldn|shouldn|wasn|weren|haven|hasn)['’]t\b|\b(?:it|that|there|what)['’]s\b|\b(?:I|you|we|they)['’](?:re|ve|ll|m|d)\b/i,
  },
  { words: /\bsemi-?colons?\b/i, shows: /;(?=\s|$)/m },
  { words: /\bellips[ei]s\b/i, shows: /\.\.\.|…/ },
  { words: /\b(?:all[- ]caps|capital letters|uppercase words|shout\w*)\b/i, shows: /\b[A-Z]{4,} [A-Z]{4,}\b/ },
  {
    words: /\b(?:marketing|hype|buzz\s?words?|superlatives?|salesy)\b/i,
    shows:
      /\b(?:seamless(?:ly)?|robust|powerful|blazing(?:ly)?|cutting-edge|world-class|effortless(?:ly)?|revolutionary|game-chang\w+|state-of-the-art|best-in-class|amazing|incredible|supercharge\w*|unleash|elevate)\b/i,
  },
  {
    words:
      /\b(?:claude|anthropic|ai|assistant|llm|tool)\b.*\b(?:mention|credit|attribut|footer|co-?author|generated)|\b(?:mention|credit|attribut|reference|footer|co-?author|generated)\w*\b.*\b(?:claude|anthropic|ai|assistant|llms?)\b|\bai attribution\b/i,
    shows: /\b(?:claude|anthropic|co-?pilot|generated (?:with|by)|\bAI\b)/i,
    anywhere: true,
  },
  { words: /\bbritish\b/i, shows: BRITISH, without: AMERICAN },
  { words: /\bamerican (?:english|spelling)\b|\bus spelling\b/i, shows: AMERICAN, without: BRITISH },
  {
    words: /\biso (?:8601 )?dates?\b|\bdates? (?:in|as) (?:iso|`?yyyy-mm-dd)|\byyyy-mm-dd\b|\b\d{4}-\d{2}-\d{2}\b/i,
    shows: /\b\d{4}-\d{2}-\d{2}\b/,
    without:
      /\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4}\b|\b(?:january|february|march|april|june|july|august|september|october|november|december) \d{1,2}\b/i,
  },
  {
    words: /\b24[- ]hours?\b|\b24 ?h\b/i,
    shows: /\b(?:[01]?\d|2[0-3]):[0-5]\d\b(?! ?[ap]\.?m)/i,
    without: /\b\d{1,2}(?::\d{2})? ?[ap]\.?m\b/i,
  },
  {
    words: /\bmetric\b|\bsi units\b/i,
    shows: /\b\d+(?:[.,]\d+)? ?(?:mm|cm|m|km|kg|g|°?C|l)\b/,
    without: /\b\d+(?:\.\d+)? ?(?:inch(?:es)?|feet|foot|ft|miles?|mph|pounds?|lbs?|ounces?|oz|gallons?|°F)\b/i,
  },
  {
    words: /\binformal(?:ly)?\b.*\bdu\b|\bdu\b.*\b(?:an|statt|not|nicht)\b|\bduz\w*|\bper du\b/i,
    shows: /\b(?:du|dir|dich|deine?[nmrs]?)\b/i,
    without: /(?<=[\p{Ll},] )(?:Sie|Ihnen|Ihre?[nmrs]?)\b/u,
  },
  {
    words: /\bsiez\w*|\bper sie\b|\bSie\b.*\bstatt\b|\bsie-form\b/i,
    shows: /(?<=[\p{Ll},] )(?:Sie|Ihnen|Ihre?[nmrs]?)\b/u,
    without: /\b(?:du|dir|dich|deine?[nmrs]?)\b/i,
  },
  { words: /\btutea\w*|\bde tú\b/i, shows: /\b(?:tú|puedes|tienes|tu)\b/i, without: /\b(?:usted|puede usted|su)\b/i },
  { words: /\btutoie\w*/i, shows: /\b(?:tu|toi|ton|ta|tes)\b/i, without: /\b(?:vous|votre|vos)\b/i },
  {
    words:
      /\bwhether to (?:continue|proceed|go on)\b|\bask\w* (?:me )?(?:for permission )?to (?:continue|proceed|go on)\b|\bob du weitermachen\b|\bsi (?:debes )?(?:continuar|seguir)\b/i,
    shows:
      /\b(?:shall|should|may|can) I (?:go on|continue|proceed|go ahead)\b|\bwant me to (?:continue|proceed|go (?:on|ahead))\b|\bsoll ich (?:weitermachen|fortfahren)\b|\b(?:continúo|sigo)\?/i,
  },
  { words: /\btime estimates?\b|\bhow long (?:it|things)\b/i, shows: /\b\d+(?:-\d+)? (?:minutes|hours|days|weeks)\b/i },
  {
    words: /\bline numbers?\b|\bfiles? and lines?\b|\bfile:line\b|\bpath:line\b/i,
    shows: /[\w/.-]+\.\w{1,5}:\d+/,
    without: /(?<![\w:/])[\w/-]+\.(?:ts|tsx|js|jsx|py|go|rs|java|rb|php|c|cpp|cs|kt|swift)\b(?!:\d)/,
    anywhere: true,
  },
  { words: /\blinks?\b|\burls?\b/i, shows: /https?:\/\/\S+|\]\(/, anywhere: true },
  { words: /\bdiffs?\b/i, shows: /^(?:\+\+\+|---|@@|[+-] )|```diff/m, anywhere: true },
  {
    words: /\babbreviations?\b|\babkürzung\w*/i,
    shows: /\b(?:e\.g\.|i\.e\.|etc\.|z\. ?B\.|usw\.|bzw\.|w\/|approx\.)/i,
  },
  { words: /\bpassive\b/i, shows: /\b(?:is|are|was|were|been|being) \w+ed by\b/i },
  { words: /\b(?:full stop|period|trailing (?:dot|period)|punto final|point final|punkt)\b/i, shows: /[^.]\.\s*$/ },
];

export const traitIn = (phrase: string): Trait | undefined => TRAITS.find(({ words }) => words.test(phrase));
