import { readFileSync } from "node:fs";
import { z } from "zod";

const turn = z.object({
  speaker: z.string(),
  dia_id: z.string(),
  text: z.string().default(""),
  blip_caption: z.string().nullish(),
  query: z.string().nullish(),
});
const question = z.object({
  question: z.string(),
  evidence: z.array(z.coerce.string()).default([]),
  category: z.coerce.number(),
});
const sample = z.object({
  sample_id: z.string(),
  conversation: z.record(z.string(), z.unknown()),
  qa: z.array(question),
});

export interface Turn {
  readonly id: string;
  readonly speaker: string;
  readonly text: string;
  /** What the picture shows that came with it. */
  readonly caption: string | null;
}

export interface Session {
  /** As it stands there: `1:56 pm on 8 May, 2023`. */
  readonly date: string;
  readonly turns: readonly Turn[];
}

export interface Question {
  readonly text: string;
  /** Ids of the turns that answer it. */
  readonly evidence: readonly string[];
  readonly category: number;
}

export interface Sample {
  readonly id: string;
  readonly sessions: readonly Session[];
  readonly questions: readonly Question[];
}

/** The turns that an evidence names, however it is written: `D8:6; D9:17`, `D:11:26`, `D30:05`. */
export const evidenceIds = (evidence: readonly string[]): string[] => {
  const named = evidence.flatMap((text) => [...text.matchAll(/D:?(\d{1,4}):(\d{1,4})/g)]);
  return [...new Set(named.map(([, session, turn]) => `D${Number(session)}:${Number(turn)}`))];
};

const sessionsOf = (conversation: Readonly<Record<string, unknown>>): Session[] =>
  Object.keys(conversation)
    .flatMap((key) => /^session_(\d+)$/.exec(key)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
    .map((n) => ({
      date: z.string().catch("").parse(conversation[`session_${n}_date_time`]),
      turns: z
        .array(turn)
        .parse(conversation[`session_${n}`])
        .map(({ speaker, dia_id, text, blip_caption, query }) => ({
          id: evidenceIds([dia_id])[0] ?? dia_id,
          speaker,
          text,
          caption: [blip_caption, query].filter(Boolean).join("; ") || null,
        })),
    }));

/** Reads a file in the format of LoCoMo: conversations of many sessions, and questions with the turns that answer them. */
export const readLocomo = (file: string): Sample[] =>
  z
    .array(sample)
    .parse(JSON.parse(readFileSync(file, "utf8")))
    .map(({ sample_id, conversation, qa }) => ({
      id: sample_id,
      sessions: sessionsOf(conversation),
      questions: qa.map(({ question: text, evidence, category }) => ({
        text,
        evidence: evidenceIds(evidence),
        category,
      })),
    }));
