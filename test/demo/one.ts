import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startBuiltWorker } from "../support/built-worker.ts";
import { type Ran, readSession, runHook, type Stage, type Step } from "./replay.ts";

const CLI = join(import.meta.dirname, "../../dist/agent/cli.js");
const LEARN_WITHIN_MS = 20_000;
/** Between two events, so that a person can follow; nobody reads along without a terminal. */
const READING_MS = 200;

export interface Narrator {
  readonly heading: (text: string) => void;
  readonly line: (who: Step["who"], text: string, ran: Ran) => void;
  readonly note: (text: string) => void;
  readonly quote: (text: string) => void;
  readonly isWatched: boolean;
  /** Aborted when nobody wants to see the rest. */
  readonly stop: AbortSignal;
}

interface Learned {
  readonly id: string;
  readonly text: string;
  readonly state: string;
}

const makeStage = (root: string): Stage & { readonly env: { readonly CAIRN_HOME: string } } => {
  const project = join(root, "shop");
  mkdirSync(join(project, ".git"), { recursive: true });
  writeFileSync(join(project, ".git", "HEAD"), "ref: refs/heads/main\n");
  const env = { PATH: process.env.PATH, LANG: "C.UTF-8", HOME: root, XDG_RUNTIME_DIR: root };
  return { home: root, project, env: { ...env, CAIRN_HOME: join(root, "cairn"), NO_COLOR: "1" } };
};

/** What the worker has learned so far, asked with the command that people use. */
const memoriesOf = ({ project, env }: Stage): Learned[] => {
  const asked = spawnSync(process.execPath, [CLI, "memories", "--json"], { cwd: project, env, encoding: "utf8" });
  if (asked.status !== 0) throw new Error(`cairn memories ended with ${asked.status}: ${asked.stderr}`);
  return JSON.parse(asked.stdout) as Learned[];
};

const missing = (lessons: readonly string[], learned: readonly Learned[]): string[] =>
  lessons.filter((lesson) => !learned.some(({ text, state }) => state === "trusted" && text.includes(lesson)));

const waitUntilLearned = async (lessons: readonly string[], stage: Stage, stop: AbortSignal): Promise<Learned[]> => {
  const endMs = performance.now() + LEARN_WITHIN_MS;
  for (;;) {
    stop.throwIfAborted();
    const learned = memoriesOf(stage);
    const open = missing(lessons, learned);
    if (open.length === 0) return learned;
    if (performance.now() > endMs) throw new Error(`nothing was learned about: ${open.join(", ")}`);
    await sleep(100);
  }
};

const play = async (steps: readonly Step[], stage: Stage, narrator: Narrator): Promise<Ran[]> => {
  const ran: Ran[] = [];
  for (const step of steps) {
    narrator.stop.throwIfAborted();
    const one = runHook(step, stage);
    narrator.line(step.who, step.text, one);
    ran.push(one);
    if (narrator.isWatched && step.who !== "batch") await sleep(READING_MS);
  }
  return ran;
};

/**
 * Learn → recall on one machine: a recorded session with two corrections goes through the real hooks into a real worker, and the
 * brief of the next session is shown. Throws unless that brief holds what was learned. Leaves nothing behind.
 */
export const playOne = async (narrator: Narrator): Promise<void> => {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "cairn-demo-"));
  try {
    const stage = makeStage(root);
    const worker = await startBuiltWorker(stage.env);
    try {
      narrator.heading("The first session");
      const steps = readSession("session-1", stage);
      const ran = await play(steps, stage, narrator);
      const tookMs = ran.reduce((sum, one) => sum + one.tookMs, 0);
      narrator.note(`${ran.length} events were recorded; all hooks together took ${Math.round(tookMs)} ms.`);

      narrator.heading("What was learned from it, without a model and without the network");
      const lessons = steps.flatMap(({ teaches }) => teaches ?? []);
      const learned = await waitUntilLearned(lessons, stage, narrator.stop);
      for (const { text, id, state } of learned) narrator.quote(`${text}  [${id}, ${state}]`);

      narrator.heading("The second session");
      const [start] = await play(readSession("session-2", stage), stage, narrator);
      const brief = start?.context ?? "";
      narrator.note("Claude Code is given this, before the first prompt:");
      narrator.quote(brief);
      const known = learned.filter(({ text, id }) => brief.includes(text) && brief.includes(id));
      const forgotten = missing(lessons, known);
      if (forgotten.length > 0)
        throw new Error(`the brief does not hold what was learned about: ${forgotten.join(", ")}`);
      narrator.heading("Both corrections have reached the second session. Nobody has to make them again.");
    } finally {
      await worker.stop();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};
