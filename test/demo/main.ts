import { parseArgs } from "node:util";
import { createColors } from "picocolors";
import { type Narrator, playOne } from "./one.ts";
import type { Ran, Step } from "./replay.ts";

const HELP = `npm run demo -- --one

Demonstrations of Cairn with its real hooks and a real worker, in a folder of their own that is gone afterwards.
They need neither the network nor Claude Code.

  --one    one machine: a recorded session in which the user corrects the agent twice, and the session after it`;

const stream = process.stdout;
const isWatched = stream.isTTY === true;
const { bold, cyan, dim, green, magenta, red } = createColors(isWatched && !process.env.NO_COLOR);

const say = (text: string): void => void stream.write(`${text}\n`);

const SPEAKER: Readonly<Record<Step["who"], string>> = {
  start: "",
  user: bold(cyan("you     ")),
  tool: magenta("claude  "),
  result: "        ",
  failure: red("        "),
  batch: "",
  answer: magenta("claude  "),
  end: "",
};

const hookNote = ({ hook, tookMs }: Ran): string => dim(`  (${hook}, ${tookMs.toFixed(0)} ms)`);

// Ctrl-C ends it as it ends by itself: with nothing left behind.
const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort(new Error("interrupted")));

const narrator: Narrator = {
  isWatched,
  stop: interrupted.signal,
  heading: (text) => say(`\n${bold(text)}`),
  line: (who, text, ran) => {
    if (who !== "batch") say(`  ${SPEAKER[who]}${text}${hookNote(ran)}`);
  },
  note: (text) => say(`  ${text}`),
  quote: (text) => {
    for (const line of text.split("\n")) say(`  ${green("│")} ${line}`);
  },
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { one: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.one && !values.help) await playOne(narrator);
  else say(HELP);
};

try {
  await main();
} catch (error) {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
