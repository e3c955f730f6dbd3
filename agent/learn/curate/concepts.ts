import { termsOf } from "../../../sync/core/terms.ts";

/**
 * Small groups of words that say the same where work on software is spoken of: `concept: words`. A `*` ends the beginning of a word, for
 * languages whose endings are not known here. Only what holds whatever is spoken of belongs here: "error" and "exception", but not
 * "error" and "problem".
 */
const GROUPS = `
use: using uses used prefer favor favour choose pick adopt apply employ utilize verwend* benutz* nutz* nimm nehm* bevorzug* usa usar uses usad utiliz* prefier* utilis* prefer*
write: written writing schreib* geschrieben verfass* escrib* ecri* redig*
add: append insert hinzufug* fug* anad* agreg* ajout*
create: generate erstell* erzeug* crea crear cree creer creez
make: mach* haz hace hacer haga fais fait faire faites
need: require must want needed needing brauch* benotig* necesit* require* besoin
keep: stay remain leave halte halten manten* garde garder maintien*
put: place store save lege legen legt speicher* ablegen guard* pon poner coloc* stock* enregistr* mets mettre met mettez
live: lie lies lying belong reside gehor* lieg* vive* va vont
handle: manage deal treat
follow: obey stick adhere folg* befolg* sigue* seguir sui* respect*
run: execute invoke call ausfuhr* lauf* ejecut* corre correr execut* lancer lancez
delete: remove erase purge wipe drop losch* entfern* elimin* borra borrar supprim* effac*
edit: change modify alter touch amend andern andere bearbeit* geandert cambi* modif* edit* tocar toca changer changez
update: upgrade bump aktualisier* actualiz* mets-a-jour
commit: committen commite* eincheck* checkin
push: pushe* gepusht
merge: merg* zusammenfuhr* fusion* 
deploy: deployment rollout ship deploye* ausroll* desplieg* despleg* deploi* deploiement*
release: publish veroffentlich* public* publi*
ask: consult frag* pregunt* demand*
answer: respond reply antwort* beantwort* respond* contest* repond* repons*
show: display zeig* muestr* mostr* montr* affich*
explain: explanation erklar* explica explicar explique explicacion* expliquer expliquez
log: logging logger loggen logge* protokoll* registr* journalis*
throw: raise werf* wirf* lanz* leve lever
catch: fang* abfang* captur* attrap*
hide: suppress swallow silence verschluck* versteck* ocult* cacher
check: verify validate validation pruf* uberpruf* comprueb* comprob* verific* valid* verif*
test: testing tests teste* getestet prueb* proba probar 
install: installier* instal*
build: compile bau* kompilier* construi* compil*
start: begin launch boot starten beginn* empez* empiez* inici* commenc* demarr*
stop: halt
fetch: load retrieve get hole holen holt lade laden obten* obtien* carga cargar charger
return: zuruckgeb* gib devuelv* devolv* renvoi* retourn*
rename: umbenenn* renombr* renomm*
name: nenn* benenn* nombr* llam* nomm*
split: divide teil* aufteil* divid* separ* decoup*
sort: sortier* orden* trier triez
skip: uberspring* saut* omit* omett*
mock: stub fake
error: exception fehler* ausnahme* excepcion* erreur*
file: datei* archiv* ficher* fichier*
folder: directory dir ordner* verzeichnis* carpet* dossier* repertoire*
function: method func funktion* methode* funcion* fonction*
class: klass* clase* classe*
comment: kommentar* kommentier* comentar* commentaire*
doc: docs document documentation docstring jsdoc dokument* 
dependency: library lib package abhangigkeit* bibliothek* paket* dependenci* paquet* librer* dependanc* bibliothe*
password: passwort* kennwort* contrasen*
secret: credential geheimnis* zugangsdaten credencial* 
user: nutzer* benutzer* anwender* usuari* utilisateur*
database: db datenbank*
table: tabelle* tabl*
environment: env umgebung* entorno* environnement*
config: configuration setting* einstellung* konfigur* configur* reglage* ajust*
repo: repository codebase repositor*
branch: zweig* rama ramas branche*
message: nachricht* mensaj* 
path: pfad* ruta rutas chemin*
script: skript*
absolute: absolut*
relative: relativ*
axis: axes
index: indices indexes
sentence: satz satze satzen frase*
text: texte textes textos
date: datum fecha* 
time: zeit
word: wort worte worter palabra* mot mots
number: zahl* nummer* numero* chiffre*
value: wert* valor* valeur*
key: schlussel* clave* cle cles
button: schaltflache* boton* bouton*
title: titel* titulo* titre*
header: kopfzeile* encabezado* entete*
address: adresse* direccion*
product: produkt* producto* produit*
price: preis* precio* prix
account: konto konten cuenta* compte*
task: aufgabe* tarea* tache*
issue: ticket
network: netz netzwerk* red reseau*
machine: maschine* rechner* maquina*
language: sprache* idioma* lengua* langue*
format: formate* formato*
empty: blank leer* vaci* vide
line: zeile* linea* ligne*
character: char zeichen* caracter*
request: anfrage* peticion* solicitud* requet*
session: sitzung* sesion*
form: formular* 
code: codigo* quelltext
variable: var
parameter: param argument arg
approval: approve approving
image: img picture bild* imagen*
page: seite* pagina paginas
list: liste*
server: servidor* serveur*
client: kunde* cliente*
question: frage pregunta
short: brief concise terse succinct kurz* knapp* breve* cort* concis* bref* court*
long: lengthy verbose detailed extensive thorough ausfuhrlich* lang langen lange largo larga detallad* detaille* 
small: tiny little klein* pequen* petit* 
big: large huge gross* grand*
fast: quick speed schnell* rapid* 
slow: langsam* lent*
simple: easy einfach* sencill* 
new: neu neue neuen neuer neues nuev* nouve* 
old: obsolete outdated stale legacy deprecated veraltet* alte alten viej* obsolet*
semicolon: semikolon*
comma: komma* coma comas
work: arbeit* trabaj* travaill*
dead: unused unreachable tot tote toten muert* mort morte inutilis*
public: exported offentlich*
important: essential crucial wichtig* 
obvious: evident self-evident offensichtlich* obvi* evid*
generated: autogenerated generiert* generad* genere generee generees
manual: manually handmade handisch manuell* manualmente manuellement
automatic: automatically auto automatisch* automatic* automatiqu*
parallel: concurrent concurrently simultaneous
sequential: sequentially serial serially
local: locally lokal*
lowercase: kleinbuchstab* minuscul*
uppercase: grossbuchstab* mayuscul* majuscul*
alphabetical: alphabetically alphabetisch* alfabet*
first: zuerst primer* premier* erst erste ersten
last: zuletzt ultim* dernier*
english: englisch* ingles* anglais*
german: deutsch* aleman* allemand*
spanish: spanisch* espanol* espagnol*
french: franzosisch* frances* francais*
italian: italienisch* italian*
monday: montag* lunes lundi
friday: freitag* viernes vendredi
sunday: sonntag* domingo dimanche
production: prod produktion* produccion*
development: dev entwicklung* desarrollo* developpement*
interface: schnittstelle* interfaz*
directly: direkt* direct*
style: styling styl* estil*
indent: indentation einruck* sangr* indent*
`;

