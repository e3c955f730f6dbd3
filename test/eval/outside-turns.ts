import { z } from "zod";
import { type Detection, detect } from "../../agent/learn/detect/detect.ts";
import { extract } from "../../agent/learn/word/extract.ts";

const outsideTurn = z.looseObject({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  /** The agent's answer before the turn. */
  previous: z.string().nullish(),
});

/** What is printed of a turn from outside. */
interface JudgedTurn extends Pick<Detection, "label" | "durable" | "score"> {
  readonly id: string | number;
  readonly memories: readonly { readonly text: string; readonly kind: string; readonly scope: string }[];
}

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** Judges each line `{id, text, previous}` of a JSONL text as the worker would. Throws where a line is none, with its number. */
export const judgeTurns = function* (jsonl: string): Generator<JudgedTurn> {
  for (const [n, line] of jsonl.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const read = outsideTurn.safeParse(parse(line));
    if (!read.success)
      throw new Error(`line ${n + 1} is no turn: it wants {"id": …, "text": "…", "previous": "…" or null}`);
    const { id, text, previous } = read.data;
    const around = { interruptedTools: [], rejectedTools: [], userModified: [], lastTools: [] };
    const turn = { text, previousAnswer: previous ?? null, ...around };
    const detection = detect(turn);
    const memories = extract(turn, detection).map(({ text: lesson, kind, scope }) => ({ text: lesson, kind, scope }));
    yield { id, label: detection.label, durable: detection.durable, score: detection.score, memories };
  }
};
