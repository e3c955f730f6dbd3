import { readdirSync } from "node:fs";
import { codeOf } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import { isSpoolName } from "../ingest/spool.ts";

/** How many events wait in the spool now, and how many files lie beside it because they could not be read. */
export const countSpool = (home: Home): { readonly waiting: number; readonly aside: number } => ({
  waiting: filesIn(home.spool),
  aside: filesIn(home.spoolBad),
});

/** Only files: a folder that somebody made there is no event, and waits for nothing. */
const filesIn = (dir: string): number => {
  try {
    return readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isFile() && isSpoolName(entry.name))
      .length;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return 0;
    throw error;
  }
};
