import { join } from "node:path";
import type * as RecallModule from "../../../agent/recall/recall.ts";
import type * as ConfigModule from "../../../sync/core/config.ts";
import type * as StoreModule from "../../../sync/store/open.ts";
import { built } from "../built.ts";
import { PROJECT_ID, prompts } from "../corpus.ts";
import type { Measured } from "../row.ts";
import { withFolder } from "../shell.ts";
import { quantile } from "../stats.ts";
import { fillMemories } from "./memories.ts";

// How long one prompt's recall takes in a store of `count` memories: the slow end, over all kinds of prompts.

const { recallFor } = await built<typeof RecallModule>("agent/recall/recall.js");
const { openStore } = await built<typeof StoreModule>("sync/store/open.js");
const { defaultConfig } = await built<typeof ConfigModule>("sync/core/config.js");

const { count, rounds } = JSON.parse(process.argv[2] ?? "{}") as { count: number; rounds: number };
const nowMs = Date.now();

const measured = await withFolder((dir): Measured => {
  const path = join(dir, "cairn.db");
  const filled = openStore(path);
  fillMemories(filled, count, { dir, nowMs });
  filled.close();
  const store = openStore(path);
  const took: number[] = [];
  let recalled = 0;
  for (let round = 0; round <= rounds; round++) {
    for (const prompt of prompts()) {
      const startedMs = performance.now();
      const found = recallFor(store, prompt, {
        place: { projectId: PROJECT_ID, everyProject: false },
        nowMs,
        settings: defaultConfig.recall,
        exclude: new Set(),
      });
      if (round > 0) took.push(performance.now() - startedMs);
      recalled += found.length;
    }
  }
  store.close();
  if (recalled === 0) throw new Error("nothing was recalled at all");
  return { value: quantile(took, 0.95), unit: "ms", baseline: null, ratio: null };
});
process.stdout.write(JSON.stringify(measured));
