import type { MemoryState } from "../../../sync/core/words.ts";
import type { Evidence } from "./evidence.ts";

/** A change of how sure a memory is, with the reason as a person reads it. */
export interface Tuning {
  readonly id: string;
  readonly change: "promote" | "rise" | "fade";
  readonly confidence: number;
  readonly state: MemoryState;
  readonly reason: string;
}

const DAY_MS = 86_400_000;
/** Nothing fades before this, counted from the last time it was said or anything came of it. */
const REST_DAYS = 45;
/** Given to agents and never kept to: half of what is above the floor goes in this time. */
const HALF_LIFE_DAYS = 120;
/** Not given since, or nothing that agents do can show whether they keep to it: that nothing came of it says little. */
const SLOW_HALF_LIFE_DAYS = 360;
/** How far a memory can fade. What a person told Cairn outright stays sure enough to be recalled. */
const FLOOR = { told: 0.5, other: 0.3 } as const;
/** Less than this is not worth a line of history. */
const STEP_MIN = 0.02;
/** How far one violation brings the confidence towards certainty. */
const RISE = 0.2;
const MAX = 0.99;
const PROMOTE_SAYINGS = 3;
const PROMOTED_CONFIDENCE = 0.6;

const times = (n: number): string => (n === 1 ? "once" : `${n} times`);
const days = (n: number): string => (n === 1 ? "a day" : `${Math.floor(n)} days`);

const promotion = ({ memory, sayings }: Evidence): Tuning | null =>
  memory.state === "proposed" && sayings >= PROMOTE_SAYINGS
    ? {
        id: memory.id,
        change: "promote",
        confidence: Math.max(memory.confidence, PROMOTED_CONFIDENCE),
        state: "trusted",
        reason: `it was found in ${sayings} sessions`,
      }
    : null;

const rise = ({ memory, violatedSinceTuned: n }: Evidence): Tuning | null => {
  const confidence = Math.min(MAX, 1 - (1 - memory.confidence) * (1 - RISE) ** n);
  return memory.state === "trusted" && n > 0 && confidence - memory.confidence >= STEP_MIN / 10
    ? {
        id: memory.id,
        change: "rise",
        confidence,
        state: memory.state,
        reason: `it was violated ${times(n)} although it was known`,
      }
    : null;
};

const fade = (evidence: Evidence, nowMs: number): Tuning | null => {
  const { memory, saidAtMs, provedAtMs, tunedAtMs, isCheckable } = evidence;
  const lastUseMs = Math.max(saidAtMs, provedAtMs ?? 0);
  const restsUntilMs = lastUseMs + REST_DAYS * DAY_MS;
  // What has faded already is not faded again.
  const idleDays = (nowMs - Math.max(restsUntilMs, tunedAtMs ?? 0)) / DAY_MS;
  const floor = memory.origin === "told" ? FLOOR.told : FLOOR.other;
  if (idleDays <= 0 || memory.confidence <= floor) return null;
  const isGiven = (memory.lastInjectedAtMs ?? 0) > lastUseMs;
  const halfLife = isGiven && isCheckable ? HALF_LIFE_DAYS : SLOW_HALF_LIFE_DAYS;
  const confidence = floor + (memory.confidence - floor) * 0.5 ** (idleDays / halfLife);
  if (memory.confidence - confidence < STEP_MIN) return null;
  const since = `for ${days((nowMs - lastUseMs) / DAY_MS)}`;
  const reason = isGiven
    ? `it was given to agents, but nothing has come of it ${since}`
    : `nobody was given it or said it ${since}`;
  return { id: memory.id, change: "fade", confidence, state: memory.state, reason };
};

/**
 * How a memory's confidence should change: one that is found again and again is promoted, one that is violated rises, one of which
 * nothing comes fades. Null = it stays as it is. Fading once after two months and twice after one make the same.
 */
export const tuningOf = (evidence: Evidence, nowMs: number): Tuning | null => {
  const { state } = evidence.memory;
  if (state !== "trusted" && state !== "proposed") return null;
  return promotion(evidence) ?? rise(evidence) ?? fade(evidence, nowMs);
};
