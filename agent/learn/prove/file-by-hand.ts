import { typed } from "../shell/commands.ts";
import { type Check, eachChange, eachCommand, finding } from "./check.ts";
import { commandsNamed } from "./command-words.ts";
import { isKind, kindIn } from "./file-kinds.ts";
import { baseOf } from "./file-names.ts";
import { wordsOf } from "./mask.ts";
import type { Rule } from "./rule.ts";

const BY_HAND =
  /\b(?:by hand|manually|yourself|from scratch|von hand|manuell|selbst|a mano|manualmente|à la main|manuellement)\b/i;
const CREATES =
  /\b(?:generat\w*|creat\w*|produc\w*|mak(?:e|es)|made|scaffold\w*|add\w*|writ\w*|erzeug\w*|erstell\w*|anleg\w*|schreib\w*|gener[ae]\w*|crea\w*|escrib\w*|génér\w*|écri\w*|cré\w*)\b/i;

/** "Generate migrations with `manage.py makemigrations`, never write them by hand." */
export const notByHand = (rule: Rule): Check[] => {
  const isBarred = rule.unwanted.some((phrase) => BY_HAND.test(phrase));
  const clause = rule.clauses.find(
    ({ polarity, text }) => polarity === "do" && CREATES.test(text) && commandsNamed(text).length > 0,
  );
  if (!isBarred || clause === undefined) return [];
  const kind = kindIn(wordsOf(clause.text));
  if (kind === undefined) return [];
  const ways = commandsNamed(clause.text);
  return [
    eachCommand((ran) => (ways.some(({ does }) => does(ran)) ? finding(true, typed(ran)) : null)),
    // What a command writes may well be generated.
    eachChange(({ file, added, isNew, by }, { prompt }) =>
      isNew &&
      added.trim() !== "" &&
      isKind(kind, file, added) &&
      !/^(?:mv|cp|git|touch)\b/.test(by) &&
      !prompt.includes(baseOf(file))
        ? finding(false, file)
        : null,
    ),
  ];
};
