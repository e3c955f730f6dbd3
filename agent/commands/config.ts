import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Config, defaultConfig, describeSetting, flatten } from "../../sync/core/config.ts";
import { AppError } from "../../sync/core/errors.ts";
import { readIfThere, writeAtomically } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";
import { own } from "../../sync/core/own.ts";
import type { Project } from "../../sync/core/words.ts";
import type { Status } from "../../web/deps.ts";
import {
  changeConfig,
  checkConfig,
  givenSettings,
  loadConfig,
  onOrOff,
  READ_AT_START,
  settingIn,
} from "../control/config-file.ts";
import { execHere } from "../process/exec.ts";
import { table } from "../terminal.ts";
import { type Context, type Declare, examples, orNone } from "./context.ts";

/** Settings of a project are kept with the project, not in the file. */
const PROJECT_SETTINGS: Readonly<Record<string, "capture" | "private">> = {
  "project.capture": "capture",
  "project.private": "private",
};

export const declare: Declare = (command, context) => {
  command
    .command("get", { isDefault: true })
    .description("show one setting, or all with what they mean")
    .argument("[key]", "for instance recall.top, or project.capture for the project of this folder")
    .option("--json", "print as JSON")
    .action((key: string | undefined, { json = false }: { json?: boolean }) => get(key, json, context));
  command
    .command("set")
    .description("change one setting; the worker takes it up within a second, or says that it takes a restart")
    .argument("<key>", "for instance recall.top, or project.private for the project of this folder")
    .argument("<value>", "a number, on or off, or one of the words `config get` names")
    .action((key: string, value: string) => set(key, value, context));
  command
    .command("edit")
    .description("open the file in $VISUAL or $EDITOR; what is not valid does not come into force")
    .action(() => edit(context));
  examples(command, [
    ["cairn config get", "all settings, defaults marked"],
    ["cairn config set recall.top 5", "comments in the file survive"],
    ["cairn config set project.capture off", "record nothing in the project of this folder"],
  ]);
};

const get = async (key: string | undefined, json: boolean, context: Context): Promise<void> => {
  const { home, terminal } = context;
  if (key !== undefined) {
    const inProject = own(PROJECT_SETTINGS, key);
    const value = inProject === undefined ? settingIn(loadConfig(home), key) : await projectSetting(inProject, context);
    if (json) return terminal.printJson(value);
    terminal.print(shown(value));
    if (terminal.isTerminal && inProject === undefined) terminal.warn(terminal.colours.dim(describeSetting(key)));
    return;
  }
  const settings = flatten(loadConfig(home));
  if (json) return terminal.printJson(Object.fromEntries(settings));
  const defaults = new Map(flatten(defaultConfig));
  const given = givenSettings(home);
  const { bold, dim } = terminal.colours;
  terminal.print(
    table(
      settings.map(([name, value]) => {
        const mark = given.has(name) ? (value === defaults.get(name) ? "set, as default" : "set") : "default";
        const whole = shown(value);
        return [name, given.has(name) ? bold(whole) : whole, dim(mark), dim(describeSetting(name))];
      }),
    ),
  );
  terminal.warn(dim(`File: ${home.config}. Of the project of this folder: project.capture, project.private.`));
};

const shown = (value: string | number | boolean): string =>
  typeof value === "boolean" ? (value ? "on" : "off") : String(value);

const projectSetting = async (name: "capture" | "private", context: Context): Promise<boolean> => {
  const asked = context.client.get<Pick<Status, "project">>("/api/status", { dir: context.cwd });
  const { project } = await orNone(asked, { project: null }, context);
  return (project ?? { capture: true, private: false })[name];
};

const set = async (key: string, value: string, context: Context): Promise<void> => {
  const { client, cwd, home, terminal } = context;
  const inProject = own(PROJECT_SETTINGS, key);
  if (inProject !== undefined) {
    const body = { dir: cwd, [inProject]: onOrOff(key, value) };
    const { project } = await client.post<{ project: Project }>("/api/projects", body);
    return terminal.print(`${key} is ${shown(project[inProject])} for ${project.name}.`);
  }
  const { before, now } = changeConfig(home, key, value);
  if (before === now) return terminal.print(`${key} is ${shown(now)}, as before.`);
  terminal.print(`${key} is now ${shown(now)} (was ${shown(before)}).${READ_AT_START.has(key) ? AFTER_RESTART : ""}`);
};

const AFTER_RESTART = " A worker that runs takes it up after `cairn restart`.";

const edit = async ({ home, env, terminal }: Context): Promise<void> => {
  const draft = join(home.dir, "config.draft.yaml");
  mkdirSync(home.dir, { recursive: true, mode: 0o700 });
  const before = readIfThere(home.config) ?? template();
  const isOld = existsSync(draft);
  if (isOld) terminal.warn(`Going on with the draft of last time: ${draft}`);
  else writeFileSync(draft, before, { mode: 0o600 });
  const [program = "vi", ...args] = (env.VISUAL || env.EDITOR || "vi").trim().split(/\s+/);
  const code = await execHere([program, ...args, draft]);
  const text = readIfThere(draft) ?? "";
  const kept = `Your draft is kept: \`cairn config edit\` goes on with it; delete ${draft} to drop it.`;
  if (code !== 0) {
    // What somebody has written is theirs to drop.
    const isWork = isOld || text !== before;
    if (!isWork) rmSync(draft, { force: true });
    throw new AppError(
      "config",
      `The editor (${program}) ${code === null ? "could not be started" : `ended with ${code}`}; nothing was changed.`,
      { hint: `Set VISUAL or EDITOR to one that there is.${isWork ? ` ${kept}` : ""}` },
    );
  }
  try {
    checkConfig(text, draft);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError("config", error.message, {
      hint: `Nothing was changed. ${kept}`,
      cause: error,
    });
  }
  const changed = text !== (readIfThere(home.config) ?? template());
  const waiting = changed ? takenUpAtStart(home, text) : [];
  if (changed) writeAtomically(home.config, text, { durable: true });
  rmSync(draft, { force: true });
  terminal.print(changed ? `${home.config} is in force.` : "Nothing was changed.");
  if (waiting.length > 0) terminal.print(`A worker that runs takes up ${waiting.join(", ")} after \`cairn restart\`.`);
};

/** The settings that this text changes and that a worker reads at its start only. */
const takenUpAtStart = (home: Home, text: string): string[] => {
  const before = new Map(flatten(inForce(home)));
  return flatten(checkConfig(text, home.config)).flatMap(([key, value]) =>
    READ_AT_START.has(key) && before.get(key) !== value ? [key] : [],
  );
};

const inForce = (home: Home): Config => {
  try {
    return loadConfig(home);
  } catch {
    return defaultConfig; // the file is not valid, which is what is being mended
  }
};

/** A first file: all settings, commented out, with what they mean. */
const template = (): string => {
  const lines = ["# Settings of Cairn. Take the # away before a line (and before its group) to change it.", ""];
  let groups: readonly string[] = [];
  for (const [key, value] of flatten(defaultConfig)) {
    const path = key.split(".");
    for (const [depth, group] of path.slice(0, -1).entries())
      if (groups[depth] !== group) lines.push(`# ${"  ".repeat(depth)}${group}:`);
    groups = path.slice(0, -1);
    const meaning = describeSetting(key);
    const line = `# ${"  ".repeat(groups.length)}${path.at(-1)}: ${value}`;
    lines.push(`${line}${meaning === "" ? "" : `  # ${meaning}`}`);
  }
  return `${lines.join("\n")}\n`;
};
