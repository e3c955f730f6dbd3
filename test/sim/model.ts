/** What must have come of everything that the hooks wrote, said in plain words and without any of the program's code. */
export interface Model {
  /** Happenings that at least one whole file reported, by the number that each carries. */
  readonly happenings: Map<number, Happening>;
  /** Whole files that reported a happening once more. */
  echoes: number;
  /** Files that will never be whole, and files that are no events. */
  refuse: number;
}

export interface Happening {
  readonly session: string;
  readonly name: string;
  readonly prompt: Prompt | null;
  readonly toolUseId: string | null;
}

export interface Prompt {
  readonly text: string;
  /** To be learned from, with at least one memory to show for it. */
  readonly isLesson: boolean;
  /** An instruction to Claude Code, which nobody learns from. */
  readonly isCommand: boolean;
}

export const emptyModel = (): Model => ({ happenings: new Map(), echoes: 0, refuse: 0 });

/** What people say in this world: lasting corrections, passing remarks, commands. */
const PAIRS = [
  ["pnpm", "npm"],
  ["vitest", "jest"],
  ["ruff", "flake8"],
  ["tabs", "spaces"],
  ["poetry", "pip"],
  ["podman", "docker"],
  ["postgres", "mysql"],
  ["esbuild", "webpack"],
  ["cargo", "make"],
  ["biome", "eslint"],
] as const;
const CHATTER = [
  "Add a date library",
  "What does this function do?",
  "yes",
  "Run the tests",
  "Looks good, thanks!",
  "",
];
const COMMANDS = ["/compact", "/cairn:status"];

/** One of `from`, by a number in [0, 1). */
export const oneOf = <T>(from: readonly [T, ...T[]] | readonly T[], chance: number): T =>
  from[Math.floor(chance * from.length)] as T;

export const somethingSaid = (chance: number, which: number): Prompt => {
  if (chance < 0.45) {
    // People change their minds, too.
    const isTurned = chance < 0.07;
    const [one, other] = oneOf(PAIRS, which);
    const [use, insteadOf] = isTurned ? [other, one] : [one, other];
    return { text: `No, always use ${use} instead of ${insteadOf} in this repo.`, isLesson: true, isCommand: false };
  }
  if (chance < 0.55) return { text: oneOf(COMMANDS, which), isLesson: false, isCommand: true };
  return { text: oneOf(CHATTER, which), isLesson: false, isCommand: false };
};
