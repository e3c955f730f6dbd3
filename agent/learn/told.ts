import { newId } from "../../sync/core/ids.ts";
import type { Random } from "../../sync/core/random.ts";

/** A cause for something a person said outright. */
export const toldSource = (nowMs: number, random: Random): string => `told:${newId(nowMs, random)}`;
