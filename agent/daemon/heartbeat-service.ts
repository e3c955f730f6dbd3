import type { Clock } from "../../sync/core/clock.ts";
import { messageOf } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Log } from "../../sync/core/log.ts";
import type { Service } from "../../sync/core/service.ts";
import { type Heartbeat, writeHeartbeat } from "../control/heartbeat.ts";
import { GOOD_AFTER_MS, wipeSlate } from "../control/restart-policy.ts";

const BEAT_MS = 1_000;

interface HeartbeatDeps {
  readonly home: Home;
  readonly clock: Clock;
  readonly log: Log;
  readonly about: Pick<Heartbeat, "pid" | "version" | "root" | "startedAtMs">;
  readonly currentJob: () => string | null;
  /** Whether the home is still ours; in one that was made anew the heartbeat is another worker's. */
  readonly holdsHome: () => boolean;
  /** Called at each beat; the watchdog's proof that the main loop makes progress. */
  readonly onBeat: (rssBytes: number) => void;
}

/** Says each second that the worker lives, and what it is at. */
export const heartbeatService = ({
  home,
  clock,
  log,
  about,
  currentJob,
  holdsHome,
  onBeat,
}: HeartbeatDeps): Service => ({
  name: "heartbeat",
  run: async (stop) => {
    let good = false;
    let failing = false;
    const beat = (state: Heartbeat["state"]): void => {
      const rssBytes = process.memoryUsage.rss();
      try {
        if (holdsHome())
          writeHeartbeat(home, { ...about, atMs: clock.now(), rssBytes, currentJob: currentJob(), state });
        if (!good && clock.now() - about.startedAtMs > GOOD_AFTER_MS) {
          wipeSlate(home);
          good = true;
        }
        failing = false;
      } catch (error) {
        // A full disk must not end the worker; said once until it works again.
        if (!failing) log.warn("heartbeat cannot be written", { error: messageOf(error) });
        failing = true;
      }
      onBeat(rssBytes);
    };
    while (!stop.aborted) {
      beat("running");
      await clock.sleep(BEAT_MS, stop);
    }
    beat("stopped");
  },
});
