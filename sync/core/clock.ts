/** Time is handed in, so that a test moves it instead of waiting for it. The only file that reads the system's clock. */
export interface Clock {
  /** Wall clock in milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds that never go backwards; says nothing about the date. */
  readonly monotonicMs: () => number;
  /** Resolves after `ms`, or at once (without an error) when `stop` is aborted. */
  readonly sleep: (ms: number, stop?: AbortSignal) => Promise<void>;
  /** Gives the event loop a turn of its own, so that long pieces of work never hold it, however many there are. */
  readonly breathe: () => Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, stop) =>
    new Promise((resolve) => {
      if (stop?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        stop?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      stop?.addEventListener("abort", done, { once: true });
    }),
  breathe: () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(letOneGoOn);
    }),
};

/** Who has asked for a turn of the event loop. One goes on at each turn, else all their slices of work would be one long one. */
const waiting: (() => void)[] = [];
const letOneGoOn = (): void => {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(letOneGoOn);
};

/** One turn of the event loop for an answer that somebody waits for: ahead of all who breathe. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** `2026-11-20T10:00:00.000Z` of a moment; the form that exports and logs use. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** The moment of an ISO time, or null where the text is none. */
export const parseIsoTime = (text: string): number | null => {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
};

/** The next moment after `ms` at which the local clock shows `hour`:00. */
export const nextLocalHour = (ms: number, hour: number): number => {
  const at = new Date(ms);
  at.setHours(hour, 0, 0, 0);
  if (at.getTime() <= ms) at.setDate(at.getDate() + 1);
  return at.getTime();
};

/** Start of the local day that `ms` lies in. */
export const startOfLocalDay = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

/** The local day that `ms` lies in: `2026-11-20`. */
export const localDay = (ms: number): string => {
  const at = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
};
