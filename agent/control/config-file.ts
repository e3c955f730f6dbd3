import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import type { Document } from "yaml";
import { type Config, defaultConfig, flatten, parseConfig } from "../../sync/core/config.ts";
import { AppError } from "../../sync/core/errors.ts";
import { readIfThere, writeAtomically } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";
import { own } from "../../sync/core/own.ts";
import { nearest } from "./nearest.ts";

type Setting = string | number | boolean;

const HEADER = "# Settings of Cairn that differ from the defaults. `cairn config get` lists them all.";

/** What a worker reads when it starts; everything else it takes up as soon as the file changes. */
export const READ_AT_START: ReadonlySet<string> = new Set([
  "logs.level",
  "logs.maxMb",
  "logs.keepFiles",
  "eventLog.maxMb",
  "queue.concurrency",
]);

/** The settings of a home: `config.yaml` over the defaults. Throws `AppError("config")` that names what is off. */
export const loadConfig = (home: Home): Config => {
  const text = readIfThere(home.config);
  return text === null ? defaultConfig : checkConfig(text, home.config);
};

/** Checks the text of a config file. Throws `AppError("config")`; `place` says where the text is from. */
export const checkConfig = (text: string, place: string): Config => parseConfig(parse(text, place).toJS(), place);

/** Which settings the file itself gives, whether or not they differ from the default. */
export const givenSettings = (home: Home): ReadonlySet<string> => {
  const doc = read(home);
  return new Set(flatten(defaultConfig).flatMap(([key]) => (doc.hasIn(key.split(".")) ? [key] : [])));
};

/**
 * Changes one setting in the file and leaves the rest of it, comments too, as it is. The worker reads it again by itself.
 * Throws `AppError("usage")` for a key or value that there is not.
 * @returns the value before and now.
 */
export const changeConfig = (
  home: Home,
  asked: string,
  text: string,
): { readonly before: Setting; readonly now: Setting } => {
  const key = own(GROUPS_BY_FIRST, asked) ?? asked;
  const before = settingIn(loadConfig(home), key);
  const now = typedLike(before, key, text);
  const doc = read(home);
  if (doc.contents === null) doc.commentBefore ??= HEADER.slice(1);
  openShortForm(doc, key.split(".").slice(0, -1));
  doc.setIn(key.split("."), now);
  const draft = String(doc);
  try {
    checkConfig(draft, "it");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problem = error.message.replace(/^.*?configuration: /, "");
    throw new AppError("usage", problem, { hint: toldBy(key), cause: error });
  }
  mkdirSync(home.dir, { recursive: true, mode: 0o700 });
  writeAtomically(home.config, draft, { durable: true });
  return { before, now };
};

/** Groups that may be named for their first setting, in the file as on the command line. */
const GROUPS_BY_FIRST: Readonly<Record<string, string>> = { "recall.embeddings": "recall.embeddings.model" };

/** A group that the file gives by its first setting alone (`embeddings: none`) is written out, so that another can stand beside that. */
const openShortForm = (doc: Document, group: readonly string[]): void => {
  const short = group.length > 1 ? doc.getIn(group) : undefined;
  if (typeof short === "string") doc.setIn(group, doc.createNode({ model: short }));
};

/** One setting's value. Throws `AppError("usage")` with the nearest key where there is no such setting. */
export const settingIn = (config: Config, key: string): Setting => {
  const all = flatten(config);
  const found = all.find(([name]) => name === (own(GROUPS_BY_FIRST, key) ?? key));
  if (found) return found[1];
  const similar = nearest(
    key,
    all.map(([name]) => name),
  );
  throw new AppError("usage", `There is no setting ${key}.`, {
    hint: similar === null ? "`cairn config get` lists them." : `Did you mean ${similar}?`,
  });
};

const toldBy = (key: string): string =>
  `\`cairn config get ${key}\` shows its value, \`cairn config get\` what each means.`;

const ON = new Set(["on", "true", "yes"]);
const OFF = new Set(["off", "false", "no"]);

/** A text from the command line as a value of the same type as the setting's present one. */
const typedLike = (present: Setting, key: string, text: string): Setting => {
  if (typeof present === "string") return text;
  if (typeof present === "boolean") return onOrOff(key, text);
  const number = Number(text);
  if (text.trim() === "" || Number.isNaN(number)) {
    throw new AppError("usage", `${key} takes a number, not "${text}".`, { hint: toldBy(key) });
  }
  return number;
};

/** `on` or `off` (true, false, yes, no) as a boolean. Throws `AppError("usage")` for anything else. */
export const onOrOff = (key: string, text: string): boolean => {
  if (ON.has(text.toLowerCase())) return true;
  if (OFF.has(text.toLowerCase())) return false;
  throw new AppError("usage", `${key} takes on or off, not "${text}".`, { hint: `\`cairn config set ${key} on\`` });
};

const read = (home: Home): Document => parse(readIfThere(home.config) ?? "", home.config);

const require = createRequire(import.meta.url);

const parse = (text: string, place: string): Document => {
  // Only here: most people have no such file, and the parser would take 2 MB of each of their workers.
  const { parseDocument } = require("yaml") as typeof import("yaml");
  const doc = parseDocument(text);
  const [problem] = doc.errors;
  if (!problem) return doc;
  const line = problem.linePos?.[0].line;
  throw new AppError(
    "config",
    `${place} is not valid YAML${line === undefined ? "" : `, line ${line}`}: ${problem.message.split("\n")[0]}`,
    {
      hint: "Mend it with `cairn config edit`.",
      cause: problem,
    },
  );
};
