import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { assemble } from "../../agent/daemon/assemble.ts";
import { assembleLearner } from "../../agent/daemon/learner/assemble-learner.ts";
import { wireEmbeddings } from "../../agent/daemon/wire-embeddings.ts";
import { wireModel } from "../../agent/daemon/wire-model.ts";
import type { Queue } from "../../agent/queue/queue.ts";
import { embedWhatIsMissing } from "../../agent/recall/embed-memories.ts";
import { type Config, defaultConfig, parseConfig } from "../../sync/core/config.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Log } from "../../sync/core/log.ts";
import { type Random, seededRandom } from "../../sync/core/random.ts";
import { openStore, type Store } from "../../sync/store/open.ts";
import { createTestClock, type TestClock } from "./clock.ts";
import { scratchHome } from "./scratch.ts";

/** What a hook ends a complete file with. */
const COMPLETE = "\x1e";

type Payload = Readonly<Record<string, unknown>> & { readonly session_id: string; readonly hook_event_name: string };

interface SpoolOptions {
  /** When it was written; now, if nothing is said. */
  readonly atMs?: number;
  /** Without the last byte, as a hook that died in the middle leaves it. */
  readonly cut?: boolean;
  /** As hooks name it where Claude Code does not tell them the session. */
  readonly nameless?: boolean;
}

export interface Logged {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A machine with everything a worker has, put together as the worker does it, but carried out step by step by a test. */
export interface TestMachine {
  readonly home: Home;
  readonly store: Store;
  readonly clock: TestClock;
  readonly logged: readonly Logged[];
  /** Changes settings as `config.yaml` would; throws for what there is not. */
  readonly configure: (changes: unknown) => void;
  /** Lays an event into the spool as a hook does; returns the file's name. */
  readonly spool: (payload: Payload | string | Uint8Array, options?: SpoolOptions) => string;
  /** Names of the files in the spool, and of those set aside. */
  readonly waiting: () => string[];
  readonly aside: () => string[];
  /** Takes everything in that waits. */
  readonly takeIn: () => Promise<void>;
  /** Looks for memories that lack a vector, as a worker does now and then. Returns whether there is a new job. */
  readonly lookForVectors: () => boolean;
  /** Runs what is due until nothing is. Returns how many jobs ran. */
  readonly work: () => Promise<number>;
  /** Asks as a hook does after it has spooled this file. Returns what it would print, parsed, or null for nothing. */
  readonly ask: (file: string) => Promise<Answer | null>;
  readonly request: (path: string, init?: RequestInit, env?: object) => Promise<Response>;
  readonly queue: Queue;
  readonly ingest: ReturnType<typeof assemble>["ingest"];
}

export interface Answer {
  readonly systemMessage?: string;
  readonly hookSpecificOutput?: { readonly hookEventName: string; readonly additionalContext: string };
}

interface MachineOptions {
  readonly home?: Home;
  readonly clock?: TestClock;
  readonly config?: unknown;
  /** Another one gives other ids. */
  readonly seed?: number;
  /** What the worker was started with; a model's key may stand in it. */
  readonly env?: NodeJS.ProcessEnv;
  /** Stands between the machine and its store. */
  readonly through?: (store: Store) => Store;
}

let files = 0;

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
};

const collect = (logged: Logged[]): Log => {
  const at =
    (level: Logged["level"]): Log["info"] =>
    (message, fields = {}) => {
      logged.push({ level, message, fields });
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
};

/** A machine of this test alone, gone when it ends. */
export const openMachine = ({
  home = scratchHome(),
  clock = createTestClock(),
  ...options
}: MachineOptions = {}): TestMachine => {
  const opened = openStore(home.database);
  onTestFinished(() => opened.close());
  const { config = defaultConfig, through = (same: Store) => same } = options;
  const random = seededRandom(options.seed ?? 1);
  return machineOn({ home, store: through(opened), clock, random, config, env: options.env ?? {} });
};

interface Parts {
  readonly home: Home;
  readonly store: Store;
  readonly clock: TestClock;
  readonly random: Random;
  readonly config: unknown;
  readonly env?: NodeJS.ProcessEnv;
}

/** Puts a machine together on an open store, which stays the caller's to close. */
export const machineOn = ({ home, store, clock, random, config: settings, env = {} }: Parts): TestMachine => {
  let config: Config = parseConfig(settings, "config.yaml");
  const logged: Logged[] = [];
  const base = { home, store, clock, random, config: () => config, version: "1.2.3" };
  const log = collect(logged);
  const model = wireModel(base, log, env);
  const never = new AbortController().signal;
  const embeddings = wireEmbeddings(base, log, never);
  const { queue, learning } = assembleLearner(base, log, { model, embeddings });
  const { ingest, app } = assemble(base, log, { jobs: queue, learning, embeddings });

  const spool: TestMachine["spool"] = (payload, { atMs = clock.now(), cut = false, nameless = false } = {}) => {
    mkdirSync(home.spool, { recursive: true, mode: 0o700 });
    const isPayload = typeof payload === "object" && !(payload instanceof Uint8Array);
    const name = `${1_000 + files++}.abc.${isPayload && !nameless ? payload.session_id : ""}`;
    const content = isPayload ? JSON.stringify(payload) : payload;
    const path = join(home.spool, name);
    writeFileSync(path, content);
    if (!cut) writeFileSync(path, COMPLETE, { flag: "a" });
    utimesSync(path, atMs / 1_000, atMs / 1_000);
    return name;
  };

  const request: TestMachine["request"] = async (path, init, env) => app.request(path, init, env);

  return {
    home,
    store,
    clock,
    logged,
    configure: (changes) => {
      config = parseConfig(changes, "config.yaml");
    },
    spool,
    waiting: () => namesIn(home.spool),
    aside: () => namesIn(home.spoolBad),
    takeIn: () => ingest.drain(),
    lookForVectors: () => embedWhatIsMissing(base),
    work: async () => {
      let ran = 0;
      while (await queue.runOne(never)) ran++;
      return ran;
    },
    ask: async (file) => {
      const response = await request(`/hook/${encodeURIComponent(file)}`);
      if (response.status === 204) return null;
      if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
      return (await response.json()) as Answer;
    },
    request,
    queue,
    ingest,
  };
};
