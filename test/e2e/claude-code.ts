import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The newest version the hooks were observed with, and the oldest worth supporting (it ignores `args` in hooks.json). */
export const NEWEST = "2.1.197";
export const OLDEST = "2.1.138";

export interface ClaudeCode {
  readonly bin: string;
  readonly version: string;
}

const PACKAGE = "@anthropic-ai/claude-code";

const versionOf = async (bin: string): Promise<string | null> => {
  if (!existsSync(bin)) return null;
  const env = { PATH: process.env.PATH, HOME: join(bin, "../../../home"), DISABLE_AUTOUPDATER: "1" };
  const { stdout } = await run(bin, ["--version"], { env, timeout: 30_000 }).catch(() => ({ stdout: "" }));
  return stdout.split(" ")[0] ?? null;
};

const install = async (folder: string, version: string): Promise<void> => {
  // Beside the folder and then renamed, so that an interrupted download is never taken for an installation.
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    const argv = ["install", "--prefix", fresh, "--no-audit", "--no-fund", `${PACKAGE}@${version}`];
    await run("npm", argv, { timeout: 240_000 });
    // npm may be set not to run install scripts; this one only puts the platform's program into place.
    await run(process.execPath, ["install.cjs"], { cwd: join(fresh, "node_modules", PACKAGE) });
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
};

/**
 * The real Claude Code of that version, downloaded once into `CAIRN_TEST_CACHE` (else `~/.cache/cairn-test`).
 * Throws an error that says how to get it where npm can't.
 */
export const claudeCode = async (version: string = NEWEST): Promise<ClaudeCode> => {
  const cache = process.env.CAIRN_TEST_CACHE ?? join(homedir(), ".cache", "cairn-test");
  const folder = join(cache, `claude-code-${version}`);
  const bin = join(folder, "node_modules", ".bin", "claude");
  if ((await versionOf(bin)) === version) return { bin, version };
  const cause = await install(folder, version).then(
    () => null,
    (error: unknown) => error,
  );
  const found = await versionOf(bin);
  if (found === version) return { bin, version };
  throw new Error(
    `These tests need Claude Code ${version}, and it could not be put into ${folder}${found ? ` (there: ${found})` : ""}.\n` +
      `Hint: run \`npm install --prefix '${folder}' ${PACKAGE}@${version}\` on a machine with network, ` +
      "copy the folder here, or name another folder in CAIRN_TEST_CACHE.",
    { cause },
  );
};
