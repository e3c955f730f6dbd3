import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { AppError, messageOf } from "../../sync/core/errors.ts";
import type { Report, ReportMemory, ReportWeek } from "../../web/deps.ts";
import { tame } from "../terminal.ts";
import { type Context, type Declare, examples, orNone } from "./context.ts";
import { reportPage } from "./report-page.ts";
import { dayOf, percent, WORTH } from "./report-words.ts";

interface Options {
  readonly all?: boolean;
  readonly weeks: number;
  readonly json?: boolean;
  readonly html?: string;
}

export const declare: Declare = (command, context) => {
  const { client, terminal, cwd } = context;
  command
    .option("-a, --all", "of all projects, not only the one of this folder and your own")
    .option("-w, --weeks <count>", "how many weeks back", parseWeeks, 12)
    .option("--json", "print everything as JSON")
    .option("--html <file>", "write a page that needs nothing else")
    .action(async ({ all, weeks, json, html }: Options) => {
      const asked = client.get<Report>("/api/report", { weeks, dir: all ? null : cwd });
      const report = await orNone<Report | null>(asked, null, context);
      if (report === null) return terminal.print("Nothing has been learned yet, so there is nothing to report.");
      if (html !== undefined) return writePage(html, report, context);
      if (json) return terminal.printJson(report);
      terminal.print(render(report, context));
    });
  examples(command, [
    ["cairn report", "whether this project's memories are kept to, week by week"],
    ["cairn report --all --html report.html", "everything of this machine, as a page"],
  ]);
};

const parseWeeks = (text: string): number => {
  const weeks = Number(text);
  if (Number.isInteger(weeks) && weeks >= 1 && weeks <= 520) return weeks;
  throw new AppError("usage", `"${text}" is no number of weeks.`, { hint: "Give a whole number from 1 to 520." });
};

const writePage = (file: string, report: Report, { terminal, cwd }: Context): void => {
  const path = resolve(cwd, file);
  try {
    writeFileSync(path, reportPage(report));
  } catch (error) {
    throw new AppError("usage", `${path} could not be written: ${messageOf(error)}`, {
      hint: "Give a file in a folder that is there and may be written.",
      cause: error,
    });
  }
  terminal.print(`Written to ${path}`);
};

const BAR_MAX = 40;

const bar = (n: number, most: number): string => "█".repeat(most === 0 ? 0 : Math.ceil((n / most) * BAR_MAX));

const chart = (weeks: readonly ReportWeek[], { terminal }: Context): string[] => {
  const { red, green, dim } = terminal.colours;
  const most = Math.max(...weeks.map(({ learned, repeated }) => learned + repeated));
  return weeks.map(({ startMs, learned, repeated }) => {
    const bars = `${red(bar(repeated, most))}${green(bar(learned, most))}`;
    return `  ${dayOf(startMs)}  ${bars}${bars === "" ? "" : " "}${learned + repeated === 0 ? dim("·") : `${repeated} repeated, ${learned} new`}`;
  });
};

const memoryLine = (
  { memory, worth, sessions, obeyed, violated, recorrected }: ReportMemory,
  { terminal }: Context,
): string => {
  const { bold, dim } = terminal.colours;
  const said = recorrected === 0 ? "" : `, said again ${recorrected} ×`;
  return `  ${bold(memory.id)}  +${obeyed}/-${violated}${said}, ${sessions} ${sessions === 1 ? "session" : "sessions"}: ${WORTH[worth]}\n    ${dim(tame(memory.text))}`;
};

const MEMORIES_SHOWN = 20;

const render = (report: Report, context: Context): string => {
  const { bold } = context.terminal.colours;
  const { total, memories } = report;
  const shown = memories.slice(0, MEMORIES_SHOWN);
  return [
    bold("Corrections repeated after they were learned"),
    `  ${percent(report.repeatedShare)} (${total.repeated} of ${total.repeated + total.learned} corrections since ${dayOf(report.fromMs)})`,
    ...chart(report.weeks, context),
    "",
    bold("What sessions knew was kept to"),
    `  ${percent(report.obeyedShare)} of the turns that show it: ${total.obeyed} obeyed, ${total.violated} violated, ${total.recorrected} said again; given ${total.given} ×`,
    "",
    bold("Memory by memory (+kept to/-gone against)"),
    ...(shown.length === 0 ? ["  none yet"] : shown.map((one) => memoryLine(one, context))),
    ...(memories.length > shown.length ? [`  … and ${memories.length - shown.length} more (--json has all)`] : []),
    "",
    bold("What models cost"),
    ...(report.model.length === 0 ? ["  nothing: no model was asked"] : report.model.map(modelLine)),
  ].join("\n");
};

const modelLine = ({
  purpose,
  model,
  calls,
  failures,
  inputTokens,
  outputTokens,
  cachedTokens,
}: Report["model"][number]): string => {
  const tokens = (inputTokens + outputTokens + cachedTokens).toLocaleString("en");
  return `  ${tame(purpose)} (${tame(model)}): ${tokens} tokens in ${calls} questions${failures === 0 ? "" : `, ${failures} failed`}`;
};
