import type { Clock } from "../../sync/core/clock.ts";
import { messageOf } from "../../sync/core/errors.ts";
import type { Health } from "../../web/deps.ts";

/** One component's check. Resolves to what is fine, throws what is not; an `AppError` brings the hint. */
export interface Check {
  readonly component: string;
  readonly run: () => string | Promise<string>;
}

const CACHED_MS = 30_000;
const TIMEOUT_MS = 1_000;

/** Health by component: cached for 30 s, each check given 1 s, made anew on request. */
export const createHealth = (checks: readonly Check[], clock: Clock) => {
  let cached: { readonly atMs: number; readonly health: readonly Health[] } | null = null;

  const runOne = async ({ component, run }: Check): Promise<Health> => {
    const done = new AbortController();
    try {
      const late = clock.sleep(TIMEOUT_MS, done.signal).then(() => {
        throw new Error(`no answer within ${TIMEOUT_MS / 1_000} s`);
      });
      late.catch(() => undefined);
      return { component, ok: true, message: await Promise.race([run(), late]), hint: null };
    } catch (error) {
      const hint = typeof error === "object" && error !== null && "hint" in error ? String(error.hint ?? "") : "";
      return { component, ok: false, message: messageOf(error), hint: hint === "" ? null : hint };
    } finally {
      done.abort();
    }
  };

  return async (fresh: boolean): Promise<readonly Health[]> => {
    const nowMs = clock.monotonicMs();
    if (!fresh && cached !== null && nowMs - cached.atMs < CACHED_MS) return cached.health;
    const health = await Promise.all(checks.map(runOne));
    cached = { atMs: nowMs, health };
    return health;
  };
};
