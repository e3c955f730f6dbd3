import { isoTime } from "../../sync/core/clock.ts";
import type { Worth } from "../../web/deps.ts";

export const percent = (share: number | null): string => (share === null ? "–" : `${Math.round(share * 100)} %`);

export const dayOf = (ms: number): string => isoTime(ms).slice(0, 10);

/** What a memory's figures mean, in a word or two. */
export const WORTH: Readonly<Record<Worth, string>> = {
  earns: "earns its place",
  ignored: "not kept to",
  unproved: "nothing to tell by",
  unused: "never given",
};
