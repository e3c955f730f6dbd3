import { AppError } from "../../sync/core/errors.ts";
import type { Relevance } from "../../web/deps.ts";
import { ago, tame } from "../terminal.ts";
import { type Context, type Declare, examples, orNone } from "./context.ts";
import { VERDICT } from "./why.ts";

export const declare: Declare = (command, context) => {
  const { client, terminal, cwd } = context;
  command
    .argument("[session]", "id of a session; without it the latest one of this folder")
    .option("-a, --all", "without a session: the latest one of all folders")
    .option("--json", "print everything as JSON")
    .action(async (session: string | undefined, { all, json }: { all?: boolean; json?: boolean }) => {
      const asked = client.get<Relevance>("/api/relevance", { session: session ?? null, dir: all ? null : cwd });
      const found = await orNone<Relevance | null>(asked, null, context);
      if (found === null) {
        throw new AppError("not-found", "No session has been recorded yet.", {
          hint: "Start Claude Code with the plugin once; `cairn doctor` tries whether its hooks arrive.",
        });
      }
      if (json) return terminal.printJson(found);
      terminal.print(render(found, context));
    });
  examples(command, [
    ["cairn relevance", "what the latest session here was given, and what came of it"],
    ["cairn relevance --all --json", "the latest session anywhere, as JSON"],
  ]);
};

const HOW = {
  brief: "at the start, among the surest of the project",
  prompt: "with a prompt",
  subagent: "to a subagent",
  compact: "after compaction, because it had been given before",
  offer: "before a tool call, because it was learned meanwhile or the work had moved there",
} as const;

const render = (
  { sessionId, projectName, startedAtMs, summary, offers }: Relevance,
  { terminal, clock }: Context,
): string => {
  const { bold, dim } = terminal.colours;
  const nowMs = clock.now();
  const lines = [
    `${bold(sessionId)}  ${tame(projectName ?? "")}, begun ${ago(startedAtMs, nowMs)}`,
    ...(summary === null ? [] : [`  ${dim(tame(summary))}`]),
    "",
  ];
  if (offers.length === 0) lines.push("It was given nothing: nothing that is known bears on it.");
  for (const { memory, injections, outcomes } of offers) {
    lines.push(`${bold(memory.id)}  ${tame(memory.text)}`);
    if (injections.length === 0) lines.push("  taught in this session");
    for (const { how, atMs, agentId, shared } of injections) {
      const because = shared.length === 0 ? "" : `, sharing ${shared.map((word) => `“${tame(word)}”`).join(", ")}`;
      lines.push(`  given ${ago(atMs, nowMs)} ${HOW[how]}${because}${agentId === null ? "" : ` (agent ${agentId})`}`);
    }
    for (const { verdict, evidence, atMs } of outcomes)
      lines.push(`  ${VERDICT[verdict]} ${ago(atMs, nowMs)}: ${dim(tame(evidence))}`);
    if (outcomes.length === 0) lines.push(dim("  nothing shows whether it was kept to"));
  }
  return lines.join("\n");
};
