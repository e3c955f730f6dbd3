import { AppError } from "../../sync/core/errors.ts";
import { isSessionId, parseDuration, pause, resume } from "../control/pause.ts";
import { ago, count } from "../terminal.ts";
import { type Context, type Declare, examples } from "./context.ts";

interface Options {
  readonly session?: string | true;
  readonly for?: string;
  readonly off?: boolean;
}

export const declare: Declare = (command, context) => {
  command
    .option("--for <duration>", "go on by itself after this long: 45m, 2h, 1h30m, 1d")
    .option("--session [id]", "this one session only (default: the Claude Code session this runs in)")
    .option("--off", "go on now")
    .action((options: Options) => run(options, context));
  examples(command, [
    ["cairn pause --for 2h", "nothing is recorded or recalled for two hours"],
    ["cairn pause", "until `cairn pause --off`"],
    ["cairn pause --session", "run by Claude Code: only the session it runs in"],
  ]);
};

const run = ({ session, for: span, off }: Options, { home, clock, env, terminal }: Context): void => {
  const id = session === undefined ? null : sessionId(session === true ? env.CLAUDE_CODE_SESSION_ID : session);
  if (off) {
    if (span !== undefined)
      throw new AppError("usage", "--off and --for do not go together.", {
        hint: "`cairn pause --off` goes on now; `cairn pause --for 2h` goes on by itself.",
      });
    const ended = resume(home, id);
    terminal.print(ended === 0 ? "Nothing was paused." : `Cairn goes on (${count(ended, "pause")} ended).`);
    return;
  }
  const nowMs = clock.now();
  const untilMs = span === undefined ? null : nowMs + parseDuration(span);
  pause(home, id, untilMs);
  const who = id === null ? "Cairn records and recalls nothing" : `Cairn records and recalls nothing in session ${id}`;
  terminal.print(`${who} ${untilText(untilMs, nowMs)}.`);
};

const sessionId = (given: string | undefined): string => {
  if (given !== undefined && isSessionId(given)) return given;
  if (given !== undefined)
    throw new AppError("usage", `"${given}" is not the id of a session.`, {
      hint: "An id has letters, digits and dashes; in a session, `cairn pause --session` finds it by itself.",
    });
  throw new AppError("usage", "This does not run in a session of Claude Code, so say which one is meant.", {
    hint: "`cairn pause --session ID`",
  });
};

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY_AND_TIME = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

/** `until 14:30 (in 2 h)`; with null, how to end it. */
export const untilText = (untilMs: number | null, nowMs: number): string => {
  if (untilMs === null) return "until `cairn pause --off`";
  const format =
    DAY_AND_TIME.format(untilMs).split(",")[0] === DAY_AND_TIME.format(nowMs).split(",")[0] ? TIME : DAY_AND_TIME;
  return `until ${format.format(untilMs)} (${ago(untilMs, nowMs)})`;
};
