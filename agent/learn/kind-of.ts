import type { MemoryKind } from "../../sync/core/words.ts";

/** The kind of a memory that a person wrote without naming one. */
export const kindOf = (text: string): MemoryKind => {
  if (/```|^\s*(?:const|let|function|import|def|class)\b.*[({;=]/m.test(text)) return "snippet";
  if (/\b(?:fails?|breaks?|error|crash(?:es)?|bug|flaky|workaround|gotcha|beware|careful)\b/i.test(text))
    return "pitfall";
  if (/\b(?:api|endpoint|sdk)\b/i.test(text)) return "api";
  if (/\bI (?:prefer|like|want|hate)\b/i.test(text)) return "preference";
  return "rule";
};
