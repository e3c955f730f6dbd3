import { parseArgs } from "node:util";
import type { Measured, Row } from "./row.ts";
import { ROWS } from "./rows.ts";

const HELP = `npm run bench -- [options]

Measures what Cairn promises, each figure against a baseline of the same run.

  --only NAME   only this row (may be given several times)
  --quick       fewer repetitions, rougher figures
  --idle S      seconds the worker is left alone for its idle figures (60; with --quick 10)
  --json        an array of {name, value, unit, baseline, ratio, budget, ok} (with npm run -s, nothing else on stdout)

Rows:
${ROWS.map(({ name, what }) => `  ${name.padEnd(14)}${what}`).join("\n")}`;

/** What `--json` prints of a row. */
interface Result extends Measured {
  readonly name: string;
  readonly budget: string | null;
  readonly ok: boolean;
}

const readArgs = () => {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      idle: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = values.only.filter((name) => !ROWS.some((row) => row.name === name));
  if (unknown.length > 0) {
    throw new Error(`There is no row ${unknown.join(", ")}. There are: ${ROWS.map(({ name }) => name).join(", ")}`);
  }
  const idleS = Number(values.idle ?? (values.quick ? 10 : 60));
  if (!(idleS >= 1)) throw new Error("--idle wants a number of seconds from 1 on.");
  return { ...values, idleS };
};

const number = (n: number): string =>
  n >= 1_000 ? Math.round(n).toLocaleString("en-GB") : n.toLocaleString("en-GB", { maximumSignificantDigits: 3 });

const COLUMNS = ["row", "measured", "baseline", "ratio", "budget", ""] as const;

const cells = ({ what }: Row, { value, unit, baseline, ratio, budget, ok }: Result): string[] => [
  what,
  `${number(value)} ${unit}`,
  baseline === null ? "" : `${number(baseline)} ${unit}`,
  ratio === null ? "" : `${number(ratio)} ×`,
  budget ?? "",
  budget === null ? "" : ok ? "ok" : "MISSED",
];

/** A Markdown table with its columns aligned. */
const table = (lines: readonly string[][]): string => {
  const all = [[...COLUMNS], ...lines];
  const widths = COLUMNS.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const laidOut = (line: readonly string[]) => `| ${line.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(" | ")} |`;
  const [head, ...rest] = all.map(laidOut);
  return [head, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rest].join("\n");
};

const main = async (): Promise<number> => {
  const { only, json, quick, idleS, help } = readArgs();
  if (help) {
    console.log(HELP);
    return 0;
  }
  const rows = ROWS.filter(({ name }) => only.length === 0 || only.includes(name));
  const results: Result[] = [];
  const lines: string[][] = [];
  let failed = false;
  for (const row of rows) {
    process.stderr.write(`${row.name} …\n`);
    try {
      const measured = await row.measure({ quick, idleS });
      const result = {
        name: row.name,
        ...measured,
        budget: row.budget?.text ?? null,
        ok: row.budget?.holds(measured) ?? true,
      };
      results.push(result);
      lines.push(cells(row, result));
    } catch (error) {
      failed = true;
      process.stderr.write(`${row.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  console.log(json ? JSON.stringify(results, null, 2) : table(lines));
  return failed ? 1 : 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
