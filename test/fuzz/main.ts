import { parseArgs } from "node:util";
import { fuzz } from "./run.ts";
import { TARGETS } from "./targets.ts";

const HELP = `npm run fuzz -- [options]

Gives everything that reads text from outside what nobody would send: no crash, no hang, no growth without bound.

  --count N     inputs in all (1,000,000)
  --seed N      another seed, other inputs (1)
  --only NAME   only this target (may be given several times)

Targets: ${TARGETS.map(({ name }) => name).join(", ")}`;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    only: { type: "string", multiple: true, default: [] },
    help: { type: "boolean", default: false },
  },
});

const SLOW_MS = 2_000;
const heapMb = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
};

if (values.help) console.log(HELP);
else {
  const targets = TARGETS.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  if (targets.length === 0)
    throw new Error(`There is no such target. There are: ${TARGETS.map(({ name }) => name).join(", ")}`);
  const count = Number(values.count);
  const seed = Number(values.seed);
  // What is compiled and kept at first is no growth.
  const warm = fuzz({ count: Math.min(count, 20_000), seed: seed + 1, targets, slowMs: null });
  const before = heapMb();
  const failures = [
    ...warm,
    ...fuzz({
      count,
      seed,
      targets,
      slowMs: SLOW_MS,
      onProgress: (done) => process.stderr.write(`\r${done.toLocaleString("en")} of ${count.toLocaleString("en")}`),
    }),
  ];
  const grown = heapMb() - before;
  process.stderr.write("\n");
  for (const { target, what, input } of failures)
    console.log(`${target}: ${what}\n  on ${JSON.stringify(input.slice(0, 300))}\n`);
  console.log(
    `${count.toLocaleString("en")} inputs: ${failures.length} failures; the heap has grown by ${grown.toFixed(1)} MB.`,
  );
  process.exitCode = failures.length > 0 || grown > 50 ? 1 : 0;
}
