import type { Evaluation } from "./evaluation.ts";
import { detection } from "./evaluations/detection.ts";
import { proof } from "./evaluations/proof.ts";
import { redaction } from "./evaluations/redaction.ts";
import { wording } from "./evaluations/wording.ts";

/** In the order of what happens: what comes in is redacted, a turn is detected, worded, curated, found again, and shown to work. */
export const EVALUATIONS: readonly Evaluation[] = [redaction, detection, wording, proof];
