import { type Check, eachChange, finding } from "./check.ts";
import { placed, placesIn } from "./places.ts";
import type { Rule } from "./rule.ts";

const endingOf = (file: string): string => /\.[\w]+$/.exec(file)?.[0] ?? "";
const ONLY =
  /^(?:please )?(?:only|just) (?:ever )?(?:edit|touch|change|modify|write(?: to)?|update) (?<what>`[^`]+`)|^(?:edit|touch|change|modify|update) only (?<that>`[^`]+`)|^(?:ändere|bearbeite) nur (?<nur>`[^`]+`)|^(?:edita|modifica|toca) solo (?<solo>`[^`]+`)/i;
const OTHERS =
  /\b(?:others?|rest|remaining|every ?thing else|anderen?|übrigen?|demás|otr[oa]s|autres|managed|generated|translations|locales)\b/i;
const OUTSIDE =
  /\b(?:anything|any file|files?|code|nothing|etwas|nichts|nada|rien)? ?(?:outside(?: of)?|außerhalb(?: von)?|fuera de|en dehors de|hors de) (?:the |der |des |la |el )?(?<place>`[^`]+`)/i;
const WRITES =
  /\b(?:write|edit|touch|change|modify|create|add|work|put|stay|schreib\w*|änder\w*|escrib\w*|toques|modifi\w*)\b/i;

/** "Only edit `en.json`; the others come from …", "don't write anything outside `plugin/`": all but one place is out of bounds. */
export const limitedTo = (rule: Rule): Check[] =>
  rule.clauses.flatMap(({ text, polarity, unwanted }) => {
    const only = polarity === "do" ? ONLY.exec(text)?.groups : undefined;
    const what = only?.what ?? only?.that ?? only?.nur ?? only?.solo;
    const outside =
      polarity === "dont" && WRITES.test(text) ? OUTSIDE.exec(unwanted.join(" "))?.groups?.place : undefined;
    const places = placesIn(what ?? outside ?? "");
    const [place] = places;
    if (place === undefined || (what !== undefined && !OTHERS.test(rule.text))) return [];
    const isThere = placed(places);
    return [
      eachChange(({ file, by }, { prompt }) => {
        if (isThere(file)) return finding(true, by === "" ? file : by);
        if (file === "" || /^(?:\/tmp|\/dev|\$|~)/.test(file) || prompt.includes(file.slice(file.lastIndexOf("/") + 1)))
          return null;
        // Of the others only those of its kind are meant.
        return what !== undefined && endingOf(file) !== endingOf(place) ? null : finding(false, by === "" ? file : by);
      }),
    ];
  });
