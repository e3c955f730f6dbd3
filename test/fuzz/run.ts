import { inputs } from "./inputs.ts";
import { TARGETS, type Target } from "./targets.ts";

/** An input that a target crashed on or took too long for. */
export interface Failure {
  readonly target: string;
  readonly what: string;
  readonly input: string;
}

interface Options {
  readonly count: number;
  readonly seed: number;
  readonly targets?: readonly Target[];
  /** Longer than this for one input is a hang; null = not timed. */
  readonly slowMs: number | null;
  readonly onProgress?: (done: number) => void;
}

const STEP = 10_000;
const FAILURES_MAX = 20;

/** Gives each target its share of `count` inputs. Stops after twenty failures. */
export const fuzz = ({ count, seed, targets = TARGETS, slowMs, onProgress }: Options): Failure[] => {
  const source = inputs(seed);
  const next = (): string => source.next().value ?? "";
  const failures: Failure[] = [];
  let other = next();
  for (let done = 0; done < count && failures.length < FAILURES_MAX; done++) {
    const target = targets[done % targets.length] as Target;
    const input = next();
    const startedMs = slowMs === null ? 0 : performance.now();
    try {
      target.read(input, other);
    } catch (error) {
      failures.push({
        target: target.name,
        what: error instanceof Error ? (error.stack ?? error.message) : String(error),
        input,
      });
    }
    const tookMs = slowMs === null ? 0 : performance.now() - startedMs;
    if (slowMs !== null && tookMs > slowMs)
      failures.push({ target: target.name, what: `${Math.round(tookMs)} ms`, input });
    other = input;
    if (onProgress !== undefined && (done + 1) % STEP === 0) onProgress(done + 1);
  }
  return failures;
};
