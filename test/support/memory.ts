import type { CountedMemory } from "../../sync/core/words.ts";
import { START_MS } from "./clock.ts";

/** A memory that is trusted and sure, of no project; `changes` says what else it is. */
export const someMemory = (changes: Partial<CountedMemory> = {}): CountedMemory => ({
  id: "ctx-aaaa",
  kind: "rule",
  scope: changes.projectId ? "project" : "user",
  projectId: null,
  text: "Use pnpm instead of npm.",
  state: "trusted",
  origin: "correction",
  confidence: 0.9,
  isPrivate: false,
  supersededBy: null,
  createdAtMs: START_MS,
  updatedAtMs: START_MS,
  injected: 0,
  helpful: 0,
  harmful: 0,
  lastInjectedAtMs: null,
  ...changes,
});
