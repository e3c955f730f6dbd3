import { readFileSync } from "node:fs";
import { z } from "zod";

const act = z.strictObject({ tool: z.string(), input: z.record(z.string(), z.unknown()) });
const turn = z.strictObject({ user: z.string(), does: z.array(act).default([]), says: z.string() });

const scenario = z.strictObject({
  name: z.string(),
  about: z.string(),
  /** Name of the folder both sessions work in. */
  project: z.string(),
  /** The session in which the user sets the agent right. Paths in tool inputs are of the project. */
  first: z.array(turn),
  /** What is to be known afterwards: words that its text must hold in any case of letters, and what the second session does to it. */
  rules: z.array(
    z.strictObject({ id: z.string(), has: z.array(z.string()), second: z.enum(["obeyed", "violated", "untouched"]) }),
  ),
  second: z.array(turn),
});

/** Two recorded sessions and the rules that the first one teaches; docs/rules-benchmark.md has the format. */
export type Scenario = z.infer<typeof scenario>;
export type ScenarioTurn = Scenario["first"][number];

/** Reads a scenario; throws with the place of what is off. */
export const readScenario = (path: string | URL): Scenario => scenario.parse(JSON.parse(readFileSync(path, "utf8")));

export const TEN_RULES = new URL("ten-rules.json", import.meta.url);

/** Whether a text says what a rule says. */
export const says = (text: string, { has }: Pick<Scenario["rules"][number], "has">): boolean =>
  has.every((word) => text.toLowerCase().includes(word.toLowerCase()));
