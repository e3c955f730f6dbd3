import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const PLUGIN = join(ROOT, "plugin");

/** One event of a recorded session: what is told of it, and what Claude Code gave its hook. */
export interface Step {
  readonly who: "start" | "user" | "tool" | "result" | "failure" | "batch" | "answer" | "end";
  readonly text: string;
  /** A word of the memory that has to come of it. */
  readonly teaches?: string;
  readonly stdin: Readonly<Record<string, unknown>> & { readonly session_id: string; readonly hook_event_name: string };
}

/** Where a recorded session is played. */
export interface Stage {
  readonly home: string;
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A recorded session as it would happen in the project of this stage. */
export const readSession = (name: string, { home, project }: Stage): Step[] =>
  readFileSync(join(import.meta.dirname, `${name}.jsonl`), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line.replaceAll("@project@", project).replaceAll("@home@", home)) as Step);

interface HooksFile {
  readonly hooks: Readonly<Record<string, readonly { readonly hooks: readonly { readonly command: string }[] }[]>>;
}

const { hooks } = JSON.parse(readFileSync(join(ROOT, "hooks/hooks.json"), "utf8")) as HooksFile;

/** What a hook did with an event. */
export interface Ran {
  /** Its file name. */
  readonly hook: string;
  readonly tookMs: number;
  /** What it gave Claude Code to put before the model, or null. */
  readonly context: string | null;
}

/** Runs the hook that is registered for this event, the way Claude Code does. Throws when it does anything a hook never may. */
export const runHook = (step: Step, { project, env }: Stage): Ran => {
  const event = step.stdin.hook_event_name;
  const command = hooks[event]?.[0]?.hooks[0]?.command.replace(/^\$\{CLAUDE_PLUGIN_ROOT\}/, PLUGIN);
  if (command === undefined) throw new Error(`no hook is registered for ${event}`);
  const startedMs = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, [], {
    cwd: project,
    env: {
      ...env,
      CLAUDE_CODE_SESSION_ID: step.stdin.session_id,
      CLAUDE_PROJECT_DIR: project,
      CLAUDE_PLUGIN_ROOT: PLUGIN,
    },
    input: JSON.stringify(step.stdin),
    encoding: "utf8",
  });
  const tookMs = performance.now() - startedMs;
  if (error) throw error;
  if (status !== 0 || stderr !== "") throw new Error(`the hook of ${event} ended with ${status}: ${stderr}`);
  return { hook: command.slice(command.lastIndexOf("/") + 1), tookMs, context: contextIn(stdout) };
};

const contextIn = (stdout: string): string | null => {
  if (stdout === "") return null;
  const answer = JSON.parse(stdout) as { readonly hookSpecificOutput?: { readonly additionalContext?: string } };
  return answer.hookSpecificOutput?.additionalContext ?? null;
};
