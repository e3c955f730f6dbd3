import type { BreakerLimits } from "../../sync/core/breaker.ts";
import type { Config } from "../../sync/core/config.ts";

/** The name under which the model's breaker is kept. */
export const MODEL_SERVICE = "model";

/** When a breaker is to look at its calls anew, in ms. */
export const breakerLimits = ({ breaker, learning }: Pick<Config, "learning" | "breaker">): BreakerLimits => ({
  inARow: breaker.failures,
  share: breaker.share,
  of: breaker.of,
  pauseMs: breaker.pauseS * 1_000,
  trialMs: learning.modelTimeoutS * 2_000,
});
