import type { Row } from "./row.ts";
import { atOnce } from "./rows/at-once.ts";
import { contextFrozen, contextPrompt } from "./rows/context.ts";
import { idleCpu, idleMemory } from "./rows/idle.ts";
import { ingest } from "./rows/ingest.ts";
import { loopDelay } from "./rows/loop-delay.ts";
import { recall10k, recall100k } from "./rows/recall.ts";
import { recallSize, recallSizeSmall } from "./rows/recall-size.ts";
import { recordCat, recordEmpty, recordJq, recordLeastNode, recordNode } from "./rows/record.ts";

/** The table, in its order. */
export const ROWS: readonly Row[] = [
  recordEmpty,
  recordCat,
  recordJq,
  recordNode,
  recordLeastNode,
  contextPrompt,
  contextFrozen,
  atOnce,
  ingest,
  loopDelay,
  recall10k,
  recall100k,
  recallSizeSmall,
  recallSize,
  idleMemory,
  idleCpu,
];
