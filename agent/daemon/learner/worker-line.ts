import type { Config } from "../../../sync/core/config.ts";
import type { Log } from "../../../sync/core/log.ts";
import type { FromLearner, ToLearner } from "./messages.ts";

type Heard = Exclude<ToLearner, { readonly type: "settings" | "stop" }>;

/** The learner's end of the line to its worker. `stop` is aborted when the worker says so or is dead, and when the process is told to end. */
export const connectToWorker = (process: NodeJS.Process, stop: AbortController) => {
  let config: Config | null = null;
  let hear: ((message: Heard) => void) | null = null;
  const early: Heard[] = [];

  const settled = new Promise<void>((resolve) => {
    process.on("message", (message: ToLearner) => {
      if (message.type === "settings") {
        config = message.config;
        resolve();
      } else if (message.type === "stop") stop.abort();
      else if (hear === null) early.push(message);
      else hear(message);
    });
    stop.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  process.on("disconnect", () => stop.abort());
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());

  let underWay = 0;
  let onSaid: () => void = () => undefined;
  const tell = (message: FromLearner): void => {
    if (!process.connected) return;
    underWay++;
    process.send?.(message, undefined, {}, () => {
      underWay--;
      if (underWay === 0) onSaid();
    });
  };
  const at =
    (level: keyof Log): Log["info"] =>
    (message, fields = {}) =>
      tell({ type: "log", level, message, fields });
  const log: Log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };

  return {
    log,
    tell,
    /** The settings as they are at each call. Waits for the first ones, or for the end. */
    settings: async (): Promise<() => Config> => {
      await settled;
      return () => {
        if (config === null) throw new Error("there are no settings yet");
        return config;
      };
    },
    /** Hands on what has been said so far, and from now on. */
    listen: (listener: (message: Heard) => void): void => {
      hear = listener;
      for (const message of early.splice(0)) listener(message);
    },
    /** Resolves when all that was told has gone out, or nobody hears it any more. */
    said: (): Promise<void> =>
      new Promise((resolve) => {
        onSaid = resolve;
        if (underWay === 0 || !process.connected) resolve();
      }),
  };
};
