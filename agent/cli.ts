#!/usr/bin/env node
import { existsSync, readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "../sync/core/clock.ts";
import { codeOf } from "../sync/core/errors.ts";
import { homeAt } from "../sync/core/home.ts";
import { createClient } from "./client.ts";
import { EXIT } from "./commands/context.ts";
import { runCairn } from "./commands/program.ts";
import { createTerminal } from "./terminal.ts";

// The one file that looks at the process: its environment, its streams, its signals.

/** The folder that holds package.json: two above the built file, one above the source. */
const rootOf = (here: string): string => {
  const above = dirname(dirname(here));
  return existsSync(join(above, "package.json")) ? above : dirname(above);
};

/** Aborted by the first SIGINT or SIGTERM; a second one ends the process at once. */
const untilSignal = (): AbortSignal => {
  const asked = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (asked.signal.aborted) process.exit(EXIT.failure);
      asked.abort();
    });
  }
  return asked.signal;
};

/** Where we are; the folder may have been removed under us. */
const currentFolder = (env: NodeJS.ProcessEnv): string => {
  try {
    return process.cwd();
  } catch {
    return env.PWD ?? "/";
  }
};

const main = async (): Promise<number> => {
  process.umask(0o077);
  const env = process.env;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      // `cairn memories | head -1`: nobody reads on, so nothing more needs to be said.
      if (codeOf(error) === "EPIPE") process.exit(EXIT.ok);
      throw error;
    });
  }
  const terminal = createTerminal(process, env.NO_COLOR);
  const dir = env.CAIRN_HOME || join(env.HOME || homedir(), ".cairn");
  if (!isAbsolute(dir)) {
    // The hooks take an absolute path or nothing: they run in whatever folder a session is in.
    terminal.warn(`cairn: CAIRN_HOME is not an absolute path: ${dir}`);
    return EXIT.usage;
  }
  const home = homeAt(dir.replace(/(?<=.)\/+$/, ""));
  const root = rootOf(fileURLToPath(import.meta.url));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const clock = systemClock;
  return runCairn(process.argv.slice(2), {
    env,
    home,
    client: createClient({ home, clock, version, warn: terminal.warn }),
    terminal,
    clock,
    cwd: currentFolder(env),
    version,
    root,
    runtimeDir: env.XDG_RUNTIME_DIR || tmpdir(),
    untilSignal,
  });
};

process.exitCode = await main();
