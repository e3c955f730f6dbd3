import { type Config, defaultConfig } from "../../sync/core/config.ts";
import { AppError, messageOf } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import { loadConfig } from "../control/config-file.ts";

/** The settings of a home and what is wrong with their file; where something is, the defaults stand in for all of them. */
export const settingsOrDefaults = (home: Home): { readonly config: Config; readonly problem: AppError | null } => {
  try {
    return { config: loadConfig(home), problem: null };
  } catch (error) {
    return { config: defaultConfig, problem: asProblem(error, home) };
  }
};

/** What the system refuses (no permission, a folder of that name) keeps the settings from being read just as a slip in them does. */
const asProblem = (error: unknown, home: Home): AppError =>
  error instanceof AppError
    ? error
    : new AppError("config", `${home.config} cannot be read: ${messageOf(error)}`, {
        hint: "`cairn doctor` tries what is allowed here; `cairn config edit` changes the file.",
        cause: error,
      });
