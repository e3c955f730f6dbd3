import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cairn, cairnAt } from "./cairn.ts";
import { claudeCode } from "./claude-code.ts";
import { type MessagesStub, messagesStub, type Script } from "./messages-stub.ts";
import { loopbackOnly, type Network } from "./network.ts";
import { openSession, type Session, type SessionOptions, sessionEnv } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { openUi } from "./ui.ts";

export interface SessionWish {
  readonly project: string;
  readonly script: Script;
  readonly plugins: readonly string[];
  readonly args?: readonly string[];
  readonly version?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** One test's own machine: a fresh user home with a space in its path, a network of its own, Cairn's home in it. */
export interface World {
  /** A folder without a space in its path: 2.1.138 runs no hook of a plugin that has one. */
  readonly root: string;
  readonly home: string;
  readonly network: Network;
  readonly cairn: Cairn;
  /** A new git repository. */
  readonly project: (name: string) => string;
  /** Runs a command of Claude Code, such as `plugin install`, and gives what it prints. */
  readonly claude: (folder: string, ...args: string[]) => Promise<string>;
  readonly session: (wish: SessionWish) => Promise<Session & { readonly stub: MessagesStub }>;
  readonly ui: (wish: SessionWish, trusted?: boolean) => Promise<Terminal & { readonly stub: MessagesStub }>;
}

/** Says these things, one a request, then "Done." for ever. */
export const says =
  (...answers: readonly Awaited<ReturnType<Script>>[]): Script =>
  (_request, callIndex) =>
    answers[callIndex] ?? "Done.";

/** Makes a world; `onEnd` is told how to end whatever was started in it. */
export const makeWorld = async (onEnd: (end: () => Promise<void>) => void): Promise<World> => {
  // Real path: macOS' temporary folder is a link, and Claude Code reports where it leads.
  const root = mkdtempSync(join(realpathSync(tmpdir()), "cairn-e2e-"));
  const network = await loopbackOnly();
  const home = join(root, "user home");
  mkdirSync(home);
  const cairn = cairnAt(join(home, ".cairn"), network);
  const endings: (() => void | Promise<void>)[] = [];
  onEnd(async () => {
    for (const end of [...endings.toReversed(), cairn.close, network.close]) await end();
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });
  const prepare = async (wish: SessionWish): Promise<{ stub: MessagesStub; options: SessionOptions }> => {
    const stub = messagesStub(await network.listen(), wish.script);
    endings.push(stub.close);
    const { project, plugins, args = [] } = wish;
    const env = { CAIRN_HOME: cairn.dir, ...wish.env };
    const claude = await claudeCode(wish.version);
    return { stub, options: { claude, network, url: stub.url, home, project, plugins, args, env } };
  };
  return {
    root,
    home,
    network,
    cairn,
    project: (name) => {
      const folder = join(root, name);
      mkdirSync(folder);
      spawnSync("git", ["init", "-q", folder]);
      return folder;
    },
    claude: async (folder, ...args) => {
      const claude = await claudeCode();
      const options = { claude, network, url: "http://127.0.0.1:9", home, project: folder };
      const [program, ...rest] = network.wrap([claude.bin, ...args]);
      return execFileSync(program, rest, { cwd: folder, env: sessionEnv(options), encoding: "utf8", timeout: 60_000 });
    },
    session: async (wish) => {
      const { stub, options } = await prepare(wish);
      const session = openSession(options);
      endings.push(session.kill);
      return { ...session, stub };
    },
    ui: async (wish, trusted = true) => {
      const { stub, options } = await prepare(wish);
      const terminal = openUi(options, { trusted });
      endings.push(terminal.close);
      return { ...terminal, stub };
    },
  };
};
