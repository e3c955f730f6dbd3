import type { Breaker } from "../sync/core/breaker.ts";
import type { JobState } from "../sync/core/job.ts";
import type {
  Alert,
  CountedMemory,
  Injection,
  MemoryChange,
  MemoryKind,
  MemoryScope,
  MemoryState,
  MirrorMode,
  ModelCost,
  Outcome,
  Pattern,
  PatternStep,
  Project,
} from "../sync/core/words.ts";

/** How one part of the worker is. `hint` says what to do when it is not ok. */
export interface Health {
  readonly component: string;
  readonly ok: boolean;
  readonly message: string;
  readonly hint: string | null;
}

/** How many there are in the store; null where there is one that cannot be read. */
export type Counted = number | null;

/** Everything `cairn status` shows. Ages and times in ms, sizes in bytes. */
export interface Status {
  readonly machine: { readonly id: string | null; readonly name: string };
  readonly worker: {
    readonly state: "running" | "frozen" | "stopped" | "gave-up";
    readonly pid: number | null;
    readonly version: string | null;
    readonly heartbeatAgeMs: number | null;
    readonly rssBytes: number | null;
    readonly uptimeS: number | null;
    readonly currentJob: string | null;
  };
  readonly queue: {
    readonly ready: Counted;
    readonly running: Counted;
    readonly retrying: Counted;
    readonly dead: Counted;
    readonly processed: Counted;
  };
  readonly events: {
    readonly spooled: number;
    readonly stored: Counted;
    readonly today: Counted;
    /** Ever set aside because they could not be read. */
    readonly bad: Counted;
    /** Files that lie there now because of that. */
    readonly unreadable: number;
    readonly notCaptured: Counted;
  };
  readonly memories: { readonly total: Counted; readonly trusted: Counted; readonly proposed: Counted };
  /** Tokens for learning that a model has cost today, of those it may. */
  readonly budget: { readonly tokensToday: number; readonly limit: number };
  readonly model: {
    /** none, anthropic or claude-cli. */
    readonly name: string;
    /** The models that word lessons and that compare memories. */
    readonly reflector: string;
    readonly curator: string;
    /** off: never asked; spent: not before tomorrow; resting: left alone for a while after failures. */
    readonly state: "off" | "ready" | "spent" | "resting";
    readonly today: readonly ModelCost[];
    readonly breaker: Breaker | null;
  };
  readonly paused: { readonly until: number | null } | null;
  /** Ids of the sessions that are paused on their own. */
  readonly pausedSessions: readonly string[];
  readonly project: Project | null;
  readonly health: readonly Health[];
  readonly alerts: readonly Alert[];
}

export interface SearchQuery {
  readonly text: string;
  /** Folder whose project is meant; null = all projects. */
  readonly dir: string | null;
  readonly limit: number;
}

export interface SearchHit {
  readonly memory: CountedMemory;
  readonly score: number;
  readonly projectName: string | null;
}

export interface ListQuery {
  readonly states: readonly MemoryState[];
  readonly dir: string | null;
  readonly limit: number;
}

export interface Lesson {
  readonly text: string;
  readonly scope: Exclude<MemoryScope, "team">;
  readonly kind: MemoryKind | null;
  readonly dir: string;
}

export interface Learned {
  readonly memory: CountedMemory;
  readonly change: string;
}

/** Why a memory is what it is: its changes with their causes, the turns behind them, where it was given. */
export interface Explanation {
  readonly memory: CountedMemory;
  readonly projectName: string | null;
  readonly changes: readonly MemoryChange[];
  readonly injections: readonly Injection[];
  readonly outcomes: readonly Outcome[];
  readonly supersedes: readonly CountedMemory[];
}

/** A change of how sure a memory is, with the reason. `memory` is as it was before. */
export interface Tuned extends Omit<SearchHit, "score"> {
  readonly change: "promote" | "rise" | "fade";
  readonly confidence: number;
  readonly state: MemoryState;
  readonly reason: string;
}

/** A memory that goes, with the reason and what takes its place (null: it is forgotten). Memories are as they were before. */
export interface CleanedUp extends Omit<SearchHit, "score"> {
  readonly change: "merge" | "supersede" | "forget";
  readonly stays: CountedMemory | null;
  readonly reason: string;
}

export interface QueueJob {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly state: JobState;
  readonly attempts: number;
  /** ready: not before; running: lease end; else null. */
  readonly atMs: number | null;
  readonly reason: string | null;
  readonly createdAtMs: number;
}

export interface Imported {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly bad: readonly { readonly line: number; readonly problem: string }[];
}

