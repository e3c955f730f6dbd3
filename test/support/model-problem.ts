import { ModelError } from "../../agent/model/model.ts";

/** The ModelError that an answer fails with; anything else fails the test. */
export const problemOf = async (asked: Promise<unknown>): Promise<ModelError> => {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ModelError) return error;
  throw new Error(`no ModelError: ${String(error)}`);
};
