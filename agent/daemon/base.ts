import type { Clock } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Random } from "../../sync/core/random.ts";
import type { Store } from "../../sync/store/open.ts";

/** What every capability is built on. */
export interface Base {
  readonly home: Home;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly config: () => Config;
  readonly version: string;
}
