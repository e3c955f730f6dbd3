import type { Clock } from "../../sync/core/clock.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Status } from "../../web/deps.ts";

/** What the doctor's tests are given. */
export interface DoctorDeps {
  readonly home: Home;
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  /** Folder for a socket whose usual path would be too long. */
  readonly runtimeDir: string;
  /** The folder the doctor was called in. */
  readonly cwd: string;
  /** The package or checkout this runs from. */
  readonly root: string;
  /** Whether to mend what can be mended safely. */
  readonly fix: boolean;
  readonly status: () => Promise<Status>;
  /** Starts the worker. Returns its version. */
  readonly start: () => Promise<string>;
  /** Whether a worker holds the lock. */
  readonly isHeld: () => boolean;
}

/** Says what was mended beside what is now fine. */
export interface Mended {
  readonly message: string;
  readonly fixed: string;
}

/** One thing that is tried for real. Returns what is fine; throws what is not, an `AppError` with what to do about it. */
export interface Test {
  readonly component: string;
  readonly run: (deps: DoctorDeps) => string | Mended | Promise<string | Mended>;
}
