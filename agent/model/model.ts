import type { z } from "zod";
import { AppError } from "../../sync/core/errors.ts";
import type { ModelPurpose } from "../../sync/core/words.ts";

/** What a question cost. Tokens read from the cache are not among the input. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
}

/** A question to a model that is to be answered in a given form. */
export interface Question<T> {
  readonly purpose: ModelPurpose;
  /** The same for all questions of a purpose, so that it can be cached. */
  readonly system: string;
  readonly prompt: string;
  readonly schema: z.ZodType<T>;
  readonly maxTokens: number;
  readonly signal: AbortSignal;
}

export interface Reply<T> {
  readonly value: T;
  readonly usage: Usage;
}

/** A language model, wherever it runs. */
export interface Model {
  /** Throws `ModelError`, or `NotNow` where it is not to be asked at present. */
  readonly ask: <T>(question: Question<T>) => Promise<Reply<T>>;
}

/**
 * Why a model gave no answer. unauthorised: no key, or one that is not taken; rejected: the question is not taken (no such model, no
 * credit); refused: the model would not; malformed: not in the form that was asked for; cut-off: its answer ended in the middle;
 * given-up: nobody waits for it any more.
 */
export type ModelProblem =
  | "rate-limited"
  | "overloaded"
  | "unauthorised"
  | "timeout"
  | "rejected"
  | "refused"
  | "malformed"
  | "cut-off"
  | "offline"
  | "given-up";

/** Problems that pass by themselves: the same question may be answered later. */
const PASSES: ReadonlySet<ModelProblem> = new Set(["rate-limited", "overloaded", "timeout", "offline", "given-up"]);

interface ModelErrorOptions {
  readonly hint?: string;
  readonly cause?: unknown;
  /** What was spent all the same. */
  readonly usage?: Usage;
  /** The service said not to come again before that. */
  readonly notBeforeMs?: number;
}

/** A question that brought no answer. Its message never holds what was asked, answered, or the key. */
export class ModelError extends AppError {
  readonly kind: ModelProblem;
  readonly usage: Usage | null;
  readonly notBeforeMs: number | null;

  constructor(kind: ModelProblem, message: string, { usage, notBeforeMs, hint, cause }: ModelErrorOptions = {}) {
    super(`model-${kind}`, message, { retry: PASSES.has(kind), ...(hint === undefined ? {} : { hint }), cause });
    this.kind = kind;
    this.usage = usage ?? null;
    this.notBeforeMs = notBeforeMs ?? null;
  }
}

/** The model is not to be asked now: there is none, the day's tokens are spent, or it rests after failures. The rules' result stands. */
export class NotNow extends AppError {
  /** When it may be asked again; null where waiting does not help. */
  readonly againAtMs: number | null;

  constructor(message: string, againAtMs: number | null) {
    super("model-not-now", message);
    this.againAtMs = againAtMs;
  }
}

/** The default: learning by rules alone. */
export const noModel: Model = {
  ask: async () => {
    throw new NotNow("No model is asked.", null);
  },
};

/** What a model is asked by the implementations: the same for all of them. `model` is its name. */
export interface RawQuestion extends Omit<Question<unknown>, "purpose"> {
  readonly model: string;
  readonly timeoutMs: number;
}

/** What an implementation brings back: the text of an answer that is whole, and what it cost. */
export interface RawReply {
  readonly text: string;
  readonly usage: Usage;
}

/** One way of reaching a model. Throws `ModelError`. */
export type Backend = (question: RawQuestion) => Promise<RawReply>;
