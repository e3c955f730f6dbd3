import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Home, homeAt } from "../../sync/core/home.ts";
import { openStore, type Store } from "../../sync/store/open.ts";

/** A folder of this test alone, gone when it ends. */
export const scratchDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "cairn-test-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

/** A home that is there and empty; its path holds a space. */
export const scratchHome = (): Home => {
  const home = homeAt(join(scratchDir(), "a home"));
  mkdirSync(home.dir, { mode: 0o700 });
  return home;
};

/** A real database file of this test alone, closed and gone when it ends. */
export const scratchStore = (file = join(scratchDir(), "cairn.db")): Store => {
  const store = openStore(file);
  onTestFinished(() => store.close());
  return store;
};
