import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { says as answering, type World } from "../e2e/make-world.ts";
import type { Script } from "../e2e/messages-stub.ts";
import { type Scenario, type ScenarioTurn, says } from "./scenario.ts";

/** What became of a scenario's rules. */
export interface Played {
  /** Rules that the second session's model was told, in any of its requests before it acted. */
  readonly known: readonly string[];
  /** Id of the second session. */
  readonly sessionId: string;
}

/** The agent's side of a session: each tool call is an answer of the model, then what it says. */
const scriptOf = (turns: readonly ScenarioTurn[], project: string): Script =>
  answering(
    ...turns.flatMap(({ does, says: text }) => [
      ...does.map(({ tool, input }) => {
        const path = typeof input.file_path === "string" ? { file_path: join(project, input.file_path) } : {};
        return { tools: [{ name: tool, input: { ...input, ...path } }] };
      }),
      text,
    ]),
  );

/** Programs of the scenario that would reach for the network; they do nothing, and well. */
const quietPrograms = (root: string): string => {
  const folder = join(root, "bin");
  mkdirSync(folder, { recursive: true });
  for (const name of ["npm", "pnpm"]) {
    writeFileSync(join(folder, name), "#!/bin/sh\nexit 0\n");
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
};

const COMMITTER = {
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

/**
 * Plays both sessions of a scenario with the real Claude Code and a scripted model. `between` waits until the memory tool has
 * learned what it will.
 */
export const playScenario = async (
  world: World,
  { project: name, first, second, rules }: Scenario,
  { plugins, between }: { readonly plugins: readonly string[]; readonly between: (project: string) => Promise<void> },
): Promise<Played> => {
  const project = world.project(name);
  const env = { ...COMMITTER, PATH: `${quietPrograms(world.root)}:${process.env.PATH}` };
  const wish = { project, plugins, env };
  const teaching = await world.session({ ...wish, script: scriptOf(first, project) });
  for (const { user } of first) await teaching.say(user);
  await teaching.end();
  await between(project);
  const session = await world.session({ ...wish, script: scriptOf(second, project) });
  for (const { user } of second) await session.say(user);
  await session.end();
  await between(project);
  const told = session.stub.turns()[0]?.text ?? "";
  return { known: rules.filter((rule) => says(told, rule)).map(({ id }) => id), sessionId: session.id() };
};
