import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { until } from "./wait.ts";

export type Key = "Enter" | "Escape" | "C-c";

/** A program running under a pseudo-terminal. */
export interface Terminal {
  readonly screen: () => string;
  /** Waits until that text is on the screen, wherever it is broken into lines. */
  readonly shows: (text: string) => Promise<void>;
  readonly type: (text: string) => void;
  readonly press: (key: Key) => void;
  /** Kills the program and waits until it is gone. */
  readonly close: () => Promise<void>;
}

export interface TerminalOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** A folder of the test, for the terminal's own files. */
  readonly folder: string;
}

type Basics = Omit<Terminal, "shows" | "close"> & { readonly close: () => void };

const COLUMNS = "120";
const ROWS = "40";

const inTmux = (argv: readonly string[], { cwd, env, folder }: TerminalOptions): Basics => {
  // A server of its own, away from the developer's: its socket is in the folder of the test.
  const tmux = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync("tmux", ["-S", join(folder, "tmux"), "-f", "/dev/null", ...args], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, LANG: "C.UTF-8" },
    });
    return status === 0 ? stdout : `tmux: ${stderr}`;
  };
  const assigned = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  tmux(
    "new-session",
    "-d",
    "-x",
    COLUMNS,
    "-y",
    ROWS,
    "-c",
    cwd,
    "env",
    "-i",
    "TERM=screen-256color",
    ...assigned,
    ...argv,
  );
  return {
    screen: () => tmux("capture-pane", "-p", "-J"),
    type: (text) => void tmux("send-keys", "-l", "--", text),
    press: (key) => void tmux("send-keys", key),
    close: () => void tmux("kill-server"),
  };
};

const BYTES: Readonly<Record<Key, string>> = { Enter: "\r", Escape: "\u001b", "C-c": "\u0003" };

// Without tmux nothing draws the screen, so what was written last stands for it.
const inScript = (argv: readonly string[], { cwd, env }: TerminalOptions): Basics => {
  const quoted = argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const child: ChildProcess = spawn(
    "script",
    ["-qfc", `stty rows ${ROWS} cols ${COLUMNS}; exec ${quoted}`, "/dev/null"],
    {
      cwd,
      env: { ...env, TERM: "xterm-256color", SHELL: "/bin/sh" },
      stdio: ["pipe", "pipe", "ignore"],
    },
  );
  let written = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    written = (written + chunk).slice(-200_000);
  });
  return {
    screen: () => stripVTControlCharacters(written).slice(-8_000),
    type: (text) => void child.stdin?.write(text),
    press: (key) => void child.stdin?.write(BYTES[key]),
    close: () => void child.kill("SIGKILL"),
  };
};

const squeezed = (text: string): string => text.replaceAll(/\s+/g, "");

/** Starts a program under tmux, else under `script`. */
export const openTerminal = (argv: readonly string[], options: TerminalOptions): Terminal => {
  const open = spawnSync("tmux", ["-V"]).status === 0 ? inTmux : inScript;
  const pidFile = join(options.folder, "terminal.pid");
  const basics = open(["sh", "-c", 'echo $$ >"$0"; exec "$@"', pidFile, ...argv], options);
  const dead = () => {
    try {
      return !process.kill(Number(readFileSync(pidFile, "utf8")), "SIGKILL");
    } catch {
      return true;
    }
  };
  return {
    ...basics,
    close: async () => {
      await until("the end of the program in the terminal", dead);
      basics.close();
    },
    shows: async (text) => {
      const found = () => squeezed(basics.screen()).includes(squeezed(text));
      await until(`"${text}" on the screen`, found).catch((cause: unknown) => {
        throw new Error(`Not on the screen: "${text}". There is:\n${basics.screen()}`, { cause });
      });
    },
  };
};
