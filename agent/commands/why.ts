import { AppError } from "../../sync/core/errors.ts";
import type { MemoryChange } from "../../sync/core/words.ts";
import type { Explanation } from "../../web/deps.ts";
import { ago, tame } from "../terminal.ts";
import { type Context, type Declare, examples, orNone } from "./context.ts";

export const declare: Declare = (command, context) => {
  command
    .argument("<memory id>", "as `cairn memories` shows it")
    .option("--json", "print everything as JSON")
    .action(async (given: string, { json }: { json?: boolean }) => {
      const id = given.trim();
      const asked = context.client.get<Explanation>(`/api/memories/${encodeURIComponent(id)}`);
      const found = await orNone(asked, null, context);
      if (found === null) {
        throw new AppError("not-found", `There is no memory ${id}: nothing has been learned yet.`, {
          hint: 'Correct Claude Code once, or `cairn learn "…"`; `cairn memories` then lists what there is.',
        });
      }
      if (json) return context.terminal.printJson(found);
      context.terminal.print(render(found, context));
    });
  examples(command, [["cairn why ctx-3f9a", "your words behind it, what was made of them, where it was given"]]);
};

const render = (
  { memory, projectName, changes, injections, outcomes, supersedes }: Explanation,
  { terminal, clock }: Context,
): string => {
  const { bold, dim } = terminal.colours;
  const nowMs = clock.now();
  const where = memory.scope === "project" ? `project ${tame(projectName ?? "?")}` : memory.scope;
  const lines = [
    `${bold(memory.id)}  ${tame(memory.text)}`,
    `  ${memory.kind}, ${where}, ${memory.state}, ${ORIGIN[memory.origin]}, confidence ${memory.confidence.toFixed(2)}`,
    `  given to sessions ${memory.injected} ×, helpful ${memory.helpful}, harmful ${memory.harmful}`,
    ...(memory.isPrivate ? ["  never leaves this machine: it was born in a private project"] : []),
    ...(memory.supersededBy === null ? [] : [`  superseded by ${memory.supersededBy}`]),
    ...supersedes.map((old) => `  took the place of ${old.id}  ${dim(tame(old.text))}`),
    "",
    bold("How it came about"),
    ...changes.flatMap((change) => changeLines(change, nowMs, dim)),
  ];
  if (injections.length > 0) {
    lines.push("", bold(`Where it was given (the last ${injections.length})`));
    for (const { sessionId, how, agentId, atMs } of injections) {
      lines.push(
        `  ${ago(atMs, nowMs)}, ${HOW[how]}, session ${sessionId}${agentId === null ? "" : `, agent ${agentId}`}`,
      );
    }
  }
  if (outcomes.length > 0) {
    lines.push("", bold(`What came of it (the last ${outcomes.length})`));
    for (const { verdict, evidence, sessionId, atMs } of outcomes)
      lines.push(`  ${VERDICT[verdict]} ${ago(atMs, nowMs)}, session ${sessionId}: ${dim(tame(evidence))}`);
  }
  return lines.join("\n");
};

/** What came of a memory in a turn, in words. */
export const VERDICT = { obeyed: "kept to", violated: "gone against", recorrected: "said again by you" } as const;

const ORIGIN = {
  told: "told by you",
  correction: "from a correction",
  reflection: "from what was tried",
  import: "imported",
} as const;

const HOW = {
  brief: "at the start of a session",
  prompt: "with a prompt",
  subagent: "to a subagent",
  compact: "after compaction",
  offer: "before a tool call",
} as const;

/** Causes that nobody said anything of: what an agent did. */
const SEEN = /^(?:trajectory|session):/;

const changeLines = (
  { change, source, sessionId, quote, why, oldText, atMs }: MemoryChange,
  nowMs: number,
  dim: (text: string) => string,
): string[] => [
  `  ${change} ${ago(atMs, nowMs)}${sessionId === null ? "" : `, session ${sessionId}`}`,
  ...(quote === null ? [] : [`    ${SEEN.test(source) ? `seen: ${tame(quote)}` : `you said: “${tame(quote)}”`}`]),
  ...reasons(why).map((reason) => `    ${dim(reason)}`),
  ...(oldText === null ? [] : [`    before: ${dim(tame(oldText))}`]),
];

/** What `why` holds as lines: what the detector saw, each feature with its weight, and what became of it beside other memories. */
const reasons = (why: string): string[] => {
  let found: unknown;
  try {
    found = JSON.parse(why);
  } catch {
    return why === "" ? [] : [tame(why)];
  }
  const { detector, curation } =
    typeof found === "object" && found !== null
      ? { detector: found, curation: null, ...found }
      : { detector: found, curation: null };
  const seen = Array.isArray(detector) ? detector : [detector];
  return [...seen, curation].map(reasonLine).filter((line) => line !== "");
};

const reasonLine = (reason: unknown): string => {
  if (typeof reason !== "object" || reason === null) return reason === null ? "" : tame(String(reason));
  const { feature, weight, detail, ...rest }: Readonly<Record<string, unknown>> = { ...reason };
  const others = Object.entries(rest).map(
    ([key, value]) => `${key} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
  );
  const weighed = typeof weight === "number" ? ` ${weight < 0 ? "" : "+"}${weight}` : "";
  const named = feature === undefined ? [] : [`${String(feature)}${weighed}`];
  return tame([...named, ...(detail === undefined || detail === "" ? [] : [String(detail)]), ...others].join(": "));
};
