import { availableParallelism } from "node:os";
import { join } from "node:path";
import { payloadText } from "../../support/payloads.ts";
import { type Row, ratioAtMost, timesBaseline } from "../row.ts";
import { HOOKS, msAtOnce, msEach, pairsOf, payloadFolder, withFolder } from "../shell.ts";
import { sessionId } from "../worker-world.ts";

const HOOKS_AT_ONCE = 20;
const BYTES = 3_072;

export const atOnce: Row = {
  name: "at-once",
  what: "20 × record.sh at once, against one after the other ÷ cores",
  budget: ratioAtMost(3),
  measure: ({ quick }) =>
    withFolder((dir) => {
      const texts = Array.from({ length: HOOKS_AT_ONCE }, (_, call) =>
        payloadText("PostToolUse.Bash", { sessionId: sessionId(0), dir, prompt: 1, call }, BYTES),
      );
      const folder = payloadFolder(join(dir, "payloads"), texts);
      const record = {
        argv: [join(HOOKS, "record.sh")],
        env: { HOME: dir, CAIRN_HOME: join(dir, "home"), CLAUDE_CODE_SESSION_ID: sessionId(0) },
      };
      const pairs = pairsOf(
        quick ? 10 : 50,
        () => msAtOnce(record, folder, HOOKS_AT_ONCE),
        () => (msEach(record, folder, HOOKS_AT_ONCE) * HOOKS_AT_ONCE) / availableParallelism(),
      );
      return timesBaseline(pairs, "ms");
    }),
};
