import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Copies a database with its log into a folder of the reader's own, for one who may read but not write where it lies: a home without
 * write permission, a file system mounted read-only. Null where even that is refused.
 */
export const copyForReading = (path: string): { readonly path: string; readonly remove: () => void } | null => {
  let dir: string | null = null;
  const remove = (): void => {
    if (dir !== null) rmSync(dir, { recursive: true, force: true });
  };
  try {
    dir = mkdtempSync(join(tmpdir(), "cairn-read-"));
    const copy = join(dir, "cairn.db");
    for (const end of ["", "-wal"].filter((one) => existsSync(path + one))) {
      copyFileSync(path + end, copy + end);
      // A copy takes the mode along, and this one is to be written beside.
      chmodSync(copy + end, 0o600);
    }
    return { path: copy, remove };
  } catch {
    remove();
    return null;
  }
};
