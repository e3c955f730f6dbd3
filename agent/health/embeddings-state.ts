import { type Config, embeddingsIn } from "../../sync/core/config.ts";
import { AppError } from "../../sync/core/errors.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Check } from "./health.ts";

/** Recall by meaning as a component of health: whether it is on, for how many memories it works, what keeps it from working. */
export const embeddingsCheck = (store: Store, config: () => Config): Check => ({
  component: "embeddings",
  run: () => {
    const settings = embeddingsIn(config().recall);
    if (settings === null) return "none: recalls by words alone";
    const { model } = settings;
    const { state, reason } = store.breakers.of("embeddings");
    if (state !== "closed") {
      throw new AppError("embeddings-resting", `${model} is left alone after failures: ${reason ?? "unknown"}`, {
        hint: "Recall goes on by words. It is tried again by itself; `cairn config set recall.embeddings.model none` ends that.",
      });
    }
    const { memories, embedded } = store.embeddings.counts(model);
    return `${model}: ${embedded} of ${memories} memories are found by meaning, too`;
  },
});
