import { termsOf } from "../../sync/core/terms.ts";

/**
 * Words that hold sentences together, beyond those that are never indexed: memories may hold them, but nobody looks for them. English,
 * German, French, Spanish.
 */
const BINDING = `
  about into onto over under up down out off through between against during after before until since while because though although
  than too again once any some all each every both either neither such same other another own much many more most few less least
  no none nor yes now already still yet even ever only quite rather really maybe perhaps likely well am being having doing done
  etc via per whether whose whom anybody anything everything something nothing someone somebody everyone everybody myself yourself
  himself herself itself themselves ourselves cannot got get goes hm hi hello hey great good nice fine sure thing things way lot bit
  der die das den dem des ein eine einen einem einer und oder aber wenn dass weil ist sind war waren sein bin bist hat habe haben hatte
  wird werden wurde ich du er sie es wir ihr mich dich mir dir uns euch mein dein kein keine nicht auch nur noch schon sehr mal hier
  dort da so wie wo wann warum wer was welche welcher welches für mit von vom zu zum zur im am um bei nach aus auf über unter vor durch
  gegen ohne kann können darf muss soll will heute bitte danke alles gut ja nein
  le la les un une des du de et ou mais si que qui quoi dont où quand comment pourquoi quel quelle quels quelles est sont était être
  ai as avoir ont je tu il elle nous vous ils elles me te se mon ma mes ton ta tes son sa ses notre votre leur ce cet cette ces ne pas
  plus pour par avec sans dans sur sous entre chez au aux en y moi toi merci bonjour oui non
  el los las una unos unas del al y o pero que quien cual como cuando donde por para con sin en sobre entre es son era ser estar está
  están ha han he hay yo tú él ella nosotros ellos mi tu su sus lo le les se no sí muy más qué quién cuál cómo cuándo dónde gracias hola`;

/** Words that any request may be made with: they say what to do, not what with. */
const ASKING = `
  add make do write create show tell give put take use want need try let go come see look find know think like help explain ask answer
  say mean change update edit fix set run start stop work keep begin turn call name list new old first last next right wrong big small
  bigger better best please thanks time day year today question problem issue remind suggest recommend
  mach machen schreib schreiben zeig gib geben nimm finde suche erkläre ändere füge neu neue neuen erste erster gibt
  fais faire écris donne montre mets mettre ajoute crée change explique nouveau nouvelle
  haz hacer escribe dame muestra pon añade crea cambia explica nuevo nueva`;

const setOf = (words: string): ReadonlySet<string> => new Set(termsOf(words));
const BINDING_TERMS = setOf(BINDING);
const ASKING_TERMS = setOf(ASKING);

/** Whether anybody would look for this term at all. */
export const isBinding = (term: string): boolean => BINDING_TERMS.has(term);

/** Whether a term is one that any request may be made with; small numbers are. */
export const isAsking = (term: string): boolean => ASKING_TERMS.has(term) || /^\d{1,2}$/.test(term);
