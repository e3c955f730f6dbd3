import { mkdirSync } from "node:fs";
import { pino } from "pino";
import { createStream } from "rotating-file-stream";
import type { Config } from "../../sync/core/config.ts";
import type { Home } from "../../sync/core/home.ts";
import type { Log } from "../../sync/core/log.ts";

/** The log being written; rotated ones carry their day and number. */
export const WORKER_LOG = "worker.jsonl";

/** `worker.jsonl` while it is written, `worker-20261120-1.jsonl` once a day or the size has passed. */
const fileName =
  (base: string) =>
  (time: Date | number | null, index?: number): string => {
    if (time === null || typeof time === "number") return `${base}.jsonl`;
    return `${base}-${time.toISOString().slice(0, 10).replaceAll("-", "")}-${index ?? 1}.jsonl`;
  };

/** A JSON-lines file in the logs folder, rotated daily and by size. */
export const rotatedLines = (home: Home, base: string, { maxMb, keepFiles }: { maxMb: number; keepFiles: number }) => {
  mkdirSync(home.logs, { recursive: true, mode: 0o700 });
  return createStream(fileName(base), {
    path: home.logs,
    size: `${maxMb}M`,
    interval: "1d",
    maxFiles: keepFiles,
    history: `.${base}.history`,
    mode: 0o600,
  });
};

/** The worker's own log through pino. `close` waits until all lines are on the disk. */
export const createLogger = (home: Home, logs: Config["logs"]): { log: Log; close: () => Promise<void> } => {
  const stream = rotatedLines(home, "worker", logs);
  // A full disk must not end the worker; the heartbeat and `cairn status` show the disk.
  stream.on("error", () => undefined);
  const logger = pino({ level: logs.level, base: { pid: process.pid } }, stream);
  const at =
    (level: "debug" | "info" | "warn" | "error"): Log["info"] =>
    (message, fields = {}) =>
      logger[level](fields, message);
  return {
    log: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") },
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
};
