import type { ToolUse } from "../../sync/store/tool-uses.ts";

/** A call of the shell as the store keeps it. @param summary the command line */
export const use = (summary: string, outcome: ToolUse["outcome"] = "ok", more: Partial<ToolUse> = {}): ToolUse => ({
  sessionId: "s",
  toolUseId: `t-${summary}`,
  turnId: 1,
  tool: "Bash",
  summary,
  inputDigest: "",
  files: [],
  outcome,
  error: outcome === "failed" ? "Exit code 1" : null,
  userModified: false,
  durationMs: 1,
  agentId: null,
  agentType: null,
  atMs: 1,
  ...more,
});

/** An edit of a file as the store keeps it. */
export const edit = (path: string, more: Partial<ToolUse> = {}) =>
  use(path, "ok", { tool: "Edit", files: [path], ...more });
