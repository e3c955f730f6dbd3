import type { Status } from "../../web/deps.ts";
import { startWorker } from "../control/start.ts";
import type { Finding } from "../health/doctor.ts";
import { type Terminal, tame } from "../terminal.ts";
import { type Context, type Declare, EXIT, examples, launchIn } from "./context.ts";

export const declare: Declare = (command, context) => {
  command
    .option("--fix", "mend what can be mended safely: folders, modes, what was left behind, a worker that is down")
    .option("--json", "print an array of findings as JSON")
    .action((options: { fix?: boolean; json?: boolean }) => run(options, context));
  examples(command, [
    ["cairn doctor", "tries everything Cairn needs; exit code 1 where something is not in order"],
    ["cairn doctor --fix", "mends it, and says what it did"],
  ]);
};

const run = async ({ fix = false, json }: { fix?: boolean; json?: boolean }, context: Context): Promise<void> => {
  const { home, clock, env, runtimeDir, cwd, root, client, terminal } = context;
  const { examine } = await import("../health/doctor.ts");
  const launch = await launchIn(context);
  const findings = await examine({
    home,
    clock,
    env,
    runtimeDir,
    cwd,
    root,
    fix,
    status: () => client.get<Status>("/api/status", { fresh: true }),
    start: async () => (await startWorker(launch)).version,
    isHeld: launch.isHeld,
  });
  if (findings.some(({ ok }) => !ok)) context.exitWith(EXIT.failure);
  if (json) return terminal.printJson(findings);
  terminal.print(render(findings, terminal));
};

const render = (findings: readonly Finding[], { colours }: Terminal): string => {
  const { green, red, yellow, dim } = colours;
  const width = Math.max(...findings.map(({ component }) => component.length));
  const lines = findings.map(({ component, ok, message, hint, fixed }) => {
    const mark = ok ? (fixed === null ? green("ok   ") : yellow("fixed")) : red("bad  ");
    const head = `${mark} ${component.padEnd(width)}  ${tame(message)}`;
    return [
      head,
      ...[fixed, hint].flatMap((more) => (more === null ? [] : [`      ${" ".repeat(width)}  ${dim(tame(more))}`])),
    ].join("\n");
  });
  const bad = findings.filter(({ ok }) => !ok).length;
  const end =
    bad === 0 ? green("All is in order.") : `${bad} of ${findings.length} ${bad === 1 ? "is" : "are"} not in order.`;
  return [...lines, "", end].join("\n");
};
