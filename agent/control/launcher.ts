import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../sync/core/errors.ts";
import { readIfThere, writeAtomically } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";

const MARK = "# Made by `cairn init --link`; `cairn uninstall` removes it.";

interface Launcher {
  readonly path: string;
  readonly folder: string;
  readonly isOnPath: boolean;
}

const place = (env: NodeJS.ProcessEnv): Launcher => {
  if (!env.HOME) {
    throw new AppError("link", "HOME is not set, so there is no place for the command.", {
      hint: "Set HOME to your own folder, then try again.",
    });
  }
  const folder = join(env.HOME, ".local", "bin");
  return { path: join(folder, "cairn"), folder, isOnPath: (env.PATH ?? "").split(":").includes(folder) };
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Puts a `cairn` command into ~/.local/bin. From an installed runtime it follows updates and the Node that was chosen for it.
 * Throws `AppError("link")` where a file of somebody else has that name.
 */
export const installLauncher = ({ home, env, cli }: { home: Home; env: NodeJS.ProcessEnv; cli: string }): Launcher => {
  const launcher = place(env);
  const found = readIfThere(launcher.path);
  if (found !== null && !found.includes(MARK)) {
    throw new AppError("link", `${launcher.path} is there already and not from here.`, {
      hint: "Move it away, then try again.",
    });
  }
  const isInstalled = cli.startsWith(`${home.runtime}/`);
  const lines = [
    "#!/bin/sh",
    MARK,
    ...(env.CAIRN_HOME ? [`: "\${CAIRN_HOME:=${home.dir.replaceAll(/["$`\\]/g, "\\$&")}}"`, "export CAIRN_HOME"] : []),
    `node=${quoted(process.execPath)}`,
    ...(isInstalled
      ? [`[ -r ${quoted(join(home.runtime, "node"))} ] && IFS= read -r node <${quoted(join(home.runtime, "node"))}`]
      : []),
    `exec "$node" ${quoted(isInstalled ? join(home.runtime, "current", "dist", "agent", "cli.js") : cli)} "$@"`,
  ];
  mkdirSync(launcher.folder, { recursive: true });
  writeAtomically(launcher.path, `${lines.join("\n")}\n`);
  chmodSync(launcher.path, 0o755);
  return launcher;
};

/** Removes the command if it was made here. Returns its path, or null when there was none. */
export const removeLauncher = (env: NodeJS.ProcessEnv): string | null => {
  if (!env.HOME) return null;
  const { path } = place(env);
  if (!readIfThere(path)?.includes(MARK)) return null;
  rmSync(path, { force: true });
  return path;
};
