import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type BuiltWorker, startBuiltWorker } from "../support/built-worker.ts";
import { type PayloadKind, payloadText } from "../support/payloads.ts";
import { child } from "./built.ts";
import { PROJECT_ID, prompts } from "./corpus.ts";
import { HOOKS, payloadFolder, type Subject, withFolder } from "./shell.ts";

const MEMORIES = 10_000;
const BYTES = 3_072;

/** A real worker with 10,000 memories, and the hooks that call it. */
export interface WorkerWorld {
  readonly dir: string;
  readonly homeDir: string;
  readonly worker: BuiltWorker;
  /** The hook as Claude Code runs it in that session. */
  readonly hook: (name: string, sessionId: string) => Subject;
  /** A folder with `n` payloads of that kind; prompts differ from each other, and from those of other sessions. */
  readonly payloads: (kind: PayloadKind, sessionId: string, n: number) => string;
  /** Waits until the worker has taken everything in. */
  readonly settled: () => Promise<void>;
}

/** Starts a worker on a home of its own for the time of the work. */
export const withWorker = <T>(work: (world: WorkerWorld) => T | Promise<T>): Promise<T> =>
  withFolder(async (dir) => {
    const homeDir = join(dir, "home");
    const project = join(dir, PROJECT_ID);
    mkdirSync(project);
    await child("fill-home", { homeDir, dir, count: MEMORIES });
    const env = { PATH: process.env.PATH, HOME: dir, XDG_RUNTIME_DIR: dir, LANG: "C.UTF-8", CAIRN_HOME: homeDir };
    const worker = await startBuiltWorker(env);
    const said = prompts();
    let next = 0;
    try {
      return await work({
        dir,
        homeDir,
        worker,
        hook: (name, sessionId) => ({
          argv: [join(HOOKS, `${name}.sh`)],
          env: { ...env, CLAUDE_CODE_SESSION_ID: sessionId, CLAUDE_PROJECT_DIR: project },
        }),
        payloads: (kind, sessionId, n) => {
          const texts = Array.from({ length: n }, (_, at) => {
            const particulars = { sessionId, dir: project, prompt: at, call: at };
            if (kind !== "UserPromptSubmit") return payloadText(kind, particulars, BYTES);
            return payloadText(kind, { ...particulars, text: said[(next++ * 17) % said.length] ?? "go on" }, BYTES);
          });
          return payloadFolder(join(dir, `${sessionId}.${kind}`), texts);
        },
        settled: async () => {
          while (readdirSync(join(homeDir, "spool")).some((name) => name !== "bad")) await sleep(50);
        },
      });
    } finally {
      await worker.stop();
    }
  });

/** Session ids as Claude Code makes them. */
export const sessionId = (n: number): string => `${String(n).padStart(8, "0")}-8a4d-4f3b-9c57-2d1e6a7b8c90`;
