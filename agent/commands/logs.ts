import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync, watch } from "node:fs";
import { join } from "node:path";
import { Option } from "commander";
import type { Clock } from "../../sync/core/clock.ts";
import { readIfThere } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";
import { lastWordsFile } from "../control/start.ts";
import { type Terminal, tame } from "../terminal.ts";
import { type Context, type Declare, examples } from "./context.ts";
import { parseCount } from "./hits.ts";

const LEVELS = { debug: 20, info: 30, warn: 40, error: 50 } as const;

interface Options {
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly level: keyof typeof LEVELS;
  readonly lines: number;
}

export const declare: Declare = (command, context) => {
  command
    .option("-f, --follow", "go on showing what comes, until Ctrl-C")
    .option("-n, --lines <count>", "how many of the last lines", parseCount, 40)
    .addOption(
      new Option("--level <level>", "only lines of this level and above").choices(Object.keys(LEVELS)).default("debug"),
    )
    .option("--json", "the lines as they are in the file, one JSON object each")
    .action((options: Options) => run(options, context));
  examples(command, [
    ["cairn logs -f", "watch the worker"],
    ["cairn logs --level error -n 5", "the last five errors"],
  ]);
};

const run = async ({ follow, json, level, lines }: Options, context: Context): Promise<void> => {
  const { home, terminal, clock } = context;
  const show = (line: string): void => {
    if (levelOf(line) < LEVELS[level]) return;
    terminal.print(json ? line : pretty(line, terminal));
  };
  const until = follow ? context.untilSignal() : null;
  // Opened before the past is read, and read from where the past ends: no line is missed or shown twice.
  const tail = follow ? openTail(home) : null;
  const past = lastLines(home, lines, (line) => levelOf(line) >= LEVELS[level], tail?.endAtStart ?? null);
  for (const line of past) show(line);
  if (until && tail) return await followTail(tail, { home, clock, until, show });
  const words = readIfThere(lastWordsFile(home))?.trim() ?? "";
  if (!json && words !== "")
    terminal.warn(terminal.colours.dim(`Last words of a worker (${lastWordsFile(home)}):\n${tame(words)}`));
  if (past.length === 0 && words === "") terminal.warn("Nothing has been logged.");
};

const current = (home: Home): string => join(home.logs, "worker.jsonl");

/** The log files, oldest first: rotated ones keep the time of their last line. */
const logFiles = (home: Home): string[] => {
  let names: string[];
  try {
    names = readdirSync(home.logs);
  } catch {
    return []; // nothing has been logged yet
  }
  return names
    .filter((name) => /^worker.*\.jsonl$/.test(name))
    .map((name) => join(home.logs, name))
    .map((path) => ({ path, mtimeMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => a.mtimeMs - b.mtimeMs || (a.path === current(home) ? 1 : -1))
    .map(({ path }) => path);
};

/** The last `count` lines that are wanted, over all files; of the current one only up to `endBytes`. */
const lastLines = (home: Home, count: number, wanted: (line: string) => boolean, endBytes: number | null): string[] => {
  const found: string[] = [];
  for (const path of logFiles(home).reverse()) {
    const bytes = readFileSync(path);
    const end = path === current(home) && endBytes !== null ? endBytes : bytes.length;
    const lines = bytes.subarray(0, end).toString("utf8").split("\n");
    for (let i = lines.length - 1; i >= 0 && found.length < count; i--) {
      const line = lines[i] ?? "";
      if (line !== "" && wanted(line)) found.push(line);
    }
    if (found.length >= count) break;
  }
  return found.reverse();
};

interface Tail {
  fd: number | null;
  /** Up to where the current file was complete when the tail was opened. */
  readonly endAtStart: number;
  position: number;
}

const openIfThere = (path: string): number | null => {
  try {
    return openSync(path, "r");
  } catch {
    return null; // no worker has logged here yet; one may come
  }
};

const openTail = (home: Home): Tail => {
  const fd = openIfThere(current(home));
  const end = fd === null ? 0 : fstatSync(fd).size;
  return { fd, endAtStart: end, position: end };
};

const FOLLOW_EVERY_MS = 1_000;

/** Shows what is appended until told to end. Wakes on changes of the folder, and each second where the system tells of none. */
const followTail = async (
  tail: Tail,
  { home, clock, until, show }: { home: Home; clock: Clock; until: AbortSignal; show: (line: string) => void },
): Promise<void> => {
  let nap = new AbortController();
  const watcher = watchFolder(home.logs, () => nap.abort());
  let rest = "";
  const decoder = new TextDecoder();
  const drain = (): void => {
    if (tail.fd === null) return;
    const buffer = Buffer.alloc(65_536);
    for (;;) {
      const got = readSync(tail.fd, buffer, 0, buffer.length, tail.position);
      if (got === 0) return;
      tail.position += got;
      const lines = (rest + decoder.decode(buffer.subarray(0, got), { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line !== "") show(line);
    }
  };
  try {
    while (!until.aborted) {
      nap = new AbortController();
      drain();
      if (hasRotated(tail, home)) {
        drain();
        if (tail.fd !== null) closeSync(tail.fd);
        tail.fd = openIfThere(current(home));
        tail.position = 0;
        rest = "";
        continue;
      }
      await clock.sleep(FOLLOW_EVERY_MS, AbortSignal.any([nap.signal, until]));
    }
  } finally {
    watcher?.close();
    if (tail.fd !== null) closeSync(tail.fd);
  }
};

const watchFolder = (path: string, changed: () => void) => {
  try {
    const watcher = watch(path, changed);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return null; // no folder yet, or no watches left: the second-long naps do
  }
};

/** Another file stands where ours was, or ours has been emptied. */
const hasRotated = ({ fd, position }: Tail, home: Home): boolean => {
  const there = statSync(current(home), { throwIfNoEntry: false });
  if (!there) return false;
  return fd === null || there.ino !== fstatSync(fd).ino || there.size < position;
};

const fieldsOf = (line: string): Readonly<Record<string, unknown>> => {
  try {
    const found: unknown = JSON.parse(line);
    return typeof found === "object" && found !== null ? { ...found } : {};
  } catch {
    return {};
  }
};

const levelOf = (line: string): number => {
  const { level } = fieldsOf(line);
  // What is no JSON line is somebody's cry for help: always shown.
  return typeof level === "number" ? level : LEVELS.error;
};

const TIME = new Intl.DateTimeFormat("en-GB", {
  month: "short",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** `20 Nov, 10:00:00 warn  message  key=value`; a stack follows on lines of its own. */
const pretty = (line: string, { colours }: Terminal): string => {
  const { time, level, msg, pid: _pid, hostname: _hostname, stack, ...rest } = fieldsOf(line);
  if (typeof time !== "number") return tame(line);
  const name = Object.entries(LEVELS).find(([, number]) => number === level)?.[0] ?? String(level);
  const colour =
    level === LEVELS.error
      ? colours.red
      : level === LEVELS.warn
        ? colours.yellow
        : level === LEVELS.info
          ? colours.green
          : colours.dim;
  const fields = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const head = `${colours.dim(TIME.format(time))} ${colour(name.padEnd(5))} ${tame(String(msg ?? ""))}`;
  const tailOf = typeof stack === "string" ? `\n${colours.dim(tame(stack).replace(/^/gm, "    "))}` : "";
  return `${head}${fields.length > 0 ? `  ${colours.dim(tame(fields.join(" ")))}` : ""}${tailOf}`;
};
