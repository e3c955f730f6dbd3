import type { Clock } from "./clock.ts";
import { AppError, isMachineTrouble, messageOf } from "./errors.ts";
import type { Log } from "./log.ts";

/** A part of the worker that runs until it is told to stop. `run` resolves once it has put its work down. */
export interface Service {
  readonly name: string;
  readonly run: (stop: AbortSignal) => Promise<void>;
}

const RETRY_FIRST_MS = 250;
const RETRY_MAX_MS = 60_000;

/**
 * Runs the services until `stop`, then ends them in reverse order, so that what takes work in goes before what stores it.
 * An `AppError` with `retry` and trouble of the machine (a full disk) start that service again after a growing pause; any other error
 * ends them all and is thrown.
 */
export const runServices = async (
  services: readonly Service[],
  stop: AbortSignal,
  { clock, log }: { clock: Clock; log: Log },
): Promise<void> => {
  const failure = new AbortController();
  let failed: { readonly error: unknown } | null = null;
  const started = services.map((service) => {
    const own = new AbortController();
    const done = keepRunning(service, own.signal, { clock, log }).catch((error: unknown) => {
      failed ??= { error };
      log.error("service failed", { service: service.name, error: messageOf(error) });
      failure.abort();
    });
    return { own, done };
  });
  await untilAborted(AbortSignal.any([stop, failure.signal]));
  for (const { own, done } of started.reverse()) {
    own.abort();
    await done;
  }
  // `failed` is set in a callback, which the compiler cannot see.
  const thrown = failed as { readonly error: unknown } | null;
  if (thrown) throw thrown.error;
};

const keepRunning = async (service: Service, stop: AbortSignal, { clock, log }: { clock: Clock; log: Log }) => {
  let pauseMs = RETRY_FIRST_MS;
  while (!stop.aborted) {
    const startedMs = clock.monotonicMs();
    try {
      return await service.run(stop);
    } catch (error) {
      if (!(error instanceof AppError ? error.retry : isMachineTrouble(error))) throw error;
      if (clock.monotonicMs() - startedMs > RETRY_MAX_MS) pauseMs = RETRY_FIRST_MS;
      log.warn("service will be tried again", { service: service.name, error: messageOf(error), inMs: pauseMs });
      await clock.sleep(pauseMs, stop);
      pauseMs = Math.min(pauseMs * 2, RETRY_MAX_MS);
    }
  }
};

/** Resolves when the signal is aborted. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
