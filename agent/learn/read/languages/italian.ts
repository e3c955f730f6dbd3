import { type Language, opens, parts, words } from "./language.ts";
import { ITALIAN, isMostly, PORTUGUESE } from "./romance.ts";

/** Set phrases of Italian and the signs they show. */
export const italian: Language = {
  isSpoken: (text) => isMostly(text, ITALIAN, PORTUGUESE),
  minds: "Nota:",
  predicate: words("è | sono | va | vanno | deve | devono | solo | stanno"),
  signs: [
    ["rejects", opens("no[,.! ] ?(?!tizie) | sbagliato | non così | macché")],
    ["finds fault", words("sbagliat[oaie] | non è (?:così|questo|quello) | hai (?:invertito|scambiato)")],
    ["recalls", words("ho detto | avevo (?:detto|chiesto) | intendevo | come dicevo | ti ho chiesto")],
    ["told before", words("te l'ho già | già detto | quante volte | un'altra volta | ancora una volta")],
    ["undoes", words("annulla | ripristina | torna (?:indietro|come)")],
    ["blames", words("hai (?:\\p{L}+ ){0,2}\\p{L}+(?:ato|uto|ito|esso|tto)")],
    ["happens again", words("di nuovo | ancora | un'altra volta")],
    [
      "forbids",
      words(
        "non (?:usare|toccare|modificare|aggiungere|fare|creare|scrivere|mettere|cancellare|voglio) | basta | smettila | niente \\p{L}+ | evita",
      ),
    ],
    ["should have been", words("doveva(?:no)? | avrebbe dovuto | dovrebbe essere")],
    ["standing", words("sempre | mai | d'ora in poi | ogni volta | da adesso")],
    ["settles", words("noi (?:usiamo|non|scriviamo) | usiamo | da noi | qui si")],
    ["in the project", words("in questo (?:progetto|repo) | nel progetto")],
    ["wishes", words("preferisco | mi piace | non mi piace | vorrei che | odio")],
    ["contrast", words("e non | invece di | al posto di")],
    ["about answers", words("rispondi | in italiano | risposte? | spiega\\p{L}*")],
    ["teaches", words("ricorda(?:ti)? | tieni presente | nota che | per tua informazione")],
    ["asks to be asked", words("chiedimi | senza (?:chiedere|avvisare)")],
    ["gives a reason", words("perché | altrimenti | dato che")],
    ["for now", words("per ora | questa volta | oggi")],
    ["reports", words("non funziona | errore | non (?:parte|compare|carica|va)")],
    ["asks", parts("\\?")],
    ["approves", opens("ok | grazie | perfetto | ottimo | va bene | sì(?!\\p{L})")],
    ["orders", words("fai | crea | aggiungi | scrivi | mostra | correggi | sistema")],
  ],
};
