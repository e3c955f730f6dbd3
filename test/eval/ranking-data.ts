import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Memory } from "../../sync/core/words.ts";

const HERE = join(import.meta.dirname, "data/ranking");

const head = z.object({ topic: z.string(), half: z.enum(["tune", "check"]) });
const memory = z.object({
  id: z.string(),
  scope: z.enum(["user", "project"]),
  text: z.string(),
  /** What it was learned from. */
  context: z.string().default(""),
});
const question = z.object({
  kind: z.string(),
  text: z.string(),
  /** The memories that bear on it; none where it has nothing to do with any. */
  wants: z.array(z.string()),
});
const entry = z.union([z.object({ memory }), z.object({ question })]);

export type Question = z.infer<typeof question>;

/** A made-up project with what was learned in it, and what is asked there. */
export interface Topic {
  readonly name: string;
  readonly half: "tune" | "check";
  readonly memories: readonly z.infer<typeof memory>[];
  readonly questions: readonly Question[];
}

const readTopic = (file: string): Topic => {
  const [first = "", ...rest] = readFileSync(join(HERE, file), "utf8").trimEnd().split("\n");
  const { topic, half } = head.parse(JSON.parse(first));
  const entries = rest.map((line) => entry.parse(JSON.parse(line)));
  return {
    name: topic,
    half,
    memories: entries.flatMap((one) => ("memory" in one ? one.memory : [])),
    questions: entries.flatMap((one) => ("question" in one ? one.question : [])),
  };
};

/** The topics in the order of their names; each belongs to one half, so that nothing of the checking half was ever tuned on. */
export const readTopics = (): Topic[] => readdirSync(HERE).sort().map(readTopic);

/** A memory with what it was learned from. */
export interface Remembered {
  readonly memory: Memory;
  readonly context: string;
}

/** The name of a topic's memory among those of all. */
export const memoryId = (topic: Topic, id: string): string => `ctx-${topic.name}/${id}`;

/** The memories of a topic, all equally sure and old, so that only the words decide. */
export const rememberedIn = (topic: Topic, atMs: number): Remembered[] =>
  topic.memories.map(({ id, scope, text, context }) => ({
    context,
    memory: {
      id: memoryId(topic, id),
      kind: "rule",
      scope,
      projectId: scope === "project" ? topic.name : null,
      text,
      state: "trusted",
      origin: "correction",
      confidence: 0.75,
      isPrivate: false,
      supersededBy: null,
      createdAtMs: atMs,
      updatedAtMs: atMs,
    },
  }));
