import type { Evaluation } from "./evaluation.ts";
import { curation } from "./evaluations/curation.ts";
import { detection } from "./evaluations/detection.ts";
import { locomo } from "./evaluations/locomo.ts";
import { proof } from "./evaluations/proof.ts";
import { ranking } from "./evaluations/ranking.ts";
import { redaction } from "./evaluations/redaction.ts";
import { reflection } from "./evaluations/reflection.ts";
import { wording } from "./evaluations/wording.ts";

/** In the order of what happens: what comes in is redacted, a turn is detected, worded, curated, found again, and shown to work. */
export const EVALUATIONS: readonly Evaluation[] = [
  redaction,
  detection,
  wording,
  reflection,
  curation,
  ranking,
  locomo,
  proof,
];