/** Words that hold a sentence together, of other languages, as the English ones that the grammar here knows. */
const LINKS = `
not: nicht kein keine keinen keinem keiner keines ne n pas dont cannot
never: nie niemals nunca jamas jamais
always: immer stets siempre toujours
and: und y et
or: oder ou
but: sondern sino mais aber pero
with: mit uber con avec using via
without: ohne sin sans
for: fur para pour
in: im under underneath dans en inside within into ins
on: at auf sur
to: zum zur
from: aus vom desde depuis
as: als como comme
before: vor bevor vorm antes avant
after: nach nachdem despues apres
when: if wenn sobald falls cuando quand lorsque whenever if while during
only: nur solo solamente seulement uniquement
every: jede jeden jedem jeder jedes alle allen cada todos todas each all any chaque tous toutes toute tout
is: are was were be been being ist sind sei es esta estan son est sont
`;

/** Several words that are one, or say what one says. Endings of English verbs are allowed for. */
const PHRASES: readonly (readonly [RegExp, string])[] = (
  [
    ["turn(?:s|ed|ing)? on|switch(?:es|ed|ing)? on|enabl(?:e|es|ed|ing)|activat(?:e|es|ed|ing)|einschalten", "use"],
    ["turn(?:s|ed|ing)? off|switch(?:es|ed|ing)? off|disabl(?:e|es|ed|ing)|deactivat(?:e|es|ed|ing)", "omit"],
    ["leav(?:e|es|ing) out|left out|get(?:ting)? rid of|refrain from|stay away from|do without|weglassen", "omit"],
    ["drop(?:s|ped|ping)? (?:the )?support", "omit support"],
    ["forbid|prohibit|disallow|ban|deny", "not allow"],
    ["add(?:s|ed|ing)? (?:an? )?new", "add"],
    // The language; elsewhere it is what things do.
    ["(in|for|write|use) go", "$1 golang"],
    ["check(?:s|ed|ing)? in", "commit"],
    ["roll(?:s|ed|ing)? out", "deploy"],
    ["set(?:s|ting)? up", "install"],
    ["look(?:s|ed|ing)? at", "read"],
    ["leav(?:e|es|ing) (.{1,40}?) (?:alone|untouched|unchanged|as (?:it is|they are|is))", "not edit $1"],
    ["ask(?:s|ed|ing)? (?:me )?for (?:permission|confirmation|approval|leave)", "ask"],
    ["pull requests?|merge requests?|prs?|mrs?", "pullrequest"],
    ["lock ?files?|lock-files?", "lockfile"],
    ["e-?mail(?: address(?:es)?)?", "email"],
    ["by hand|von hand|a mano|a la main", "manual"],
    ["one after (?:the other|another)|one by one|one at a time|in sequence|in series|nacheinander", "sequential"],
    ["at the same time|in parallel|at once|gleichzeitig", "parallel"],
    ["at length|in (?:full )?detail|in depth", "long"],
    ["next to|beside|besides|alongside|close to|neben|junto a|al lado de|a cote de", "in nextto"],
    [
      "(?:instead|in place|in lieu) of|rather than|anstelle von|anstatt|statt|en vez de|en lugar de|au lieu de|plutot que",
      "instead of",
    ],
    ["even (?:when|if)", "when"],
    ["as long as|in case", "when"],
    ["antes de(?: que)?|avant (?:de|que)|prior to|ahead of", "before"],
    ["despues de(?: que)?|apres que", "after"],
    ["mots? de passe", "password"],
    ["bases? de (?:datos|donnees)", "database"],
    ["by means of|with the help of|through", "with"],
    ["(camel|snake|kebab|pascal|upper|lower|title)[ _-]?case", "$1case"],
    [
      "(?:(?:at|no|not) more than|at most|up to|less than|fewer than|below|under|within|not (?:be )?(?:longer|larger|bigger|greater|more) than|not exceed|maximum(?: of)?|max(?: of)?)(?= (?:the |a )?\\d)",
      "limit",
    ],
    [
      "(?:at least|more than|above|over|minimum(?: of)?|min(?: of)?|no (?:fewer|less) than|not less than)(?= (?:the |a )?\\d)",
      "atleast",
    ],
    ["cap(?:s|ped|ping)?|restrict(?:s|ed|ing)?|begrenz\\w*|limit(?:s|ed|ing|a|er|ez)?", "limit"],
    ["from now on|as of now|in the future|ab jetzt|a partir de ahora|desormais", ""],
    ["in (?:this|our|the) (?:repo|repository|project|codebase|code base)", ""],
    ["(?:is|are) (?:enough|needed|required|necessary|sufficient)", "is"],
    ["without asking", "without ask"],
    ["(nam(?:e|es|ed|ing)) (.{1,40}?) after", "$1 $2 by"],
    ["time[- ]?outs?|tim(?:e|es|ed|ing) out", "timeout"],
    ["feature (?:flag|toggle|switch)", "flag"],
    ["feature (?:flags|toggles|switches)", "flags"],
    ["hard[- ]?cod(?:e|es|ed|ing)", "hardcode"],
  ] as const
).map(([pattern, plain]) => [new RegExp(`(?<![\\p{L}\\p{N}_./-])(?:${pattern})(?![\\p{L}\\p{N}_-])`, "giu"), plain]);

