import { join } from "node:path";
import type * as BriefModule from "../../../agent/recall/brief.ts";
import type * as RecallModule from "../../../agent/recall/recall.ts";
import type * as ConfigModule from "../../../sync/core/config.ts";
import type * as StoreModule from "../../../sync/store/open.ts";
import { built } from "../built.ts";
import { fillMemories } from "../children/memories.ts";
import { PROJECT_ID, prompts } from "../corpus.ts";
import { type Measured, type Row, ratioAtMost } from "../row.ts";
import { withFolder } from "../shell.ts";
import { median } from "../stats.ts";

const NO_LIMIT = { top: 1_000, briefChars: 1_000_000 };

/** Characters that prompts bring into a session, by recall and if the whole playbook came with each. */
const sizes = async (count: number): Promise<Measured> => {
  const { composeBrief } = await built<typeof BriefModule>("agent/recall/brief.js");
  const { memoriesForBrief, recallFor } = await built<typeof RecallModule>("agent/recall/recall.js");
  const { openStore } = await built<typeof StoreModule>("sync/store/open.js");
  const { recall } = (await built<typeof ConfigModule>("sync/core/config.js")).defaultConfig;
  return withFolder((dir) => {
    const nowMs = Date.now();
    const store = openStore(join(dir, "cairn.db"));
    fillMemories(store, count, { dir, nowMs });
    const about = { project: PROJECT_ID, kind: "more" } as const;
    const playbook = memoriesForBrief(store, PROJECT_ID, { ...recall, ...NO_LIMIT });
    const whole = composeBrief(playbook, { ...about, maxChars: NO_LIMIT.briefChars })?.text.length ?? 0;
    const place = { projectId: PROJECT_ID, everyProject: false };
    const recalled = prompts().map((prompt) => {
      const found = recallFor(store, prompt, { place, nowMs, settings: recall, exclude: new Set() });
      const memories = found.map(({ memory }) => memory);
      return composeBrief(memories, { ...about, maxChars: recall.briefChars })?.text.length ?? 0;
    });
    store.close();
    const value = median(recalled);
    return { value, unit: "characters", baseline: whole, ratio: value / whole };
  });
};

const row = (name: string, count: number, playbook: number): Row => ({
  name,
  what: `recall for a prompt, against the whole playbook of ${playbook} memories`,
  budget: ratioAtMost(0.5),
  measure: () => sizes(count),
});

export const recallSizeSmall = row("recall-size-small", 71, 20);
export const recallSize = row("recall-size", 422, 120);
