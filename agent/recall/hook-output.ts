/** What a hook prints for Claude Code to take in; null = nothing. `message` is shown to the user, never to the model. */
export const hookOutput = (hookEventName: string, context: string | null, message: string | null): string | null => {
  if (context === null && message === null) return null;
  return JSON.stringify({
    ...(message === null ? {} : { systemMessage: message }),
    ...(context === null ? {} : { hookSpecificOutput: { hookEventName, additionalContext: context } }),
  });
};
