import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Findings, reaches } from "./evaluation.ts";
import { evaluateLocomo } from "./evaluations/locomo.ts";
import { EVALUATIONS } from "./evaluations.ts";
import { judgeTurns } from "./outside-turns.ts";
import { tableOf } from "./tables.ts";

const HELP = `npm run eval -- [options]

Measures how good what Cairn learns is, on labelled data. Figures are those of the checking half, which nothing was made on.

  --only NAME      only this evaluation (may be given several times)
  --mistakes       list what went wrong below each table
  --json           print {name: {figures, tuning, mistakes}} instead
  --write          write the tables into docs/learning.md
  --turns FILE     judge turns from outside: JSONL {id, text, previous} in, JSONL {id, label, durable, score, memories} out
  --locomo FILE    how much of the evidence recall finds in a file of the LoCoMo format; with --json one object and nothing else

Evaluations:
${EVALUATIONS.map(({ name, what }) => `  ${name.padEnd(14)}${what}`).join("\n")}`;

const readArgs = () => {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: [] },
      mistakes: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      turns: { type: "string" },
      locomo: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = values.only.filter((name) => !EVALUATIONS.some((evaluation) => evaluation.name === name));
  if (unknown.length > 0) {
    const names = EVALUATIONS.map(({ name }) => name).join(", ");
    throw new Error(`There is no evaluation ${unknown.join(", ")}. There are: ${names}`);
  }
  return values;
};

const PAGE = join(import.meta.dirname, "../../docs/learning.md");
const FIGURES = /(<!-- figures: made by `npm run eval -- --write` -->\n)[\s\S]*?(<!-- end of figures -->)/;

const writePage = (sections: readonly string[]): void => {
  const page = readFileSync(PAGE, "utf8");
  if (!FIGURES.test(page)) throw new Error(`${PAGE} has no place for figures.`);
  writeFileSync(
    PAGE,
    page.replace(FIGURES, (_, begin, end) => `${begin}\n${sections.join("\n\n")}\n\n${end}`),
  );
};

const main = async (): Promise<number> => {
  const { only, mistakes, json, write, turns, locomo, help } = readArgs();
  if (help) {
    console.log(HELP);
    return 0;
  }
  if (turns !== undefined) {
    for (const judged of judgeTurns(readFileSync(turns, "utf8"))) console.log(JSON.stringify(judged));
    return 0;
  }
  if (locomo !== undefined) {
    const results = await evaluateLocomo(locomo);
    console.log(json ? JSON.stringify(results) : JSON.stringify(results, null, 2));
    return 0;
  }
  const found: Record<string, Findings> = {};
  const sections: string[] = [];
  for (const { name, what, run } of EVALUATIONS) {
    if (only.length > 0 && !only.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    const findings = await run();
    found[name] = findings;
    sections.push(`### ${name}: ${what}\n\n${tableOf(findings)}`);
    if (json) continue;
    console.log(`\n${sections.at(-1)}`);
    if (mistakes) console.log(`\n${findings.mistakes.map((line) => `- ${line}`).join("\n")}`);
  }
  if (json) console.log(JSON.stringify(found, null, 2));
  if (write && only.length > 0) throw new Error("--write wants all evaluations, so without --only.");
  if (write) writePage(sections);
  const missed = Object.values(found).flatMap(({ figures }) => figures.filter((figure) => !reaches(figure)));
  if (missed.length > 0) process.stderr.write(`\n${missed.length} figures miss their goal.\n`);
  return 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`eval: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
