import { isA, wordsOf } from "../read/lexicon.ts";
import { inProject } from "../read/markers.ts";
import type { ReadSentence } from "../read/reading.ts";

/** What the agent does towards the person, whatever the project. */
const TOWARDS_ME =
  /\b(?:answer|reply|respond|explain|ask(?:ing)?|tell(?:ing)?|summari[sz]e|apologi[sz]e|recap|guess(?:ing)?|talk|speak|antwort\w*|erklär\w*|frag\w*|responde\w*|pregunt\w*|répond\w*)\b/i;
const MINE = /\b(?:me|my|mine|i|i'm|mich|mir|mein\w*|ich|mi|yo|je|moi|the user)\b/i;
const OURS = /\b(?:we|our|us|wir|uns|unser\w*|nosotros|nuestr\w*|nous|notre)\b/i;

/** Names, commands, paths: things of this code base rather than ways of the person. */
const namesThings = (text: string): boolean =>
  /`|\S\/\S|\b\w+\.\w{1,4}\b|(?<=\s)--?\w|_\w|\p{Ll}\p{Lu}|::|\d/u.test(text.replace(/[.!]$/, ""));

/** Whose a lesson is: the person's, wherever they work, or this project's. In doubt the project's, where a mistake reaches less far. */
export const scopeFor = (text: string, sentence: ReadSentence): "user" | "project" => {
  const said = sentence.text;
  if (inProject(said) !== null || OURS.test(said)) return "project";
  if (sentence.domain === "talk" && !wordsOf(said).some((word) => isA(word, "workNoun"))) return "user";
  const wishes = sentence.clauses.some(
    ({ act, subject }) => act === "wishes" || (act === "forbids" && subject === "i"),
  );
  if (TOWARDS_ME.test(text) && (MINE.test(said) || !namesThings(text))) return "user";
  if (wishes && !namesThings(text)) return "user";
  const habit = sentence.clauses.some(
    ({ words }) => isA(words[0], "stop") || (isA(words[0], "you") && words.includes("keep")),
  );
  if (MINE.test(said) && !namesThings(text)) return "user";
  return habit && !namesThings(text) ? "user" : "project";
};
