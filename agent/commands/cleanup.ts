import type { CleanedUp } from "../../web/deps.ts";
import { count, tame } from "../terminal.ts";
import { type Declare, examples, orNone } from "./context.ts";

const VERB = {
  merge: "goes into",
  supersede: "gives way to",
  forget: "is forgotten",
} as const satisfies Record<CleanedUp["change"], string>;

export const declare: Declare = (command, context) => {
  const { client, terminal } = context;
  command
    .option("--apply", "carry it out; without it, it is only shown")
    .option("--json", "print an array of what goes as JSON")
    .action(async ({ apply, json }: { apply?: boolean; json?: boolean }) => {
      const asked = apply
        ? client.post<{ changes: CleanedUp[] }>("/api/cleanup")
        : orNone(client.get<{ changes: CleanedUp[] }>("/api/cleanup"), { changes: [] }, context);
      const { changes } = await asked;
      if (json) return terminal.printJson(changes);
      if (changes.length === 0) return terminal.print("There is nothing to clean up.");
      const { bold, dim } = terminal.colours;
      for (const { memory, stays, change, reason } of changes) {
        const into = stays === null ? "" : ` ${bold(stays.id)}`;
        terminal.print(`${bold(memory.id)}  ${VERB[change]}${into}: ${tame(reason)}\n  ${dim(tame(memory.text))}`);
        if (stays !== null) terminal.print(`  ${dim(`stays: ${tame(stays.text)}`)}`);
      }
      const what = count(changes.length, "memory", "memories");
      terminal.warn(
        apply
          ? `${what} cleaned up. \`cairn memories --all --state superseded,forgotten\` still shows them.`
          : `Nothing is changed yet: \`cairn cleanup --apply\` does it with ${what}.`,
      );
    });
  examples(command, [
    ["cairn cleanup", "what says the same, is excluded or was never of use"],
    ["cairn cleanup --apply", "take it out of the playbook; its history stays"],
  ]);
};
