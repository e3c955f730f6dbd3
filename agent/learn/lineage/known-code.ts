import type { Pattern, PatternStep } from "../../../sync/core/words.ts";

/** What is known of a project's code. */
export interface KnownCode {
  readonly inFile: (file: string) => readonly Pattern[];
  readonly below: (folder: string) => readonly Pattern[];
  readonly named: (name: string) => readonly Pattern[];
  readonly steps: (patternId: string) => readonly PatternStep[];
}

/** What has to be written down of what was found out. */
export interface Findings {
  readonly patterns: readonly Pattern[];
  readonly steps: readonly PatternStep[];
  /** Patterns that turned out to be one; the second stays. */
  readonly joins: readonly { readonly from: string; readonly to: string }[];
}

/** What is known, together with what is being found out about it and not yet written down. */
export const workingCopy = (known: KnownCode) => {
  const changed = new Map<string, Pattern>();
  const steps: PatternStep[] = [];
  const joins: { from: string; to: string }[] = [];
  const isGone = (id: string): boolean => joins.some(({ from }) => from === id);
  const now = (found: readonly Pattern[], fits: (pattern: Pattern) => boolean): Pattern[] => {
    const all = new Map([...found, ...changed.values()].map((one) => [one.id, changed.get(one.id) ?? one]));
    return [...all.values()].filter((one) => !isGone(one.id) && fits(one));
  };
  return {
    inFile: (file: string): Pattern[] =>
      now(known.inFile(file), (one) => one.file === file && one.removedAtMs === null),
    below: (folder: string): Pattern[] =>
      now(known.below(folder), (one) => one.file.startsWith(`${folder}/`) && one.removedAtMs === null),
    /** Removed ones, too. */
    named: (name: string): Pattern[] => now(known.named(name), (one) => one.name === name),
    steps: (id: string): PatternStep[] => [...known.steps(id), ...steps.filter(({ patternId }) => patternId === id)],
    save: (pattern: Pattern): void => {
      changed.set(pattern.id, pattern);
    },
    note: (step: PatternStep): void => {
      const isKnown = steps.some(
        (one) => one.patternId === step.patternId && one.toolUseId === step.toolUseId && one.change === step.change,
      );
      if (!isKnown) steps.push(step);
    },
    join: (from: Pattern, to: Pattern): void => {
      joins.push({ from: from.id, to: to.id });
    },
    findings: (): Findings => ({
      patterns: [...changed.values()],
      // What a joined one went through stays its own here and goes over with it.
      steps,
      joins,
    }),
  };
};

export type WorkingCopy = ReturnType<typeof workingCopy>;
