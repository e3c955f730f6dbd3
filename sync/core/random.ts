import { randomBytes } from "node:crypto";

/** Chance is handed in, so that a failing simulation can be run again from its seed. */
export interface Random {
  /** Evenly in [0, 1). */
  readonly unit: () => number;
  /** `n` bytes that nobody can guess. */
  readonly bytes: (n: number) => Uint8Array;
}

export const systemRandom: Random = { unit: Math.random, bytes: randomBytes };

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
