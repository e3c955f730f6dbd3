import { apisToUse } from "./apis-to-use.ts";
import { changesTogether } from "./changes-together.ts";
import { experiences } from "./experience.ts";
import { failedThenPassed } from "./failed-then-passed.ts";
import type { Insight } from "./insight.ts";
import { projectCommands } from "./project-commands.ts";
import { repeatedErrors } from "./repeated-errors.ts";
import type { Called, Said, Step, Trajectory } from "./step.ts";
import { triedAndDropped } from "./tried-and-dropped.ts";

/** What a turn teaches by itself. @param steps of one agent. */
export const reflectOnTurn = (steps: readonly Step[], said: Said): readonly Insight[] => failedThenPassed(steps, said);

/** What the turns of a project teach about its files: `turns` has the files that each of them changed. */
export const reflectOnChanges = changesTogether;

/** What the whole course of a session teaches, one kind after the other. */
export const ON_SESSION: readonly ((trajectory: Trajectory, called: Called) => readonly Insight[])[] = [
  experiences,
  apisToUse,
  triedAndDropped,
  ({ steps }, called) => projectCommands(steps, called),
  ({ steps }) => repeatedErrors(steps),
];
