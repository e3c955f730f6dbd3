import { AppError } from "../../sync/core/errors.ts";
import type { PatternStep } from "../../sync/core/words.ts";
import type { Lineage } from "../../web/deps.ts";
import { ago, tame } from "../terminal.ts";
import { type Context, type Declare, examples, orNone } from "./context.ts";

export const declare: Declare = (command, context) => {
  const { client, terminal, cwd } = context;
  command
    .argument("<file or id>", "a file of this project, or an id that this command has shown")
    .option("--json", "print an array of chains as JSON")
    .action(async (given: string, { json }: { json?: boolean }) => {
      const asked = given.trim();
      if (asked === "")
        throw new AppError("usage", "No file is named.", { hint: "For instance `cairn lineage src/cart.ts`." });
      const { chains } = await orNone(
        client.get<{ chains: Lineage[] }>("/api/lineage", { of: asked, dir: cwd }),
        { chains: [] },
        context,
      );
      if (chains.length === 0) {
        throw new AppError("not-found", `Nothing is known of ${asked}.`, {
          hint: "Lineage knows functions, classes and methods that sessions have written or changed here.",
        });
      }
      if (json) return terminal.printJson(chains);
      terminal.print(chains.map((chain) => render(chain, context)).join("\n\n"));
    });
  examples(command, [
    ["cairn lineage src/cart.ts", "what was written and changed in a file, when and why"],
    ["cairn lineage src/cart.ts --json", "the same for scripts"],
  ]);
};

const VERB = {
  created: "created",
  modified: "changed",
  used: "used",
  moved: "moved",
  removed: "removed",
} as const satisfies Record<PatternStep["change"], string>;

const render = ({ pattern, steps }: Lineage, { terminal, clock }: Context): string => {
  const { bold, dim } = terminal.colours;
  const name = pattern.owner === "" ? pattern.name : `${pattern.owner}.${pattern.name}`;
  const gone = pattern.removedAtMs === null ? "" : ", no longer there";
  const head = `${bold(tame(name))}  ${dim(`${pattern.kind}, ${pattern.language}, ${tame(pattern.file)}${gone}, ${pattern.id}`)}`;
  return [
    head,
    ...steps.map(({ change, file, sessionId, why, atMs }) => {
      const where = file === pattern.file ? "" : ` ${change === "moved" ? "to" : "in"} ${tame(file)}`;
      return `  ${VERB[change]} ${ago(atMs, clock.now())}${where}, session ${tame(sessionId)}${why === "" ? "" : `\n    ${dim(`for “${tame(why)}”`)}`}`;
    }),
  ].join("\n");
};
