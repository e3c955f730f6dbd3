import { isoTime } from "../../sync/core/clock.ts";
import type { CountedMemory, ModelCost, OutcomeCounts } from "../../sync/core/words.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Report, ReportCounts, ReportMemory, ReportWeek, Worth } from "../../web/deps.ts";

const WEEK_MS = 7 * 86_400_000;
const NOTHING: ReportCounts = { learned: 0, repeated: 0, given: 0, obeyed: 0, violated: 0, recorrected: 0 };
const NO_OUTCOMES: OutcomeCounts = { obeyed: 0, violated: 0, recorrected: 0 };
/** More than any page shows. */
const MEMORIES_MAX = 1_000;

type Counted = keyof ReportCounts;

/** One thing that is counted, and when it was. */
interface Mark {
  readonly what: Counted;
  readonly atMs: number;
}

const add = (counts: ReportCounts, { what }: Mark): ReportCounts => ({ ...counts, [what]: counts[what] + 1 });

/** Counts week by week, the last one ending at `untilMs`. */
const weeksOf = (marks: readonly Mark[], fromMs: number, weeks: number): ReportWeek[] =>
  Array.from({ length: weeks }, (_, n) => {
    const startMs = fromMs + n * WEEK_MS;
    const within = marks.filter(({ atMs }) => atMs >= startMs && atMs < startMs + WEEK_MS);
    return { startMs, ...within.reduce(add, NOTHING) };
  });

const share = (part: number, rest: number): number | null => (part + rest === 0 ? null : part / (part + rest));

/** What a memory's figures say of it. */
export const worthOf = ({ obeyed, violated, recorrected }: OutcomeCounts, sessions: number): Worth => {
  if (obeyed + violated + recorrected === 0) return sessions === 0 ? "unused" : "unproved";
  return obeyed >= violated + recorrected ? "earns" : "ignored";
};

const ORDER: Readonly<Record<Worth, number>> = { ignored: 0, earns: 1, unproved: 2, unused: 3 };

const byWorth = (a: ReportMemory, b: ReportMemory): number =>
  ORDER[a.worth] - ORDER[b.worth] ||
  b.obeyed + b.violated - (a.obeyed + a.violated) ||
  b.sessions - a.sessions ||
  (a.memory.id < b.memory.id ? -1 : 1);

/** The days of one purpose and model together. */
const costOf = (days: readonly ModelCost[]): Report["model"] => {
  const byUse = new Map<string, Omit<ModelCost, "day">>();
  for (const { day: _, ...cost } of days) {
    const use = `${cost.purpose}\n${cost.model}`;
    const sum = byUse.get(use);
    byUse.set(use, sum === undefined ? cost : added(sum, cost));
  }
  return [...byUse.values()];
};

const added = (a: Omit<ModelCost, "day">, b: Omit<ModelCost, "day">): Omit<ModelCost, "day"> => ({
  ...a,
  calls: a.calls + b.calls,
  failures: a.failures + b.failures,
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
});

/** How well what was learned was kept to in the last weeks, over all and memory by memory. */
export const reportOf = (
  store: Store,
  { weeks, nowMs, projectId }: { readonly weeks: number; readonly nowMs: number; readonly projectId: string | null },
): Report => {
  // One millisecond on, so that what happens now still lies within the last week.
  const untilMs = nowMs + 1;
  const fromMs = untilMs - weeks * WEEK_MS;
  const span = { sinceMs: fromMs, projectId };
  const memories = store.memories.list({
    states: ["trusted", "superseded", "forgotten"],
    projectId,
    limit: MEMORIES_MAX,
  });
  const ids = new Set(memories.map(({ id }) => id));
  const given = store.figures.given(span);
  const marks: Mark[] = [
    ...store.figures
      .corrections(span)
      .map(({ isRepeated, atMs }): Mark => ({ what: isRepeated ? "repeated" : "learned", atMs })),
    ...given.map(({ atMs }): Mark => ({ what: "given", atMs })),
    ...store.outcomes
      .since(fromMs)
      .filter(({ memoryId }) => ids.has(memoryId))
      .map(({ verdict, atMs }): Mark => ({ what: verdict, atMs })),
  ];
  // A clock that was set back has left marks in the future.
  const total = marks.filter(({ atMs }) => atMs < untilMs).reduce(add, NOTHING);
  const outcomes = store.outcomes.countsSince(fromMs);
  const sessions = new Map<string, number>();
  for (const { memoryId } of given) sessions.set(memoryId, (sessions.get(memoryId) ?? 0) + 1);
  const proofOf = (memory: CountedMemory): ReportMemory => {
    const counts = outcomes.get(memory.id) ?? NO_OUTCOMES;
    const times = sessions.get(memory.id) ?? 0;
    const { obeyed, violated, recorrected } = counts;
    return { memory, worth: worthOf(counts, times), sessions: times, obeyed, violated, recorrected };
  };
  return {
    fromMs,
    untilMs,
    weeks: weeksOf(marks, fromMs, weeks),
    total,
    repeatedShare: share(total.repeated, total.learned),
    obeyedShare: share(total.obeyed, total.violated),
    memories: memories
      .filter(({ state, id }) => state === "trusted" || outcomes.has(id))
      .map(proofOf)
      .sort(byWorth),
    model: costOf(store.modelCalls.since(isoTime(fromMs).slice(0, 10))),
  };
};
