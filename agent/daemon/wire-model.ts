import { localDay } from "../../sync/core/clock.ts";
import type { Log } from "../../sync/core/log.ts";
import { apiKeyOf } from "../control/credentials.ts";
import { anthropicBackend } from "../model/anthropic.ts";
import { MODEL_SERVICE } from "../model/breaker-limits.ts";
import { claudeCliBackend } from "../model/claude-cli.ts";
import { guardedModel } from "../model/guarded.ts";
import type { Backend, Model } from "../model/model.ts";
import type { Base } from "./base.ts";

/** The model that the settings name, within their budget; what it costs and how it goes is kept in the store. */
export const wireModel = (base: Base, log: Log, env: NodeJS.ProcessEnv): Model => {
  const { home, store, clock, config } = base;
  const backends: Readonly<Record<string, Backend>> = {
    anthropic: anthropicBackend({
      clock,
      apiKey: () => apiKeyOf(home, env),
      baseUrl: () => config().learning.modelUrl,
    }),
    "claude-cli": claudeCliBackend({ clock, env, cwd: home.model }),
  };
  return guardedModel({
    clock,
    log,
    config,
    backend: () => backends[config().learning.model] ?? null,
    ledger: {
      tokensOn: store.modelCalls.tokensOn,
      note: store.modelCalls.add,
      breaker: () => store.breakers.of(MODEL_SERVICE),
      saveBreaker: (breaker) => store.breakers.save(MODEL_SERVICE, breaker),
      // The id makes it once a day.
      tell: (what, message, hint) => {
        const atMs = clock.now();
        store.alerts.add({ id: `model-${what}:${localDay(atMs)}`, kind: "model", message, hint, atMs });
      },
    },
  });
};
