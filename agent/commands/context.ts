import { existsSync } from "node:fs";
import type { Command } from "commander";
import type { Clock } from "../../sync/core/clock.ts";
import { AppError } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Client } from "../client.ts";
import type { Launch } from "../control/start.ts";
import type { Terminal } from "../terminal.ts";

/** How `cairn` can end; docs/commands.md says the same. */
export const EXIT = { ok: 0, failure: 1, usage: 2, notRunning: 3, locked: 4, tryAgain: 75 } as const;

/** All that a command may touch, so that a test hands in its own. */
export interface Context {
  readonly env: NodeJS.ProcessEnv;
  readonly home: Home;
  readonly client: Client;
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** The folder `cairn` was called in. */
  readonly cwd: string;
  readonly version: string;
  /** The installed package or the checkout: what holds `dist/` and package.json. */
  readonly root: string;
  /** Where a socket goes whose path in the home would be too long. */
  readonly runtimeDir: string;
  /** Aborted when the user or the system asks this process to end. Once asked for, a signal alone no longer ends it. */
  readonly untilSignal: () => AbortSignal;
  /** Ends with this code, once the command is done, where all goes well otherwise. */
  readonly exitWith: (code: number) => void;
}

/** What each command file exports as `declare`: adds the arguments, options, examples and the action. */
export type Declare = (command: Command, context: Context) => void;

/** What it takes to start or stop the worker from a command. Loads SQLite, so only these commands ask for it. */
export const launchIn = async ({ home, clock, version, env, root }: Context): Promise<Launch> => {
  const { isLockHeld } = await import("../health/lock-held.ts");
  return { home, clock, version, env, cli: cliIn(root), isHeld: () => isLockHeld(home) };
};

/** What a read gives; `none` where nothing has been stored on this machine yet. */
export const orNone = async <T>(asked: Promise<T>, none: T, { home }: Pick<Context, "home">): Promise<T> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AppError && error.code === "store-missing" && !existsSync(home.database)) return none;
    throw error;
  }
};

/** The built command line of a package or checkout. */
export const cliIn = (root: string): string => `${root}/dist/agent/cli.js`;

/** Adds examples to a command's help: pairs of a command line and what it does. */
export const examples = (command: Command, lines: readonly (readonly [line: string, meaning: string])[]): void => {
  const width = Math.max(...lines.map(([line]) => line.length));
  command.addHelpText(
    "after",
    `\nExamples:\n${lines.map(([line, meaning]) => `  $ ${line.padEnd(width)}  # ${meaning}`).join("\n")}`,
  );
};
