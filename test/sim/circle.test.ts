import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { seededRandom } from "../../sync/core/random.ts";
import { check } from "./invariants.ts";
import { play, settle } from "./script.ts";
import { openWorld } from "./world.ts";

/** One seed to run again, `SIM_SEED=17 npx vitest run test/sim`, or how many to run. */
const AGAIN = process.env.SIM_SEED;
const SEEDS = Number(process.env.SIM_SEEDS ?? 500);

/** In memory where that can be had: what is simulated is a death of the worker, not of the disk. */
const scratch = (): string => {
  const dir = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "cairn-sim-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

const run = async (dir: string, seed: number): Promise<number> => {
  const random = seededRandom(seed);
  const world = openWorld(dir, `home-${seed}`, random);
  const projects = ["shop", "shop/sub", "blog"].map((name) => join(dir, "code", name));
  try {
    const model = await play(world, random, projects);
    await settle(world);
    check(world.machine(), model);
    return world.deaths.length;
  } catch (error) {
    const said = error instanceof Error ? error : new Error(String(error));
    said.message = `seed ${seed} (run it again with SIM_SEED=${seed}; deaths: ${world.deaths.join(", ") || "none"}): ${said.message}`;
    throw said;
  } finally {
    world.close();
    rmSync(world.machine().home.dir, { recursive: true, force: true });
  }
};

test("whatever hooks write and whenever the worker dies, everything is learned exactly once", {
  timeout: 300_000,
}, async () => {
  const dir = scratch();
  // One repository, a folder of it, and a folder without git.
  mkdirSync(join(dir, "code/shop/.git/objects"), { recursive: true });
  for (const name of ["shop/sub", "blog"]) mkdirSync(join(dir, "code", name), { recursive: true });
  (await import("node:fs")).writeFileSync(join(dir, "code/shop/.git/HEAD"), "ref: refs/heads/main\n");
  const seeds = AGAIN === undefined ? Array.from({ length: SEEDS }, (_, n) => n + 1) : [Number(AGAIN)];
  let deaths = 0;
  for (const seed of seeds) deaths += await run(dir, seed);
  // A simulation in which nobody dies proves little.
  if (AGAIN === undefined) expect(deaths).toBeGreaterThan(SEEDS);
});
