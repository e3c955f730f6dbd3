import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { ClaudeCode } from "./claude-code.ts";
import type { Network } from "./network.ts";
import { until } from "./wait.ts";

export interface SessionOptions {
  readonly claude: ClaudeCode;
  readonly network: Network;
  /** Address of the Messages API. */
  readonly url: string;
  readonly home: string;
  /** The folder Claude Code is started in. */
  readonly project: string;
  readonly plugins?: readonly string[];
  /** More arguments for `claude`, such as `--resume ID`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** One line of `--output-format stream-json`, with the time at which it came. */
export interface Line {
  readonly atMs: number;
  readonly type: string;
  readonly subtype?: string;
  readonly session_id?: string;
  readonly result?: string;
  readonly hook_id?: string;
  readonly hook_event?: string;
  readonly stdout?: string;
  readonly is_error?: boolean;
}

export interface HookRun {
  readonly event: string;
  readonly stdout: string;
  /** Not to be trusted at the very start of a session: 2.1.197 reports both ends of SessionStart together. */
  readonly tookMs: number;
}

export interface Session {
  readonly lines: readonly Line[];
  readonly id: () => string;
  readonly stderr: () => string;
  /** Sends a prompt (or `/compact`) and waits for the end of that turn; gives the result text. */
  readonly say: (prompt: string) => Promise<string>;
  /** Closes its input and waits for its end; gives the exit code. */
  readonly end: () => Promise<number | null>;
  /** How long each hook took, from Claude Code's own report of its start to that of its end. */
  readonly hooks: () => readonly HookRun[];
  readonly kill: () => Promise<void>;
}

// A model that is shown the context of hooks as messages of their own, between the user's.
const MODEL = "claude-opus-4-8";
// Works for root too, where `--dangerously-skip-permissions` is refused.
const ALLOWED = ["Bash", "Edit", "Write", "Read", "Task", "Agent"];

/** Nothing of the developer's own environment gets in, but where programs are. */
export const sessionEnv = (options: SessionOptions): Record<string, string> => ({
  PATH: process.env.PATH ?? "/usr/bin:/bin",
  LANG: "C.UTF-8",
  HOME: options.home,
  ANTHROPIC_BASE_URL: options.url,
  ANTHROPIC_API_KEY: "sk-ant-stub-key-for-the-tests",
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  DISABLE_AUTOUPDATER: "1",
  DISABLE_TELEMETRY: "1",
  DISABLE_ERROR_REPORTING: "1",
  CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: "1",
  ...options.env,
});

export const sessionArgs = (options: SessionOptions): string[] => [
  ...["--model", MODEL],
  ...["--allowedTools", ALLOWED.join(",")],
  ...(options.plugins ?? []).flatMap((folder) => ["--plugin-dir", folder]),
  ...(options.args ?? []),
];

const hookRuns = (lines: readonly Line[]): HookRun[] =>
  lines.flatMap((ended) => {
    if (ended.subtype !== "hook_response") return [];
    const started = lines.find(({ subtype, hook_id }) => subtype === "hook_started" && hook_id === ended.hook_id);
    if (!started) return [];
    return [{ event: ended.hook_event ?? "", stdout: ended.stdout ?? "", tookMs: ended.atMs - started.atMs }];
  });

/** A session in print mode that takes prompts one after the other, as a program embedding Claude Code would. */
export const openSession = (options: SessionOptions): Session => {
  const flags = [
    "--output-format",
    "stream-json",
    "--input-format",
    "stream-json",
    "--include-hook-events",
    "--verbose",
  ];
  const [program, ...args] = options.network.wrap([options.claude.bin, "-p", ...flags, ...sessionArgs(options)]);
  const child = spawn(program, args, { cwd: options.project, env: sessionEnv(options) });
  const lines: Line[] = [];
  let stderr = "";
  let exited: number | null | undefined;
  child.on("close", (code) => {
    exited = code;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  // A session that dies with a prompt in the pipe is reported by `say`, with what it wrote to stderr.
  child.stdin.on("error", () => undefined);
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push({ ...(JSON.parse(line) as Omit<Line, "atMs">), atMs: Date.now() });
  });
  const results = () => lines.filter(({ type }) => type === "result");
  return {
    lines,
    id: () => lines.find(({ session_id }) => session_id)?.session_id ?? "",
    stderr: () => stderr,
    say: async (prompt) => {
      const before = results().length;
      const message = { role: "user", content: [{ type: "text", text: prompt }] };
      child.stdin.write(`${JSON.stringify({ type: "user", message })}\n`);
      const answered = await until(
        `the answer to "${prompt.slice(0, 60)}"`,
        () => results()[before] ?? (exited === undefined ? null : { result: undefined, is_error: false }),
        60_000,
      );
      if (exited !== undefined && !results()[before]) throw new Error(`claude ended with ${exited}: ${stderr}`);
      if (answered.is_error) throw new Error(`claude could not answer: ${answered.result}`);
      return answered.result ?? "";
    },
    end: async () => {
      child.stdin.end();
      return (await until("the end of the session", () => exited !== undefined && { code: exited }, 60_000)).code;
    },
    hooks: () => hookRuns(lines),
    kill: async () => {
      child.kill("SIGKILL");
      await until("the end of the session", () => exited !== undefined);
    },
  };
};
