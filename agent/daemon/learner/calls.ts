import type { AppError } from "../../../sync/core/errors.ts";
import type { Learning } from "../wire-learning.ts";
import { type Call, errorOf, type FromLearner } from "./messages.ts";

interface Waiting {
  readonly call: Call;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

type Answer = Extract<FromLearner, { readonly id: number }>;

/** What persons ask of the learner, each until it has been answered. What no learner took up is asked of the next one. */
export const createCalls = (tell: (call: Call) => void) => {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  return {
    ask: <Name extends keyof Learning>(
      name: Name,
      argument: Parameters<Learning[Name]>[0],
    ): ReturnType<Learning[Name]> => {
      const answered = new Promise<unknown>((resolve, reject) => {
        const call: Call = { type: "call", id: ++last, name, argument };
        waiting.set(call.id, { call, resolve, reject });
        tell(call);
      });
      // What comes back is what the same function gave in the other process.
      return answered as ReturnType<Learning[Name]>;
    },
    waiting: (): Call[] => [...waiting.values()].map(({ call }) => call),
    answered: (answer: Answer): void => {
      const caller = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.type === "answer") caller?.resolve(answer.value);
      else caller?.reject(errorOf(answer.error));
    },
    refuseAll: (error: AppError): void => {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
};
