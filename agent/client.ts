import { text as textOf } from "node:stream/consumers";
import type { Clock } from "../sync/core/clock.ts";
import { AppError, codeOf } from "../sync/core/errors.ts";
import type { Home } from "../sync/core/home.ts";
import type { Call } from "./control/call.ts";

type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** The API as commands see it, whether a worker answers or this process has to. Failures are `AppError`s with the hint of the API. */
export interface Client {
  /** Whether a worker was met that takes calls but does not answer. */
  readonly hasMetSilence: () => boolean;
  readonly get: <T>(path: string, query?: Query) => Promise<T>;
  readonly post: <T>(path: string, body?: unknown) => Promise<T>;
  readonly postText: <T>(path: string, text: string) => Promise<T>;
  /** Hands the body of an answer over piece by piece, each when the one before has been taken. */
  readonly pull: (path: string, query: Query, take: (piece: Uint8Array) => Promise<void>) => Promise<void>;
}

/** What the API needs where this process has to be the worker for a moment. */
interface ClientOptions {
  readonly home: Home;
  readonly clock: Clock;
  readonly version: string;
  /** Told what does not keep a command from its work. */
  readonly warn: (text: string) => void;
}

/** A worker that starts or stops holds its lock without listening for a moment. */
const LOCK_PATIENCE_MS = 5_000;
const LOCK_PAUSE_MS = 100;

interface Answer {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
}

const NO_BODY: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
};

export const createClient = ({ home, clock, version, warn }: ClientOptions): Client => {
  let silent = false;
  const warned = new Set<string>();
  /** A command that asks several times is told once. */
  const warnOnce = (text: string): void => {
    if (!warned.has(text)) warn(text);
    warned.add(text);
  };

  /** Answers in this process: a read beside whatever worker there is, a write under the worker's lock. */
  const askHere = async <T>(call: Call, use: (answer: Answer) => Promise<T>): Promise<T> => {
    const { openOffline } = await import("./daemon/offline.ts");
    const { app, close } = await openOffline(home, call.method === "GET" ? "read" : "write", {
      version,
      warn: warnOnce,
    });
    try {
      const headers = call.contentType === undefined ? {} : { "content-type": call.contentType };
      const init = call.body === undefined ? { headers } : { headers, body: call.body };
      const response = await app.request(call.path, { method: call.method, ...init });
      return await use({ status: response.status, body: response.body ?? NO_BODY });
    } finally {
      close();
    }
  };

  const ask = async <T>(call: Call, use: (answer: Answer) => Promise<T>): Promise<T> => {
    // Loaded with node:http only now: `cairn --help` and what works on files alone start sooner.
    const { callWorker } = await import("./control/call.ts");
    const giveUpMs = clock.monotonicMs() + LOCK_PATIENCE_MS;
    for (;;) {
      const reply = await callWorker(home, call, clock);
      if (typeof reply !== "string") return await took(use({ status: reply.statusCode ?? 500, body: reply }));
      silent = reply === "silent";
      if (silent && call.method === "POST") throw frozen();
      try {
        return await askHere(call, use);
      } catch (error) {
        if (!(error instanceof AppError && error.code === "locked")) throw error;
        if (clock.monotonicMs() > giveUpMs) throw heldButDeaf(error);
        await clock.sleep(LOCK_PAUSE_MS);
      }
    }
  };

  const json = <T>(call: Call): Promise<T> =>
    ask(call, async ({ status, body }) => {
      const text = await textOf(body);
      if (status >= 400) throw problemIn(status, text);
      return JSON.parse(text) as T;
    });

  return {
    hasMetSilence: () => silent,
    get: (path, query) => json({ method: "GET", path: withQuery(path, query) }),
    post: (path, body = {}) =>
      json({ method: "POST", path, body: JSON.stringify(body), contentType: "application/json" }),
    postText: (path, text) => json({ method: "POST", path, body: text, contentType: "application/x-ndjson" }),
    pull: (path, query, take) =>
      ask({ method: "GET", path: withQuery(path, query) }, async ({ status, body }) => {
        if (status >= 400) throw problemIn(status, await textOf(body));
        for await (const piece of body) await take(piece);
      }),
  };
};

/** An answer that breaks off in its middle is nobody's mistake: the worker has ended. */
const took = async <T>(using: Promise<T>): Promise<T> => {
  try {
    return await using;
  } catch (error) {
    if (codeOf(error) !== "ECONNRESET") throw error;
    throw new AppError("worker-ended", "The worker ended in the middle of its answer.", {
      hint: "Try again.",
      retry: true,
      cause: error,
    });
  }
};

const withQuery = (path: string, query: Query = {}): string => {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) given.set(key, String(value));
  }
  return given.size === 0 ? path : `${path}?${given}`;
};

/** The error that a problem+json answer (RFC 9457) tells of. */
const problemIn = (status: number, text: string): AppError => {
  const found = parsed(text);
  const field = (name: string): string | undefined => {
    const value = found[name];
    return typeof value === "string" ? value : undefined;
  };
  const hint = field("hint");
  return new AppError(field("title") ?? "internal", field("detail") ?? `The worker answered with ${status}.`, {
    ...(hint === undefined ? {} : { hint }),
    retry: status === 503,
  });
};

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null ? { ...found } : {};
  } catch {
    return {};
  }
};

const frozen = (): AppError =>
  new AppError("frozen", "The worker is there but does not answer.", {
    hint: "`cairn restart --force` ends it and starts a new one; nothing is lost.",
  });

const heldButDeaf = (cause: AppError): AppError =>
  new AppError("locked", "Another process holds the worker's lock but does not answer.", {
    hint: "`cairn status` tells which; `cairn restart --force` ends a worker that hangs.",
    retry: true,
    cause,
  });
