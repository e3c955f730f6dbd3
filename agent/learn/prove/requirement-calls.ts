import { lineAt } from "./code-text.ts";
import { codesIn, wordsOf } from "./mask.ts";
import type { Occurrence, Requirement } from "./requirement.ts";
import type { Clause } from "./rule.ts";

/** "Every `fetch` gets a `signal`", "give each `<Image>` a `sizes`", "pass `check=True` to every `subprocess.run`". */
const EACH = "(?:each|every|all|any|jede[rnms]?|alle|cada|todas? las?|todos? los|chaque|toutes? les|tous les)";
const HAS =
  "(?:has|have|gets?|needs?|carr(?:y|ies)|takes?|sets?|pass(?:es)?|includes?|specif(?:y|ies)|declares?|defines?|must|requires?|with|comes? with|bekommt|bekommen|braucht|brauchen|hat|haben|lleva|llevan|tiene|tienen|necesitan?|con|mit|avec|a|ont|porte|doit)";
const SUBJECT_FIRST = new RegExp(
  `\\b${EACH} (?<subject>[^,;]{0,40}?(?:\`[^\`]+\`)?[^,;\`]{0,40}?) ${HAS} (?<object>.+)$`,
  "iu",
);
const OBJECT_FIRST = new RegExp(
  `^(?:always )?(?:pass|give|set|add|put|use|specify|include|provide|setze|übergib|gib|pasa|pon|añade|passe|ajoute|mets) (?<object>.+?) (?:to|on|for|in|with|at|bei|an|in|für|a|en|para|à|dans|pour) ${EACH} (?<subject>.+)$`,
  "iu",
);
const GIVE = new RegExp(
  `^(?:always )?(?:give|tag|label|mark|annotate|provide|gib|versieh|etiqueta|dale a) ${EACH} (?<subject>.+?) (?:with |mit |con |avec )?(?<object>(?:an? |its |un |una |ein |eine )?(?:explicit )?(?:\`|timeout|tags?|labels?).*)$`,
  "iu",
);

/** "Use `pytest.raises` with `match=`" */
const USE_WITH =
  /^(?:always )?(?:use|call|write|nutze|usa|utilise) (?<subject>`[\w.:]+(?:\(\))?`) (?:only )?(?:with|mit|con|avec) (?:an? )?(?<object>`\w+(?:=[^`]*|:)`)/i;

/** How what is spoken of begins in code: a call, an element, a block of Terraform. */
const beginningOf = (subject: string): RegExp | null => {
  const [code] = codesIn(subject);
  if (code === undefined)
    return /\b(?:terraform|tf|aws|cloud)\b.*\bresources?\b|\bresource blocks?\b/i.test(wordsOf(subject))
      ? /^resource "[\w-]+" "[\w-]+" \{/gm
      : null;
  const element = /^<([A-Za-z][\w.-]*)\s*\/?>?$/.exec(code)?.[1];
  if (element !== undefined) return new RegExp(`<${element.replace(/\./g, "\\.")}\\b`, "g");
  const name = /^([A-Za-z_][\w.:]*)(?:\(\)?|\(.*\))?$/.exec(code)?.[1];
  if (name === undefined || /\.\w{2,4}$/.test(code)) return null;
  return new RegExp(`(?<![\\w.])${name.replace(/\./g, "\\.")}(?:<[^>\\n]{1,60}>)?\\(`, "g");
};

const ABOVE = /\b(?:above|before|over|preced\w*|on top of|right before|darüber|davor|encima|antes|au-dessus)\b/i;

/** "Every `unsafe` block": a word of the language. */
const keywordIn = (subject: string): RegExp | null => {
  const [code] = codesIn(subject);
  return code === undefined || !/^@?[A-Za-z_][\w.]*$/.test(code) || /\.\w{2,4}$/.test(code)
    ? null
    : new RegExp(`(?<![\\w.])${code.replace(/\./g, "\\.")}\\b`, "g");
};

const PIECE_MAX = 800;

/** From a beginning to the bracket that closes it. */
const pieceFrom = (text: string, at: number): string => {
  const piece = text.slice(at, at + PIECE_MAX);
  if (piece.startsWith("<")) return piece.slice(0, piece.search(/(?<![=-])>/) + 1 || piece.length);
  let depth = 0;
  for (let i = 0; i < piece.length; i++) {
    const c = piece[i];
    if (c === "(" || c === "{") depth++;
    else if ((c === ")" || c === "}") && --depth === 0) return piece.slice(0, i + 1);
  }
  return piece;
};

interface Demand {
  /** It stands in the lines before. */
  readonly isAbove?: boolean;
  readonly begins: RegExp;
  readonly needs: readonly RegExp[];
}

const demandIn = ({ text, polarity }: Clause): Demand | null => {
  if (polarity !== "do") return null;
  const found = (USE_WITH.exec(text) ?? GIVE.exec(text) ?? OBJECT_FIRST.exec(text) ?? SUBJECT_FIRST.exec(text))?.groups;
  const isAbove = ABOVE.test(found?.object ?? "");
  const isTerraform = /\b(?:terraform|tf)\b/i.test(wordsOf(text)) && /\bresources?\b/i.test(found?.subject ?? "");
  const begins =
    (isAbove ? keywordIn(found?.subject ?? "") : null) ??
    beginningOf(isTerraform ? "terraform resource" : (found?.subject ?? ""));
  if (found?.object === undefined || begins === null) return null;
  const named = codesIn(found.object);
  const words =
    named.length > 0
      ? named
      : (/\b(timeout|limit|name|title|key|deadline)s?\b/i.exec(wordsOf(found.object))?.slice(1) ?? []);
  const needs = words
    .map((word) => word.replace(/^(?:\/\/+|#|--|\/\*+)\s*|[=:(]+.*$|…|\.{3}/g, "").trim())
    .filter((word) => /^[\w-]{2,}$/.test(word))
    .map((word) => new RegExp(`(?<![\\w])${word}`, "i"));
  return needs.length === 0 ? null : { begins, needs, isAbove };
};

/** What each call, element or block has to be given. */
export const CALL_REQUIREMENTS: readonly Requirement[] = [
  {
    words: new RegExp(`\\b${EACH}\\b|\` (?:with|mit|con|avec) \``, "iu"),
    isUnderstood: (clause) => demandIn(clause) !== null,
    find: (added, clause): Occurrence[] => {
      const demand = demandIn(clause);
      if (demand === null) return [];
      return [...added.matchAll(demand.begins)].slice(0, 60).map((found) => {
        const piece = pieceFrom(added, found.index);
        if (demand.isAbove) {
          const before = added.slice(0, found.index).split("\n").slice(-4).join("\n");
          return { text: lineAt(added, found.index, 1), isGood: demand.needs.every((need) => need.test(before)) };
        }
        return { text: piece.split("\n")[0] ?? "", isGood: demand.needs.every((need) => need.test(piece)) };
      });
    },
  },
];
