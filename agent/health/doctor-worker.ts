import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError, messageOf } from "../../sync/core/errors.ts";
import type { Status } from "../../web/deps.ts";
import type { DoctorDeps, Mended, Test } from "./doctor-test.ts";

/** The status, or null where nothing has been stored yet. */
const statusOrNone = async (deps: DoctorDeps): Promise<Status | null> => {
  try {
    return await deps.status();
  } catch (error) {
    if (error instanceof AppError && error.code === "store-missing" && !existsSync(deps.home.database)) return null;
    if (!isDamage(error)) throw error;
    throw new AppError("store-corrupt", `${deps.home.database} is damaged.`, { hint: DAMAGE_HINT, cause: error });
  }
};

/** What SQLite says where the damage shows only in the middle of a read; the API passes it on as it is. */
const SQLITE_DAMAGE = /database disk image is malformed|file is not a database/;
const DAMAGE_HINT =
  "`cairn doctor --fix` or `cairn start`: the worker puts the newest sound backup in its place, keeps the damaged file and says what was lost.";

const isDamage = (error: unknown): boolean =>
  error instanceof AppError && (error.code === "store-corrupt" || SQLITE_DAMAGE.test(error.message));

const database = async (deps: DoctorDeps): Promise<string> => {
  const status = await statusOrNone(deps);
  if (status === null) return "none yet; the worker makes it";
  const { events, memories } = status;
  return `opens; ${events.stored} events, ${memories.total} memories`;
};

/** What the worker itself (or the store beside it) finds not in order. */
const health = async (deps: DoctorDeps): Promise<string> => {
  const found = (await statusOrNone(deps))?.health ?? [];
  const bad = found.filter(({ ok }) => !ok);
  if (bad.length === 0) return found.map(({ component }) => component).join(", ") || "nothing to look at yet";
  const hints = bad.flatMap(({ hint }) => (hint === null ? [] : [hint]));
  throw new AppError(
    "health",
    bad.map(({ component, message }) => `${component}: ${message}`).join("; "),
    hints.length > 0 ? { hint: hints.join(" ") } : {},
  );
};

const STATE_PROBLEMS = {
  stopped: ["It is not running.", "`cairn start`, or `cairn doctor --fix`; the next session starts it too."],
  "gave-up": [
    "It crashed again and again and stays down.",
    "`cairn logs --level error` says why; `cairn doctor --fix` starts it once more.",
  ],
  frozen: ["It does not answer.", "`cairn restart --force` starts a new one; nothing is lost."],
} as const;

/** A worker that starts restores a damaged database; one that holds it already will not. */
const restored = async (deps: DoctorDeps): Promise<Mended> => {
  if (deps.isHeld()) {
    throw new AppError("worker", `${deps.home.database} is damaged, and a worker has it open.`, {
      hint: "`cairn restart`: a new one puts the newest sound backup in its place.",
    });
  }
  const version = await deps.start();
  const { database } = deps.home;
  return {
    message: `version ${version}`,
    fixed: `started it; it has restored ${database}, and \`cairn status\` says what was lost`,
  };
};

const worker = async (deps: DoctorDeps): Promise<string | Mended> => {
  let status: Status | null;
  try {
    status = await statusOrNone(deps);
  } catch (error) {
    if (deps.fix && isDamage(error)) return restored(deps);
    throw error;
  }
  const found = status?.worker;
  if (found?.state === "running") return `version ${found.version}, process ${found.pid}`;
  const state = found?.state ?? "stopped";
  const [message, hint] = STATE_PROBLEMS[state];
  // One that hangs may still be at work on something large; to kill it is the user's to say.
  if (!deps.fix || state === "frozen") throw new AppError("worker", message, { hint });
  const version = await deps.start();
  return { message: `version ${version}`, fixed: "started it" };
};

/** Which of Claude Code's settings files turn the plugin on. A project's own settings count for that project. */
const plugin = ({ env, cwd, root }: DoctorDeps): string => {
  const userDir = env.CLAUDE_CONFIG_DIR || join(env.HOME ?? "", ".claude");
  const files = [
    join(userDir, "settings.json"),
    join(cwd, ".claude", "settings.json"),
    join(cwd, ".claude", "settings.local.json"),
  ].filter(existsSync);
  for (const file of files) {
    const id = enabledIn(file);
    if (id !== null) return `${id} is on in ${file}`;
  }
  throw new AppError("plugin", "The plugin is not installed in Claude Code, so nothing is recorded.", {
    hint: `In Claude Code: /plugin marketplace add ${existsSync(join(root, ".claude-plugin")) ? root : "<the folder or repository of Cairn>"}, then /plugin install cairn`,
  });
};

const enabledIn = (file: string): string | null => {
  let settings: unknown;
  try {
    settings = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new AppError("plugin", `${file} cannot be read: ${messageOf(cause)}`, {
      hint: "Claude Code cannot read it either; mend it.",
      cause,
    });
  }
  const { enabledPlugins, disableAllHooks }: Readonly<Record<string, unknown>> = { ...(settings as object | null) };
  if (disableAllHooks === true) {
    throw new AppError("plugin", `${file} says disableAllHooks, so nothing is recorded.`, {
      hint: "Take that line out of it.",
    });
  }
  if (typeof enabledPlugins !== "object" || enabledPlugins === null) return null;
  return Object.entries(enabledPlugins).find(([id, on]) => id.startsWith("cairn@") && on === true)?.[0] ?? null;
};

export const WORKER_TESTS: readonly Test[] = [
  { component: "worker", run: worker },
  { component: "database", run: database },
  { component: "health", run: health },
  { component: "plugin", run: plugin },
];
