import type { Tuned } from "../../web/deps.ts";
import { count, tame } from "../terminal.ts";
import { type Declare, examples, orNone } from "./context.ts";

const VERB = { promote: "becomes trusted", rise: "rises", fade: "fades" } as const satisfies Record<
  Tuned["change"],
  string
>;

export const declare: Declare = (command, context) => {
  const { client, terminal } = context;
  command
    .option("--apply", "carry the changes out; without it they are only shown")
    .option("--json", "print an array of changes as JSON")
    .action(async ({ apply, json }: { apply?: boolean; json?: boolean }) => {
      const asked = apply
        ? client.post<{ changes: Tuned[] }>("/api/tune")
        : orNone(client.get<{ changes: Tuned[] }>("/api/tune"), { changes: [] }, context);
      const { changes } = await asked;
      if (json) return terminal.printJson(changes);
      if (changes.length === 0) return terminal.print("Every memory is as sure as it should be.");
      const { bold, dim } = terminal.colours;
      for (const { memory, change, confidence, reason } of changes) {
        const from = `${memory.confidence.toFixed(2)} → ${confidence.toFixed(2)}`;
        terminal.print(`${bold(memory.id)}  ${VERB[change]}, ${from}: ${reason}\n  ${dim(tame(memory.text))}`);
      }
      const what = count(changes.length, "memory", "memories");
      terminal.warn(apply ? `${what} tuned.` : `Nothing is changed yet: \`cairn tune --apply\` changes ${what}.`);
    });
  examples(command, [
    ["cairn tune", "what would become more or less sure, and why"],
    ["cairn tune --apply", "do it; `cairn why` tells it of each memory"],
  ]);
};
