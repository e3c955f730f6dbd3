import type { Config } from "../../../sync/core/config.ts";
import { AppError, messageOf } from "../../../sync/core/errors.ts";
import type { Log, LogFields } from "../../../sync/core/log.ts";
import type { Learning } from "../wire-learning.ts";

/** Something that a person asked for. */
export interface Call {
  readonly type: "call";
  readonly id: number;
  readonly name: keyof Learning;
  readonly argument: unknown;
}

/** What the worker tells its learner. The settings come first, and whenever they have changed. */
export type ToLearner =
  | { readonly type: "settings"; readonly config: Config }
  | { readonly type: "wake" }
  | { readonly type: "hold"; readonly held: boolean }
  | Call;

/** What the learner tells its worker. */
export type FromLearner =
  | {
      readonly type: "log";
      readonly level: keyof Log;
      readonly message: string;
      readonly fields: LogFields;
    }
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | { readonly type: "failure"; readonly id: number; readonly error: Failure };

/** An error on its way between processes, where only plain data goes. `code` null: a bug. */
interface Failure {
  readonly code: string | null;
  readonly message: string;
  readonly hint: string | undefined;
  readonly retry: boolean;
}

export const failureOf = (thrown: unknown): Failure => {
  const known = thrown instanceof AppError ? thrown : null;
  return {
    code: known?.code ?? null,
    message: messageOf(thrown),
    hint: known?.hint,
    retry: known?.retry ?? false,
  };
};

export const errorOf = ({ code, message, hint, retry }: Failure): Error =>
  code === null ? new Error(message) : new AppError(code, message, hint === undefined ? { retry } : { hint, retry });
