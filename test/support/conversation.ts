import type { TestMachine } from "./machine.ts";

let ids = 0;
const nextId = (kind: string): string => `${kind}-${String(++ids).padStart(6, "0")}`;

/** The events of one session of Claude Code, each laid into the spool a moment after the one before; each returns its file. */
export const converse = (machine: TestMachine, cwd: string, sessionId = nextId("session")) => {
  const lay = (hookEventName: string, fields: Readonly<Record<string, unknown>> = {}): string =>
    machine.spool(
      {
        session_id: sessionId,
        transcript_path: `/t/${sessionId}.jsonl`,
        cwd,
        hook_event_name: hookEventName,
        ...(promptId === null ? {} : { prompt_id: promptId }),
        ...fields,
      },
      { atMs: machine.clock.now() + ++events },
    );
  let promptId: string | null = null;
  let events = 0;
  return {
    id: sessionId,
    lay,
    start: (source = "startup"): string => lay("SessionStart", { source, model: "some-model" }),
    prompt: (prompt: string): string => {
      promptId = nextId("prompt");
      return lay("UserPromptSubmit", { permission_mode: "default", prompt });
    },
    /** A tool call with its result. Returns both files. */
    tool: (
      name: string,
      input: Readonly<Record<string, unknown>>,
      response: unknown = { ok: true },
    ): [string, string] => {
      const call = { tool_name: name, tool_input: input, tool_use_id: nextId("toolu") };
      return [lay("PreToolUse", call), lay("PostToolUse", { ...call, tool_response: response, duration_ms: 5 })];
    },
    failedTool: (name: string, input: Readonly<Record<string, unknown>>, error = "Exit code 1"): void => {
      const call = { tool_name: name, tool_input: input, tool_use_id: nextId("toolu") };
      lay("PreToolUse", call);
      lay("PostToolUseFailure", { ...call, error, is_interrupt: false, duration_ms: 5 });
    },
    stop: (answer = "Done."): string => lay("Stop", { stop_hook_active: false, last_assistant_message: answer }),
    end: (reason = "other"): string => lay("SessionEnd", { reason }),
  };
};

/** Says something that the detector takes for a lasting correction, and lets the machine learn it. Returns the session. */
export const correct = async (machine: TestMachine, cwd: string, words: string, sessionId?: string) => {
  const session = converse(machine, cwd, sessionId);
  session.prompt("Add the date library to the project");
  session.tool("Bash", { command: "npm install dayjs" });
  session.stop("I installed dayjs with npm.");
  session.prompt(words);
  await machine.clock.pass(100);
  await machine.takeIn();
  await machine.work();
  return session;
};
