import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { type Row, ratioAtMost, timesBaseline, valueAtMost } from "../row.ts";
import { msApart, msEach, needs, pairsOf } from "../shell.ts";
import { sessionId, type WorkerWorld, withWorker } from "../worker-world.ts";

const PROMPTS_EACH = 10;
/** As people type: what one prompt taught has been learned before the next. Both sides wait, so that both are as cold. */
const PAUSE_S = 0.4;

/** A new session: its start, which is not measured, and then prompts. */
const promptsOf = ({ hook, payloads }: WorkerWorld, round: number): number => {
  const id = sessionId(round);
  msEach(hook("context", id), payloads("SessionStart", id, 1), 1);
  return msApart(hook("context", id), payloads("UserPromptSubmit", id, PROMPTS_EACH), PROMPTS_EACH, PAUSE_S);
};

export const contextPrompt: Row = {
  name: "context",
  what: "context.sh at a prompt, 10,000 memories, against curl --version",
  budget: ratioAtMost(2),
  measure: ({ quick }) => {
    needs("curl");
    needs("bash");
    return withWorker((world) => {
      const nothing = world.payloads("SessionStart", "nobody", PROMPTS_EACH);
      const curl = { argv: ["curl", "--version"] };
      const pairs = pairsOf(
        quick ? 4 : 12,
        (round) => promptsOf(world, round),
        () => msApart(curl, nothing, PROMPTS_EACH, PAUSE_S),
      );
      return timesBaseline(pairs, "ms");
    });
  },
};

const LIMIT_MS = 600;

/** One run of the hook from outside, in milliseconds. */
const msOnce = ({ hook }: WorkerWorld, folder: string, id: string, at: number): number => {
  const { argv, env } = hook("context", id);
  const [command = "", ...args] = argv;
  const payload = openSync(join(folder, String(at)), "r");
  const startedMs = performance.now();
  const { status } = spawnSync(command, args, { env: { ...env }, stdio: [payload, "ignore", "ignore"] });
  const tookMs = performance.now() - startedMs;
  closeSync(payload);
  if (status !== 0) throw new Error(`context.sh ended with ${status}`);
  return tookMs;
};

export const contextFrozen: Row = {
  name: "context-frozen",
  what: "context.sh with the worker stopped by SIGSTOP, the worst of prompts and session starts",
  budget: valueAtMost(LIMIT_MS, "ms"),
  measure: ({ quick }) => {
    needs("curl");
    return withWorker((world) => {
      const id = sessionId(0);
      msEach(world.hook("context", id), world.payloads("SessionStart", id, 1), 1);
      world.worker.signal("SIGSTOP");
      const n = quick ? 5 : 20;
      const took = (["UserPromptSubmit", "SessionStart"] as const).flatMap((kind) => {
        const folder = world.payloads(kind, id, n);
        return Array.from({ length: n }, (_, at) => msOnce(world, folder, id, at));
      });
      return { value: Math.max(...took), unit: "ms", baseline: null, ratio: null };
    });
  },
};
