import type { z } from "zod";
import { ModelError, type RawReply, type Reply } from "./model.ts";

/** Longer than any answer that was asked for. */
const ANSWER_CHARS_MAX = 100_000;

/** The JSON object in a text that may have words or a fence around it. */
const jsonIn = (text: string): string => {
  const from = text.indexOf("{");
  const to = text.lastIndexOf("}");
  return from === -1 || to < from ? "" : text.slice(from, to + 1);
};

/** Checks a model's answer against what was asked for. Throws `ModelError` "malformed" that says what is off, but not what it said. */
export const readAnswer = <T>({ text, usage }: RawReply, schema: z.ZodType<T>): Reply<T> => {
  const malformed = (what: string): ModelError =>
    new ModelError("malformed", `The model's answer is not what was asked for: ${what}.`, { usage });
  if (text.length > ANSWER_CHARS_MAX) throw malformed("it is far too long");
  let found: unknown;
  try {
    found = JSON.parse(jsonIn(text));
  } catch {
    throw malformed("it is not JSON");
  }
  const parsed = schema.safeParse(found);
  if (parsed.success) return { value: parsed.data, usage };
  const where = parsed.error.issues.slice(0, 3).map(({ path, code }) => `${path.join(".") || "answer"}: ${code}`);
  throw malformed(where.join(", "));
};
