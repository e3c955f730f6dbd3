import picocolors from "picocolors";

type Colours = ReturnType<typeof picocolors.createColors>;

/** What of a process the terminal needs, so that a test can hand in its own. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** The only door to the terminal. Data goes to stdout, everything that is said about it to stderr. */
export interface Terminal {
  /** Somebody sits there who can answer a question. */
  readonly isInteractive: boolean;
  /** stdout is a terminal, so what is printed is read by a person. */
  readonly isTerminal: boolean;
  readonly colours: Colours;
  /** Columns; 100 where it is no terminal. */
  readonly width: number;
  /** One or more lines on stdout. */
  readonly print: (text: string) => void;
  /** A value as JSON on stdout. */
  readonly printJson: (value: unknown) => void;
  /** A piece of data on stdout as it is; resolves once more can be taken. */
  readonly write: (data: string | Uint8Array) => Promise<void>;
  /** A line on stderr: an error, a warning or a remark. */
  readonly warn: (text: string) => void;
  /** Asks yes or no, no being the default; false where nobody can answer. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** All of stdin. */
  readonly readInput: () => Promise<string>;
}

/** A terminal on these streams. `noColour` is NO_COLOR: any value but the empty one turns colours off. */
export const createTerminal = ({ stdin, stdout, stderr }: Streams, noColour: string | undefined): Terminal => {
  const isTerminal = stdout.isTTY === true;
  return {
    isInteractive: isTerminal && stdin.isTTY === true,
    isTerminal,
    colours: picocolors.createColors(isTerminal && !noColour),
    width: stdout.columns ?? 100,
    print: (text) => {
      stdout.write(`${text}\n`);
    },
    printJson: (value) => {
      stdout.write(`${JSON.stringify(value, null, isTerminal ? 2 : undefined)}\n`);
    },
    write: (data) =>
      new Promise((resolve) => {
        if (stdout.write(data)) resolve();
        else stdout.once("drain", resolve);
      }),
    warn: (text) => {
      stderr.write(`${text}\n`);
    },
    confirm: async (question) => {
      if (!isTerminal || stdin.isTTY !== true) return false;
      const { createInterface } = await import("node:readline/promises");
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
      } finally {
        lines.close();
      }
    },
    readInput: async () => {
      const parts: Buffer[] = [];
      for await (const part of stdin) parts.push(Buffer.from(part));
      return Buffer.concat(parts).toString("utf8");
    },
  };
};

const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
];

/** A span of time in its two largest units: `2 h 5 min`, `45 s`, `350 ms`. */
export const duration = (ms: number): string => {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  const first = UNITS.findIndex(([, size]) => ms >= size);
  const [unit, size] = UNITS[first] ?? ["s", 1_000];
  const count = Math.floor(ms / size);
  const next = UNITS[first + 1];
  const rest = next === undefined ? 0 : Math.floor((ms - count * size) / next[1]);
  return next === undefined || rest === 0 ? `${count} ${unit}` : `${count} ${unit} ${rest} ${next[0]}`;
};

/** How long ago a moment was, in its largest unit: `3 min ago`, `just now`. A moment to come: `in 3 min`. */
export const ago = (atMs: number, nowMs: number): string => {
  const ms = Math.abs(nowMs - atMs);
  if (ms < 1_000) return "just now";
  const [unit, size] = UNITS.find(([, one]) => ms >= one) ?? ["s", 1_000];
  const span = `${Math.floor(ms / size)} ${unit}`;
  return atMs > nowMs ? `in ${span}` : `${span} ago`;
};

/** Bytes with their unit: `12 MB`. */
export const bytes = (count: number): string => {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count) / 10));
  const value = count / 1024 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
};

/** `1 event`, `2 events`, `2 memories`. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const ESCAPES = /\x1b\[[0-9;]*m/g;
const shownLength = (text: string): number => text.replace(ESCAPES, "").length;

/** Rows in columns, two spaces apart; the last column is not padded. */
export const table = (rows: readonly (readonly string[])[], indent = ""): string => {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, shownLength(cell));
    });
  }
  const pad = (cell: string, width: number) => cell + " ".repeat(Math.max(0, width - shownLength(cell)));
  return rows
    .map((row) => indent + row.map((cell, i) => (i === row.length - 1 ? cell : pad(cell, widths[i] ?? 0))).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
};

/** Text broken at spaces to fit the width; the lines after the first are indented. */
export const wrap = (text: string, width: number, indent: string): string => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + word.length + 1 > Math.max(20, width - indent.length)) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** Text from outside in a form that cannot steer the terminal. */
export const tame = (text: string): string => text.replace(CONTROL, "�");
