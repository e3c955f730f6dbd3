import { type Figure, type Findings, reaches } from "./evaluation.ts";

const shown = ({ value, unit }: Figure): string =>
  unit === undefined ? value.toFixed(2) : `${value.toLocaleString("en-GB", { maximumSignificantDigits: 3 })} ${unit}`;

const goalOf = ({ goal, unit }: Figure): string => {
  if (goal === undefined) return "";
  const [sign, limit] = "atLeast" in goal ? ["≥", goal.atLeast] : ["≤", goal.atMost];
  return `${sign} ${limit}${unit === undefined ? "" : ` ${unit}`}`;
};

const COLUMNS = ["figure", "check", "95 %", "n", "goal", "", "tune"] as const;

const cells = (figure: Figure, tuned: Figure | undefined): string[] => [
  figure.what,
  shown(figure),
  figure.interval === undefined ? "" : figure.interval.map((bound) => bound.toFixed(2)).join("–"),
  figure.n === undefined ? "" : String(figure.n),
  goalOf(figure),
  figure.goal === undefined ? "" : reaches(figure) ? "ok" : "MISSED",
  tuned === undefined ? "" : shown(tuned),
];

/** A Markdown table of findings with its columns aligned; the tuning half stands last, since it proves nothing. */
export const tableOf = ({ figures, tuning }: Findings): string => {
  const lines = figures.map((figure) =>
    cells(
      figure,
      tuning?.find(({ what }) => what === figure.what),
    ),
  );
  const used = COLUMNS.map((_, column) => column === 0 || lines.some((line) => line[column] !== ""));
  const all = [[...COLUMNS], ...lines].map((line) => line.filter((_, column) => used[column]));
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  const laidOut = (line: readonly string[]) => `| ${line.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(" | ")} |`;
  const [head, ...rest] = all.map(laidOut);
  return [head, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rest].join("\n");
};
