import type { CountedMemory } from "../../sync/core/words.ts";
import { tame } from "../terminal.ts";
import { type Declare, examples } from "./context.ts";

export const declare: Declare = (command, { client, terminal }) => {
  command
    .argument("<id...>", "ids as `cairn memories` shows them")
    .option("--json", "print what was forgotten as JSON")
    .action(async (ids: string[], { json }: { json?: boolean }) => {
      const forgotten: CountedMemory[] = [];
      for (const id of ids) {
        const path = `/api/memories/${encodeURIComponent(id.trim())}/forget`;
        const { memory } = await client.post<{ memory: CountedMemory }>(path);
        forgotten.push(memory);
        if (!json) terminal.print(`Forgotten: ${memory.id}  ${tame(memory.text)}`);
      }
      if (json) terminal.printJson(forgotten);
    });
  examples(command, [["cairn forget ctx-3f9a", "it is no longer recalled; `cairn why` still tells its history"]]);
};
