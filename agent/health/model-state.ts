import { type Clock, isoTime, localDay } from "../../sync/core/clock.ts";
import { asksModel, type Config } from "../../sync/core/config.ts";
import { AppError } from "../../sync/core/errors.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Status } from "../../web/deps.ts";
import type { Check } from "./health.ts";

/** Fewer tokens than this are too few for any question. */
const LEAST_TOKENS = 2_000;

/** The model that learning may ask, what it has cost today, and whether it is left alone. Reads rows only. */
export const modelState = (store: Store | null, learning: Config["learning"], nowMs: number): Status["model"] => {
  const day = localDay(nowMs);
  const breaker = store?.breakers.of("model") ?? null;
  const tokensToday = store?.modelCalls.tokensOn(day) ?? 0;
  const isResting = breaker !== null && breaker.state !== "closed" && nowMs < breaker.untilMs;
  const state = !asksModel(learning)
    ? "off"
    : isResting
      ? "resting"
      : learning.tokensPerDay - tokensToday < LEAST_TOKENS
        ? "spent"
        : "ready";
  const { model, reflectorModel: reflector, curatorModel: curator } = learning;
  return { name: model, reflector, curator, state, today: store?.modelCalls.since(day) ?? [], breaker };
};

/** The model as a component of health: what keeps it from being asked, and what to do about it. */
export const modelCheck = (store: Store, clock: Clock, config: () => Config): Check => ({
  component: "model",
  run: () => {
    const { learning } = config();
    const { name, reflector, curator, state, breaker } = modelState(store, learning, clock.now());
    if (name === "none") return "none: learns by rules alone";
    switch (state) {
      case "off":
        return `${name}, not asked: ${learning.enabled ? "learning.tokensPerDay is 0" : "learning is off"}`;
      case "spent":
        return `${name}: the day's tokens are spent; learns by rules alone until midnight`;
      case "resting":
        throw new AppError(
          "model-resting",
          `${name} rests until ${isoTime(breaker?.untilMs ?? 0)} after failures: ${breaker?.reason ?? "unknown"}`,
          { hint: "Learning goes on by rules. `cairn model` tells more, `cairn model reset` has it tried at once." },
        );
      case "ready":
        return `${name}: ${reflector === curator ? reflector : `${reflector} and ${curator}`}`;
    }
  },
});