/** What happened in a week, or in all of them. */
export interface ReportCounts {
  /** Corrections that taught something new. */
  readonly learned: number;
  /** Corrections of what had been learned before: the figure that matters. */
  readonly repeated: number;
  /** Memories given to sessions, each counted once a session. */
  readonly given: number;
  /** Turns in which the agent kept to a memory it knew, and in which it went against one. */
  readonly obeyed: number;
  readonly violated: number;
  /** Times the user had to say a memory again to a session that knew it. */
  readonly recorrected: number;
}

export interface ReportWeek extends ReportCounts {
  readonly startMs: number;
}

/** Whether a memory is worth its place. `earns`: kept to; `ignored`: gone against more often; `unproved`: nothing to tell by. */
export type Worth = "earns" | "ignored" | "unproved" | "unused";

export interface ReportMemory {
  readonly memory: CountedMemory;
  readonly worth: Worth;
  readonly sessions: number;
  readonly obeyed: number;
  readonly violated: number;
  readonly recorrected: number;
}

export interface Report {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly weeks: readonly ReportWeek[];
  readonly total: ReportCounts;
  /** Share of corrections that repeated what had been learned; null without any. */
  readonly repeatedShare: number | null;
  /** Share of the turns that show it in which memories were kept to; null without any. */
  readonly obeyedShare: number | null;
  readonly memories: readonly ReportMemory[];
  /** What models cost, by purpose and model. */
  readonly model: readonly Omit<ModelCost, "day">[];
}

/** What one session was given, why, and what came of it. */
export interface Relevance {
  readonly sessionId: string;
  readonly projectName: string | null;
  readonly startedAtMs: number;
  readonly summary: string | null;
  readonly offers: readonly {
    readonly memory: CountedMemory;
    readonly injections: readonly (Injection & {
      /** Words that the memory shares with the prompt it came with; empty where it came for another reason. */
      readonly shared: readonly string[];
    })[];
    readonly outcomes: readonly Outcome[];
  }[];
}

/** A function, class or method with all that happened to it, the first thing first. */
export interface Lineage {
  readonly pattern: Omit<Pattern, "body">;
  readonly steps: readonly PatternStep[];
}

/** What the app needs from the rest of the program. The web says it here; the composition root hands it in. */
export interface WebDeps {
  readonly version: string;
  /**
   * The answer for the hook that spooled this file: JSON to print, or null for nothing. `pluginRoot` = where that hook lies; `hasGone`
   * tells whether it has given up meanwhile, so that nothing more counts as given.
   */
  readonly hookAnswer: (
    file: string,
    pluginRoot: string | null,
    hasGone: () => boolean,
  ) => string | null | Promise<string | null>;
  readonly status: (options: { readonly fresh: boolean; readonly dir: string | null }) => Promise<Status>;
  readonly search: (query: SearchQuery) => Promise<readonly SearchHit[]>;
  readonly memories: (query: ListQuery) => readonly SearchHit[];
  readonly explain: (id: string) => Explanation | null;
  readonly learn: (lesson: Lesson) => Promise<Learned>;
  readonly forget: (id: string) => CountedMemory | null;
  /** `apply` false: only says what it would do. */
  readonly report: (options: { readonly weeks: number; readonly dir: string | null }) => Report;
  /** Of a session, or (null) of the latest of the folder; null where there is none. */
  readonly relevance: (sessionId: string | null, dir: string | null) => Relevance | null;
  /** The chain of an id, or of all code that is or was in a file, named as from the folder `dir`. */
  readonly lineage: (asked: string, dir: string) => readonly Lineage[];
  readonly tune: (options: { readonly apply: boolean }) => Promise<readonly Tuned[]>;
  readonly cleanUp: (options: { readonly apply: boolean }) => Promise<readonly CleanedUp[]>;
  readonly jobs: (state: JobState | "retrying", limit: number) => readonly QueueJob[];
  readonly retryJobs: (id: string | null) => number;
  readonly discardJob: (id: string) => boolean;
  readonly archiveEvents: () => Promise<{ readonly archived: number }>;
  /** The whole memory as JSON lines. */
  readonly exportLines: (options: { readonly evidence: boolean }) => AsyncIterable<string>;
  readonly importText: (text: string) => Promise<Imported>;
  readonly setProject: (
    dir: string,
    settings: { readonly capture?: boolean; readonly private?: boolean; readonly mirror?: MirrorMode },
  ) => Promise<Project>;
  readonly seeAlerts: () => number;
  /** Has the model tried again at once, however often it has failed. */
  readonly resetModel: () => void;
}
