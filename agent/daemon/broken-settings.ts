import type { AppError } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import { leaveNotice, takeNotice } from "../control/notice.ts";
import { readRestartState, writeRestartState } from "../control/restart-policy.ts";

const NOTICE = "Cairn's worker does not start, because its settings are broken: ";

/** Whether the last start came to nothing because of the settings: only then is something told where nothing has crashed. */
const isTold = (home: Home): boolean => {
  const state = readRestartState(home);
  return state !== null && state.crashes === 0 && state.told;
};

/**
 * Notes a start that came to nothing because of the settings, and leaves word for the next session, once until a start succeeds. It is no
 * crash: the first prompt after the file was mended starts the worker. Noted all the same, or whoever started it would count one.
 */
export const noteBrokenSettings = (
  home: Home,
  problem: AppError,
  { version, nowMs }: { readonly version: string; readonly nowMs: number },
): void => {
  if (!isTold(home)) {
    const what = problem.message.replace(/[.:]$/, "");
    leaveNotice(home, `${NOTICE}${what}. What happens is still recorded. Mend them with \`cairn config edit\`.`);
  }
  writeRestartState(home, { version, crashes: 0, startedAtMs: nowMs, told: true });
};

/** Takes back the word left for the next session where it is not true any more. Call before the start is noted. */
export const withdrawBrokenSettings = (home: Home): void => {
  const notice = isTold(home) ? takeNotice(home) : null;
  if (notice !== null && !notice.startsWith(NOTICE)) leaveNotice(home, notice);
};
