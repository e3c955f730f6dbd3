/** The field's words (docs/architecture.md), as types. Values here are what the database and the API hold. */

export const MEMORY_KINDS = ["preference", "rule", "pitfall", "snippet", "api", "experience"] as const;
export type MemoryKind = (typeof MEMORY_KINDS)[number];

export const MEMORY_SCOPES = ["user", "project", "team"] as const;
export type MemoryScope = (typeof MEMORY_SCOPES)[number];

/** trusted: recalled. proposed: shown, not injected. superseded, forgotten: history. */
export const MEMORY_STATES = ["trusted", "proposed", "superseded", "forgotten"] as const;
export type MemoryState = (typeof MEMORY_STATES)[number];

/** How a memory came to be; shown with it wherever it is injected. */
export const MEMORY_ORIGINS = ["told", "correction", "reflection", "import"] as const;
export type MemoryOrigin = (typeof MEMORY_ORIGINS)[number];

export const SECTIONS = [
  "strategies_and_hard_rules",
  "useful_code_snippets",
  "troubleshooting_and_pitfalls",
  "apis_to_use",
] as const;
export type Section = (typeof SECTIONS)[number];

const SECTION_BY_KIND: Readonly<Record<MemoryKind, Section>> = {
  preference: "strategies_and_hard_rules",
  rule: "strategies_and_hard_rules",
  experience: "troubleshooting_and_pitfalls",
  pitfall: "troubleshooting_and_pitfalls",
  snippet: "useful_code_snippets",
  api: "apis_to_use",
};

/** The playbook section a kind belongs to. */
export const sectionOf = (kind: MemoryKind): Section => SECTION_BY_KIND[kind];

/** One learned thing as the rest of the program sees it. Times in ms since 1970. */
export interface Memory {
  readonly id: string;
  readonly kind: MemoryKind;
  readonly scope: MemoryScope;
  /** Set exactly when the scope is `project`. */
  readonly projectId: string | null;
  readonly text: string;
  readonly state: MemoryState;
  readonly origin: MemoryOrigin;
  /** 0…1; how sure the detector was, raised by reinforcement. */
  readonly confidence: number;
  /** Born in a private project: never leaves this machine, whatever its scope. */
  readonly isPrivate: boolean;
  readonly supersededBy: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What this machine counted of a memory; grow-only. */
export interface MemoryCounts {
  readonly injected: number;
  readonly helpful: number;
  readonly harmful: number;
  readonly lastInjectedAtMs: number | null;
}

/** A memory with what this machine counted of it. */
export type CountedMemory = Memory & MemoryCounts;

/** What happened to a memory: learned, said again, changed, withdrawn, or made more or less sure by what came of it. */
export const MEMORY_CHANGES = [
  "added",
  "reinforced",
  "merged",
  "superseded",
  "forgotten",
  "restored",
  "edited",
  "tuned",
] as const;

/** One change of a memory with its cause. `why` is JSON; `quote` (the user's own words) never leaves this machine. */
export interface MemoryChange {
  readonly memoryId: string;
  readonly change: (typeof MEMORY_CHANGES)[number];
  /** What caused it (`turn:12`, `told:<id>`); the same cause never counts twice. */
  readonly source: string;
  readonly sessionId: string | null;
  readonly quote: string | null;
  readonly why: string;
  readonly oldText: string | null;
  readonly atMs: number;
}

/** How a memory was put into a session. */
export const INJECTION_WAYS = ["brief", "prompt", "subagent", "compact", "offer"] as const;

export interface Injection {
  readonly sessionId: string;
  readonly memoryId: string;
  readonly how: (typeof INJECTION_WAYS)[number];
  readonly agentId: string | null;
  readonly atMs: number;
}

/** What came of a memory in a turn whose session knew it: kept to, gone against, or said again by the user. */
export const VERDICTS = ["obeyed", "violated", "recorrected"] as const;

export interface Outcome {
  readonly memoryId: string;
  readonly turnId: number;
  readonly verdict: (typeof VERDICTS)[number];
  readonly sessionId: string;
  /** The command, the line or the words that show it; never leaves this machine. */
  readonly evidence: string;
  readonly atMs: number;
}

/** How many turns of each kind there were. */
export type OutcomeCounts = Readonly<Record<Outcome["verdict"], number>>;

/** What a model is asked for in learning. */
export const MODEL_PURPOSES = ["refine", "reflect", "curate"] as const;
export type ModelPurpose = (typeof MODEL_PURPOSES)[number];

/** What questions of one purpose to one model cost on one local day. Tokens read from the cache are not among the input. */
export interface ModelCost {
  readonly day: string;
  readonly purpose: string;
  readonly model: string;
  readonly calls: number;
  readonly failures: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
}

/** Whether a project's memories are also kept in its checkout: not at all, there but out of git, or to be committed. */
export const MIRROR_MODES = ["off", "private", "shared"] as const;
export type MirrorMode = (typeof MIRROR_MODES)[number];

/** A repository (all its worktrees and clones that share a git folder) or a plain folder on this machine. */
export interface Project {
  readonly id: string;
  /** The git common dir; the folder itself where there is no git. */
  readonly key: string;
  readonly name: string;
  /** Normalised URL of `origin`, or null. */
  readonly remote: string | null;
  /** Off: nothing that happens there is recorded. */
  readonly capture: boolean;
  /** Memories born there never leave this machine. */
  readonly private: boolean;
  readonly mirror: MirrorMode;
}

/** Something a person should know; shown by `cairn status` until it is seen. */
export interface Alert {
  readonly id: string;
  readonly kind: string;
  readonly message: string;
  readonly hint: string | null;
  readonly atMs: number;
  readonly seenAtMs: number | null;
}

export const PATTERN_KINDS = ["function", "class", "method"] as const;
export type PatternKind = (typeof PATTERN_KINDS)[number];

/** A function, class or method of a project, through all its changes and files. */
export interface Pattern {
  readonly id: string;
  readonly projectId: string;
  readonly kind: PatternKind;
  readonly name: string;
  /** The class or receiver of a method; empty where it is not known. */
  readonly owner: string;
  readonly language: string;
  /** Where it is now, below the project's folder. */
  readonly file: string;
  /** As it was last seen; never leaves this machine. */
  readonly body: string;
  readonly removedAtMs: number | null;
}

export const PATTERN_CHANGES = ["created", "modified", "used", "moved", "removed"] as const;

/** Something that happened to a pattern. */
export interface PatternStep {
  readonly patternId: string;
  readonly change: (typeof PATTERN_CHANGES)[number];
  readonly sessionId: string;
  readonly turnId: number;
  readonly toolUseId: string;
  /** Where it happened; for a use, the file that uses it. */
  readonly file: string;
  /** What the user had asked for; never leaves this machine. */
  readonly why: string;
  readonly atMs: number;
}
