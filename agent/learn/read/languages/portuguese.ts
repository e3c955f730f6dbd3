import { type Language, opens, parts, words } from "./language.ts";
import { ITALIAN, isMostly, PORTUGUESE } from "./romance.ts";

/** Set phrases of Portuguese and the signs they show. */
export const portuguese: Language = {
  isSpoken: (text) => isMostly(text, PORTUGUESE, ITALIAN),
  minds: "Atenção:",
  predicate: words(
    "é | são | fica | ficam | vai | vão | tem que | têm que | deve | devem | só | em (?:português|inglês)",
  ),
  signs: [
    ["rejects", opens("não[,.! ] ?(?!sei|consigo|tem|deu|está|funciona|entendi) | errado | nada disso | opa,? não")],
    [
      "finds fault",
      words("errad[oa]s? | não é (?:isso|assim|o que|esse|essa) | trocou | inverteu | sobrando | ficou ao contrário"),
    ],
    [
      "recalls",
      words(
        "eu (?:disse|falei|pedi|quis dizer|queria) | como (?:eu )?(?:disse|falei) | pedi (?:pra|para|que|só) | não pedi",
      ),
    ],
    [
      "told before",
      words("já (?:te )?(?:disse|falei|pedi|tinha) | de novo isso | quantas vezes | outra vez | pela segunda vez"),
    ],
    ["undoes", words("desfaz | desfaça | volta (?:como|o que|isso|pra) | reverte | reverta | volte")],
    [
      "blames",
      words(
        "você (?:\\p{L}+ ){0,2}(?:\\p{L}+(?:ou|eu|iu)|esqueceu|apagou|mudou|trocou|colocou|fez|usou) | vc (?:\\p{L}+ ){0,2}\\p{L}+(?:ou|eu|iu|ez) | esqueceu",
      ),
    ],
    ["happens again", words("de novo | outra vez | ainda (?:está|tem|usa|aparece)")],
    [
      "forbids",
      words(
        "não (?:use|usa|usar|mexa|mexe|mexer|faça|faz|coloque|coloca|crie|cria|apague|apaga|altere|altera|mude|muda|precisa|quero|pode|rode|roda|commite|suba|sobe|edite|edita|invente|inventa) | nada de | pare de | para de | chega de | sem (?:emoji|comentário)\\p{L}*",
      ),
    ],
    ["should have been", words("deveria (?:ser|ter|estar|usar) | era (?:pra|para) | tinha que (?:ser|estar)")],
    [
      "standing",
      words(
        "sempre | nunca | daqui (?:pra|para) frente | a partir de agora | de agora em diante | toda vez | todas as vezes | jamais | no futuro",
      ),
    ],
    [
      "settles",
      words(
        "aqui (?:a gente|nós|no) | a gente (?:usa|não|sempre|faz|guarda|escreve|roda) | nós (?:usamos|não|sempre) | nosso padrão | por padrão aqui | usamos | nossa convenção",
      ),
    ],
    [
      "in the project",
      words("n(?:este|esse|o nosso|o) (?:projeto|repo|repositório) | no código todo | no projeto todo"),
    ],
    [
      "wishes",
      words(
        "prefiro | eu gosto | não gosto | gostaria que você | quero que você | odeio | melhor (?:usar|fazer|deixar)",
      ),
    ],
    ["contrast", words("e não | em vez de | ao invés de | no lugar de | não \\p{L}+, (?:é|e sim)")],
    ["for all of them", words("todos | todas | cada | qualquer")],
    [
      "about answers",
      words(
        "responda | responde | explica(?:ção|ções)? | em português | resumo | mais curto | direto ao ponto | respostas?",
      ),
    ],
    [
      "whenever the agent does",
      words(
        "(?:antes de|depois de|quando|sempre que|toda vez que) (?:você |vc )?\\p{L}+.{0,40}(?:rode|roda|avise|avisa|pergunte|pergunta|confira|limpe|limpa|use|usa|faça)",
      ),
    ],
    [
      "teaches",
      words(
        "lembre(?:-se)? | lembra que | tenha em mente | só pra você saber | fica a dica | anota aí | detalhe | importante | atenção",
      ),
    ],
    [
      "asks to be asked",
      words("me (?:pergunte|pergunta|avise|avisa|consulte) | sem (?:me )?(?:perguntar|avisar) | pergunte antes"),
    ],
    ["gives a reason", words("porque | pois | senão | por causa | já que")],
    ["for now", words("por enquanto | desta vez | dessa vez | hoje | só agora | por ora")],
    [
      "reports",
      words(
        "não (?:funciona|funcionou|aparece|abre|carrega|rodou|roda|vai) | deu erro | dá erro | erro | quebrou | travou | continua (?:dando|com)",
      ),
    ],
    ["asks", parts("\\? | por que | como (?:faço|eu|posso)")],
    ["approves", opens("ok | obrigad[oa] | valeu | show | perfeito | ótimo | isso aí | beleza | sim(?!\\p{L}) | boa")],
    [
      "orders",
      words(
        "faz | faça | cria | crie | adiciona | adicione | coloca | coloque | gera | gere | mostra | mostre | arruma | arrume | corrige | corrija | plota | calcula",
      ),
    ],
  ],
};
