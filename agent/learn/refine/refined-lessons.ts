import { likeness, termsOf } from "../../../sync/core/terms.ts";
import type { CountedMemory, MemoryKind } from "../../../sync/core/words.ts";
import { oneLine } from "../../text/cap.ts";
import { redact } from "../../text/redact.ts";
import { formProblems } from "../word/form.ts";
import type { TurnAnswer } from "./turn-question.ts";

/** A lesson that a model worded, in good form. */
export interface RefinedLesson {
  readonly text: string;
  readonly kind: MemoryKind;
  readonly scope: "user" | "project";
  /** Both the rules and the model hold it for a lesson, and it is made of the person's own words. */
  readonly isSure: boolean;
}

const LESSONS_MAX = 6;
/** Beyond the longest text of a memory, so that what is too long is seen as too long. */
const TEXT_CHARS_MAX = 400;
/** The share of a lesson's terms that the person must have used themselves. */
const OWN_FROM = 0.5;
/** So alike must two wordings of a lesson be to be taken for the same. */
const ALIKE_FROM = 0.2;

/** What the person wrote themselves: no code blocks, no quotations. */
const ownWords = (prompt: string): string =>
  prompt
    .replace(/^(`{3,}|~{3,})[\s\S]*?(?:^\1|(?![\s\S]))/gm, " ")
    .replace(/^\s*>.*$/gm, " ")
    .trim();

const isOwn = (text: string, prompt: string): boolean => {
  const terms = new Set(termsOf(text));
  const said = new Set(termsOf(ownWords(prompt)));
  const shared = [...terms].filter((term) => said.has(term)).length;
  return terms.size > 0 && shared / terms.size >= OWN_FROM;
};

/** The lessons of a model's answer that pass the same rules of form as any other, without secrets, each once. Pure. */
export const lessonsIn = (
  answer: TurnAnswer,
  {
    prompt,
    isSignal,
  }: { readonly prompt: string /** The rules hold the turn for one that teaches. */; readonly isSignal: boolean },
): RefinedLesson[] => {
  if (answer.label === "none" || !answer.durable) return [];
  const lessons = answer.lessons.flatMap(({ text: raw, kind, scope }): RefinedLesson[] => {
    const text = redact(oneLine(raw, TEXT_CHARS_MAX));
    if (formProblems(text).length > 0) return [];
    return [{ text, kind, scope, isSure: isSignal && isOwn(text, prompt) }];
  });
  return [...new Map(lessons.map((lesson) => [lesson.text.toLowerCase(), lesson])).values()].slice(0, LESSONS_MAX);
};

/** Which lesson is another wording of which memory: each at most once, the most alike first. Pure. */
export const matched = <T extends Pick<CountedMemory, "text">>(
  memories: readonly T[],
  lessons: readonly RefinedLesson[],
): ReadonlyMap<RefinedLesson, T> => {
  const pairs = lessons
    .flatMap((lesson) => memories.map((memory) => ({ lesson, memory, score: alike(lesson.text, memory.text) })))
    .filter(({ score }) => score >= ALIKE_FROM)
    .toSorted((a, b) => b.score - a.score);
  const found = new Map<RefinedLesson, T>();
  for (const { lesson, memory } of pairs)
    if (!found.has(lesson) && ![...found.values()].includes(memory)) found.set(lesson, memory);
  return found;
};

const alike = (a: string, b: string): number => likeness(new Set(termsOf(a)), new Set(termsOf(b)));