const stemOf = (word: string): string => termsOf(word)[0] ?? word;

const readGroups = (table: string) => {
  const whole = new Map<string, string>();
  const begins = new Map<string, string>();
  for (const line of table.trim().split("\n")) {
    const [concept = "", words = ""] = line.split(":");
    for (const word of words.trim().split(/\s+/).filter(Boolean))
      if (word.endsWith("*")) begins.set(word.slice(0, -1), concept);
      else whole.set(stemOf(word), concept);
    whole.set(stemOf(concept), concept);
  }
  return { whole, begins };
};

const CONCEPTS = readGroups(GROUPS);
const links = new Map(
  LINKS.trim()
    .split("\n")
    .flatMap((line) => {
      const [link = "", words = ""] = line.split(":");
      return words
        .trim()
        .split(/\s+/)
        .map((word): [string, string] => [word, link]);
    }),
);
const LONGEST_BEGINNING = Math.max(...[...CONCEPTS.begins.keys()].map(({ length }) => length));
const SHORTEST_BEGINNING = 3;

/** Several words that say what one says, as that one. `text` is in small letters without marks. */
export const withPhrases = (text: string): string =>
  PHRASES.reduce((changed, [pattern, plain]) => changed.replace(pattern, plain), text);

const STOPPED = new Set(
  `a an the and or but if then of it its this that these those i you he she we they me him her us them my your our their do does did has had will
  would can could may might there what which who how where why so very please thanks ok now one ones`.split(/\s+/),
);

/** Whether a word in small letters says nothing about what is spoken of. */
export const isStopped = (word: string): boolean => STOPPED.has(word);

/** A joining word in English, or null for any other word. */
export const linkOf = (word: string): string | null => links.get(word) ?? null;

/** The one word of its group for a word in small letters without marks; its stem where it is in none. */
export const conceptOf = (word: string): string => {
  const stem = stemOf(word);
  // "Briefly" is how, "brief" is what; the same is meant.
  const known =
    CONCEPTS.whole.get(stem) ?? (/..ly$/.test(word) ? CONCEPTS.whole.get(stemOf(word.slice(0, -2))) : undefined);
  if (known !== undefined) return stemOf(known);
  // The longest beginning counts: "Benutzer" is no form of "benutzen".
  for (let length = Math.min(LONGEST_BEGINNING, word.length); length >= SHORTEST_BEGINNING; length--) {
    const found = CONCEPTS.begins.get(word.slice(0, length));
    if (found !== undefined) return stemOf(found);
  }
  return stem;
};
