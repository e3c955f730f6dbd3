/** One tool call in a few words. */
export interface ToolGlimpse {
  readonly tool: string;
  /** The command, the file, the query, in one line. */
  readonly summary: string;
  readonly files: readonly string[];
}

/** What stood around a turn when the user wrote it. */
export interface Surroundings {
  readonly previousAnswer: string | null;
  /** Calls that were running when the user interrupted. */
  readonly interruptedTools: readonly ToolGlimpse[];
  readonly rejectedTools: readonly ToolGlimpse[];
  /** Edits the user changed before accepting them. */
  readonly userModified: readonly ToolGlimpse[];
  readonly lastTools: readonly ToolGlimpse[];
}
