import { mkdirSync } from "node:fs";
import { z } from "zod";
import type { Clock } from "../../sync/core/clock.ts";
import { execGroup, type GroupEnd } from "../process/exec-group.ts";
import { type Backend, ModelError, type RawQuestion, type RawReply, type Usage } from "./model.ts";

interface ClaudeCliOptions {
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  /** An own empty folder: no project of the user's, whose instructions would be read and whose sessions it would be among. */
  readonly cwd: string;
}

const OUTPUT_BYTES_MAX = 2_000_000;

/** What `claude -p --output-format json` prints, as far as it is of use here. Counts that are missing are none. */
const printed = z.object({
  is_error: z.boolean().default(false),
  subtype: z.string().default(""),
  result: z.string().default(""),
  api_error_status: z.number().nullish(),
  usage: z
    .object({
      input_tokens: z.number().default(0),
      cache_creation_input_tokens: z.number().default(0),
      cache_read_input_tokens: z.number().default(0),
      output_tokens: z.number().default(0),
    })
    .prefault({}),
});

/** The user's own `claude -p`: one turn without tools, hooks, servers or a session on the disk. Its login pays. */
export const claudeCliBackend =
  ({ clock, env, cwd }: ClaudeCliOptions): Backend =>
  async (question) => {
    mkdirSync(cwd, { recursive: true, mode: 0o700 });
    const end = await execGroup(["claude", ...argsFor(question)], {
      cwd,
      env: { ...env, ...ownEnv(question) },
      stdin: question.prompt,
      clock,
      timeoutMs: question.timeoutMs,
      outputBytesMax: OUTPUT_BYTES_MAX,
      signal: question.signal,
    });
    return replyIn(end, question);
  };

const ownEnv = ({ maxTokens }: RawQuestion): NodeJS.ProcessEnv => ({
  // Cairn's own hooks do nothing in there: it must not learn from its own questions.
  CAIRN_DISABLED: "1",
  CLAUDE_CODE_MAX_OUTPUT_TOKENS: String(maxTokens),
  MAX_THINKING_TOKENS: "0",
});

const argsFor = ({ model, system, schema }: RawQuestion): string[] => [
  "-p",
  ...["--output-format", "json"],
  ...["--model", model],
  ...["--system-prompt", `${system}\n\n${formOf(schema)}`],
  ...["--tools", ""],
  // The user's own settings say how to log in; those of a folder are none of our business.
  ...["--setting-sources", "user"],
  ...["--settings", '{"disableAllHooks":true}'],
  "--strict-mcp-config",
  "--disable-slash-commands",
  "--no-session-persistence",
];

const formOf = (schema: z.ZodType): string =>
  `Answer with one JSON object and nothing else. Its JSON schema:\n${JSON.stringify(z.toJSONSchema(schema))}`;

const replyIn = (end: GroupEnd, { timeoutMs }: RawQuestion): RawReply => {
  switch (end.how) {
    case "aborted":
      throw new ModelError("given-up", "The question was given up.");
    case "timeout":
      throw new ModelError("timeout", `\`claude -p\` did not answer within ${timeoutMs / 1_000} s.`);
    case "too-much":
      throw new ModelError("malformed", "`claude -p` printed far too much.");
    case "not-started":
      throw new ModelError("unauthorised", `\`claude\` cannot be started (${end.code ?? "no such program"}).`, {
        hint: "Is Claude Code on the PATH that the worker was started with? `cairn restart` from a shell where `claude` works.",
      });
    case "exited":
      return replyOf(end);
  }
};

const replyOf = ({ code, stdout }: GroupEnd & { how: "exited" }): RawReply => {
  const found = parsed(stdout);
  if (found === null) {
    if (code === 0) throw new ModelError("malformed", "`claude -p` printed something else than its JSON.");
    throw new ModelError("overloaded", `\`claude -p\` ended with ${code ?? "a signal"}.`, { hint: TRY_IT });
  }
  const usage = usageOf(found);
  if (!found.is_error && code === 0) return { text: found.result, usage };
  const status = found.api_error_status ?? null;
  if (status === 429) throw new ModelError("rate-limited", "`claude -p`: too many questions, or its limit is reached.");
  if (status === 401 || status === 403 || /not logged in|\/login|invalid api key/i.test(found.result)) {
    throw new ModelError("unauthorised", "`claude -p` is not logged in.", { hint: "`claude` and then /login." });
  }
  if (status !== null && status >= 400 && status < 500 && status !== 408)
    throw new ModelError("rejected", `\`claude -p\` was answered with ${status}.`, { hint: TRY_IT, usage });
  throw new ModelError("overloaded", `\`claude -p\` failed${status === null ? "" : ` (${status})`}.`, {
    hint: TRY_IT,
    usage,
  });
};

const TRY_IT = "Try `claude -p hello` in a terminal; what it says there is the reason.";

const parsed = (stdout: string): z.infer<typeof printed> | null => {
  try {
    return printed.parse(JSON.parse(stdout));
  } catch {
    return null;
  }
};

const usageOf = ({ usage }: z.infer<typeof printed>): Usage => ({
  inputTokens: usage.input_tokens + usage.cache_creation_input_tokens,
  outputTokens: usage.output_tokens,
  cachedTokens: usage.cache_read_input_tokens,
});
