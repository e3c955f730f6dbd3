import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readAnswer } from "../../agent/model/answer.ts";
import { claudeCliBackend } from "../../agent/model/claude-cli.ts";
import { isAlive } from "../../agent/process/exec.ts";
import { systemClock } from "../../sync/core/clock.ts";
import { problemOf } from "../support/model-problem.ts";
import { scratchDir } from "../support/scratch.ts";

const schema = z.object({ label: z.enum(["yes", "no"]) });

/** A `claude` on the PATH that does what the script says. */
const claudeThat = (script: string) => {
  const dir = scratchDir();
  const file = join(dir, "claude");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { dir, path: `${dir}:${process.env.PATH}` };
};

const ask = async (
  { dir, path }: { dir: string; path: string },
  { timeoutMs = 20_000, signal = new AbortController().signal } = {},
) => {
  const backend = claudeCliBackend({ clock: systemClock, env: { PATH: path, HOME: dir }, cwd: join(dir, "empty") });
  const raw = await backend({
    model: "haiku",
    system: "Say yes or no.",
    prompt: "Well?",
    schema,
    maxTokens: 50,
    timeoutMs,
    signal,
  });
  return readAnswer(raw, schema);
};

const RESULT = JSON.stringify({
  type: "result",
  subtype: "success",
  is_error: false,
  result: 'Here it is:\n```json\n{"label": "yes"}\n```',
  usage: { input_tokens: 4, cache_creation_input_tokens: 3, cache_read_input_tokens: 20, output_tokens: 6 },
});

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await systemClock.sleep(10);
};

describe("the user's own claude -p", () => {
  test("is asked on stdin, without tools or hooks, in a folder of no project, and its answer is checked", async () => {
    const claude = claudeThat(
      `here=$(dirname "$0")\nprintf '%s\\n' "$@" >"$here/args"\ncat >"$here/stdin"\npwd >"$here/cwd"\nprintf %s "$CAIRN_DISABLED" >"$here/disabled"\ncat <<'X'\n${RESULT}\nX`,
    );
    expect(await ask(claude)).toEqual({
      value: { label: "yes" },
      usage: { inputTokens: 7, outputTokens: 6, cachedTokens: 20 },
    });
    const wrote = (name: string): string => readFileSync(join(claude.dir, name), "utf8");
    expect(wrote("stdin")).toBe("Well?");
    expect(wrote("disabled")).toBe("1");
    expect(wrote("cwd").trim()).toMatch(/\/empty$/);
    const args = wrote("args");
    expect(args).toMatch(/^-p\n--output-format\njson\n--model\nhaiku\n/);
    expect(args).toContain("--tools\n\n");
    expect(args).toContain('{"disableAllHooks":true}');
    expect(args).not.toContain("Well?");
  });

  test.each([
    ["prints garbage", "echo '<html>'", "malformed"],
    ["prints nothing", "true", "malformed"],
    ["answers in another form", `echo '{"result":"{\\"label\\":\\"maybe\\"}"}'`, "malformed"],
    ["prints without end", "while :; do printf '%100000s' x; done", "malformed"],
    ["fails", "echo oops >&2; exit 3", "overloaded"],
    [
      "is not logged in",
      `echo '{"is_error":true,"result":"Not logged in · Please run /login"}'; exit 1`,
      "unauthorised",
    ],
    [
      "has reached its limit",
      `echo '{"is_error":true,"api_error_status":429,"result":"limit"}'; exit 1`,
      "rate-limited",
    ],
    ["knows no such model", `echo '{"is_error":true,"api_error_status":404,"result":"no"}'; exit 1`, "rejected"],
  ])("that %s says so by its kind", async (_, script, kind) => {
    expect((await problemOf(ask(claudeThat(script)))).kind).toBe(kind);
  });

  test("that is not there says what to do", async () => {
    const error = await problemOf(ask({ dir: scratchDir(), path: scratchDir() }));
    expect(error.kind).toBe("unauthorised");
    expect(error.hint).toContain("PATH");
  });

  test.each(["its time is over", "the worker stops"])(
    "that hangs is killed with all it has started when %s",
    async (why) => {
      const claude = claudeThat(
        'here=$(dirname "$0")\nsleep 600 &\necho $! >"$here/child"\necho $$ >"$here/pid"\nwait',
      );
      const stop = new AbortController();
      const asked = problemOf(ask(claude, why === "the worker stops" ? { signal: stop.signal } : { timeoutMs: 1_500 }));
      await until(() => existsSync(join(claude.dir, "pid")));
      if (why === "the worker stops") stop.abort();
      expect((await asked).kind).toBe(why === "the worker stops" ? "given-up" : "timeout");
      for (const name of ["pid", "child"]) {
        const pid = Number(readFileSync(join(claude.dir, name), "utf8"));
        await until(() => !isAlive(pid) || readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z "));
      }
    },
  );
});
