import type { Clock } from "../../sync/core/clock.ts";
import type { Store } from "../../sync/store/open.ts";
import { HEADER } from "./lines.ts";

const PAGE = 200;

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

/**
 * Everything that was learned, as JSON lines in a fixed order: header, projects, memories by id, each with its counts and, when asked
 * for, its changes with the user's own words. The same memory gives the same bytes; importing them into an empty home and exporting
 * again does too.
 */
export async function* exportLines(
  { store, clock }: { store: Store; clock: Clock },
  { evidence }: { evidence: boolean },
): AsyncGenerator<string> {
  yield lineOf(HEADER);
  for (const project of store.projects.all().sort((a, b) => (a.id < b.id ? -1 : 1))) {
    // Where memories are mirrored is a matter of this machine's checkouts.
    const { mirror: _, ...shared } = project;
    yield lineOf({ type: "project", ...shared });
  }
  let after = "";
  for (;;) {
    const memories = store.memories.page(after, PAGE);
    const last = memories.at(-1);
    if (last === undefined) return;
    after = last.id;
    const lines = memories.flatMap((memory) => [
      lineOf({ type: "memory", ...memory }),
      ...(evidence ? store.memories.history(memory.id).map((change) => lineOf({ type: "change", ...change })) : []),
    ]);
    yield lines.join("");
    await clock.breathe();
  }
}
