import type { Config } from "../../sync/core/config.ts";
import { messageOf } from "../../sync/core/errors.ts";
import { writtenAtMs } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Log } from "../../sync/core/log.ts";
import { loadConfig } from "../control/config-file.ts";

/** The settings as they are now: looks at the file again when it has changed. A broken file leaves the last good settings in force. */
export const watchConfig = (home: Home) => {
  let config = loadConfig(home);
  let readAtMs = writtenAtMs(home.config);
  return {
    config: (): Config => config,
    /** Call now and then (each heartbeat). Returns whether the settings have been read anew. */
    refresh: (log: Log): boolean => {
      const changedAtMs = writtenAtMs(home.config);
      if (changedAtMs === readAtMs) return false;
      readAtMs = changedAtMs;
      try {
        config = loadConfig(home);
        log.info("settings were read again");
        return true;
      } catch (error) {
        log.error("settings are broken; the former ones stay in force", { error: messageOf(error) });
        return false;
      }
    },
  };
};
