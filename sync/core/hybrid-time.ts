/**
 * A moment that orders what several machines do, whatever their clocks show: 48 bits of milliseconds and a counter of 16 bits, as 16
 * hexadecimal digits. As text, because a JSON number could not tell neighbours apart; texts compare as the moments do.
 */
export type HybridTime = string;

/** Before all that ever happens. */
export const FIRST: HybridTime = "0".repeat(16);

const COUNTER_BITS = 16n;

const asTime = (bits: bigint): HybridTime => bits.toString(16).padStart(16, "0");
const bitsOf = (time: HybridTime): bigint => BigInt(`0x${time}`);
const atMs = (ms: number): bigint => BigInt(Math.max(0, Math.floor(ms))) << COUNTER_BITS;

/** Whether a text is one: what comes from elsewhere is asked. */
export const isHybridTime = (text: string): boolean => /^[0-9a-f]{16}$/.test(text);

/** The milliseconds since 1970 in it. */
export const msOf = (time: HybridTime): number => Number(bitsOf(time) >> COUNTER_BITS);

/** The next moment of a machine: later than its last one, and no earlier than its clock shows (in ms, with the offset to the server). */
export const nextTime = (last: HybridTime, clockMs: number): HybridTime => {
  const after = bitsOf(last) + 1n;
  const now = atMs(clockMs);
  return asTime(now > after ? now : after);
};

/** What a machine's last moment is once it has seen another one: whatever it does next comes after both. */
export const seenTime = (last: HybridTime, other: HybridTime): HybridTime => (other > last ? other : last);

/** How far ahead of the server's clock a moment may be. */
export const AHEAD_MAX_MS = 5 * 60_000;

/** A moment that claims to be further ahead than can be is now instead, so that a wrong clock can't win every conflict for years. */
export const clampTime = (time: HybridTime, serverMs: number): HybridTime =>
  msOf(time) > serverMs + AHEAD_MAX_MS ? asTime(atMs(serverMs)) : time;

/** An answer that took longer says too little of when it was given. */
const ROUND_TRIP_MAX_MS = 2_000;

/** How far the server's clock is ahead of ours, in ms, by one answer; null where that can't be told. All in ms; `serverMs` = its clock. */
export const offsetBy = (sentMs: number, receivedMs: number, serverMs: number): number | null => {
  const tookMs = receivedMs - sentMs;
  return tookMs < 0 || tookMs >= ROUND_TRIP_MAX_MS ? null : serverMs - (sentMs + tookMs / 2);
};
