import type { Config } from "../../../sync/core/config.ts";
import { AppError, codeOf, messageOf } from "../../../sync/core/errors.ts";
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
  | { readonly type: "stop" }
  | Call;

/** What the learner tells its worker. */
export type FromLearner =
  | {
      readonly type: "log";
      readonly level: keyof Log;
      readonly message: string;
      readonly fields: LogFields;
    }
  | { readonly type: "beat" }
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | { readonly type: "failure"; readonly id: number; readonly error: Failure };

/** An error on its way between processes, where only plain data goes. */
interface Failure {
  /** One that was expected, an `AppError`; otherwise it is the system's or a bug. */
  readonly isExpected: boolean;
  readonly code: string | null;
  readonly message: string;
  readonly hint: string | undefined;
  readonly retry: boolean;
}

export const failureOf = (thrown: unknown): Failure => {
  const known = thrown instanceof AppError ? thrown : null;
  return {
    isExpected: known !== null,
    code: codeOf(thrown) ?? null,
    message: messageOf(thrown),
    hint: known?.hint,
    retry: known?.retry ?? false,
  };
};

export const errorOf = ({ isExpected, code, message, hint, retry }: Failure): Error => {
  if (isExpected && code !== null) return new AppError(code, message, hint === undefined ? { retry } : { hint, retry });
  return code === null ? new Error(message) : Object.assign(new Error(message), { code });
};

/** Exit code by which a learner says that it is not of its worker's build: the program was replaced under it. */
export const REPLACED = 4;
