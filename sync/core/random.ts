import { randomBytes } from "node:crypto";

/** Chance is handed in, so that a failing simulation can be run again from its seed. */
export interface Random {
  /** Evenly in [0, 1). */
  readonly unit: () => number;
  /** `n` bytes that nobody can guess. */
  readonly bytes: (n: number) => Uint8Array;
}

const POOL_BYTES = 4_096;
let pool: Uint8Array = new Uint8Array();

/** To ask the system for a few bytes takes longer than all the rest of making an id; so it is asked for many at once. */
const fromPool = (n: number): Uint8Array => {
  if (n > POOL_BYTES) return randomBytes(n);
  if (pool.length < n) pool = randomBytes(POOL_BYTES);
  const bytes = pool.subarray(0, n);
  pool = pool.subarray(n);
  return bytes;
};

export const systemRandom: Random = { unit: Math.random, bytes: fromPool };

/** The same numbers for the same seed (mulberry32); for simulations, never for secrets. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { unit, bytes: (n) => Uint8Array.from({ length: n }, () => Math.floor(unit() * 256)) };
};
