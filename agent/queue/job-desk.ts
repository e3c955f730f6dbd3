import type { Clock } from "../../sync/core/clock.ts";
import { newId } from "../../sync/core/ids.ts";
import { type JobEvent, step } from "../../sync/core/job.ts";
import type { Random } from "../../sync/core/random.ts";
import type { Store } from "../../sync/store/open.ts";

interface DeskDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: () => { readonly attemptsMax: number };
  /** A job may have become due. */
  readonly onReady: () => void;
}

interface Added {
  readonly kind: string;
  readonly subject: string;
  readonly projectId: string | null;
  readonly dedupeKey: string;
  readonly priority?: number;
  readonly runAtMs?: number;
}

export type JobDesk = ReturnType<typeof createJobDesk>;

/** Everything that is done to jobs but carrying them out: for whoever brings work, and for the person who looks after the queue. */
export const createJobDesk = ({ store, clock, random, settings, onReady }: DeskDeps) => {
  /** Moves a job if the event applies to its life as it is now. Returns whether it did. */
  const move = (id: string, event: JobEvent): boolean =>
    store.atomically(() => {
      const job = store.jobs.byId(id);
      const life = job && step(job.life, event);
      if (!life) return false;
      store.jobs.save(id, life, clock.now());
      return true;
    });

  const release = (counts: boolean): JobEvent & { type: "release" } => {
    return { type: "release", nowMs: clock.now(), attemptsMax: settings().attemptsMax, counts };
  };

  return {
    move,
    release,
    /** Adds a job unless its key has been used. Returns whether it is new. */
    add: (job: Added): boolean => {
      const nowMs = clock.now();
      const added = store.jobs.add({ priority: 0, runAtMs: nowMs, ...job, id: newId(nowMs, random), nowMs });
      onReady();
      return added;
    },
    retry: (id: string): boolean => {
      const moved = move(id, { type: "retry", nowMs: clock.now() });
      onReady();
      return moved;
    },
    /** Takes a job that waits or is dead away; its log tells that it was. Returns whether there was one. */
    discard: (id: string): boolean =>
      store.atomically(() => {
        move(id, { type: "discard" });
        return store.jobs.byId(id)?.life.state === "dead" && store.jobs.remove(id);
      }),
    /** Gives back what a process left running that is gone. `counts` = the job may have been what ended it. Returns how many. */
    releaseAll: (counts: boolean): number =>
      store.jobs.list("running", 10_000).filter((job) => move(job.id, release(counts))).length,
  };
};
