import type { Clock } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import type { Store } from "../../sync/store/open.ts";

const DAY_MS = 86_400_000;
/** Chains, sessions and rows that are looked at before others get their turn at the event loop. */
const CHAINS_SLICE = 200;
const SESSIONS_SLICE = 50;
const CALLS_SLICE = 500;

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly limits: Pick<Config["events"], "traceDays">;
}

/**
 * Forgets the lineage of code that nothing has happened to for long and no living memory speaks of, and the single tool calls of old
 * sessions. What was given to sessions and what came of it stays: reports count it over years. In slices, each of which stands by itself.
 */
export const rotateTraces = async (deps: Deps): Promise<{ readonly chains: number; readonly calls: number }> => {
  const beforeMs = deps.clock.now() - deps.limits.traceDays * DAY_MS;
  return { chains: await dropChains(deps, beforeMs), calls: await dropCalls(deps, beforeMs) };
};

const dropChains = async ({ store, clock }: Deps, beforeMs: number): Promise<number> => {
  let dropped = 0;
  for (let after = ""; ; ) {
    const page = store.oldTraces.chains(after, CHAINS_SLICE);
    const old = page.filter(({ lastMs }) => lastMs < beforeMs);
    if (old.length > 0) dropped += store.atomically(() => old.filter(({ id }) => store.oldTraces.dropChain(id)).length);
    const last = page.at(-1);
    if (last === undefined || page.length < CHAINS_SLICE) return dropped;
    after = last.id;
    await clock.breathe();
  }
};

const dropCalls = async ({ store, clock }: Deps, beforeMs: number): Promise<number> => {
  let dropped = 0;
  for (let after = ""; ; ) {
    const page = store.oldTraces.sessions(after, beforeMs, SESSIONS_SLICE);
    for (const session of page) {
      // Recall tells from a project's last calls where its work is, also where nothing was done in it for long.
      if (!store.oldTraces.isOutdated(session)) continue;
      for (let gone = CALLS_SLICE; gone === CALLS_SLICE; dropped += gone) {
        gone = store.oldTraces.dropCalls(session.id, CALLS_SLICE);
        await clock.breathe();
      }
      store.oldTraces.dropFiles(session.id);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < SESSIONS_SLICE) return dropped;
    after = last.id;
    await clock.breathe();
  }
};
