import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { Surroundings, ToolGlimpse } from "../../agent/learn/detect/detect.ts";

const tools = z.array(z.tuple([z.string(), z.string()])).default([]);

const turn = z.strictObject({
  id: z.string(),
  voice: z.string(),
  /** Rules and weights are made on `tune`; only figures of `check` tell how good they are. Split by voice. */
  half: z.enum(["tune", "check"]),
  text: z.string(),
  previous: z.string().nullable(),
  last: tools,
  interrupted: tools,
  rejected: tools,
  userModified: tools,
  label: z.enum(["correction", "preference", "none"]),
  durable: z.boolean().default(false),
  /** What is to be learned: scope, kinds that will do, and words that the text must hold. */
  lessons: z
    .array(
      z.strictObject({
        scope: z.enum(["user", "project"]),
        kinds: z.array(z.string()),
        has: z.array(z.string()),
        optional: z.boolean().default(false),
      }),
    )
    .default([]),
});

/** A turn written by hand, with what it is. */
export type LabelledTurn = z.infer<typeof turn>;

const glimpses = (uses: readonly (readonly [string, string])[]): ToolGlimpse[] =>
  uses.map(([tool, summary]) => ({ tool, summary, files: tool === "Bash" ? [] : [summary] }));

/** The turn as the detector is given it. */
export const asInput = (labelled: LabelledTurn): { text: string } & Surroundings => ({
  text: labelled.text,
  previousAnswer: labelled.previous,
  lastTools: glimpses(labelled.last),
  interruptedTools: glimpses(labelled.interrupted),
  rejectedTools: glimpses(labelled.rejected),
  userModified: glimpses(labelled.userModified),
});

const FOLDER = new URL("../eval/data/turns/", import.meta.url);

/** All turns, voice by voice. */
export const labelledTurns = (): LabelledTurn[] =>
  readdirSync(FOLDER)
    .sort()
    .flatMap((file) =>
      readFileSync(new URL(file, FOLDER), "utf8")
        .trim()
        .split("\n")
        .map((line) => turn.parse(JSON.parse(line))),
    );

/** A turn out of the blue, or with what is given before it. */
export const said = (text: string, around: Partial<Surroundings> = {}): { text: string } & Surroundings => ({
  text,
  previousAnswer: null,
  interruptedTools: [],
  rejectedTools: [],
  userModified: [],
  lastTools: [],
  ...around,
});
