import { join } from "node:path";
import type { Clock } from "../../sync/core/clock.ts";
import { readJsonIfThere } from "../../sync/core/files.ts";
import type { Log } from "../../sync/core/log.ts";
import { isOlder } from "../control/version.ts";

const ASK_AGAIN_MS = 10 * 60_000;

interface NewerPluginDeps {
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Starts a program that outlives the worker. */
  readonly launch: (file: string) => void;
}

/**
 * A plugin can be updated while the worker of the old version runs on. A hook says from where it runs; when a newer version lies there,
 * its bootstrap is started, which installs the new runtime and replaces this worker. Versions go only upwards.
 */
export const createNewerPlugin = ({ version, clock, log, launch }: NewerPluginDeps) => {
  const askedAtMs = new Map<string, number>();
  return (pluginRoot: string): void => {
    const nowMs = clock.monotonicMs();
    if (nowMs - (askedAtMs.get(pluginRoot) ?? Number.NEGATIVE_INFINITY) < ASK_AGAIN_MS) return;
    askedAtMs.set(pluginRoot, nowMs);
    const manifest = readJsonIfThere(join(pluginRoot, ".claude-plugin", "plugin.json"));
    const theirs =
      typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "";
    if (theirs === "" || !isOlder(version, theirs)) return;
    log.info("a newer plugin is here; it takes over", { from: version, to: theirs });
    launch(join(pluginRoot, "bootstrap.sh"));
  };
};
