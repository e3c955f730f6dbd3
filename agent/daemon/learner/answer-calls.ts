import type { Learning } from "../wire-learning.ts";
import { type Call, type FromLearner, failureOf } from "./messages.ts";

/** Carries out what persons ask for, several at a time. */
export const answerCalls = (learning: Learning, tell: (message: FromLearner) => void) => {
  const underWay = new Set<Promise<void>>();
  const carryOut = async ({ id, name, argument }: Call): Promise<void> => {
    try {
      // Both sides are the same version of the same program: the argument is what this function takes.
      const does = learning[name] as (argument: unknown) => Promise<unknown>;
      tell({ type: "answer", id, value: await does(argument) });
    } catch (error) {
      tell({ type: "failure", id, error: failureOf(error) });
    }
  };
  return {
    answer: (call: Call): void => {
      const done = carryOut(call).finally(() => underWay.delete(done));
      underWay.add(done);
    },
    underWay: (): number => underWay.size,
    /** Resolves when none is under way any more. */
    done: async (): Promise<void> => {
      await Promise.all(underWay);
    },
  };
};
