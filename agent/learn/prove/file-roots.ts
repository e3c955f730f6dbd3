import { type Check, eachChange, finding } from "./check.ts";
import { kindIn } from "./file-kinds.ts";
import { baseOf, FIXED_NAME, isInRoot } from "./file-names.ts";
import { wordsOf } from "./mask.ts";
import type { Rule } from "./rule.ts";

const ROOT =
  /\b(?:(?:repo(?:sitory)?|project|workspace|package)(?:['’]s)? root|(?:the )?root(?: of| folder| directory| dir)|the root|top[- ]level|wurzelverzeichnis|projektwurzel|raíz|racine)\b/i;
const NEW =
  /\b(?:new|files?|scripts?|put|add|create|leave|drop|into|neuen?|dateien|anlegen|nuev\w+|archivos|nouve\w+|fichiers)\b/i;
const FOLDERS = /\b(?:folders?|director(?:y|ies)|ordner|carpetas?|dossiers?)\b/i;

/** "No new files in the root." */
export const rootChecks = (rule: Rule): Check[] =>
  rule.clauses.flatMap((clause) => {
    const said = clause.polarity === "dont" ? clause.unwanted.join(" ") || clause.text : clause.unwanted.join(" ");
    const words = wordsOf(said);
    if (said === "" || !ROOT.test(words) || (clause.polarity === "dont" && !NEW.test(wordsOf(clause.text)))) return [];
    if (FOLDERS.test(words.replace(ROOT, ""))) return [];
    const kind = kindIn(wordsOf(clause.text).replace(ROOT, " "));
    return [
      eachChange(({ file, isNew, added }, { prompt }) => {
        const base = baseOf(file);
        if (!isNew || base === "" || FIXED_NAME.test(base) || prompt.includes(base)) return null;
        if (isInRoot(file)) return kind === undefined || kind.path.test(file) ? finding(false, file) : null;
        return added === "" ? null : finding(true, file);
      }),
    ];
  });
