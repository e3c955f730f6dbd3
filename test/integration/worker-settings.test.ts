import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { until, workerHome } from "../support/worker-home.ts";

const CLI = join(import.meta.dirname, "../../dist/agent/cli.js");

test("recall that is switched off is off in the briefs that are given while no worker runs, too", async () => {
  const at = workerHome();
  await at.start();
  const cairn = (...argv: string[]) =>
    expect(spawnSync(process.execPath, [CLI, ...argv], { env: at.env }).status).toBe(0);
  const prepared = () => readFileSync(join(at.home.briefs, "default"), "utf8");
  cairn("learn", "--scope", "user", "Always use pnpm, never npm");
  await until(() => prepared().includes("pnpm"));
  cairn("config", "set", "recall.enabled", "off");
  await until(() => !prepared().includes("pnpm"));
  cairn("config", "set", "recall.enabled", "on");
  await until(() => prepared().includes("pnpm"));
});
