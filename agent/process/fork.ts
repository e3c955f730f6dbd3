import { fork } from "node:child_process";

/** A Node process of ours that talks with this one. It hears when this one dies, and is to end then. */
export interface Forked<In> {
  readonly pid: number | null;
  /** What can't be delivered any more is dropped: `ended` tells. */
  readonly send: (message: In) => void;
  /** Its exit code, or null where a signal ended it or it could not be started. */
  readonly ended: Promise<number | null>;
  /** What it said last on its standard error. */
  readonly lastWords: () => string;
  readonly kill: () => void;
}

interface ForkOptions<Out> {
  readonly env: NodeJS.ProcessEnv;
  readonly memoryLimitMb: number;
  readonly onMessage: (message: Out) => void;
  /** It has hung up: it is about to end, or should be. */
  readonly onHangUp: () => void;
}

const LAST_WORDS_CHARS = 2_000;

/** Starts a built program (see `programFile`) that speaks `In` and answers `Out`; both sides are ours, so messages are not checked. */
export const forkProgram = <In, Out>(
  file: string,
  args: readonly string[],
  { env, memoryLimitMb, onMessage, onHangUp }: ForkOptions<Out>,
): Forked<In> => {
  const child = fork(file, [...args], {
    cwd: "/",
    env,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "advanced",
    execArgv: [`--max-old-space-size=${memoryLimitMb}`],
  });
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-LAST_WORDS_CHARS);
  });
  child.on("message", (message) => onMessage(message as Out));
  child.on("disconnect", onHangUp);
  const ended = new Promise<number | null>((resolve) => {
    child.on("error", () => {
      // Also said when a message could not be delivered to one that lives.
      if (child.pid === undefined) resolve(null);
    });
    child.on("exit", (code) => resolve(code));
  });
  return {
    pid: child.pid ?? null,
    send: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    ended,
    lastWords: () => words.trim(),
    kill: () => void child.kill("SIGKILL"),
  };
};
