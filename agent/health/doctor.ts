import { AppError, messageOf } from "../../sync/core/errors.ts";
import { FILE_TESTS, HOME_TEST } from "./doctor-files.ts";
import { SYSTEM_TESTS, WORKPLACE_TESTS } from "./doctor-system.ts";
import type { DoctorDeps, Test } from "./doctor-test.ts";
import { WORKER_TESTS } from "./doctor-worker.ts";

/** What the doctor found out about one thing by trying it. */
export interface Finding {
  readonly component: string;
  readonly ok: boolean;
  readonly message: string;
  readonly hint: string | null;
  /** What has been mended just now. */
  readonly fixed: string | null;
}

const findingOf = async ({ component, run }: Test, deps: DoctorDeps): Promise<Finding> => {
  try {
    const found = await run(deps);
    const { message, fixed } = typeof found === "string" ? { message: found, fixed: null } : found;
    return { component, ok: true, message, hint: null, fixed };
  } catch (error) {
    const hint = error instanceof AppError ? (error.hint ?? null) : null;
    return { component, ok: false, message: messageOf(error), hint, fixed: null };
  }
};

/** Tries everything Cairn needs, one after the other, because each mends the ground for the next. */
export const examine = async (deps: DoctorDeps): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const test of SYSTEM_TESTS) findings.push(await findingOf(test, deps));
  const home = await findingOf(HOME_TEST, deps);
  findings.push(home);
  // Without a home that can be written to, the rest would only say so again.
  if (home.ok) for (const test of [...WORKPLACE_TESTS, ...FILE_TESTS]) findings.push(await findingOf(test, deps));
  for (const test of WORKER_TESTS) findings.push(await findingOf(test, deps));
  return findings;
};
