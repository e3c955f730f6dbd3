import type { Report, ReportMemory, ReportWeek } from "../../web/deps.ts";
import { dayOf, percent, WORTH } from "./report-words.ts";

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const WIDTH = 720;
const HEIGHT = 160;

const chart = (weeks: readonly ReportWeek[]): string => {
  const most = Math.max(1, ...weeks.map(({ learned, repeated }) => learned + repeated));
  const step = WIDTH / weeks.length;
  const tall = (n: number): number => Math.round((n / most) * HEIGHT);
  const bars = weeks.map(({ startMs, learned, repeated }, n) => {
    const x = Math.round(n * step) + 2;
    const wide = Math.max(1, Math.round(step) - 4);
    const [low, high] = [tall(repeated), tall(learned)];
    return `<g><title>${dayOf(startMs)}: ${repeated} repeated, ${learned} new</title><rect x="${x}" y="${HEIGHT - low - high}" width="${wide}" height="${high}" class="new"/><rect x="${x}" y="${HEIGHT - low}" width="${wide}" height="${low}" class="again"/></g>`;
  });
  const [first, last] = [weeks[0], weeks.at(-1)].map((week) => (week === undefined ? "" : dayOf(week.startMs)));
  const axis = `<p class="axis"><span>week of ${first}</span><span>at most ${most} a week</span><span>week of ${last}</span></p>`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Corrections by week">${bars.join("")}</svg>${axis}`;
};

const row = ({ memory, worth, sessions, obeyed, violated, recorrected }: ReportMemory): string =>
  `<tr><td><code>${escaped(memory.id)}</code></td><td>${escaped(memory.text)}</td><td>${obeyed}</td><td>${violated}</td><td>${recorrected}</td><td>${sessions}</td><td>${WORTH[worth]}</td></tr>`;

const modelTable = ({ model }: Report): string =>
  model.length === 0
    ? "<p>Nothing: no model was asked.</p>"
    : `<table><thead><tr><th>Purpose</th><th>Model</th><th>Questions</th><th>Failed</th><th>Tokens</th></tr></thead><tbody>${model
        .map(
          ({ purpose, model: name, calls, failures, inputTokens, outputTokens, cachedTokens }) =>
            `<tr><td>${escaped(purpose)}</td><td>${escaped(name)}</td><td>${calls}</td><td>${failures}</td><td>${inputTokens + outputTokens + cachedTokens}</td></tr>`,
        )
        .join("")}</tbody></table>`;

/** A report as one page that loads nothing from anywhere. */
export const reportPage = (report: Report): string => {
  const { total } = report;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cairn: what was learned, and kept to</title>
<style>
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
.figure { font-size: 2.2rem; font-weight: 600 }
svg { width: 100%; height: auto; border-bottom: 1px solid currentColor }
.axis { display: flex; justify-content: space-between; margin: .2rem 0; font-size: .85rem; opacity: .7 }
.new { fill: #3a8f5c } .again { fill: #c4503f }
table { border-collapse: collapse; width: 100% } td, th { padding: .3rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid #8884 }
code { white-space: nowrap }
</style>
<h1>What was learned, and kept to</h1>
<p>${dayOf(report.fromMs)} to ${dayOf(report.untilMs)}</p>
<h2>Corrections repeated after they were learned</h2>
<p><span class="figure">${percent(report.repeatedShare)}</span> ${total.repeated} of ${total.repeated + total.learned} corrections</p>
${chart(report.weeks)}
<p>Each bar is a week: red what had to be said again, green what was new.</p>
<h2>What sessions knew was kept to</h2>
<p><span class="figure">${percent(report.obeyedShare)}</span> of the turns that show it: ${total.obeyed} obeyed, ${total.violated} violated, ${total.recorrected} said again; given ${total.given} times</p>
<h2>Memory by memory</h2>
<table><thead><tr><th>Id</th><th>Memory</th><th>Obeyed</th><th>Violated</th><th>Said again</th><th>Sessions</th><th></th></tr></thead>
<tbody>${report.memories.map(row).join("\n")}</tbody></table>
<h2>What models cost</h2>
${modelTable(report)}
</html>
`;
};
