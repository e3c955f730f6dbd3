import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pair } from "./row.ts";

export const HOOKS = join(import.meta.dirname, "../../hooks");

/** A folder that is gone when the work is done, also when it throws. */
export const withFolder = async <T>(work: (dir: string) => T | Promise<T>): Promise<T> => {
  const dir = mkdtempSync(join(realpathSync(tmpdir()), "cairn-bench-"));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

/** Throws unless the program is on the PATH. */
export const needs = (program: string): void => {
  const found = (process.env.PATH ?? "").split(":").some((dir) => existsSync(join(dir, program)));
  if (!found) throw new Error(`${program} is needed for this row; install it and try again`);
};

/** Something that runs once for each payload. */
export interface Subject {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Writes texts as the files 0, 1, 2 … of a new folder, for `secondsOf`. */
export const payloadFolder = (dir: string, texts: readonly string[]): string => {
  mkdirSync(dir, { recursive: true });
  for (const [n, text] of texts.entries()) writeFileSync(join(dir, String(n)), text);
  return dir;
};

/** A shell script in a folder. */
export const script = (path: string, text: string): string => {
  writeFileSync(path, text, { mode: 0o755 });
  return path;
};

// A small shell starts the programs, not this process: to fork a Node process of 100 MB takes longer than a hook does.
const LOOP =
  'folder=$1 n=$2 i=0; shift 2; while [ "$i" -lt "$n" ]; do "$@" <"$folder/$i" >/dev/null 2>&1; i=$((i+1)); done';
const AT_ONCE =
  'folder=$1 n=$2 i=0; shift 2; while [ "$i" -lt "$n" ]; do "$@" <"$folder/$i" >/dev/null 2>&1 & i=$((i+1)); done; wait';

const environment = (env: Subject["env"]): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, LANG: "C.UTF-8", ...env });

const msFor = (way: string, { argv, env }: Subject, folder: string, n: number): number => {
  const startedMs = performance.now();
  const { status, error } = spawnSync("/bin/sh", ["-c", way, "sh", folder, String(n), ...argv], {
    env: environment(env),
    stdio: "ignore",
  });
  const tookMs = performance.now() - startedMs;
  if (error) throw error;
  if (status !== 0) throw new Error(`${argv[0]} ended with ${status}`);
  return tookMs;
};

/** Milliseconds for each of `n` runs, one after the other, each with a payload of its own on stdin. */
export const msEach = (subject: Subject, folder: string, n: number): number => msFor(LOOP, subject, folder, n) / n;

/** Milliseconds until all of `n` runs that start at once have ended. */
export const msAtOnce = (subject: Subject, folder: string, n: number): number => msFor(AT_ONCE, subject, folder, n);

const APART = `folder=$1 n=$2 pause=$3 i=0 us=0; shift 3
while [ "$i" -lt "$n" ]; do
  sleep "$pause"
  from=\${EPOCHREALTIME/[.,]/}
  "$@" <"$folder/$i" >/dev/null 2>&1
  to=\${EPOCHREALTIME/[.,]/}
  us=$((us + to - from)) i=$((i + 1))
done
echo "$us"`;

/** As `msEach`, with a pause before each run: what the one before has set going has come to rest by then. Needs bash for its clock. */
export const msApart = ({ argv, env }: Subject, folder: string, n: number, pauseS: number): number => {
  const { status, stdout } = spawnSync("bash", ["-c", APART, "bash", folder, String(n), String(pauseS), ...argv], {
    env: environment(env),
    stdio: ["ignore", "pipe", "ignore"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${argv[0]} ended with ${status}`);
  return Number(stdout) / 1_000 / n;
};

/** Measures a and b by turns, beginning with each as often; the first, cold round does not count. */
export const pairsOf = (rounds: number, a: (round: number) => number, b: (round: number) => number): Pair[] => {
  const pairs: Pair[] = [];
  for (let round = 0; round <= rounds; round++) {
    const firstB = round % 2 === 0 ? b(round) : null;
    const valueA = a(round);
    const pair: Pair = [valueA, firstB ?? b(round)];
    if (round > 0) pairs.push(pair);
  }
  return pairs;
};
