// Runs npm and other tools: output into the log, a time limit, and no child left behind.
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { Failure, recognise } from "./failure.mjs";

const running = new Set();

const killGroup = (pid) => {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has just ended.
  }
};

/** Ends what is under way, with its children: npm starts node-gyp, which starts make. */
export const killRunning = () => {
  for (const pid of running) killGroup(pid);
};

/**
 * Runs `argv` to its end; resolves to {code, output}. `output` is also in the log. Past the limit: code null. `alive` is asked before,
 * and throws where the lock was lost.
 */
export const run = (argv, { cwd, env, log, limitMs, alive }) =>
  new Promise((done, fail) => {
    alive();
    const file = openSync(log, "a", 0o600);
    const from = statSync(log).size;
    const child = spawn(argv[0], argv.slice(1), { cwd, env, stdio: ["ignore", file, file], detached: true });
    closeSync(file);
    const timer = setTimeout(() => killGroup(child.pid), limitMs);
    if (child.pid !== undefined) running.add(child.pid);
    child.once("error", (error) => {
      clearTimeout(timer);
      fail(error);
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      running.delete(child.pid);
      done({ code, output: tail(log, from) });
    });
  });

const tail = (path, from) => {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(Math.max(0, statSync(path).size - from));
    readSync(file, bytes, 0, bytes.length, from);
    return bytes.toString("utf8");
  } finally {
    closeSync(file);
  }
};

/** npm's own program for this Node, else the one on the PATH. */
export const findNpm = (env) => {
  const prefix = dirname(dirname(process.execPath));
  const candidates = [
    join(prefix, "lib/node_modules/npm/bin/npm-cli.js"),
    join(prefix, "libexec/lib/node_modules/npm/bin/npm-cli.js"), // Homebrew
    ...[join(prefix, "bin"), ...(env.PATH ?? "").split(delimiter)].map((folder) => join(folder, "npm")),
  ];
  for (const candidate of candidates.filter((path) => existsSync(path))) {
    const program = realpathSync(candidate); // bin/npm is a link to npm-cli.js; a shim is some other program and is passed over
    if (program.endsWith("npm-cli.js")) return program;
  }
  throw new Failure(
    "no-npm",
    `the Node at ${process.execPath} came without npm, and none is on the PATH. Install npm, or a Node that brings it.`,
  );
};

/**
 * The environment for npm: this very Node first on the PATH, and nothing of an `npm run` around us that changes what is installed
 * where or for what (Electron). Certificates that the system trusts count too (a company's proxy; Node 22.19 and newer know how). Node's own headers are named when they lie beside it, so that compiling needs no download of them.
 */
export const npmEnv = (env) => {
  const kept = Object.entries(env).filter(
    ([name]) =>
      !/^npm_config_(global|prefix|local_prefix|omit|include|dry_run|package_lock|workspaces?|runtime|target|target_arch|arch|platform|disturl|dist_url)$/i.test(
        name,
      ),
  );
  const prefix = dirname(dirname(process.execPath));
  return {
    ...Object.fromEntries(kept),
    PATH: `${dirname(process.execPath)}${delimiter}${env.PATH ?? "/usr/bin:/bin"}`,
    NODE_ENV: "production",
    npm_config_update_notifier: "false",
    NODE_USE_SYSTEM_CA: env.NODE_USE_SYSTEM_CA ?? "1",
    ...(hasOwnHeaders(prefix) && !env.npm_config_nodedir ? { npm_config_nodedir: prefix } : {}),
  };
};

const hasOwnHeaders = (prefix) => {
  try {
    const header = readFileSync(join(prefix, "include/node/node_version.h"), "utf8");
    const numbers = ["MAJOR", "MINOR", "PATCH"].map(
      (part) => new RegExp(`#define NODE_${part}_VERSION (\\d+)`).exec(header)?.[1],
    );
    return numbers.join(".") === process.versions.node;
  } catch {
    return false;
  }
};

/** Runs a step; where it fails, the Failure its output speaks of, else `otherwise`. */
export const step = async (argv, options, otherwise) => {
  const { code, output } = await run(argv, options);
  if (code !== 0) throw recognise(output) ?? otherwise;
};
