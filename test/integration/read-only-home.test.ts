import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Home, homeAt } from "../../sync/core/home.ts";
import { openStore } from "../../sync/store/open.ts";
import { CLI, cliOn } from "../support/cli.ts";

/** Root may write anywhere, unless it has given up what lets it. */
const AS_READER = process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : [];

/** A folder that any user may enter. */
const openFolder = (): string => {
  const dir = mkdtempSync(join(realpathSync(tmpdir()), "cairn-read-only-"));
  chmodSync(dir, 0o755);
  return dir;
};

const writable = (path: string): void => {
  chmodSync(path, 0o700);
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) writable(join(path, entry.name));
};

/** Makes a home one that its user may read and nothing else. */
const seal = (path: string): void => {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) seal(join(path, entry.name));
    else chmodSync(join(path, entry.name), 0o400);
  }
  chmodSync(path, 0o500);
};

const readOnlyHome = async ({ withLog }: { withLog: boolean }): Promise<{ home: Home; temporary: string }> => {
  const cli = cliOn();
  await cli.ok("learn", "--scope", "user", "Prefer small commits");
  const dir = openFolder();
  const home = homeAt(join(dir, "home"));
  // While it is open, what was just written is in the log alone.
  const store = withLog ? openStore(cli.home.database) : null;
  store?.meta.add("events.bad", 7);
  cpSync(cli.home.dir, home.dir, { recursive: true });
  store?.close();
  rmSync(`${home.database}-shm`, { force: true });
  expect(existsSync(`${home.database}-wal`)).toBe(withLog);
  const temporary = openFolder();
  chmodSync(temporary, 0o1777);
  seal(home.dir);
  onTestFinished(() => {
    writable(home.dir);
    for (const folder of [dir, temporary]) rmSync(folder, { recursive: true, force: true });
  });
  return { home, temporary };
};

test.each([false, true])(
  "a home that may only be read is read (with a log beside the database: %s)",
  async (withLog) => {
    const { home, temporary } = await readOnlyHome({ withLog });
    const before = readdirSync(home.dir).sort();
    const run = (...argv: string[]) => {
      const [program = "", ...args] = [...AS_READER, process.execPath, CLI, ...argv];
      return spawnSync(program, args, {
        cwd: "/",
        env: { PATH: process.env.PATH, HOME: temporary, TMPDIR: temporary, CAIRN_HOME: home.dir },
        encoding: "utf8",
      });
    };
    const memories = run("memories");
    expect([memories.stderr, memories.status]).toEqual(["", 0]);
    expect(memories.stdout).toContain("Prefer small commits");
    const status = run("status", "--json");
    expect([status.stderr, status.status]).toEqual(["", 3]);
    expect(JSON.parse(status.stdout)).toMatchObject({ memories: { total: 1 }, events: { bad: withLog ? 7 : 0 } });
    expect(run("learn", "Not here").status).toBe(1);
    expect(readdirSync(home.dir).sort()).toEqual(before);
    expect(readdirSync(temporary)).toEqual([]);
  },
);
