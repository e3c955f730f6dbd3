import { type Breaker, type BreakerEvent, stepBreaker } from "../../sync/core/breaker.ts";
import { type Clock, localDay } from "../../sync/core/clock.ts";
import { asksModel, type Config } from "../../sync/core/config.ts";
import type { Log } from "../../sync/core/log.ts";
import type { ModelCost, ModelPurpose } from "../../sync/core/words.ts";
import { readAnswer } from "./answer.ts";
import { breakerLimits } from "./breaker-limits.ts";
import { fitsBudget, inputTokensOf, mostTokens } from "./budget.ts";
import { type Backend, type Model, ModelError, NotNow, type Question, type Reply, type Usage } from "./model.ts";

/** Where it is kept what questions cost and how they went. */
export interface Ledger {
  readonly tokensOn: (day: string) => number;
  readonly note: (cost: ModelCost) => void;
  readonly breaker: () => Breaker;
  readonly saveBreaker: (breaker: Breaker) => void;
  /** Tells the user, once a day for each `what`. */
  readonly tell: (what: string, message: string, hint: string | null) => void;
}

interface GuardedDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Pick<Config, "learning" | "breaker">;
  /** The chosen implementation; null for none. */
  readonly backend: () => Backend | null;
  readonly ledger: Ledger;
}

const ROLE: Readonly<Record<ModelPurpose, "reflectorModel" | "curatorModel">> = {
  refine: "reflectorModel",
  reflect: "reflectorModel",
  curate: "curatorModel",
};

const SPENT = "What is left of the day's model tokens is too little for a question. Learning goes on by rules alone.";
const NO_TOKENS: Usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0 };

/**
 * The chosen model within the day's tokens, behind a breaker; each question is accounted whatever comes of it. Throws `NotNow` where it is
 * not asked, `ModelError` where it brought nothing.
 */
export const guardedModel = ({ clock, log, config, backend, ledger }: GuardedDeps): Model => {
  let underWay = 0;

  const move = (event: BreakerEvent): boolean => {
    const before = ledger.breaker();
    const after = stepBreaker(before, event, breakerLimits(config()));
    if (after === null) return false;
    if (after === before) return true;
    ledger.saveBreaker(after);
    if (after.opened > before.opened) log.warn("the model rests after failures", { reason: after.reason });
    if (before.state === "half-open" && after.state === "closed") log.info("the model answers again");
    return true;
  };

  const noteEnd = (error: unknown): void => {
    const nowMs = clock.now();
    if (error === null) move({ type: "succeeded" });
    else if (!(error instanceof ModelError) || error.kind === "given-up") move({ type: "given-up", nowMs });
    // It would not answer this one; the service itself works.
    else if (error.kind === "refused") move({ type: "succeeded" });
    else {
      // These pass only when somebody does something about them.
      if (error.kind === "unauthorised" || error.kind === "rejected")
        ledger.tell(error.kind, `${error.message} Learning goes on by rules alone.`, error.hint ?? null);
      const later = error.notBeforeMs === null ? {} : { notBeforeMs: error.notBeforeMs };
      move({ type: "failed", nowMs, reason: error.message, ...later });
    }
  };

  const askBackend = async <T>(question: Question<T>, chosen: Backend, model: string): Promise<Reply<T>> => {
    const { purpose, ...rest } = question;
    const account = (usage: Usage, failures: 0 | 1): void =>
      ledger.note({ day: localDay(clock.now()), purpose, model, calls: 1, failures, ...usage });
    let reply: Reply<T>;
    try {
      const raw = await chosen({ ...rest, model, timeoutMs: config().learning.modelTimeoutS * 1_000 });
      reply = readAnswer(raw, question.schema);
    } catch (error) {
      account(spentOn(error, question), 1);
      noteEnd(error);
      throw error;
    }
    account(reply.usage, 0);
    noteEnd(null);
    return reply;
  };

  return {
    ask: async (question) => {
      const { learning } = config();
      const chosen = backend();
      if (chosen === null || !asksModel(learning)) throw new NotNow("No model is asked.", null);
      const nowMs = clock.now();
      const most = mostTokens(question);
      const spent = ledger.tokensOn(localDay(nowMs));
      if (!fitsBudget({ limit: learning.tokensPerDay, spent, underWay, most })) {
        ledger.tell(
          "spent",
          SPENT,
          "`cairn config set learning.tokensPerDay N` allows more; it begins anew at midnight.",
        );
        throw new NotNow(SPENT, null);
      }
      if (!move({ type: "ask", nowMs })) throw new NotNow("The model rests after failures.", ledger.breaker().untilMs);
      underWay += most;
      try {
        return await askBackend(question, chosen, learning[ROLE[question.purpose]]);
      } finally {
        underWay -= most;
      }
    },
  };
};

/** Problems of which it is not known what they cost; the question was read all the same. */
const COSTS: ReadonlySet<string> = new Set(["timeout", "cut-off", "given-up"]);

/** What a question that failed cost; where nobody says, what it had to read. */
const spentOn = (error: unknown, question: { readonly system: string; readonly prompt: string }): Usage => {
  if (!(error instanceof ModelError)) return NO_TOKENS;
  if (error.usage !== null) return error.usage;
  return COSTS.has(error.kind) ? { ...NO_TOKENS, inputTokens: inputTokensOf(question) } : NO_TOKENS;
};
