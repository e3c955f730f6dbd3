import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type SessionOptions, sessionArgs, sessionEnv } from "./session.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

// What Claude Code asks at its very first start, answered as a user would have: theme, key, and (if trusted) the folder.
const answered = (options: SessionOptions, trusted: boolean): object => ({
  hasCompletedOnboarding: true,
  theme: "dark",
  customApiKeyResponses: { approved: [sessionEnv(options).ANTHROPIC_API_KEY?.slice(-20)], rejected: [] },
  projects: trusted ? { [options.project]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } } : {},
});

/** Claude Code's interactive interface in a folder the user trusts already, or has still to be asked about. */
export const openUi = (options: SessionOptions, { trusted = true } = {}): Terminal => {
  const file = join(options.home, ".claude.json");
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as object) : {};
  writeFileSync(file, JSON.stringify({ ...before, ...answered(options, trusted) }));
  const argv = options.network.wrap([options.claude.bin, ...sessionArgs(options)]);
  return openTerminal(argv, { cwd: options.project, env: sessionEnv(options), folder: options.home });
};
